"""Refusing another look at a closed case, with a message to the complainant."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from complaints.casework import service
from complaints.casework.blueprint import bp, case_or_404, me, ring
from complaints.casework.forms import AnswerForm
from complaints.casework.reviews import NothingToDecide, may_decide, refuse
from complaints.correspondence.reviews import open_request
from complaints.platform.accounts.permissions import Permission
from complaints.platform.extensions import db
from complaints.platform.web.access import requires
from complaints.platform.web.clock import now


@bp.route("/cases/<number>/review/refuse", methods=["GET", "POST"])
@requires(Permission.CASE_REOPEN)
def refuse_review(number: str) -> ResponseReturnValue:
    """Leave it closed and say why. 409 when nothing waits for a decision any more."""
    found = case_or_404(number, to_change=request.method == "POST")
    if not may_decide(found, service.person_in(db.session, found, me())):
        abort(403)
    form = AnswerForm(request.form)
    asked = open_request(db.session, found.complaint_id)
    status = 200 if asked else 409
    if request.method == "POST" and asked is not None:
        if form.validate() and _refused(number, form):
            flash(gettext("The complainant reads your reason on their page."), "success")
            return redirect(url_for("casework.case", number=found.complaint.number), 303)
        status = 422
    return render_template("casework/refuse_review.html", case=found, form=form, asked=asked), status


def _refused(number: str, form: AnswerForm) -> bool:
    found = case_or_404(number, to_change=True)
    try:
        refuse(
            db.session,
            ring(),
            found,
            form.body.data or "",
            by_id=me().id,
            form_id=form.form_id.data or "",
            now=now(),
        )
    except NothingToDecide:
        db.session.rollback()
        form.body.errors = [gettext("Somebody has just decided it. Look at the case again.")]
        return False
    db.session.commit()
    return True
