"""Writing to the complainant from the page of a case; they read it with their number and passphrase."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from complaints.casework.blueprint import bp, case_or_404, me, profile, ring
from complaints.casework.case_pages import show
from complaints.casework.forms import AnswerForm, note_form
from complaints.casework.service import may_write_to_complainant, person_in, told_complainant
from complaints.correspondence.service import write_to_complainant
from complaints.platform.accounts.permissions import Permission
from complaints.platform.extensions import db
from complaints.platform.web.access import requires
from complaints.platform.web.clock import now


@bp.post("/cases/<number>/messages")
@requires(Permission.CASE_UNSEAL)
def write_message(number: str) -> ResponseReturnValue:
    """Send a message. The same form sent twice is one message."""
    found = case_or_404(number, to_change=True)
    if not may_write_to_complainant(found, person_in(db.session, found, me())):
        abort(403)
    form = AnswerForm(request.form)
    if not form.validate():
        return show(found, note=note_form(request.form), answer=form, status=422)
    moment = now()
    if write_to_complainant(
        db.session, ring(), found.complaint, form.body.data or "", me().id, moment, form.form_id.data or ""
    ):
        told_complainant(db.session, found, moment, profile())
    db.session.commit()
    flash(gettext("Your message is with the complainant."), "success")
    return redirect(url_for("casework.case", number=found.complaint.number) + "#messages", 303)
