"""Which days a report covers, as the jurisdiction's rule cuts the years, and when each begins in local time."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from complaints.platform.jurisdiction.profile import PeriodKind, Reporting

FIRST_YEAR, LAST_YEAR = 1900, 2999
MOST_MONTHS = 1200


class PeriodRefused(Exception):
    """The text names no period of this jurisdiction, or one that is not ready; its words say what to do."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole days from `starts_on` to `ends_on`, both included, under the code that addresses and files use."""

    starts_on: date
    ends_on: date
    code: str

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The period in UTC: its first moment, and the first moment after it, by the clocks of `zone`."""
        after = self.ends_on + timedelta(days=1)
        first, last = (datetime.combine(day, time(), zone) for day in (self.starts_on, after))
        return first.astimezone(UTC), last.astimezone(UTC)

    def is_over(self, now: datetime, zone: ZoneInfo) -> bool:
        """Whether nothing can be registered in it any more."""
        return now >= self.bounds(zone)[1]

    def has_begun(self, now: datetime, zone: ZoneInfo) -> bool:
        """Whether something can have been registered in it."""
        return now >= self.bounds(zone)[0]


def parse_period(text: str, rule: Reporting) -> Period:
    """The period that `text` names under the jurisdiction's rule. Raises PeriodRefused.

    Calendar years are written 2025. Fiscal years are named for the year they end in: 2025 or FY2025. Where reports run
    by months since an approval, 1 is the first such period.
    """
    wanted = text.strip()
    match rule.period:
        case PeriodKind.CALENDAR:
            return calendar_year(_year(wanted, "2025"))
        case PeriodKind.FISCAL:
            return fiscal_year(_year(re.sub(r"^FY\s?", "", wanted, flags=re.IGNORECASE), "FY2025"), _start(rule))
        case PeriodKind.MONTHS_SINCE_APPROVAL:
            months = rule.months or 12
            return since_approval(_number(wanted, MOST_MONTHS // months), _start(rule), months)


def calendar_year(year: int) -> Period:
    """January to December."""
    return Period(date(year, 1, 1), date(year, 12, 31), str(year))


def fiscal_year(year: int, start: date) -> Period:
    """The twelve months that end in `year` and begin on the month and day of `start`.

    Years that begin on 29 February begin on the 28th where there is none.
    """
    begins_in = year if (start.month, start.day) == (1, 1) else year - 1
    first, following = (add_months(start, (begin - start.year) * 12) for begin in (begins_in, begins_in + 1))
    return Period(first, following - timedelta(days=1), f"FY{year}")


def since_approval(number: int, approved_on: date, months: int) -> Period:
    """The `number`th stretch of `months` after the approval; the first one begins on the day itself."""
    first = add_months(approved_on, (number - 1) * months)
    return Period(first, add_months(approved_on, number * months) - timedelta(days=1), str(number))


def latest_over(rule: Reporting, now: datetime, zone: ZoneInfo) -> Period | None:
    """The newest period that has ended; None before the first one has."""
    today = now.astimezone(zone).date()
    if rule.period is PeriodKind.MONTHS_SINCE_APPROVAL:
        start, months = _start(rule), rule.months or 12
        passed = (today.year - start.year) * 12 + today.month - start.month
        numbers = range(passed // months + 1, 0, -1)
        found = (since_approval(number, start, months) for number in numbers)
    else:
        found = (parse_period(str(year), rule) for year in (today.year + 1, today.year, today.year - 1))
    return next((period for period in found if period.is_over(now, zone)), None)


def going_on(rule: Reporting, now: datetime, zone: ZoneInfo) -> Period | None:
    """The period that `now` lies in; None before the first one has begun."""
    over = latest_over(rule, now, zone)
    if over is not None:
        return following(over, rule)
    if rule.period is not PeriodKind.MONTHS_SINCE_APPROVAL:
        return None
    first = since_approval(1, _start(rule), rule.months or 12)
    return first if first.has_begun(now, zone) else None


def following(period: Period, rule: Reporting) -> Period:
    """The period after this one."""
    return parse_period(str(int(period.code.removeprefix("FY")) + 1), rule)


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last day of a month that is too short."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _start(rule: Reporting) -> date:
    if rule.starts_on is None:
        raise PeriodRefused("The profile does not say when its reporting years begin. Set reporting.starts_on in it.")
    return rule.starts_on


def _year(text: str, example: str) -> int:
    if not re.fullmatch(r"[0-9]{4}", text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise PeriodRefused(f"A period of this jurisdiction is a year, written like {example}.")
    return int(text)


def _number(text: str, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= most:
        raise PeriodRefused("A period of this jurisdiction is a number: 1 is the first one after the approval.")
    return int(text)
