"""Everything the case page shows, read in few statements and put into words; the template asks the database nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from typing import Any, Final

import sqlalchemy as sa
from flask_babel import gettext
from sqlalchemy.orm import joinedload

from complaints.casework.clocks import URGENCY
from complaints.casework.contributions import Panel, page_of, panels_of
from complaints.casework.conversation import MessageShown, conversation, shown_messages, unread, written
from complaints.casework.files import FileOfCase, files_of_case
from complaints.casework.models import Case, CaseMove, Clock, ClockChange, Note
from complaints.casework.moves import BEING_WORKED_ON, against_giving_it_away, facts_of_case
from complaints.casework.people import Declaration, Involvement, involvement_in
from complaints.casework.queue import Mention, mentions_of
from complaints.casework.rules import MOVES, CaseFacts, Move, Person, Refusal, Status, obstacles
from complaints.casework.sight import Viewer, seen_by
from complaints.casework.since import Since, happened, since_filing
from complaints.casework.wording import (
    sentence_of,
    sentence_of_change,
    sentence_of_declaration,
    sentence_of_notice,
)
from complaints.correspondence.models import Notice
from complaints.correspondence.service import notices_of
from complaints.intake.models import Complaint
from complaints.platform.accounts.models import Staff
from complaints.platform.store import Db
from complaints.platform.web.filters import day
from complaints.routing.models import DuplicateLink, RoutingDecision
from complaints.routing.service import decision_in_force
from complaints.routing.wording import CLOCKS

FIRST_STEPS: Final[Mapping[Status, tuple[Move, ...]]] = {
    status: tuple(move for at, move in MOVES if at is status) for status in Status
}
"""The moves of each status, the usual next step first, as the table has them."""
USUAL: Final = frozenset({Move.TRIAGE, Move.ASSIGN, Move.BEGIN, Move.RESUME, Move.SEND_TO_REVIEW, Move.APPROVE})
"""Moves that may be the filled button; the others turn a case aside and are offered beside it."""
FORMLESS: Final = frozenset({Move.TRIAGE, Move.BEGIN, Move.RESUME})
"""Moves that ask for nothing: a button makes them."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A move of this status: whether this person may make it now, and if not why not."""

    move: Move
    refusals: tuple[Refusal, ...]
    needs_form: bool
    endpoint: str | None


@dataclass(frozen=True, slots=True)
class ClockShown:
    """A clock as the page tells it."""

    clock: Clock
    days_left: int | None


@dataclass(frozen=True, slots=True)
class CasePage:
    """The page's content. `opened` holds what this request opened: nothing of it is kept."""

    case: Case
    mentions: Sequence[Mention]
    decision: RoutingDecision
    duplicates: Sequence[tuple[str, datetime]]
    clocks: Sequence[ClockShown]
    events: Sequence[dict[str, Any]]
    messages: Sequence[MessageShown]
    conversation: Sequence[Mapping[str, Any]] = field(repr=False)
    offers: Sequence[Offer]
    panels: Sequence[Panel]
    files: Sequence[FileOfCase]
    person: Person
    notes: Sequence[Note]
    has_reasons: bool
    can_reassign: bool
    needs_investigator: bool
    returned: CaseMove | None
    since: Since
    opened: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def unread(self) -> int:
        """How many messages of the complainant nobody has opened yet."""
        return unread(self.messages)

    @property
    def next_step(self) -> Offer | None:
        """The move behind the one filled button, if this person may make it."""
        return next((offer for offer in self.offers if offer.move in USUAL and not offer.refusals), None)

    @property
    def next_work(self) -> tuple[Any, str] | None:
        """What the filled button leads to when something has to be done before the case can move on."""
        return next((panel.next_work for panel in self.panels if panel.next_work), None)


def load_page(session: Db, case: Case, viewer: Staff, today: date, opened: Mapping[str, Any]) -> CasePage:
    """Read the page's content for a case that `viewer` may see."""
    moves = _moves(session, case)
    notes = _notes(session, case)
    clocks = _clocks(session, case)
    messages = shown_messages(session, case)
    notices = notices_of(session, case.complaint_id)
    files = files_of_case(session, case)
    involvement = involvement_in(session, case, moves)
    person = involvement.person(viewer)
    facts = facts_of_case(session, case, involvement)
    decision = decision_in_force(session, case.complaint_id)
    since = since_filing(session, case, decision, moves)
    return CasePage(
        case=case,
        mentions=mentions_of(session, [case.complaint_id]).get(case.complaint_id, []),
        decision=decision,
        since=since,
        duplicates=_duplicates(session, case, Viewer.of(viewer)),
        clocks=[ClockShown(clock, _days_left(clock, case, today)) for clock in clocks],
        events=_in_order(
            _events(case, moves, notes, clocks, notices, opened),
            _declared(involvement.declarations),
            _correspondence(messages),
            (_event(*each) for each in happened(since, opened.get("reasons", {}))),
            _handed_in(files),
        ),
        messages=messages,
        conversation=conversation(opened, messages, files),
        offers=_offers(case, facts, person),
        panels=panels_of(session, case, person),
        files=files,
        person=person,
        notes=notes,
        has_reasons=bool(notes or since.reviews) or any(each.sealed_reason for each in moves),
        can_reassign=not against_giving_it_away(case, person),
        returned=_returned(case, moves),
        needs_investigator=_needs_investigator(case, involvement),
        opened=opened,
    )


