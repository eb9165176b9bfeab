"""How exactly it is known when something happened, and until when its recordings are there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from complaints.intake.incident import (
    EARLIEST,
    NOT_KNOWN,
    Happened,
    IncidentPrecision,
    Slip,
    WrittenDate,
    WrongDate,
    happened,
    to_be_kept_until,
)

TODAY = date(2025, 6, 16)
NOTHING = WrittenDate()
P = IncidentPrecision


def written(text: str) -> WrittenDate:
    """`2025-06-02`, `2025-06`, `2025` or nothing."""
    parts = text.split("-")
    return WrittenDate(*parts)


TOLD = {
    "a day": ("2025-06-02", "", False, P.DAY, date(2025, 6, 2), date(2025, 6, 2)),
    "today": ("2025-06-16", "", False, P.DAY, TODAY, TODAY),
    "a month": ("2025-05", "", False, P.MONTH, date(2025, 5, 1), date(2025, 5, 31)),
    "February of a leap year": ("2024-02", "", False, P.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
    "this month, up to today": ("2025-06", "", False, P.MONTH, date(2025, 6, 1), TODAY),
    "a year": ("2024", "", False, P.YEAR, date(2024, 1, 1), date(2024, 12, 31)),
    "this year, up to today": ("2025", "", False, P.YEAR, date(2025, 1, 1), TODAY),
    "between two days": ("2025-05-03", "2025-05-09", False, P.BETWEEN, date(2025, 5, 3), date(2025, 5, 9)),
    "between two months": ("2025-04", "2025-05", False, P.BETWEEN, date(2025, 4, 1), date(2025, 5, 31)),
    "the same day twice": ("2025-05-03", "2025-05-03", False, P.DAY, date(2025, 5, 3), date(2025, 5, 3)),
    "a month, and a day in it": ("2025-05", "2025-05-03", False, P.BETWEEN, date(2025, 5, 1), date(2025, 5, 3)),
    "several times between two days": ("2025-05-03", "2025-06", True, P.SEVERAL, date(2025, 5, 3), TODAY),
    "several times since a day": ("2025-05-03", "", True, P.SEVERAL, date(2025, 5, 3), TODAY),
    "several times, no days known": ("", "", True, P.SEVERAL, None, None),
    "not known": ("", "", False, P.UNKNOWN, None, None),
}


@pytest.mark.parametrize(("first", "last", "several", "precision", "earliest", "latest"), TOLD.values(), ids=TOLD)
def test_what_is_told_is_kept_no_more_exactly_than_that(first, last, several, precision, earliest, latest):
    when = happened(written(first), written(last), is_several=several, today=TODAY)
    assert when == Happened(precision, earliest, latest)
    assert when.on == (earliest if precision is P.DAY else None)


SLIPS = {
    "a day to come": ("2025-06-17", "", Slip.TO_COME),
    "a month to come": ("2025-07", "", Slip.TO_COME),
    "a last day to come": ("2025-06-01", "2025-06-17", Slip.TO_COME),
    "no year": ("-6-2", "", Slip.NO_YEAR),
    "no month": ("2025--2", "", Slip.NO_MONTH),
    "a month that is none": ("2025-13", "", Slip.NO_SUCH_MONTH),
    "a day that is none": ("2025-02-30", "", Slip.NO_DATE),
    "no number": ("2025-June", "", Slip.NO_SUCH_MONTH),
    "a year of two digits": ("25-06-02", "", Slip.TOO_EARLY),
    "too long ago": ("1989-12-31", "", Slip.TOO_EARLY),
    "the last day first": ("2025-06-02", "2025-06-01", Slip.BACKWARDS),
    "a last day without a first": ("", "2025-06-01", Slip.NO_YEAR),
}


@pytest.mark.parametrize(("first", "last", "slip"), SLIPS.values(), ids=SLIPS)
def test_a_date_that_cannot_be_is_refused_with_the_reason(first, last, slip):
    with pytest.raises(WrongDate) as refusal:
        happened(written(first), written(last), is_several=False, today=TODAY)
    assert refusal.value.slip is slip


@pytest.mark.parametrize("lie", [
    (P.DAY, None, None), (P.DAY, date(2025, 1, 1), date(2025, 1, 2)), (P.UNKNOWN, TODAY, TODAY),
    (P.MONTH, date(2025, 1, 1), None), (P.BETWEEN, None, TODAY), (P.YEAR, None, None),
    (P.BETWEEN, TODAY, TODAY - timedelta(days=1)), (P.YEAR, EARLIEST - timedelta(days=1), TODAY),
], ids=str)  # fmt: skip
def test_what_contradicts_itself_cannot_be_made(lie):
    with pytest.raises(ValueError, match=r"."):
        Happened(*lie)


def test_digits_of_any_script_are_digits():
    assert happened(WrittenDate("٢٠٢٥", "٦", "٢"), NOTHING, is_several=False, today=TODAY).on == date(2025, 6, 2)


DAYS = some.dates(date(2000, 1, 1), date(2090, 1, 1))


@given(DAYS, some.integers(0, 4000), some.integers(0, 4000), DAYS)
def test_recordings_are_asked_for_by_the_earliest_possible_day_but_never_given_up_too_early(first, length, kept, known):
    last = first + timedelta(days=length)
    until = to_be_kept_until(first, last, kept, known)
    gone = timedelta(days=kept)
    assert first + gone <= until <= last + gone
    if known <= first + gone:
        assert until == first + gone
    elif known <= last + gone:
        assert until == known
    else:
        assert until == last + gone


@given(DAYS, some.integers(0, 4000), DAYS)
def test_one_day_counts_as_it_always_did(day, kept, known):
    assert to_be_kept_until(day, day, kept, known) == day + timedelta(days=kept)


def test_not_known_has_no_days_at_all():
    assert (NOT_KNOWN.on, NOT_KNOWN.span) == (None, None)
