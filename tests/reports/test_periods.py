"""Which days a period covers under each kind of rule, in local time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from complaints.platform.jurisdiction import load_profile
from complaints.platform.jurisdiction.profile import DueOn, PeriodKind, Reporting
from complaints.reports.periods import Period, PeriodRefused, add_months, latest_over, parse_period

CHICAGO = ZoneInfo("America/Chicago")


def rule(kind: PeriodKind, starts_on: date | None = None, months: int | None = None) -> Reporting:
    of_st_louis = load_profile("st_louis").reporting
    return replace(of_st_louis, period=kind, starts_on=starts_on, months=months, due=DueOn(3, 1))


CALENDAR = rule(PeriodKind.CALENDAR)
FISCAL = rule(PeriodKind.FISCAL, date(2020, 7, 1))
SINCE = rule(PeriodKind.MONTHS_SINCE_APPROVAL, date(2024, 2, 29), 12)


@pytest.mark.parametrize(
    ("reporting", "text", "first", "last", "code"),
    [
        (CALENDAR, "2025", date(2025, 1, 1), date(2025, 12, 31), "2025"),
        (CALENDAR, " 2024 ", date(2024, 1, 1), date(2024, 12, 31), "2024"),
        (FISCAL, "2025", date(2024, 7, 1), date(2025, 6, 30), "FY2025"),
        (FISCAL, "FY2025", date(2024, 7, 1), date(2025, 6, 30), "FY2025"),
        (FISCAL, "fy 2025", date(2024, 7, 1), date(2025, 6, 30), "FY2025"),
        (rule(PeriodKind.FISCAL, date(2020, 1, 1)), "2025", date(2025, 1, 1), date(2025, 12, 31), "FY2025"),
        (SINCE, "1", date(2024, 2, 29), date(2025, 2, 27), "1"),
        (SINCE, "2", date(2025, 2, 28), date(2026, 2, 27), "2"),
        (rule(PeriodKind.MONTHS_SINCE_APPROVAL, date(2024, 3, 15), 6), "3", date(2025, 3, 15), date(2025, 9, 14), "3"),
    ],
)
def test_a_text_names_a_period_under_the_rule(reporting, text, first, last, code):
    assert parse_period(text, reporting) == Period(first, last, code)


def test_periods_since_an_approval_leave_no_day_out_and_count_none_twice():
    periods = [parse_period(str(number), SINCE) for number in range(1, 9)]
    for earlier, following in pairwise(periods):
        assert (following.starts_on - earlier.ends_on).days == 1


@pytest.mark.parametrize(
    "text", ["", "25", "20255", "two thousand", "2025-Q1", "-2025", "٢٠٢٥", "FY2025", "1899", "3000"]
)
def test_what_is_no_calendar_year_is_refused(text):
    with pytest.raises(PeriodRefused, match="year, written like 2025"):
        parse_period(text, CALENDAR)


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "", "x", "101"])
def test_what_is_no_number_of_a_period_is_refused(text):
    with pytest.raises(PeriodRefused, match="1 is the first"):
        parse_period(text, SINCE)


def test_a_rule_without_a_beginning_is_refused():
    with pytest.raises(PeriodRefused, match=r"reporting\.starts_on"):
        parse_period("2025", rule(PeriodKind.FISCAL))


def test_a_year_begins_and_ends_at_local_midnight():
    first, after = parse_period("2025", CALENDAR).bounds(CHICAGO)
    assert (first, after) == (datetime(2025, 1, 1, 6, tzinfo=UTC), datetime(2026, 1, 1, 6, tzinfo=UTC))
    summer = parse_period("FY2025", FISCAL).bounds(CHICAGO)
    assert summer == (datetime(2024, 7, 1, 5, tzinfo=UTC), datetime(2025, 7, 1, 5, tzinfo=UTC))


def test_a_period_is_over_only_after_its_last_local_moment():
    year = parse_period("2025", CALENDAR)
    assert not year.is_over(datetime(2026, 1, 1, 5, 59, tzinfo=UTC), CHICAGO)
    assert year.is_over(datetime(2026, 1, 1, 6, tzinfo=UTC), CHICAGO)
    assert not year.has_begun(datetime(2025, 1, 1, 5, 59, tzinfo=UTC), CHICAGO)


@pytest.mark.parametrize(("reporting", "code"), [(CALENDAR, "2025"), (FISCAL, "FY2025"), (SINCE, "1")])
def test_the_newest_period_that_is_over_is_found(reporting, code):
    found = latest_over(reporting, datetime(2026, 2, 2, tzinfo=UTC), CHICAGO)
    assert found is not None
    assert found.code == code


def test_before_the_first_period_is_over_there_is_none():
    assert latest_over(SINCE, datetime(2024, 6, 1, tzinfo=UTC), CHICAGO) is None


def test_a_month_that_is_too_short_ends_on_its_last_day():
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2024, 1, 31), 13) == date(2025, 2, 28)
