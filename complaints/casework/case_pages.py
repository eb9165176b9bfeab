"""The page of one case, and what is done there besides moving it: opening, noting and extending."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from complaints.casework import service
from complaints.casework.blueprint import bp, case_or_404, me, profile, ring, unit_name
from complaints.casework.clocks import ExtensionRefusal
from complaints.casework.files import may_open_files
from complaints.casework.forms import AnswerForm, ExtendForm, NoteForm, note_form
from complaints.casework.models import Case
from complaints.casework.opening import NotForYou, may_open, may_open_identity, open_parts
from complaints.casework.page import load_page
from complaints.casework.people import CAN_ACT
from complaints.casework.reviews import may_decide
from complaints.casework.rules import Conflict, Person
from complaints.casework.wording import (
    CLOSURE_REASONS,
    CONFLICTS,
    HOLD_REASONS,
    MOVES,
    REFERRALS,
    REFUSALS,
    STATUS_TAGS,
    STATUSES,
)
from complaints.evidence import wording as evidence_words
from complaints.evidence.staff_wording import SOURCES
from complaints.intake import labels
from complaints.intake.rules import Redress
from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.permissions import Permission
from complaints.platform.extensions import db
from complaints.platform.jurisdiction.calendar import local_date
from complaints.platform.web.access import requires
from complaints.platform.web.clock import now
from complaints.platform.web.locale import current_locale
from complaints.routing.rules import Proposal, Track
from complaints.routing.wording import CLOCKS, PROPOSALS, TRACKS, basis_text, reason_text

_WORDS = {
    "statuses": STATUSES,
    "status_tags": STATUS_TAGS,
    "moves": MOVES,
    "refusals": REFUSALS,
    "conflicts": CONFLICTS,
    "hold_reasons": HOLD_REASONS,
    "closure_reasons": CLOSURE_REASONS,
    "referrals": REFERRALS,
    "clocks": CLOCKS,
    "basis": lambda stored: basis_text(stored, profile(), current_locale()),
    "tracks": TRACKS,
    "proposals": PROPOSALS,
    "labels": labels,
    "evidence": evidence_words,
    "evidence_sources": SOURCES,
}


@bp.get("/cases/<number>")
@requires(Permission.CASE_READ)
def case(number: str) -> ResponseReturnValue:
    """Everything of one case; sealed text stays sealed."""
    return show(case_or_404(number))


@bp.post("/cases/<number>/open")
@requires(Permission.CASE_UNSEAL)
def open_sealed(number: str) -> ResponseReturnValue:
    """Open the parts that were asked for: read, logged, committed, shown once."""
    found = case_or_404(number)
    try:
        opened = open_parts(db.session, ring(), found, request.form.getlist("what"), by=me(), now=now())
    except NotForYou:
        abort(403)
    except LookupError:
        abort(404)
    db.session.commit()
    return show(found, opened, note_form(request.form), AnswerForm(request.form))


def show(
    found: Case,
    opened: dict[str, Any] | None = None,
    note: NoteForm | None = None,
    answer: AnswerForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The page of a case, with the parts that were just opened and the forms that did not pass."""
    person, today = me(), local_date(now(), profile().zone)
    content = load_page(db.session, found, person, today, opened or {})
    seen, locale, default = content.person, current_locale(), profile().default_locale
    reasons = [(reason_text(each, locale, default), _effects(each["effect"])) for each in content.decision.reasons]
    return (
        render_template(
            "casework/case.html",
            page=content,
            told_on=local_date(found.complaint.registered_at, profile().zone),
            case=found,
            complaint=found.complaint,
            reasons=reasons,
            desk=_desk(found.desk),
            place=_place(found.complaint.neighbourhood),
            words=_WORDS,
            wants=[labels.REDRESS[Redress(word)] for word in content.opened.get("statement", {}).get("wants", ())],
            note_form=note or note_form(),
            language=_language(found.complaint.language),
            reply_language=_language(found.complaint.reply_language),
            unit=unit_name(found.about_unit),
            answer_form=answer or AnswerForm(),
            may=_allowed(found, person, seen),
        ),
        status,
    )


def _allowed(found: Case, person: Staff, seen: Person) -> dict[str, bool]:
    """What this reader may do on the page besides moving the case."""
    return {
        "unseal": may_open(seen),
        "identity": may_open_identity(found, seen),
        "note": person.may(Permission.CASE_UNSEAL),
        "files": may_open_files(found, seen),
        "decide_review": may_decide(found, seen),
        "write": service.may_write_to_complainant(found, seen),
        "preserve": person.may(Permission.CASE_WORK) or person.may(Permission.CASE_TRIAGE),
        "extend": person.may(Permission.CASE_EXTEND) and found.is_open and not seen.conflicts,
        "assign": person.may(Permission.CASE_ASSIGN),
        "recuse": person.role in CAN_ACT and Conflict.RECUSED not in seen.conflicts,
    }


