"""What a complainant is told about where their case stands: plain words, no names, no reasons that staff wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from flask_babel import gettext

from complaints.casework.clocks import clocks_of
from complaints.casework.models import Case, CaseMove
from complaints.casework.rules import ClosureReason, HoldReason, Status
from complaints.correspondence.story import Reading, Step, tells_the_story
from complaints.intake.models import Complaint
from complaints.routing.rules import ClockKind

_ORDER = (Status.RECEIVED, Status.TRIAGE, Status.ASSIGNED, Status.INVESTIGATING, Status.IN_REVIEW, Status.CLOSED)

_DUE: Final[Mapping[Status, ClockKind]] = {
    Status.ASSIGNED: ClockKind.CLASSIFICATION,
    Status.CLOSED: ClockKind.COMPLETION,
}
"""Which clock says until when a step is to be reached."""


@tells_the_story
def tell(session: Any, complaint: Complaint, reading: Reading) -> list[Step]:
    """The six steps of every case, with the dates of those it has reached and until when the others are due.

    No promise after a withdrawal.
    """
    case = session.scalars(sa.select(Case).where(Case.complaint_id == complaint.id)).one_or_none()
    if case is None:
        return []
    steps = _way(session, complaint, case, _due_dates(session, case), reading.today)
    if complaint.withdrawn_at is None or case.status is Status.CLOSED:
        return steps
    words = gettext(
        "You withdrew it; we wrote that down. It may still be looked into. To take it back, write us a message."
    )
    reached = [step for step in steps if step.state != "next"]
    return [*reached[:-1], replace(reached[-1], text=words)]


def _due_dates(session: Any, case: Case) -> dict[Status, date]:
    """Until when steps are to be reached; a clock that is paused or met promises nothing."""
    running = {clock.kind: clock.due_on for clock in clocks_of(session, case) if not (clock.met_at or clock.paused_on)}
    return {status: running[kind] for status, kind in _DUE.items() if kind in running}


def _way(session: Any, complaint: Complaint, case: Case, due: Mapping[Status, date], today: date) -> list[Step]:
    # Another investigator for the same work is no step of the way.
    query = (
        sa.select(CaseMove.to_status, CaseMove.at)
        .where(CaseMove.case_id == case.id, CaseMove.to_status != CaseMove.from_status)
        .order_by(CaseMove.id)
    )
    reached: dict[Status, datetime] = {Status.RECEIVED: complaint.received_at}
    for status, at in session.execute(query):
        reached[status] = at
    if case.status is Status.REFERRED:
        return [*_steps(reached, Status.TRIAGE, past_it=True), _referred(case)]
    if case.status is Status.CLOSED and case.closure_reason is not None:
        return [*_steps(reached, Status.TRIAGE, past_it=True), _closed_early(case, case.closure_reason)]
    here = Status.INVESTIGATING if case.status is Status.ON_HOLD else case.status
    steps = [
        replace(step, due_on=due[status], is_late=due[status] < today)
        if step.state == "next" and status in due
        else step
        for status, step in zip(_ORDER, _steps(reached, here, past_it=False), strict=True)
    ]
    if case.status is Status.ON_HOLD and case.hold_reason is not None:
        steps[_ORDER.index(here)] = _waiting(reached.get(Status.ON_HOLD), case.hold_reason)
    return steps


def _steps(reached: dict[Status, datetime], here: Status, *, past_it: bool) -> list[Step]:
    place = _ORDER.index(here)
    shown = _ORDER[: place + 1] if past_it else _ORDER
    steps = []
    for index, status in enumerate(shown):
        done = index < place or past_it or here is Status.CLOSED
        state = "done" if done else ("now" if index == place else "next")
        at = reached.get(status) if state != "next" else None
        steps.append(Step(_title(status), state, at, _text(status) if state == "now" or index == place else ""))
    return steps


def _title(status: Status) -> str:
    titles: dict[Status, str] = {
        Status.RECEIVED: gettext("We received your complaint"),
        Status.TRIAGE: gettext("We decide who looks into it"),
        Status.ASSIGNED: gettext("It has an investigator"),
        Status.INVESTIGATING: gettext("It is being looked into"),
        Status.IN_REVIEW: gettext("Somebody else checks the result"),
        Status.CLOSED: gettext("It is finished"),
    }
    return titles[status]


def _text(status: Status) -> str:
    texts: dict[Status, str] = {
        Status.RECEIVED: gettext("Somebody will read it within a few days."),
        Status.TRIAGE: gettext("We read what you told us and choose who works on it."),
        Status.ASSIGNED: gettext("The investigator has it and will begin soon."),
        Status.INVESTIGATING: gettext("The investigator gathers what is known. They may write to you here."),
        Status.IN_REVIEW: gettext("A person who did not do the work checks it before it counts."),
        Status.CLOSED: gettext("You find the result in the messages below."),
    }
    return texts[status]


def _referred(case: Case) -> Step:
    return Step(
        gettext("We passed it on"),
        "now",
        case.moved_at,
        gettext("Another office has to look into it. We still count it, and we tell you what comes of it."),
    )


def _waiting(since: datetime | None, reason: HoldReason) -> Step:
    words = {
        HoldReason.CRIMINAL_CASE: gettext("A criminal case about the same matter goes first."),
        HoldReason.LITIGATION: gettext("A court case about the same matter goes first."),
        HoldReason.AWAITING_PARTY: gettext("We are waiting for an answer from somebody."),
    }
    meanwhile = gettext("While it waits, its last day moves back. We still write to you.")
    return Step(gettext("It is waiting"), "stopped", since, f"{words[reason]} {meanwhile}")


def _closed_early(case: Case, reason: ClosureReason) -> Step:
    words = {
        ClosureReason.WITHDRAWN: gettext("You withdrew the complaint."),
        ClosureReason.UNABLE_TO_INVESTIGATE: gettext("There was too little to go on to look into it."),
        ClosureReason.OUTSIDE_JURISDICTION: gettext("It is about something this office has no power over."),
        ClosureReason.DUPLICATE: gettext("We already work on the same matter under another number."),
        ClosureReason.MEDIATED: gettext("It was settled in a conversation."),
        ClosureReason.NO_POLICY_ALLEGATION: gettext("What you describe breaks no rule we know of. It still counts."),
        ClosureReason.OUT_OF_TIME: gettext("It came too late to be looked into."),
    }
    return Step(gettext("It is finished"), "done", case.closed_at, words[reason])
