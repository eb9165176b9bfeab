"""Keeping people off a case: a conflict of interest that somebody declares, or that makes them step back themselves."""

from __future__ import annotations

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields import SelectChoice

from complaints.casework import service
from complaints.casework.blueprint import bp, case_or_404, me
from complaints.casework.forms import NOT_CHOSEN, ConflictForm
from complaints.casework.models import Case
from complaints.casework.people import CAN_ACT
from complaints.casework.rules import Conflict
from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.permissions import Permission
from complaints.platform.extensions import db
from complaints.platform.web.access import requires
from complaints.platform.web.clock import now


@bp.route("/cases/<number>/conflicts", methods=["GET", "POST"])
@requires(Permission.CASE_ASSIGN)
def conflicts(number: str) -> ResponseReturnValue:
    """Declare that somebody cannot work on the case, or decide about it."""
    found = case_or_404(number)
    form = ConflictForm(request.form)
    people = db.session.scalars(
        sa.select(Staff).where(Staff.role.in_(CAN_ACT), Staff.is_disabled == sa.false()).order_by(Staff.name)
    )
    form.person.choices = [NOT_CHOSEN, *(SelectChoice(str(person.id), person.name) for person in people)]
    status = 200
    if request.method == "POST":
        if form.validate() and _is_chosen(form):
            return _declare(found, int(form.person.data), form.chosen)
        status = 422
    return render_template("casework/conflict.html", case=found, form=form), status


def _is_chosen(form: ConflictForm) -> bool:
    for field in (form.person, form.conflict):
        if not field.data:
            field.errors = [gettext("Choose one.")]
    return bool(form.person.data and form.conflict.data)


@bp.post("/cases/<number>/recuse")
@requires(Permission.CASE_UNSEAL)
def recuse(number: str) -> ResponseReturnValue:
    """Step back from a case oneself."""
    return _declare(case_or_404(number), me().id, Conflict.RECUSED)


def _declare(found: Case, staff_id: int, conflict: Conflict) -> ResponseReturnValue:
    """Note it, and go back to the case, or to the queue where the case is closed to who declared it of themselves."""
    service.declare_conflict(db.session, found, staff_id=staff_id, conflict=conflict, by_id=me().id, now=now())
    db.session.commit()
    flash(gettext("The conflict of interest is noted. It stays."), "success")
    if staff_id == me().id and conflict is Conflict.SUBJECT_OR_WITNESS:
        return redirect(url_for("casework.queue"), 303)
    return redirect(url_for("casework.case", number=found.complaint.number), 303)
