"""San Francisco and Davis hold what the domain states of them, mark the rest, and invent nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from complaints.intake.rules import check as check_form
from complaints.platform.jurisdiction import load_profile
from complaints.platform.jurisdiction.calendar import holidays_of
from complaints.platform.jurisdiction.loader import SHIPPED
from complaints.platform.jurisdiction.profile import DueEvent, DueOn, Measure, PeriodKind
from complaints.registry.loading import shipped
from complaints.registry.rules import TechnologyType
from complaints.routing.rules import check, route
from tests.routing.cases import ST_LOUIS, rows

CITIES = ("san_francisco", "davis")
PROFILES = {name: load_profile(name) for name in CITIES}
TEXTS = {name: (SHIPPED / f"{name}.toml").read_text(encoding="utf-8") for name in CITIES}


@pytest.mark.parametrize("name", CITIES)
def test_their_rules_and_clocks_can_be_applied(name):
    check(PROFILES[name])
    check_form(PROFILES[name])


def test_san_francisco_is_due_on_two_days_and_says_complaints_or_concerns():
    rule = PROFILES["san_francisco"].reporting
    assert rule.due == DueOn(11, 1)
    assert [(step.names.text("en"), step.due) for step in rule.also_due] == [("To the Board", DueOn(2, 15))]
    assert rule.counted.text("en") == "complaints or concerns"
    assert (rule.period, rule.measure) == (PeriodKind.FISCAL, Measure.NARRATIVE)
    assert (rule.source, PROFILES["san_francisco"].disclosure.k) == ("San Francisco ordinance 19B", 11)


def test_davis_sums_up_each_technology_and_states_no_day():
    rule = PROFILES["davis"].reporting
    assert isinstance(rule.due, DueEvent)
    assert (rule.period, rule.months, rule.measure) == (PeriodKind.MONTHS_SINCE_APPROVAL, 12, Measure.COUNT)
    assert (rule.source, rule.two_people, PROFILES["davis"].disclosure.k) == ("Davis ordinance 26.07", False, 10)


@pytest.mark.parametrize("name", CITIES)
@pytest.mark.parametrize("key", ["k", "decoy_probability", "period", "two_people", "freeze_days_before", "leave_url"])
def test_what_is_our_choice_is_marked(name, key):
    lines = TEXTS[name].splitlines()
    number = next(number for number, line in enumerate(lines) if line.startswith(f"{key} = "))
    said = lines[number]
    while lines[number - 1].startswith("#"):
        number -= 1
        said += lines[number]
    assert "default of this profile" in said.casefold()


@pytest.mark.parametrize("name", CITIES)
def test_no_place_and_no_office_is_invented(name):
    profile = PROFILES[name]
    assert profile.neighbourhoods == ()
    assert not profile.oversight.active
    assert profile.oversight.source == "not stated"
    assert {rule.source for rule in profile.rules} == {"default of this profile"}
    assert all(clock.source.startswith("default of this profile") for clock in profile.clocks)


@pytest.mark.parametrize("name", CITIES)
def test_the_registry_has_every_kind_and_states_nothing_about_it(name):
    technologies = shipped(PROFILES[name].code)
    assert {each.type for each in technologies} == set(TechnologyType)
    assert len(technologies) == len(TechnologyType)
    assert {key for each in technologies for key in each.content} == {"name", "source"}
    named = [each for each in technologies if each.type is not TechnologyType.NOT_KNOWN]
    assert all("is not stated" in str(each.content["source"]) for each in named)


@pytest.mark.parametrize("name", CITIES)
def test_their_offices_close_on_the_federal_holidays(name):
    assert sorted(holidays_of(PROFILES[name].holidays, 2026)) == [
        date(2026, 1, 1),
        date(2026, 1, 19),
        date(2026, 2, 16),
        date(2026, 5, 25),
        date(2026, 6, 19),
        date(2026, 7, 3),  # the Fourth is a Saturday
        date(2026, 9, 7),
        date(2026, 10, 12),
        date(2026, 11, 11),
        date(2026, 11, 26),
        date(2026, 12, 25),
    ]


@pytest.mark.parametrize("name", CITIES)
@pytest.mark.parametrize("row", rows(), ids=lambda row: row.says)
def test_every_complaint_finds_a_desk_on_the_same_track_as_elsewhere(name, row):
    here = route(row.facts, PROFILES[name])
    there = route(row.facts, replace(row.profile(ST_LOUIS), anonymous_bars_discipline=False))
    assert (here.track, here.urgent, here.restricted) == (there.track, there.urgent, there.restricted)
    assert here.proposals == there.proposals
    desk = PROFILES[name].desk(here.desk)
    assert desk.cleared or not here.restricted
