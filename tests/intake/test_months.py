"""The name of a month and a year of two digits are taken; a slip is said at the box where it is."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from complaints.intake.incident import IncidentPrecision
from complaints.intake.labels import when_words
from complaints.intake.months import month_number, whole_year

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(("written", "language", "number"), [
    ("octubre", "es", "10"), ("Oct.", "es", "10"), ("October", "es", "10"), ("أكتوبر", "ar", "10"),
    ("10月", "zh", "10"), ("tháng 10", "vi", "10"), ("oktobar", "bs", "10"), ("10", "es", "10"),
    ("ma", "en", "ma"), ("soon", "en", "soon"), ("", "en", ""),
])  # fmt: skip
def test_the_name_of_a_month_is_its_number(written: str, language: str, number: str) -> None:
    assert month_number(written, language) == number


@pytest.mark.parametrize(("written", "year"), [("26", "2026"), ("95", "1995"), ("2025", "2025"), ("ab", "ab")])
def test_two_digits_are_the_last_year_that_ends_so(written: str, year: str) -> None:
    assert whole_year(written, TODAY) == year


@pytest.mark.parametrize(("first", "last", "words"), [
    (date(2026, 10, 1), TODAY, "Some time from October 2026 to November 2026"),
    (date(2025, 1, 1), TODAY, "Some time from 2025 to 2026"),
    (date(2026, 3, 1), date(2026, 5, 31), "Some time from March 2026 to May 2026"),
    (date(2026, 10, 2), date(2026, 11, 3), "Some time from October 2, 2026 to November 3, 2026"),
])  # fmt: skip
def test_rough_dates_stay_rough(app: Flask, first: date, last: date, words: str) -> None:
    with app.test_request_context("/"):
        assert when_words(IncidentPrecision.BETWEEN, None, (first, last), TODAY) == words