def _effects(effects: list[str]) -> list[str]:
    """What a routing rule did, in words."""
    said = []
    for effect in effects:
        name, _, word = effect.partition("=")
        match name:
            case "desk":
                said.append(gettext("desk: %(name)s", name=_desk(word)))
            case "track":
                said.append(gettext("track: %(name)s", name=TRACKS[Track(word)]))
            case "copy":
                said.append(gettext("copy to: %(name)s", name=_desk(word)))
            case "proposal":
                said.append(gettext("proposed: %(name)s", name=PROPOSALS[Proposal(word)]))
            case "urgent":
                said.append(gettext("urgent"))
            case "restricted":
                said.append(gettext("restricted view"))
            case "explain":
                said.append(gettext("the complainant is told"))
    return [str(words) for words in said]


def _desk(code: str) -> str:
    """The desk's name; its code where the profile has dropped it since."""
    try:
        return profile().desk(code).names.text(current_locale())
    except KeyError:
        return code


def _language(code: str) -> str:
    """A language by its own name."""
    return next((each.name for each in profile().languages if each.code == code), code)


def _place(code: str | None) -> str:
    if code is None:
        return ""
    try:
        return profile().neighbourhood(code).name
    except KeyError:
        return code


@bp.post("/cases/<number>/notes")
@requires(Permission.CASE_UNSEAL)
def add_note(number: str) -> ResponseReturnValue:
    """Write a note."""
    found = case_or_404(number)
    form = note_form(request.form)
    is_fine = form.validate()
    if is_fine and not (form.body.data or "").strip():
        form.body.errors = [gettext("Write your note first.")]
        is_fine = False
    if not is_fine:
        return show(found, note=form, answer=AnswerForm(request.form), status=422)
    form_id = form.form_id.data or ""
    service.note(db.session, ring(), found, form.body.data, by_id=me().id, now=now(), form_id=form_id)
    db.session.commit()
    flash(gettext("Your note was sealed and kept."), "success")
    return redirect(url_for("casework.case", number=found.complaint.number), 303)


@bp.post("/cases/<number>/preserved")
@requires(Permission.CASE_READ)
def preserved(number: str) -> ResponseReturnValue:
    """Note that the recordings were asked for and are kept."""
    found = case_or_404(number, to_change=True)
    person = me()
    if not (person.may(Permission.CASE_WORK) or person.may(Permission.CASE_TRIAGE)):
        abort(403)
    service.preserved(db.session, found, by_id=person.id, now=now())
    db.session.commit()
    flash(gettext("The recordings are noted as kept."), "success")
    return redirect(url_for("casework.case", number=found.complaint.number), 303)


@bp.route("/cases/<number>/extend", methods=["GET", "POST"])
@requires(Permission.CASE_EXTEND)
def extend(number: str) -> ResponseReturnValue:
    """Give completion more days, with a reason."""
    found = case_or_404(number, to_change=request.method == "POST")
    if service.person_in(db.session, found, me()).conflicts:
        abort(403)
    form = ExtendForm(request.form)
    status = 200
    if request.method == "POST":
        if form.validate() and _extended(found, form):
            db.session.commit()
            flash(gettext("The date was moved. The earlier one is kept."), "success")
            return redirect(url_for("casework.case", number=found.complaint.number), 303)
        db.session.rollback()
        found, status = case_or_404(number), 422
    left, due_on = service.days_to_extend(db.session, found, profile())
    form.seen_due_on.data = due_on.isoformat() if due_on else ""
    return render_template("casework/extend.html", case=found, form=form, days_left=left, due_on=due_on), status


def _extended(found: Case, form: ExtendForm) -> bool:
    try:
        service.extend(
            db.session,
            ring(),
            found,
            days=form.days.data or 0,
            reason=form.reason.data or "",
            seen_due_on=_day(form.seen_due_on.data),
            by_id=me().id,
            now=now(),
            profile=profile(),
        )
    except service.RefusedExtension as refused:
        match refused.reason:
            case ExtensionRefusal.NOT_RUNNING:
                form.form_errors.append(gettext("There is no deadline that runs."))
            case ExtensionRefusal.CHANGED:
                form.form_errors.append(gettext("The date was moved while you were looking at it. Look at it again."))
            case ExtensionRefusal.REASON_MISSING:
                form.reason.errors = [gettext("Write the reason.")]
            case _:
                left = refused.days_left
                form.days.errors = [
                    ngettext("At most %(num)s more day can be given.", "At most %(num)s more days can be given.", left)
                ]
        return False
    return True


def _day(text: str | None) -> date:
    """The date that a form carried, or one that no clock has."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return date.min
