"""Withdrawing a complaint: asked once more, written down, and nothing is closed or deleted by it."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from complaints.correspondence import service
from complaints.correspondence.public.blueprint import bp
from complaints.correspondence.public.page import languages_of, show, token_of, with_box
from complaints.platform.extensions import db
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.clock import now


@bp.post("/follow/withdraw")
@requires(PUBLIC)
def withdraw() -> ResponseReturnValue:
    """Withdraw; asks once more first."""
    return with_box(_withdraw)


def _withdraw(box: service.OpenMailbox) -> ResponseReturnValue:
    if request.form.get("sure") != "yes":
        return render_template(
            "correspondence/withdraw.html",
            token=token_of(box),
            body=request.form.get("body", ""),
            languages_of_page=languages_of("correspondence.withdraw"),
        )
    service.withdraw(db.session, box, now())
    return show(box, told="withdrawn", body=request.form.get("body", ""))
