"""Making a move from a page: what the step asks for, what is refused where, and who was faster."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms.fields import SelectChoice

from complaints.casework import service
from complaints.casework.blueprint import bp, case_or_404, me, profile, ring, unit_name
from complaints.casework.contributions import page_of
from complaints.casework.forms import FORMS, NOT_CHOSEN, ReassignForm, RemarkForm, StepForm
from complaints.casework.models import Case
from complaints.casework.page import last_move
from complaints.casework.people import Candidate
from complaints.casework.rules import IllegalMove, Move, Refusal, ReopenGround, obstacles
from complaints.casework.wording import CONFLICTS, MOVES, REFUSALS, STATUSES, sentence_of
from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.permissions import Permission
from complaints.platform.extensions import db
from complaints.platform.web.access import requires
from complaints.platform.web.clock import now
from complaints.platform.web.locale import current_locale
from complaints.routing.rules import RefusedDesk, desks_for


@bp.get("/cases/<number>/moves/<step>")
@requires(Permission.CASE_READ)
def move_form(number: str, step: str) -> ResponseReturnValue:
    """What a move asks for; 409 with the reasons when it cannot be made now."""
    found, wanted = case_or_404(number), _move_named(step)
    other = page_of(wanted)
    if other is not None:
        return redirect(url_for(other, number=found.complaint.number), 303)
    form = _form_for(wanted, found)
    against = _against(found, wanted, form)
    form.version.data = str(found.version)
    if Refusal.NO_PERMISSION in against:
        abort(403)
    return _show(found, wanted, form, against, 409 if against else 200)


@bp.post("/cases/<number>/moves")
@requires(Permission.CASE_READ)
def move(number: str) -> ResponseReturnValue:
    """Make one move. 409 when somebody else moved the case first: what was typed stays on the page."""
    found, wanted = case_or_404(number, to_change=True), _move_named(request.form.get("move", ""))
    if page_of(wanted) is not None:
        abort(400)
    form = _form_for(wanted, found)

    def make() -> None:
        service.move(
            db.session,
            ring(),
            found,
            wanted,
            form.wish(),
            by=me(),
            expected_version=form.expected_version,
            now=now(),
            profile=profile(),
        )

    return _try(found, wanted, form, make)


@bp.route("/cases/<number>/reassign", methods=["GET", "POST"])
@requires(Permission.CASE_ASSIGN)
def reassign(number: str) -> ResponseReturnValue:
    """Give the case to somebody else, with a reason."""
    found = case_or_404(number, to_change=request.method == "POST")
    form = _with_people(ReassignForm(request.form), found)
    if request.method == "GET":
        form.version.data = str(found.version)
        against = _against(found, Move.ASSIGN, form)
        return _show(found, Move.ASSIGN, form, against, 409 if against else 200)

    def make() -> None:
        service.reassign(
            db.session,
            ring(),
            found,
            investigator_id=form.wish().investigator_id or 0,
            reason=form.reason.data or "",
            by=me(),
            expected_version=form.expected_version,
            now=now(),
        )

    return _try(found, Move.ASSIGN, form, make)


def _try(found: Case, wanted: Move, form: StepForm, make: Callable[[], None]) -> ResponseReturnValue:
    """Do it and go back to the case, or show the form again with what was typed."""
    if not form.validate():
        return _show(found, wanted, form, (), 422)
    number = found.complaint.number
    try:
        make()
        db.session.commit()
    except service.CaseWasChanged:
        return _somebody_was_faster(number, wanted, form)
    except IllegalMove as refused:
        db.session.rollback()
        if refused.reason is Refusal.NO_PERMISSION:
            abort(403)
        anew, is_late = case_or_404(number), refused.reason is Refusal.WRONG_STATUS
        against = _against(anew, wanted, form)
        if not against:
            form.show(refused.reasons)
        return _show(anew, wanted, form, against, 409 if is_late else 422)
    except RefusedDesk:
        db.session.rollback()
        form["desk"].errors = [gettext("This desk may not be given this complaint.")]
        return _show(case_or_404(number), wanted, form, (), 422)
    except service.NoSuchComplaint:
        db.session.rollback()
        form["duplicate_of"].errors = [gettext("There is no other case with this number, or it is not open to you.")]
        return _show(case_or_404(number), wanted, form, (), 422)
    flash(gettext("Done: %(step)s.", step=MOVES[wanted]), "success")
    return redirect(url_for("casework.case", number=number), 303)


def _somebody_was_faster(number: str, wanted: Move, form: StepForm) -> ResponseReturnValue:
    """The case as it stands now, who changed it, and the form with what was typed."""
    db.session.rollback()
    found = case_or_404(number)
    form.version.data = str(found.version)
    return _show(found, wanted, form, _against(found, wanted, form), 409, was_changed=True)


def _show(
    found: Case, wanted: Move, form: StepForm, against: Sequence[Refusal], status: int, *, was_changed: bool = False
) -> ResponseReturnValue:
    newest = last_move(db.session, found) if was_changed or against else None
    kept_off = [
        (candidate.staff.name, [CONFLICTS[conflict] for conflict in sorted(candidate.person.conflicts)])
        for candidate in (_candidates(found, form) if "investigator" in form else ())
        if candidate.person.conflicts
    ]
    is_reassignment = isinstance(form, ReassignForm)
    return (
        render_template(
            "casework/move.html",
            case=found,
            form=form,
            move=wanted,
            title=_l("Give it to somebody else") if is_reassignment else MOVES[wanted],
            action=url_for("casework.reassign" if is_reassignment else "casework.move", number=found.complaint.number),
            against=[REFUSALS[refusal] for refusal in against],
            status=STATUSES[found.status],
            was_changed=was_changed,
            newest=(sentence_of(newest), newest.at) if newest is not None else None,
            kept_off=kept_off,
        ),
        status,
    )


def _move_named(text: str) -> Move:
    try:
        return Move(text)
    except ValueError:
        abort(404)


def _against(found: Case, wanted: Move, form: StepForm) -> tuple[Refusal, ...]:
    """What keeps the person signed in from this step, whatever they fill in."""
    if isinstance(form, ReassignForm):
        return service.against_giving_it_away(found, service.person_in(db.session, found, me()))
    involvement = service.involvement_in(db.session, found, service.moves_of(db.session, found))
    facts = service.facts_of_case(db.session, found, involvement)
    return obstacles(wanted, facts, involvement.person(me()))


def _form_for(wanted: Move, found: Case) -> StepForm:
    form = FORMS.get(wanted, RemarkForm)(request.form)
    if request.method == "GET" and "track" in form:
        form["track"].data = found.track.value
    if "desk" in form:
        locale = current_locale()
        desks = desks_for(found.is_restricted, profile())
        form["desk"].choices = [SelectChoice(desk.code, desk.names.text(locale)) for desk in desks]
        if request.method == "GET":
            form["desk"].data = found.desk
    if "about_unit" in form:
        units = db.session.scalars(sa.select(Staff.unit).where(Staff.unit != "").distinct().order_by(Staff.unit))
        named = sorted({*units, *(desk.unit for desk in profile().desks)})
        form["about_unit"].choices = [
            SelectChoice("", _l("Not known, or none")),
            *(SelectChoice(unit, unit_name(unit)) for unit in named),
        ]
        if request.method == "GET":
            form["about_unit"].data = found.about_unit
    return _with_people(form, found)


def _with_people(form: StepForm, found: Case) -> StepForm:
    """Offer everybody who can work on the case, and who was chosen: a refusal then says what speaks against them."""
    if "investigator" in form:
        chosen = form["investigator"].data or ""
        free = [each for each in _candidates(found, form) if not each.person.conflicts or str(each.staff.id) == chosen]
        form["investigator"].choices = [
            NOT_CHOSEN,
            *(SelectChoice(str(each.staff.id), each.staff.name) for each in free),
        ]
    return form


def _candidates(found: Case, form: StepForm) -> list[Candidate]:
    is_appeal = "ground" in form and form["ground"].data == ReopenGround.APPEAL.value
    return service.candidates(db.session, found, is_appeal=is_appeal)
