"""Wishing for a mail when there is something to read, and stopping it."""

from __future__ import annotations

import secrets

from flask import render_template, request
from flask.typing import ResponseReturnValue

from complaints.correspondence import service
from complaints.correspondence.asking import MailForm
from complaints.correspondence.notices import stop_mail, wish_for_mail, wish_of
from complaints.correspondence.public.blueprint import bp
from complaints.correspondence.public.page import languages_of, ring, show, token_of, with_box
from complaints.platform.extensions import db, limiter
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.clock import now
from complaints.platform.web.locale import current_locale


@bp.post("/follow/mail")
@limiter.limit("20 per minute")
@requires(PUBLIC)
def mail() -> ResponseReturnValue:
    """Ask for an address, keep the one that was sent (`send`), or forget it (`stop`)."""
    return with_box(_mail)


def _mail(box: service.OpenMailbox) -> ResponseReturnValue:
    body = request.form.get("body", "")
    if "stop" in request.form:
        stop_mail(db.session, box.complaint, now())
        return show(box, told="no-mail", body=body)
    is_sent = "send" in request.form
    form = MailForm(request.form if "email" in request.form else None)
    if is_sent and form.validate():
        wish_for_mail(
            db.session, ring(), box.complaint, form.email.data, current_locale(), form.form_id.data or "", now()
        )
        return show(box, told="mail", body=body)
    if not form.email.raw_data:
        form.form_id.data = secrets.token_hex(16)
        # Who gave an address with the complaint need not type it again.
        form.email.data = service.name_given(db.session, box.complaint, box.private_key).email
    return (
        render_template(
            "correspondence/mail.html",
            form=form,
            is_mailed=wish_of(db.session, box.complaint.id) is not None,
            token=token_of(box),
            body=body,
            languages_of_page=languages_of("correspondence.mail"),
        ),
        422 if is_sent else 200,
    )
