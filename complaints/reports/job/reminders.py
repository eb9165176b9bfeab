"""Who is reminded of which report, and when: once for each step before the freeze, and of a day that nobody has set."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

import sqlalchemy as sa

from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.permissions import Role
from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.store import Db
from complaints.reports.job.standing import Standing, watched

ASK_AGAIN: Final = timedelta(days=30)
"""How long after a period ended, and then after each reminder, the day of its event is asked for once more."""


class Kind(StrEnum):
    """What a reminder asks for."""

    FREEZE = "freeze"
    FILL = "fill"
    SET_DAY = "set_day"


RECIPIENTS: Final[dict[Kind, Role]] = {
    Kind.FREEZE: Role.RECORDS_OFFICER,
    Kind.SET_DAY: Role.RECORDS_OFFICER,
    Kind.FILL: Role.TECHNOLOGY_STEWARD,
}


@dataclass(frozen=True, slots=True)
class Reminder:
    """What to remind one person of. The same `key` is sent once, ever."""

    kind: Kind
    key: str
    person: Staff
    standing: Standing


def reminders(session: Db, profile: Profile, now: datetime, *, demonstration: bool) -> list[Reminder]:
    """Every reminder that is called for now, sent before or not; none for a period that is frozen.

    Invented staff are not written to: nobody reads that mail.
    """
    staff = sa.select(Staff).where(
        Staff.role.in_(set(RECIPIENTS.values())), Staff.is_disabled.is_(False), Staff.is_demonstration.is_(False)
    )
    people = session.scalars(staff.order_by(Staff.id)).all()
    found = watched(session, profile, now, demonstration=demonstration)
    return [
        Reminder(kind, f"{key}:{person.id}", person, standing)
        for standing in found
        for kind, key in _called_for(standing, profile.reporting.remind_days_before)
        for person in people
        if person.role is RECIPIENTS[kind]
    ]


def _called_for(standing: Standing, days_before: Collection[int]) -> Iterator[tuple[Kind, str]]:
    """What is to be said of a period today. A corrected day has another key: it is reminded of anew."""
    code, freeze_on = standing.period.code, standing.schedule.freeze_on
    if freeze_on is None:
        if standing.is_over:
            times = (standing.today - standing.period.ends_on) // ASK_AGAIN
            yield Kind.SET_DAY, f"{Kind.SET_DAY}:{code}:{times}"
        return
    step = step_of(freeze_on, standing.today, days_before)
    if step is not None:
        yield Kind.FREEZE, f"{Kind.FREEZE}:{code}:{freeze_on.isoformat()}:{step}"
        if standing.missing.missing:
            yield Kind.FILL, f"{Kind.FILL}:{code}:{freeze_on.isoformat()}:{step}"


def step_of(freeze_on: date, today: date, days_before: Collection[int]) -> int | None:
    """The last of the reminders that should have gone out by `today`; None before the first and from the freeze on.

    Where the job did not run for a while, what was missed is told once, not once for each step.
    """
    left = (freeze_on - today).days
    return min((days for days in days_before if days >= left), default=None) if left > 0 else None
