"""Staff pages of who prepares a report: the day it is due, and what the registry still lacks."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from complaints.platform.accounts.permissions import Permission
from complaints.platform.audit import Actor
from complaints.platform.extensions import db
from complaints.platform.jurisdiction.profile import DueEvent
from complaints.platform.web.access import requires
from complaints.platform.web.clock import now
from complaints.platform.web.filters import day
from complaints.reports import archive, freezing
from complaints.reports.blueprint import staff_bp as bp
from complaints.reports.editions.parts import PART_NAMES, due_words, short_name
from complaints.reports.job import due
from complaints.reports.job.completeness import PARTS, completeness
from complaints.reports.job.forms import DueForm
from complaints.reports.job.standing import Standing, standing_of, watched
from complaints.reports.periods import Period, PeriodRefused
from complaints.reports.refusals import sentence

bp.add_app_template_filter(short_name, "report_part_in_short")


def coming() -> dict[str, Any]:
    """What the page of releases says of the reports that are to be made."""
    return {
        "coming": _coming(),
        "event": due_words(freezing.profile()),
        "is_event": _is_event(),
        "may_schedule": current_user.may(Permission.RELEASE_SCHEDULE),
    }


def standing(period: Period) -> dict[str, Any]:
    """What the preview says before a freeze: the day it is meant for, and what the registry lacks."""
    return {**coming(), "coming": [], "one": standing_of(db.session, freezing.profile(), period, now())}


def _coming() -> list[Standing]:
    return watched(db.session, freezing.profile(), now(), demonstration=freezing.counts_demonstration())


def _is_event() -> bool:
    return isinstance(freezing.profile().reporting.due, DueEvent)


@bp.get("/missing")
@requires(Permission.REPORT_PREPARE)
def missing() -> ResponseReturnValue:
    """What the registry does not state of each technology in the report of a period."""
    wanted = request.args.get("period", _usual())
    try:
        period = freezing.period_of(wanted)
    except PeriodRefused as refused:
        return _missing(None, wanted, sentence(refused, _usual() or "2025")), 422
    return _missing(period, period.code)


def _missing(period: Period | None, typed: str, problem: str = "") -> str:
    return render_template(
        "reports_staff/missing.html",
        period=period,
        typed=typed,
        problem=problem,
        found=None if period is None else completeness(db.session, period),
        schedule=None if period is None else due.schedule_of(db.session, freezing.profile(), period),
        release=None if period is None else _release(period),
        parts=PARTS,
        part_names=PART_NAMES,
        may_edit=current_user.may(Permission.TECHNOLOGY_EDIT),
        may_see_releases=current_user.may(Permission.RELEASE_PREVIEW),
    )


@bp.get("/due")
@requires(Permission.RELEASE_SCHEDULE)
def due_day() -> ResponseReturnValue:
    """When the report of a period is due, and the form that sets the day of its event."""
    wanted = request.args.get("period", _usual())
    form = DueForm(period=wanted)
    try:
        return _due(freezing.period_of(wanted), form)
    except PeriodRefused as refused:
        return _due(None, form, sentence(refused, _usual() or "2025")), 422


@bp.post("/due")
@requires(Permission.RELEASE_SCHEDULE)
def set_due_day() -> ResponseReturnValue:
    """Set the day, once; a correction says why. 422 with what was typed where it cannot be."""
    form = DueForm(request.form)
    try:
        period = freezing.period_of(form.period.data or "")
    except PeriodRefused as refused:
        return _due(None, form, sentence(refused, _usual() or "2025")), 422
    if not form.validate() or form.on.data is None:
        return _due(period, form), 422
    try:
        made = due.set_due(
            db.session,
            freezing.profile(),
            period,
            form.on.data,
            Actor.staff(current_user.id),
            now(),
            reason=form.reason.data or "",
            is_frozen=_release(period) is not None,
        )
        db.session.commit()
    except due.DueRefused as refused:
        db.session.rollback()
        form.refuse(refused)
        return _due(period, form), 422
    flash(
        gettext("The report for %(period)s is due before %(day)s.", period=period.code, day=day(made.due_on)), "success"
    )
    return redirect(url_for("reports_staff.releases"), 303)


def _due(period: Period | None, form: DueForm, problem: str = "") -> str:
    return render_template(
        "reports_staff/due.html",
        period=period,
        form=form,
        problem=problem,
        said=[] if period is None else due.history(db.session, period.code),
        schedule=None if period is None else due.schedule_of(db.session, freezing.profile(), period),
        release=None if period is None else _release(period),
        event=due_words(freezing.profile()),
        is_event=_is_event(),
        freeze_days_before=freezing.profile().reporting.freeze_days_before,
    )


def _release(period: Period) -> object:
    return archive.release_of_period(db.session, period, demonstration=freezing.counts_demonstration())


def _usual() -> str:
    """The period that comes next, as it is written here; empty where none does."""
    found = _coming()
    return found[0].period.code if found else ""
