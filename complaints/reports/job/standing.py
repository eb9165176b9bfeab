"""Which period's report is next, and what is to be done for it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.store import Db
from complaints.reports.archive import release_of_period
from complaints.reports.drafts import begun_at
from complaints.reports.job.completeness import Completeness, completeness
from complaints.reports.job.due import Schedule, schedule_of
from complaints.reports.periods import Period, going_on, latest_over


class Step(StrEnum):
    """The next thing to do for a report."""

    SET_DAY = "set_day"
    FILL = "fill"
    WAIT = "wait"
    FREEZE = "freeze"


@dataclass(frozen=True, slots=True)
class Standing:
    """A period that is not frozen yet: its days, what the registry lacks, and how many days are left to its freeze."""

    schedule: Schedule
    missing: Completeness
    is_over: bool
    today: date

    @property
    def period(self) -> Period:
        """The period it is about."""
        return self.schedule.period

    @property
    def days_left(self) -> int | None:
        """Days to the freeze, negative once it is late; None while the day of the event is not set."""
        return None if self.schedule.freeze_on is None else (self.schedule.freeze_on - self.today).days

    @property
    def step(self) -> Step:
        """What comes next: the day of the event, the registry, then the freeze when its day has come."""
        if self.schedule.freeze_on is None:
            return Step.SET_DAY
        if self.is_over and self.schedule.freeze_on <= self.today:
            return Step.FREEZE
        return Step.FILL if self.missing.missing else Step.WAIT

    @property
    def is_hasty(self) -> bool:
        """Whether a freeze now wants a second look: before its day, without one, or while something is not stated."""
        return self.step is not Step.FREEZE or self.missing.missing > 0


def standing_of(session: Db, profile: Profile, period: Period, now: datetime) -> Standing:
    """Where the report of a period stands, whether or not it is frozen."""
    today = now.astimezone(profile.zone).date()
    is_over = period.is_over(now, profile.zone)
    return Standing(schedule_of(session, profile, period), completeness(session, period), is_over, today)


def watched(session: Db, profile: Profile, now: datetime, *, demonstration: bool) -> list[Standing]:
    """The newest period that is over and the one that goes on, as far as each is to have a release and has none."""
    periods = (latest_over(profile.reporting, now, profile.zone), going_on(profile.reporting, now, profile.zone))
    return [
        standing_of(session, profile, period, now)
        for period in periods
        if period is not None
        if _awaits_release(session, profile, period, period.is_over(now, profile.zone), demonstration)
    ]


def _awaits_release(session: Db, profile: Profile, period: Period, is_over: bool, demonstration: bool) -> bool:
    """A period that ended before there was anywhere to complain has no report; one that goes on will have."""
    if release_of_period(session, period, demonstration=demonstration) is not None:
        return False
    opened_at = begun_at(session, demonstration)
    return not is_over or (opened_at is not None and opened_at < period.bounds(profile.zone)[1])
