"""Every complaint of the table goes where the domain says, and no rule or clock of the profile could be missing."""

from dataclasses import replace

import pytest

from complaints.platform.jurisdiction import Profile
from complaints.platform.jurisdiction.profile import ClockStart
from complaints.routing.rules import Track, route
from tests.routing.cases import ST_LOUIS, Row, outcome, rows

ROWS = rows()
RULES = [rule for rule in ST_LOUIS.rules if rule.when]
FIRST_CLOCKS = [clock for clock in ST_LOUIS.clocks if clock.starts is ClockStart.RECEIVED]


def _holds_for_all(profile: Profile) -> bool:
    return all(outcome(route(row.facts, row.profile(profile))) == row.expected for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.says)
def test_a_complaint_goes_where_the_domain_says(row: Row):
    decided = route(row.facts, row.profile())
    assert outcome(decided) == row.expected
    assert tuple(reason.rule_id for reason in decided.reasons) == row.rules


def test_the_table_holds_sixty_different_complaints_at_least():
    assert len({row.facts for row in ROWS}) >= 60
    assert len({row.says for row in ROWS}) == len(ROWS)


def test_the_whole_table_holds_together():
    assert _holds_for_all(ST_LOUIS)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_without_any_one_rule_some_complaint_fares_otherwise(rule):
    assert not _holds_for_all(replace(ST_LOUIS, rules=tuple(each for each in ST_LOUIS.rules if each is not rule)))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_without_any_one_effect_some_complaint_fares_otherwise(rule):
    for effect in rule.then:
        poorer = replace(rule, then=tuple(each for each in rule.then if each is not effect))
        rules = tuple(poorer if each is rule else each for each in ST_LOUIS.rules)
        assert not _holds_for_all(replace(ST_LOUIS, rules=rules)), f"{rule.id} would not miss {effect.name}"


@pytest.mark.parametrize("clock", FIRST_CLOCKS, ids=lambda clock: clock.kind)
def test_a_clock_a_day_longer_is_noticed(clock):
    longer = replace(clock, days=(clock.days or 0) + 1)
    clocks = tuple(longer if each is clock else each for each in ST_LOUIS.clocks)
    assert not _holds_for_all(replace(ST_LOUIS, clocks=clocks))


def test_the_table_reaches_every_desk_and_every_track_that_rules_can_give():
    seen = {row.expected["desk"] for row in ROWS} | {copy for row in ROWS for copy in row.expected["copies"]}
    assert seen == {desk.code for desk in ST_LOUIS.desks}
    by_hand = {Track.SUPERVISOR_ACTION, Track.MEDIATION, Track.CONTACT_ONLY}
    assert {row.expected["track"] for row in ROWS} == set(Track) - by_hand


def test_each_reason_says_what_its_rule_settled():
    row = next(row for row in ROWS if row.says.startswith("The same, and it looks like stalking"))
    effects = {reason.rule_id: reason.effect for reason in route(row.facts, row.profile()).reasons}
    assert effects == {
        "safety_risk": ("urgent", "restricted", "explain=safety"),
        "possible_crime": ("track=criminal", "copy=prosecutor_liaison", "proposal=prosecutor_referral"),
        "employee_accused": ("desk=internal_affairs",),
        "oversight_inactive": ("explain=oversight_inactive",),
    }


def test_reasons_explanations_and_clocks_are_told_in_english_and_spanish():
    for row in ROWS:
        decided = route(row.facts, row.profile())
        texts = [reason.text for reason in decided.reasons] + [each.text for each in decided.explanations]
        for text in texts + [clock.basis_texts for clock in decided.clocks]:
            assert text.text("en") != text.text("es")
        assert all(clock.basis == clock.basis_texts.text("en") for clock in decided.clocks)
