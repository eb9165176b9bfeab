"""The door: number and passphrase open the page of a complaint, and nothing else does."""

from __future__ import annotations

from typing import Final

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from complaints.correspondence import service
from complaints.correspondence.forms import FollowForm
from complaints.correspondence.public.blueprint import bp
from complaints.correspondence.public.page import Act, show
from complaints.intake.number import parse
from complaints.platform.extensions import db, limiter
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.clock import now

FIRST_PAGES: Final[dict[str, Act]] = {}
"""Which page may be shown first instead of the complaint's own, by the name that the form sends as `to`."""


def may_come_first(name: str, page: Act) -> None:
    """Let a form at the door ask for this page (`to=name`); it must commit before it answers."""
    FIRST_PAGES[name] = page


@bp.get("/follow")
@requires(PUBLIC)
def follow() -> ResponseReturnValue:
    """Ask for number and passphrase."""
    return render_template("correspondence/follow.html", form=FollowForm())


@bp.post("/follow")
@limiter.limit("30 per minute")
@requires(PUBLIC)
def enter() -> ResponseReturnValue:
    """Open the page of a complaint. 422 for a slip of the pen, one and the same 403 for all that does not fit."""
    form = FollowForm(request.form)
    if not form.validate():
        return render_template("correspondence/follow.html", form=form), 422
    try:
        box = service.enter(db.session, parse(form.number.data or ""), form.passphrase.data or "", now())
    except service.NotYours:
        # The try was counted, for the complainant to see.
        db.session.commit()
        form.form_errors.append(gettext("We found no complaint with this number and passphrase. Please check both."))
        return render_template("correspondence/follow.html", form=form), 403
    return FIRST_PAGES.get(request.form.get("to", ""), show)(box)


@bp.get("/follow/page")
@bp.get("/follow/message")
@bp.get("/follow/withdraw")
@requires(PUBLIC)
def to_the_door() -> ResponseReturnValue:
    """Whoever comes by the address alone has no key with them: to the form that asks for it."""
    return redirect(url_for("correspondence.follow"), 303)
