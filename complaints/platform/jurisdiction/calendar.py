"""Which days count: working days, holidays of any year, local dates, and the period a report covers."""

from calendar import monthrange
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from complaints.platform.jurisdiction.profile import Holiday, Observed

SATURDAY: Final = 5
SUNDAY: Final = 6


def local_date(at: datetime, zone: ZoneInfo) -> date:
    """The calendar day of an aware moment in `zone`. Raises ValueError for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError("a time needs its zone before it has a date")
    return at.astimezone(zone).date()


def add_days(start: date, days: int) -> date:
    """The day `days` calendar days after `start`."""
    return start + timedelta(days=days)


def holiday_on(holiday: Holiday, year: int) -> date:
    """The day itself in `year`, before it moves away from a weekend."""
    if holiday.day is not None:
        return date(year, holiday.month, holiday.day)
    if holiday.weekday is None or holiday.nth is None:
        raise ValueError("a holiday has a day of the month, or a weekday and its number")
    last = monthrange(year, holiday.month)[1]
    matching = [
        day for day in (date(year, holiday.month, n) for n in range(1, last + 1)) if day.weekday() == holiday.weekday
    ]
    return matching[holiday.nth - 1 if holiday.nth > 0 else holiday.nth]


def observed_on(holiday: Holiday, year: int) -> date:
    """The day that is free for the holiday of `year`; New Year's Day may be observed in the year before."""
    day = holiday_on(holiday, year)
    if day.weekday() == SUNDAY and holiday.observed is not Observed.NEVER:
        return add_days(day, 1)
    if day.weekday() == SATURDAY and holiday.observed is Observed.NEAREST_WEEKDAY:
        return add_days(day, -1)
    return day


def holidays_of(holidays: Iterable[Holiday], year: int) -> frozenset[date]:
    """Every day of `year` that is free for a holiday, those moved across New Year with it."""
    rules = tuple(holidays)
    days = {observed_on(holiday, near) for holiday in rules for near in (year - 1, year, year + 1)}
    return frozenset(day for day in days if day.year == year)


def is_business_day(day: date, holidays: Collection[Holiday]) -> bool:
    """Monday to Friday and no holiday."""
    return day.weekday() < SATURDAY and day not in holidays_of(holidays, day.year)


def add_business_days(start: date, days: int, holidays: Collection[Holiday]) -> date:
    """The `days`-th working day after `start`, which itself never counts. Raises ValueError below 1."""
    if days < 1:
        raise ValueError("count at least one working day")
    free: dict[int, frozenset[date]] = {}
    day = start
    while days:
        day = add_days(day, 1)
        if day.year not in free:
            free[day.year] = holidays_of(holidays, day.year)
        if day.weekday() < SATURDAY and day not in free[day.year]:
            days -= 1
    return day
