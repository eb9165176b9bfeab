"""The St. Louis profile holds what the domain says, in English and Spanish, and invents nothing."""

import pytest

from complaints.platform.jurisdiction import load_profile
from complaints.platform.jurisdiction.profile import Counting, DueEvent, Localised
from complaints.routing.rules import ClockKind, check

ST_LOUIS = load_profile("st_louis")


def test_its_rules_and_clocks_can_be_applied():
    check(ST_LOUIS)


def test_it_names_the_79_neighbourhoods_in_the_order_people_look_them_up():
    names = [each.name for each in ST_LOUIS.neighbourhoods]
    assert len(names) == len(set(names)) == 79
    assert names == sorted(names, key=lambda name: name.removeprefix("The ").lower())
    assert ST_LOUIS.neighbourhood("the-ville").name == "The Ville"
    assert all(len(each.code) <= 60 for each in ST_LOUIS.neighbourhoods)


def test_it_speaks_the_six_languages_with_arabic_from_right_to_left():
    assert [language.code for language in ST_LOUIS.languages] == ["en", "es", "bs", "vi", "zh", "ar"]
    assert [language.code for language in ST_LOUIS.languages if language.dir == "rtl"] == ["ar"]


def test_its_clocks_are_those_of_the_domain():
    clocks = [(clock.kind, clock.counting, clock.days, clock.extension_days) for clock in ST_LOUIS.clocks]
    assert clocks == [
        (ClockKind.PRESERVATION, Counting.RETENTION, None, 0),
        (ClockKind.ACKNOWLEDGEMENT, Counting.BUSINESS, 5, 0),
        (ClockKind.CLASSIFICATION, Counting.CALENDAR, 30, 0),
        (ClockKind.UPDATE, Counting.CALENDAR, 30, 0),
        (ClockKind.COMPLETION, Counting.CALENDAR, 90, 60),
        (ClockKind.COMPLETION, Counting.CALENDAR, 180, 60),
        (ClockKind.CLOSING_NOTICE, Counting.CALENDAR, 10, 0),
    ]


def test_its_report_is_due_before_the_hearing_on_the_police_budget():
    due = ST_LOUIS.reporting.due
    assert isinstance(due, DueEvent)
    assert due.names.text("en") == "first hearing on the police budget at the Board of Aldermen"


def test_it_hides_below_five_with_decoys_of_five_percent():
    assert (ST_LOUIS.disclosure.k, ST_LOUIS.disclosure.decoy_probability) == (5, 0.05)


def test_civilian_oversight_is_inactive_and_the_site_can_say_so():
    assert not ST_LOUIS.oversight.active
    assert "not active" in ST_LOUIS.text(ST_LOUIS.oversight.explanation, "en")
    assert "no está activa" in ST_LOUIS.text(ST_LOUIS.oversight.explanation, "es")


def test_a_language_without_its_own_text_gets_its_parent_or_the_default():
    text = Localised((("en", "hello"), ("es", "hola")), "en")
    assert [text.text(locale) for locale in ("es", "es_MX", "es-MX", "ar", "en_GB")] == [
        "hola",
        "hola",
        "hola",
        "hello",
        "hello",
    ]


def test_a_desk_and_a_neighbourhood_are_found_by_code_or_not_at_all():
    assert ST_LOUIS.desk("police_board").names.text("en") == "Police board"
    for find in (ST_LOUIS.desk, ST_LOUIS.neighbourhood):
        with pytest.raises(KeyError, match="nowhere"):
            find("nowhere")
