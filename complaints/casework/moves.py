"""Making a move: checked by the rules, written once, with its reason sealed; of two at the same time one wins."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm.exc import StaleDataError

from complaints.casework import clocks as deadlines
from complaints.casework.contributions import facts_known
from complaints.casework.duplicates import link_duplicate
from complaints.casework.models import Case, CaseMove, Clock
from complaints.casework.people import Involvement, involvement_in, moves_of
from complaints.casework.reviews import grant
from complaints.casework.rules import (
    CaseFacts,
    ClosureReason,
    Given,
    HoldReason,
    IllegalMove,
    Move,
    Person,
    Referral,
    Refusal,
    ReopenGround,
    Status,
    decide,
    obstacles,
)
from complaints.correspondence.models import NoticeKind
from complaints.correspondence.service import notify
from complaints.platform.accounts.models import Staff
from complaints.platform.audit import Actor, record
from complaints.platform.jurisdiction.calendar import local_date
from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing, seal
from complaints.routing.rules import ClockKind, RerouteReason, Track
from complaints.routing.service import reroute


class CaseWasChanged(Exception):
    """Somebody else changed the case since it was shown; nothing was stored."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was filled in for a move. `about_unit` and `desk`: None leaves them as they are."""

    reason: str = ""
    track: Track | None = None
    desk: str | None = None
    about_unit: str | None = None
    investigator_id: int | None = None
    hold_reason: HoldReason | None = None
    closure_reason: ClosureReason | None = None
    referral: Referral | None = None
    ground: ReopenGround | None = None
    duplicate_of: str = ""


def facts_of_case(session: Db, case: Case, found: Involvement) -> CaseFacts:
    """What the rules need to know of a case, the facts of later rooms included."""
    investigated, known = frozenset(found.investigated), facts_known(session, case)
    return CaseFacts(case.status, case.investigator_id, investigated, known, found.was_returned)


def move(
    session: Db,
    ring: KeyRing,
    case: Case,
    step: Move,
    wish: Wish,
    *,
    by: Staff,
    expected_version: int,
    now: datetime,
    profile: Profile,
) -> CaseMove:
    """Make one move with everything that follows from it. `expected_version` is the one the mover was shown.

    Raises CaseWasChanged, IllegalMove with every reason, RefusedDesk or NoSuchComplaint; the caller then rolls back.
    """
    if case.version != expected_version:
        raise CaseWasChanged
    if wish.about_unit is not None:
        case.about_unit = wish.about_unit
    found = involvement_in(session, case, moves_of(session, case))
    given = _given(session, wish, found)
    to = decide(step, facts_of_case(session, case, found), found.person(by), given)
    with _told_when_slower():
        made = _write(session, ring, case, step, to, wish, by.id, now)
        _place_elsewhere(session, case, step, wish, by.id, now, profile)
        if wish.duplicate_of:
            link_duplicate(session, case, wish.duplicate_of, by, now)
        if step is Move.REOPEN:
            grant(session, case, by.id, now)
        _take_effect(case, step, to, wish, now)
        _set_clocks(session, case, step, by.id, now, profile)
        if to is Status.CLOSED:
            notify(session, case.complaint, NoticeKind.CLOSING, now, detail=made.detail.partition(":")[0])
        _record(session, case, made, now)
        session.flush()
    return made


@contextmanager
def _told_when_slower() -> Iterator[None]:
    """Any flush in here can find that the row has another version by now."""
    try:
        yield
    except StaleDataError as race:
        raise CaseWasChanged from race


def _given(session: Db, wish: Wish, found: Involvement) -> Given:
    named: Person | None = None
    staff = session.get(Staff, wish.investigator_id) if wish.investigator_id is not None else None
    if staff is not None:
        named = found.person(staff, is_appeal=wish.ground is ReopenGround.APPEAL)
    return Given(
        reason=wish.reason,
        track=wish.track,
        investigator=named,
        hold_reason=wish.hold_reason,
        closure_reason=wish.closure_reason,
        referral=wish.referral,
        ground=wish.ground,
    )


def _write(
    session: Db, ring: KeyRing, case: Case, step: Move, to: Status, wish: Wish, by_id: int, now: datetime
) -> CaseMove:
    seal_id, reason = secrets.token_hex(16), wish.reason.replace("\r\n", "\n").strip()
    codes = (wish.hold_reason, wish.closure_reason, wish.referral, wish.ground)
    sealed = seal(reason.encode(), context=f"move/{seal_id}", readers=[ring.staff]) if reason else None
    made = CaseMove(
        case_id=case.id,
        move=step,
        from_status=case.status,
        to_status=to,
        at=now,
        by_id=by_id,
        investigator_id=wish.investigator_id,
        detail=next((code.value for code in codes if code is not None), ""),
        sealed_reason=sealed,
        seal_id=seal_id,
    )
    if step is Move.REFERRAL_ACCEPTED:
        made.detail = ClosureReason.OUTSIDE_JURISDICTION.value
    if wish.duplicate_of:
        made.detail += f":{wish.duplicate_of}"
    session.add(made)
    return made


