"""The deadlines of a case: started, paused, pushed out, met, and which of them is looked at next.

A hold stops classification and completion. It never stops preservation, because recordings are overwritten while we
wait, nor the updates to the complainant, who waits longest then.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Final

import sqlalchemy as sa

from complaints.casework.models import Case, Clock, ClockChange, ClockChangeReason
from complaints.casework.rules import Status
from complaints.intake.models import Allegation, Complaint, ComplaintTechnology
from complaints.platform.audit import Actor, record
from complaints.platform.jurisdiction.calendar import add_days, local_date
from complaints.platform.jurisdiction.profile import Clock as ProfileClock
from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing, seal
from complaints.registry.models import Technology
from complaints.routing.clocks import clock_of, due_from
from complaints.routing.rules import ClockDue, ClockKind
from complaints.routing.service import facts_of

PAUSED_BY_A_HOLD: Final = frozenset({ClockKind.CLASSIFICATION, ClockKind.COMPLETION})
ENDED_BY_CLOSING: Final = frozenset({ClockKind.CLASSIFICATION, ClockKind.UPDATE, ClockKind.COMPLETION})
URGENCY: Final = {kind: place for place, kind in enumerate(ClockKind)}


class ExtensionRefusal(StrEnum):
    """Why a deadline is not moved."""

    NOT_RUNNING = "not_running"
    CHANGED = "changed"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    REASON_MISSING = "reason_missing"


class RefusedExtension(Exception):
    """An extension that is not given; `days_left` says how many could be."""

    def __init__(self, reason: ExtensionRefusal, days_left: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.days_left = days_left


def start_first(session: Db, case: Case, due: Iterable[ClockDue], now: datetime) -> None:
    """Store the clocks that a route came with, in one statement, and set the one to watch.

    The acknowledgement is met as it starts: correspondence gives it in the same transaction.
    """
    rows = [
        {
            "case_id": case.id,
            "kind": each.kind,
            "starts_on": each.starts_on,
            "due_on": max(each.due_on, each.starts_on),
            "basis": each.basis,
            "met_at": now if each.kind is ClockKind.ACKNOWLEDGEMENT else None,
        }
        for each in due
    ]
    # Without this option rows with and without a time would be two statements.
    session.execute(sa.insert(Clock).execution_options(render_nulls=True), rows)


def first_to_watch(due: Iterable[ClockDue]) -> tuple[ClockKind | None, date]:
    """Kind and date of the clock that a new case is watched by."""
    running = [(each.due_on, URGENCY[each.kind], each.kind) for each in due if each.kind != ClockKind.ACKNOWLEDGEMENT]
    if not running:
        return None, date.max
    due_on, _, kind = min(running)
    return kind, due_on


def clocks_of(session: Db, case: Case) -> list[Clock]:
    """Every clock of a case, the most urgent kind first."""
    found = session.scalars(sa.select(Clock).where(Clock.case_id == case.id))
    return sorted(found, key=lambda clock: (URGENCY[clock.kind], clock.starts_on))


def watch(case: Case, clocks: Iterable[Clock]) -> None:
    """Set which clock the queue sorts this case by: the earliest that runs; a closed case is watched for its notice."""
    running = [
        clock
        for clock in clocks
        if clock.met_at is None
        and clock.paused_on is None
        and (case.status is not Status.CLOSED or clock.kind is ClockKind.CLOSING_NOTICE)
    ]
    first = min(running, key=lambda clock: (clock.due_on, URGENCY[clock.kind]), default=None)
    case.next_due_on = first.due_on if first else date.max
    case.next_clock = first.kind if first else None


def meet(clocks: Iterable[Clock], kinds: Iterable[ClockKind], now: datetime) -> list[Clock]:
    """Stop the clocks of these kinds that still run; what was met stays as it was."""
    wanted = frozenset(kinds)
    met = [clock for clock in clocks if clock.kind in wanted and clock.met_at is None]
    for clock in met:
        clock.met_at = now
        clock.paused_on = None
    return met


def pause(clocks: Iterable[Clock], today: date) -> None:
    """Stop what a hold stops."""
    for clock in clocks:
        if clock.kind in PAUSED_BY_A_HOLD and clock.met_at is None and clock.paused_on is None:
            clock.paused_on = today


def resume(session: Db, clocks: Iterable[Clock], today: date, by_id: int, now: datetime) -> None:
    """Push out what was paused by the days it was paused; the earlier date stays in a ClockChange."""
    for clock in clocks:
        if clock.paused_on is None:
            continue
        days = (today - clock.paused_on).days
        clock.paused_on = None
        if days > 0:
            _move_due(session, clock, days, ClockChangeReason.HOLD, by_id, now)


def _move_due(
    session: Db,
    clock: Clock,
    days: int,
    reason: ClockChangeReason,
    by_id: int,
    now: datetime,
    sealed: bytes | None = None,
    seal_id: str = "",
) -> None:
    later = add_days(clock.due_on, days)
    session.add(
        ClockChange(
            clock_id=clock.id,
            reason=reason,
            earlier_due_on=clock.due_on,
            due_on=later,
            at=now,
            by_id=by_id,
            sealed_reason=sealed,
            seal_id=seal_id or secrets.token_hex(16),
        )
    )
    clock.due_on = later


def rule_of(session: Db, complaint: Complaint, kind: ClockKind, profile: Profile) -> ProfileClock:
    """The profile's clock of that kind for this complaint."""
    named = session.scalars(
        sa.select(Technology)
        .join(ComplaintTechnology, ComplaintTechnology.technology_id == Technology.id)
        .where(ComplaintTechnology.complaint_id == complaint.id)
    ).all()
    alleged = session.scalars(sa.select(Allegation).where(Allegation.complaint_id == complaint.id)).all()
    return clock_of(profile, kind, facts_of(complaint, named, alleged))