def _offers(case: Case, facts: CaseFacts, person: Person) -> list[Offer]:
    return [
        Offer(step, obstacles(step, facts, person), step not in FORMLESS, page_of(step))
        for step in FIRST_STEPS[case.status]
    ]


def _in_order(*told: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """All events, the newest first."""
    return sorted(chain.from_iterable(told), key=lambda event: event["at"])[::-1]


def _returned(case: Case, moves: Sequence[CaseMove]) -> CaseMove | None:
    """The review that sent an open case back, until it is sent to review again."""
    reviews = [made for made in moves if made.move in (Move.RETURN, Move.SEND_TO_REVIEW)]
    return reviews[-1] if reviews and reviews[-1].move is Move.RETURN and case.is_open else None


def _needs_investigator(case: Case, involvement: Involvement) -> bool:
    """Whether who has the case may no longer work on it."""
    if case.investigator is None or case.status not in BEING_WORKED_ON:
        return False
    return bool(involvement.conflicts_of(case.investigator))


def _moves(session: Db, case: Case) -> list[CaseMove]:
    query = sa.select(CaseMove).where(CaseMove.case_id == case.id).order_by(CaseMove.id)
    return list(session.scalars(query.options(joinedload(CaseMove.by), joinedload(CaseMove.investigator))))


def last_move(session: Db, case: Case) -> CaseMove | None:
    """The newest move of a case, with the names that its sentence needs."""
    query = sa.select(CaseMove).where(CaseMove.case_id == case.id).order_by(CaseMove.id.desc()).limit(1)
    return session.scalars(query.options(joinedload(CaseMove.by), joinedload(CaseMove.investigator))).first()


def _notes(session: Db, case: Case) -> list[Note]:
    query = sa.select(Note).where(Note.case_id == case.id).order_by(Note.id)
    return list(session.scalars(query.options(joinedload(Note.by))))


def _clocks(session: Db, case: Case) -> list[Clock]:
    query = sa.select(Clock).where(Clock.case_id == case.id)
    query = query.options(joinedload(Clock.changes).joinedload(ClockChange.by))
    found = session.scalars(query).unique()
    return sorted(found, key=lambda clock: (URGENCY[clock.kind], clock.starts_on))


def _days_left(clock: Clock, case: Case, today: date) -> int | None:
    """Days until it is due; for one that was met, as it stood then."""
    if clock.met_at is not None:
        return (clock.due_on - clock.met_at.date()).days
    return (clock.due_on - today).days


def _duplicates(session: Db, case: Case, viewer: Viewer) -> list[tuple[str, datetime]]:
    """Number and date of cases that look alike, as far as this person may know of them."""
    linked = sa.union_all(
        sa.select(DuplicateLink.other_id.label("id")).where(DuplicateLink.complaint_id == case.complaint_id),
        sa.select(DuplicateLink.complaint_id.label("id")).where(DuplicateLink.other_id == case.complaint_id),
    ).subquery()
    query = (
        sa.select(Complaint.number, Complaint.received_at)
        .join(Case, Case.complaint_id == Complaint.id)
        .where(Complaint.id.in_(sa.select(linked.c.id)), seen_by(viewer))
        .order_by(Complaint.received_at)
    )
    return [(number, at) for number, at in session.execute(query)]


def _events(
    case: Case,
    moves: Iterable[CaseMove],
    notes: Iterable[Note],
    clocks: Iterable[Clock],
    notices: Iterable[Notice],
    opened: Mapping[str, Any],
) -> list[dict[str, Any]]:
    """What happened, a sentence each; sealed words stand there only when they were opened."""
    reasons: Mapping[str, str] = opened.get("reasons", {})
    events = [_event(case.complaint.received_at, gettext("The complaint was received."))]
    if case.complaint.withdrawn_at is not None:
        events.append(_event(case.complaint.withdrawn_at, gettext("The complainant withdrew it."), "warning"))
    events += [_event(m.at, sentence_of(m), "decision", reasons.get(m.seal_id, "")) for m in moves]
    events += [_event(n.at, _noted(n), "", reasons.get(n.seal_id, "")) for n in notes]
    events += [_event(notice.given_at, sentence_of_notice(notice.kind), "message") for notice in notices]
    for clock in clocks:
        for change in clock.changes:
            words = sentence_of_change(change, str(CLOCKS[clock.kind]), day(change.earlier_due_on), day(change.due_on))
            events.append(_event(change.at, words, "decision", reasons.get(change.seal_id, "")))
    return events


def _event(at: datetime, text: str, kind: str = "", detail: str = "") -> dict[str, Any]:
    return {"at": at, "text": str(text), "kind": kind, "detail": detail}


def _noted(note: Note) -> str:
    return str(gettext("%(who)s wrote a note.", who=note.by.name))


def _declared(declarations: Iterable[Declaration]) -> list[dict[str, Any]]:
    return [_event(each.at, sentence_of_declaration(each), "warning") for each in declarations]


def _correspondence(messages: Iterable[MessageShown]) -> list[dict[str, Any]]:
    """A line a message: what they say is read beside."""
    return [_event(shown.message.sent_at, written(shown), "message") for shown in messages]


def _handed_in(files: Iterable[FileOfCase]) -> list[dict[str, Any]]:
    """A line a file that came, and one for each that was taken back."""
    events = []
    for each in files:
        who = each.sender or gettext("The complainant")
        events.append(_event(each.file.received_at, gettext("%(who)s added a file.", who=who), "message"))
        if each.file.removed_at is not None:
            events.append(_event(each.file.removed_at, gettext("%(who)s took a file back.", who=who), "warning"))
    return events
