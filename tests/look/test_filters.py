"""How dates, counts and fields are put into words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from flask import Flask

from complaints.platform.web import filters
from tests.look.samples import SampleForm, refused


@pytest.fixture
def english(gallery: Flask) -> Iterator[None]:
    with gallery.test_request_context("/"):
        yield


@pytest.fixture
def spanish(gallery: Flask) -> Iterator[None]:
    with gallery.test_request_context("/", environ_overrides={"complaints.locale": "es"}):
        yield


@pytest.mark.usefixtures("english")
def test_a_moment_is_shown_in_local_time_so_late_evening_utc_is_the_same_day_in_st_louis() -> None:
    assert filters.day(datetime(2026, 3, 10, 3, 30, tzinfo=UTC)) == "March 9, 2026"
    assert filters.moment(datetime(2026, 3, 10, 3, 30, tzinfo=UTC)) == "March 9, 2026 at 10:30\u202fPM"


@pytest.mark.usefixtures("english")
def test_a_date_stays_the_date_it_is() -> None:
    assert filters.day(date(2026, 3, 10)) == "March 10, 2026"
    assert filters.day(None) == "not stated"


@pytest.mark.usefixtures("spanish")
def test_a_date_speaks_the_language_of_the_reader() -> None:
    assert filters.day(date(2026, 3, 10)) == "10 de marzo de 2026"


@pytest.mark.usefixtures("english")
def test_machines_get_the_exact_time_beside_the_words() -> None:
    tag = filters.time_tag(datetime(2026, 3, 10, 3, 30, tzinfo=UTC))
    assert tag == '<time datetime="2026-03-10T03:30:00+00:00">March 9, 2026</time>'


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "due today"), (1, "1 day left"), (12, "12 days left"), (-1, "1 day late"), (-30, "30 days late")],
)
def test_days_are_said_in_words(days: int, words: str) -> None:
    assert filters.in_days(days) == words


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("given", "hidden", "words"),
    [
        (1204, False, "1,204"),
        (0, False, "0"),
        (None, False, "–"),
        ((0, 4), True, "0–4"),
        ((3, 3), False, "3"),
        ({"value": 7}, False, "7"),
        ({"low": 0, "high": 5}, True, "0–5"),
        ({"value": None, "low": 0, "high": 5}, True, "0–5"),
        (SimpleNamespace(low=2, high=9), True, "2–9"),
    ],
)
def test_a_hidden_count_is_a_range_and_a_shown_one_a_number(given: object, hidden: bool, words: str) -> None:
    cell = filters.cell(given)
    assert (cell.is_hidden, cell.words) == (hidden, words)


def test_every_error_of_a_form_is_listed_with_the_field_to_jump_to() -> None:
    pairs = filters.form_errors(refused())
    assert ("place", "Tell us where it happened.") in pairs
    assert ("month", "Use a month from 1 to 12.") in pairs
    assert filters.form_errors([("x", "words")]) == [("x", "words")]


def test_what_could_not_be_read_is_kept_as_it_was_typed() -> None:
    assert filters.typed(refused().on) == "yesterday"


def test_choices_keep_their_order_their_groups_and_their_hints() -> None:
    groups = filters.option_groups(SampleForm(neighborhood="oneil").neighborhood)
    assert [(name, [o.value for o in choices]) for name, choices in groups] == [
        ("", [""]), ("South", ["dutchtown", "carondelet"]), ("North", ["oneil"]),
    ]  # fmt: skip
    assert groups[2][1][0].checked
    assert filters.options(SampleForm().technology)[0].hint == "Cameras that write down plates."


def test_line_breaks_are_kept_and_markup_is_not() -> None:
    assert filters.lines("one\n<b>two</b>") == "one<br>&lt;b&gt;two&lt;/b&gt;"
