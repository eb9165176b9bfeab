"""When an office would do something: on working days, in its hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Final

from complaints.platform.jurisdiction.calendar import holidays_of
from complaints.platform.jurisdiction.profile import Profile

OPENS, CLOSES = time(8, 30), time(17, 0)
SATURDAY: Final = 5


class Workdays:
    """The working days of one city."""

    def __init__(self, profile: Profile) -> None:
        self.zone = profile.zone
        self._holidays = cache(lambda year: holidays_of(profile.holidays, year))

    def is_working(self, day: date) -> bool:
        """Monday to Friday and no holiday."""
        return day.weekday() < SATURDAY and day not in self._holidays(day.year)

    def later(self, at: datetime, days: float, chance: Random) -> datetime:
        """A moment in office hours about so many calendar days after `at`, and never before it."""
        wanted = (at + timedelta(days=days)).astimezone(self.zone)
        day = wanted.date()
        if days < 1 and wanted.time() < CLOSES and self.is_working(day):
            # The same day: a little later, and still before the office closes.
            opens = max(wanted, datetime.combine(day, OPENS, self.zone))
            closes = datetime.combine(day, CLOSES, self.zone)
            return (opens + (closes - opens) * chance.random()).replace(microsecond=0).astimezone(UTC)
        if days < 1:
            day += timedelta(days=1)
        while not self.is_working(day):
            day += timedelta(days=1)
        opens, closes = (datetime.combine(day, hour, self.zone) for hour in (OPENS, CLOSES))
        moment = (opens + (closes - opens) * chance.random()).replace(microsecond=0)
        return max(moment.astimezone(UTC), at)
