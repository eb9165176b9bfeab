"""Which values an entry accepts, and addresses made from names."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.registry.fields import BY_NAME, FIELDS, Fault, WrongValue, read, write
from complaints.registry.rules import MOST_SLUG, ReportItem, TechnologyType, is_slug, slug_of
from complaints.registry.words import ITEM_TITLES, TYPE_DESCRIPTIONS, TYPE_NAMES

TODAY = date(2025, 6, 16)


def test_the_order_asks_eight_things_and_each_has_its_words():
    assert [item.value for item in ReportItem][6] == "complaints"
    assert len(ReportItem) == len(ITEM_TITLES) == 8
    assert set(TYPE_NAMES) == set(TYPE_DESCRIPTIONS) == set(TechnologyType)


def test_every_written_item_is_a_field_of_the_entry():
    assert {item.value for item in ReportItem} - {"complaints"} <= set(BY_NAME)


@given(st.sampled_from(FIELDS), st.text())
def test_what_a_field_accepts_is_written_and_read_back_the_same(field, text):
    try:
        value = read(field, text, TODAY)
    except WrongValue:
        return
    assert read(field, write(value), TODAY) == value


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("name", "  Fixed \t cameras\n", "Fixed cameras"),
        ("use", " one  \r\ntwo\rthree ", "one\ntwo\nthree"),
        ("use", "   ", ""),
        ("units_count", "", None),
        ("units_count", "0650", 650),
        ("policy_since", "2025-06-16", date(2025, 6, 16)),
        ("policy_url", "http://example.org", "http://example.org"),
    ],
)
def test_a_text_becomes_the_value_it_says(name, text, value):
    assert read(BY_NAME[name], text, TODAY) == value


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("name", "", Fault.MISSING),
        ("name", "x" * 121, Fault.TOO_LONG),
        ("use", "a\x07b", Fault.STRANGE_CHARACTER),
        ("use", "a\ud800b", Fault.STRANGE_CHARACTER),
        ("units_count", "6½", Fault.NOT_A_COUNT),
        ("units_count", "٣", Fault.NOT_A_COUNT),
        ("units_count", "1000001", Fault.TOO_LARGE),
        ("policy_since", "20250616", Fault.NOT_A_DATE),
        ("policy_since", "2025-02-30", Fault.NOT_A_DATE),
        ("policy_since", "2025-06-17", Fault.IN_THE_FUTURE),
        ("policy_url", "example.org/policy", Fault.NOT_AN_ADDRESS),
        ("policy_url", "https://example.org/a b", Fault.NOT_AN_ADDRESS),
    ],
)
def test_a_text_that_says_no_value_is_refused_with_the_reason(name, text, fault):
    with pytest.raises(WrongValue) as refused:
        read(BY_NAME[name], text, TODAY)
    assert refused.value.fault is fault


@given(st.text())
def test_an_address_made_from_a_name_can_stand_in_a_link_or_there_is_none(name):
    slug = slug_of(name)
    assert slug in {"", "new", "import"} or is_slug(slug)


def test_a_long_name_makes_a_short_address():
    assert (
        slug_of("Phone and vehicle data extraction " * 4) == "phone-and-vehicle-data-extraction-phone-and-vehicle-data"
    )
    assert len(slug_of("x" * 200)) == MOST_SLUG


@pytest.mark.parametrize("text", ["", "A", "a--b", "-a", "a-", "a_b", "á", "new", "import", "x" * 61])
def test_what_cannot_stand_in_a_link_is_no_address(text):
    assert not is_slug(text)