def start(session: Db, case: Case, kind: ClockKind, today: date, profile: Profile, clocks: Sequence[Clock]) -> Clock:
    """Start a clock of that kind today; one that already started today runs again."""
    again = next((clock for clock in clocks if clock.kind is kind and clock.starts_on == today), None)
    if again is not None:
        again.met_at = None
        return again
    due = due_from(rule_of(session, case.complaint, kind, profile), today, profile)
    clock = Clock(case_id=case.id, kind=kind, starts_on=due.starts_on, due_on=due.due_on, basis=due.basis)
    session.add(clock)
    return clock


def days_to_extend(session: Db, case: Case, profile: Profile) -> tuple[int, date | None]:
    """Days by which completion may still be extended, and when it is due now; hold days do not count against it."""
    clock = _running_completion(clocks_of(session, case))
    return (0, None) if clock is None else (_days_left(session, case, clock, profile), clock.due_on)


def extend(
    session: Db,
    ring: KeyRing,
    case: Case,
    *,
    days: int,
    reason: str,
    seen_due_on: date,
    by_id: int,
    now: datetime,
    profile: Profile,
) -> Clock:
    """Give completion more days, up to what the profile allows in all. Raises RefusedExtension.

    `seen_due_on` is the date that was shown: the same form sent twice moves it once.
    """
    clocks = clocks_of(session, case)
    clock = _running_completion(clocks)
    if clock is None or case.status is Status.CLOSED:
        raise RefusedExtension(ExtensionRefusal.NOT_RUNNING)
    if clock.due_on != seen_due_on:
        raise RefusedExtension(ExtensionRefusal.CHANGED)
    _check_extension(days, _days_left(session, case, clock, profile), reason)
    seal_id = secrets.token_hex(16)
    sealed = seal(reason.strip().encode(), context=f"clock-change/{seal_id}", readers=[ring.staff])
    _move_due(session, clock, days, ClockChangeReason.EXTENSION, by_id, now, sealed, seal_id)
    watch(case, clocks)
    record(
        session,
        action="clock.extended",
        subject=f"complaint:{case.complaint.number}",
        actor=Actor.staff(by_id),
        now=now,
        details={"clock": clock.kind.value, "days": days},
    )
    return clock


def _check_extension(days: int, left: int, reason: str) -> None:
    if days < 1:
        raise RefusedExtension(ExtensionRefusal.TOO_SHORT, left)
    if days > left:
        raise RefusedExtension(ExtensionRefusal.TOO_LONG, left)
    if not reason.strip():
        raise RefusedExtension(ExtensionRefusal.REASON_MISSING, left)


def _running_completion(clocks: Iterable[Clock]) -> Clock | None:
    return next((c for c in clocks if c.kind is ClockKind.COMPLETION and c.met_at is None), None)


def _days_left(session: Db, case: Case, clock: Clock, profile: Profile) -> int:
    allowed = rule_of(session, case.complaint, ClockKind.COMPLETION, profile).extension_days
    changes = session.scalars(
        sa.select(ClockChange).where(
            ClockChange.clock_id == clock.id, ClockChange.reason == ClockChangeReason.EXTENSION
        )
    )
    return allowed - sum((change.due_on - change.earlier_due_on).days for change in changes)


def preserved(session: Db, case: Case, *, by_id: int, now: datetime) -> bool:
    """Note that the recordings were asked for and are kept; False when that was noted before."""
    clocks = clocks_of(session, case)
    if not meet(clocks, [ClockKind.PRESERVATION], now):
        return False
    watch(case, clocks)
    record(
        session,
        action="clock.met",
        subject=f"complaint:{case.complaint.number}",
        actor=Actor.staff(by_id),
        now=now,
        details={"clock": ClockKind.PRESERVATION.value},
    )
    return True


def told_complainant(session: Db, case: Case, now: datetime, profile: Profile) -> None:
    """The complainant heard from us: the update clock that ran is met, and the next one starts today."""
    clocks = clocks_of(session, case)
    if case.status is Status.CLOSED or not meet(clocks, [ClockKind.UPDATE], now):
        return
    today = local_date(now, profile.zone)
    clocks.append(start(session, case, ClockKind.UPDATE, today, profile, clocks))
    watch(case, clocks)