def _place_elsewhere(
    session: Db, case: Case, step: Move, wish: Wish, by_id: int, now: datetime, profile: Profile
) -> None:
    """Keep triage's own decision on desk and track as a routing decision, where it differs from the router's."""
    track, desk = wish.track or case.track, wish.desk or case.desk
    if (track, desk) == (case.track, case.desk):
        return
    why = RerouteReason.FACTS_DIFFER
    reroute(
        session,
        case.complaint,
        actor=Actor.staff(by_id),
        now=now,
        profile=profile,
        desk=desk,
        track=track,
        reason=why,
    )
    case.track, case.desk = track, desk


def _take_effect(case: Case, step: Move, to: Status, wish: Wish, now: datetime) -> None:
    case.status = to
    case.moved_at = now
    case.closed_at = now if to is Status.CLOSED else None
    case.hold_reason = wish.hold_reason if to is Status.ON_HOLD else None
    case.closure_reason = wish.closure_reason if to is Status.CLOSED else None
    match step:
        case Move.ASSIGN | Move.REOPEN:
            case.investigator_id = wish.investigator_id
        case Move.REFER:
            case.referred_to = wish.referral.value if wish.referral else ""
        case Move.REFERRAL_BOUNCED:
            case.referred_to = ""
        case Move.REFERRAL_ACCEPTED:
            case.closure_reason = ClosureReason.OUTSIDE_JURISDICTION
        case _:
            pass


def _set_clocks(session: Db, case: Case, step: Move, by_id: int, now: datetime, profile: Profile) -> None:
    clocks, today = deadlines.clocks_of(session, case), local_date(now, profile.zone)
    match step:
        case Move.ASSIGN | Move.REFER:
            deadlines.meet(clocks, [ClockKind.CLASSIFICATION], now)
        case Move.HOLD:
            deadlines.pause(clocks, today)
        case Move.RESUME:
            deadlines.resume(session, clocks, today, by_id, now)
        case Move.REOPEN:
            for kind in (ClockKind.UPDATE, ClockKind.COMPLETION):
                clocks.append(deadlines.start(session, case, kind, today, profile, clocks))
        case _:
            pass
    if case.status is Status.CLOSED:
        _end_clocks(session, case, clocks, now, profile)
    deadlines.watch(case, clocks)


def _end_clocks(session: Db, case: Case, clocks: list[Clock], now: datetime, profile: Profile) -> None:
    """Closing meets the clocks of the work; the notice of it is given in the same transaction, which meets its own."""
    today = local_date(now, profile.zone)
    deadlines.meet(clocks, deadlines.ENDED_BY_CLOSING, now)
    notice = deadlines.start(session, case, ClockKind.CLOSING_NOTICE, today, profile, clocks)
    notice.met_at = now


def _record(session: Db, case: Case, made: CaseMove, now: datetime) -> None:
    details: dict[str, str | int | bool | None] = {
        "move": made.move.value,
        "from": made.from_status.value,
        "to": made.to_status.value,
    }
    if made.detail:
        details["detail"] = made.detail
    if made.investigator_id is not None:
        details["investigator"] = made.investigator_id
    record(
        session,
        action="case.moved",
        subject=f"complaint:{case.complaint.number}",
        actor=Actor.staff(made.by_id) if made.by_id is not None else Actor.system(),
        now=now,
        details=details,
    )


def reassign(
    session: Db,
    ring: KeyRing,
    case: Case,
    *,
    investigator_id: int,
    reason: str,
    by: Staff,
    expected_version: int,
    now: datetime,
) -> CaseMove:
    """Give a case that is being worked on to somebody else. Raises CaseWasChanged, or IllegalMove as for an assignment.

    It is kept as an assignment that leaves the status as it is.
    """
    if case.version != expected_version:
        raise CaseWasChanged
    found = involvement_in(session, case, moves_of(session, case))
    wish = Wish(reason=reason, investigator_id=investigator_id, track=case.track)
    refusals = _against_reassignment(case, found, by, _given(session, wish, found))
    if refusals:
        raise IllegalMove(*refusals)
    with _told_when_slower():
        made = _write(session, ring, case, Move.ASSIGN, case.status, wish, by.id, now)
        case.investigator_id = investigator_id
        case.moved_at = now
        _record(session, case, made, now)
        session.flush()
    return made


BEING_WORKED_ON = frozenset({Status.ASSIGNED, Status.INVESTIGATING, Status.ON_HOLD})


def against_giving_it_away(case: Case, by: Person) -> tuple[Refusal, ...]:
    """What keeps this person from giving the case to somebody else, whomever they name."""
    if case.status not in BEING_WORKED_ON:
        return (Refusal.WRONG_STATUS,)
    return obstacles(Move.ASSIGN, CaseFacts(Status.TRIAGE), by)


def _against_reassignment(case: Case, found: Involvement, by: Staff, given: Given) -> Iterable[Refusal]:
    """The same that would stop the assignment, as if the case stood at triage."""
    against = against_giving_it_away(case, found.person(by))
    if against:
        return against
    try:
        decide(Move.ASSIGN, CaseFacts(Status.TRIAGE), found.person(by), given)
    except IllegalMove as refused:
        return refused.reasons
    return ()
