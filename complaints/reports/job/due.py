"""When a report is due and its figures freeze: by a fixed day of the year, or by an event whose day is set once."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

import sqlalchemy as sa

from complaints.platform.accounts.models import Staff
from complaints.platform.audit import Actor, record
from complaints.platform.jurisdiction.profile import DueOn, Profile
from complaints.platform.jurisdiction.reporting import DueEvent, Reporting
from complaints.platform.store import Db
from complaints.reports.models import DueDate
from complaints.reports.periods import Period

LONGEST_WAIT: Final = timedelta(days=3 * 366)
"""An event later than this after the period is a slip of the pen."""
MOST_REASON: Final = 300


class Why(StrEnum):
    """Why the day of an event is not taken."""

    NO_EVENT = "no_event"
    SET_ALREADY = "set_already"
    SAME_DAY = "same_day"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    TOO_LONG = "too_long"
    NO_REASON_YET = "no_reason_yet"
    FROZEN = "frozen"


SENTENCES: Final[dict[Why, str]] = {
    Why.NO_EVENT: "This jurisdiction's report is due on a fixed day. There is no event to set.",
    Why.SET_ALREADY: "The day of this event is set. To correct it, say why: the earlier day stays on record.",
    Why.SAME_DAY: "The event is set to this day already.",
    Why.TOO_EARLY: "The event comes after the period ends.",
    Why.TOO_LATE: "The event comes within three years of the period's end.",
    Why.TOO_LONG: f"A reason has at most {MOST_REASON} characters.",
    Why.NO_REASON_YET: "Nothing is set yet, so there is nothing to correct. Leave the reason out.",
    Why.FROZEN: "This period is frozen. Its release keeps the day that was known then.",
}


class DueRefused(Exception):
    """The day of an event was not set; nothing is stored."""

    def __init__(self, why: Why) -> None:
        super().__init__(SENTENCES[why])
        self.why = why


@dataclass(frozen=True, slots=True)
class Schedule:
    """The days of one period's report. Both are None while the day of an event is not set."""

    period: Period
    due_on: date | None
    freeze_on: date | None


def due_of(session: Db, profile: Profile, period: Period) -> date | None:
    """The day that the report of a period is due; None for an event whose day nobody has set."""
    match profile.reporting.due:
        case DueOn(month=month, day=day):
            return next_day(period.ends_on, month, day)
        case DueEvent():
            said = current(session, period.code)
            return None if said is None else said.due_on


def schedule_of(session: Db, profile: Profile, period: Period) -> Schedule:
    """When a period's report is due and its figures freeze."""
    due_on = due_of(session, profile, period)
    return Schedule(period, due_on, None if due_on is None else freeze_day(due_on, period, profile.reporting))


def freeze_day(due_on: date, period: Period, rule: Reporting) -> date:
    """The day from which a period is frozen: so many days before it is due, and never before the period is over."""
    return max(due_on - timedelta(days=rule.freeze_days_before), period.ends_on + timedelta(days=1))


def next_day(after: date, month: int, day: int) -> date:
    """The first such day of a year after `after`; 29 February is the 28th where there is none."""
    here = _day_of(after.year, month, day)
    return here if here > after else _day_of(after.year + 1, month, day)


def _day_of(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def history(session: Db, code: str) -> list[tuple[DueDate, str]]:
    """Every day that was set for a period's event, the first one first, with the name of who set it ("": a command)."""
    query = sa.select(DueDate, Staff.name).outerjoin(Staff, Staff.id == DueDate.set_by_id)
    rows = session.execute(query.where(DueDate.period == code).order_by(DueDate.version))
    return [(said, name or "") for said, name in rows]


def current(session: Db, code: str) -> DueDate | None:
    """The day that holds now for a period's event."""
    return session.scalar(sa.select(DueDate).where(DueDate.period == code).order_by(DueDate.version.desc()).limit(1))


def set_due(
    session: Db,
    profile: Profile,
    period: Period,
    on: date,
    actor: Actor,
    now: datetime,
    *,
    reason: str = "",
    is_frozen: bool = False,
) -> DueDate:
    """Set the day of the event before which a period's report is due, once; with a `reason`, correct what was set.

    `is_frozen`: the period has its release. Raises DueRefused; what was set earlier stays in any case.
    """
    before, why_changed = current(session, period.code), " ".join(reason.split())
    why = _refusal(profile, period, on, before, why_changed)
    if is_frozen or why is not None:
        raise DueRefused(Why.FROZEN if is_frozen else why or Why.FROZEN)
    version = 1 if before is None else before.version + 1
    made = DueDate(
        period=period.code, version=version, due_on=on, reason=why_changed, set_at=now, set_by_id=actor.staff_id
    )
    session.add(made)
    session.flush()
    details: dict[str, str | int | bool | None] = {"version": version, "on": on.isoformat(), **actor.on_behalf()}
    if before is not None:
        details["before"] = before.due_on.isoformat()
    action = "due_date.set" if before is None else "due_date.corrected"
    record(session, action=action, subject=f"period:{period.code}", actor=actor, now=now, details=details)
    return made


def _refusal(profile: Profile, period: Period, on: date, before: DueDate | None, reason: str) -> Why | None:
    if not isinstance(profile.reporting.due, DueEvent):
        return Why.NO_EVENT
    if on <= period.ends_on:
        return Why.TOO_EARLY
    if on - period.ends_on > LONGEST_WAIT:
        return Why.TOO_LATE
    if len(reason) > MOST_REASON:
        return Why.TOO_LONG
    if before is None:
        return Why.NO_REASON_YET if reason else None
    if before.due_on == on:
        return Why.SAME_DAY
    return None if reason else Why.SET_ALREADY
