"""Days off are the right days in any year, and deadlines count the right days."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from complaints.platform.jurisdiction import load_profile
from complaints.platform.jurisdiction.calendar import (
    add_business_days,
    add_days,
    holidays_of,
    is_business_day,
    local_date,
    observed_on,
)
from complaints.platform.jurisdiction.profile import (
    Holiday,
    Localised,
    Observed,
)

ST_LOUIS = load_profile("st_louis")
HOLIDAYS = ST_LOUIS.holidays
DAYS = some.dates(date(1990, 1, 1), date(2150, 12, 31))


def _new_year(observed: Observed) -> Holiday:
    return Holiday(Localised((("en", "New Year's Day"),), "en"), 1, 1, None, None, observed)


def test_the_holidays_of_2025_are_those_of_the_calendar_on_the_wall():
    assert sorted(holidays_of(HOLIDAYS, 2025)) == [
        date(2025, 1, 1),
        date(2025, 1, 20),
        date(2025, 2, 17),
        date(2025, 5, 26),
        date(2025, 6, 19),
        date(2025, 7, 4),
        date(2025, 9, 1),
        date(2025, 11, 11),
        date(2025, 11, 27),
        date(2025, 12, 25),
    ]


def test_a_holiday_on_a_sunday_frees_the_monday_and_one_on_a_saturday_moves_nothing():
    assert not is_business_day(date(2027, 7, 5), HOLIDAYS)
    assert is_business_day(date(2026, 7, 3), HOLIDAYS)
    assert is_business_day(date(2026, 7, 6), HOLIDAYS)


def test_where_the_nearest_weekday_is_free_new_year_can_fall_in_the_old_year():
    holiday = _new_year(Observed.NEAREST_WEEKDAY)
    assert observed_on(holiday, 2028) == date(2027, 12, 31)
    assert holidays_of([holiday], 2027) == {date(2027, 1, 1), date(2027, 12, 31)}
    assert holidays_of([holiday], 2028) == frozenset()


def test_where_nothing_is_moved_a_sunday_stays_a_sunday():
    assert observed_on(_new_year(Observed.NEVER), 2023) == date(2023, 1, 1)


@given(DAYS, some.integers(1, 60))
def test_the_nth_working_day_has_n_working_days_up_to_it(start, days):
    end = add_business_days(start, days, HOLIDAYS)
    between = [add_days(start, n) for n in range(1, (end - start).days + 1)]
    assert sum(is_business_day(day, HOLIDAYS) for day in between) == days
    assert is_business_day(end, HOLIDAYS)


@given(DAYS)
def test_no_working_day_is_a_weekend_or_a_holiday(day):
    if is_business_day(day, HOLIDAYS):
        assert day.isoweekday() < 6
        assert day not in {observed_on(holiday, day.year) for holiday in HOLIDAYS}


def test_counting_no_working_days_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        add_business_days(date(2025, 6, 16), 0, HOLIDAYS)


def test_the_day_is_the_day_in_st_louis_not_in_greenwich():
    assert local_date(datetime(2025, 6, 17, 4, 59, tzinfo=UTC), ST_LOUIS.zone) == date(2025, 6, 16)
    assert local_date(datetime(2025, 6, 17, 5, 0, tzinfo=UTC), ST_LOUIS.zone) == date(2025, 6, 17)
    assert local_date(datetime(2025, 1, 17, 5, 59, tzinfo=UTC), ST_LOUIS.zone) == date(2025, 1, 16)


def test_a_time_without_a_zone_has_no_day():
    with pytest.raises(ValueError, match="zone"):
        local_date(datetime(2025, 6, 17, tzinfo=UTC).replace(tzinfo=None), ZoneInfo("America/Chicago"))
