"""What holds for every complaint that can be imagined, not only for those of the table."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from complaints.intake.rules import AllegationKind, Channel, FilingMode, Flag, Standing, SubjectKind
from complaints.platform.jurisdiction.calendar import local_date
from complaints.registry.rules import TechnologyType
from complaints.routing.rules import ClockKind, Facts, RefusedDesk, Track, check_desk, desks_for, route
from tests.routing.cases import ST_LOUIS

EARLIEST = datetime(2000, 1, 2, tzinfo=UTC)


def _some_of(words):
    return some.frozensets(some.sampled_from(list(words)))


FACTS = some.builds(
    Facts,
    technology_types=_some_of(TechnologyType),
    retention_days=some.lists(some.none() | some.integers(0, 3650), max_size=4).map(tuple),
    allegations=_some_of(AllegationKind),
    subjects=_some_of(SubjectKind),
    flags=_some_of(Flag),
    mode=some.sampled_from(FilingMode),
    standing=some.sampled_from(Standing),
    channel=some.sampled_from(Channel),
    incident_on=some.none() | some.dates(date(2000, 1, 1), date(2099, 12, 31)),
    received_at=some.integers(0, 50_000_000).map(lambda minutes: EARLIEST + timedelta(minutes=minutes)),
    likely_duplicates=some.integers(0, 30),
)
PROFILES = some.builds(
    lambda active, bars: replace(
        ST_LOUIS, oversight=replace(ST_LOUIS.oversight, active=active), anonymous_bars_discipline=bars
    ),
    some.booleans(),
    some.booleans(),
)


@given(FACTS, PROFILES)
def test_every_complaint_has_one_desk_one_track_and_a_reason_for_each(facts, profile):
    decided = route(facts, profile)
    effects = [effect for reason in decided.reasons for effect in reason.effect]
    assert effects.count(f"desk={decided.desk}") == 1
    assert effects.count(f"track={decided.track}") == 1
    assert sum(effect.startswith(("desk=", "track=")) for effect in effects) == 2
    assert profile.desk(decided.desk)
    assert decided.track in Track


@given(FACTS, PROFILES)
def test_the_same_facts_give_the_same_route(facts, profile):
    assert route(facts, profile) == route(facts, profile)


@given(FACTS, PROFILES, some.randoms())
def test_the_order_in_which_things_were_said_changes_nothing(facts, profile, chance):
    def shuffled(words):
        listed = list(words)
        chance.shuffle(listed)
        return listed

    other = replace(
        facts,
        technology_types=frozenset(shuffled(facts.technology_types)),
        retention_days=tuple(shuffled(facts.retention_days)),
        allegations=frozenset(shuffled(facts.allegations)),
        subjects=frozenset(shuffled(facts.subjects)),
        flags=frozenset(shuffled(facts.flags)),
    )
    assert route(other, profile) == route(facts, profile)


@given(FACTS, PROFILES)
def test_a_complaint_where_somebody_is_in_danger_reaches_only_cleared_desks(facts, profile):
    decided = route(replace(facts, flags=facts.flags | {Flag.SAFETY_RISK}), profile)
    assert decided.restricted
    assert decided.urgent
    assert all(profile.desk(code).cleared for code in (decided.desk, *decided.copies))


@given(FACTS, PROFILES)
def test_internal_affairs_never_gets_a_complaint_about_itself_or_the_chief(facts, profile):
    for about in (SubjectKind.INTERNAL_AFFAIRS, SubjectKind.CHIEF):
        decided = route(replace(facts, subjects=facts.subjects | {about}), profile)
        assert "internal_affairs" not in (decided.desk, *decided.copies)


@given(FACTS, PROFILES)
def test_no_desk_below_the_chief_gets_a_complaint_about_the_chief(facts, profile):
    decided = route(replace(facts, subjects=facts.subjects | {SubjectKind.CHIEF}), profile)
    assert (decided.desk, decided.copies) == ("police_board", ())


@given(FACTS)
def test_an_inactive_oversight_body_never_gets_anything(facts):
    decided = route(facts, ST_LOUIS)
    assert "civilian_oversight" not in (decided.desk, *decided.copies)


@given(FACTS, PROFILES)
def test_the_desk_never_gets_a_copy_of_its_own_and_no_desk_gets_two(facts, profile):
    decided = route(facts, profile)
    assert decided.desk not in decided.copies
    assert len(set(decided.copies)) == len(decided.copies)


@given(FACTS, PROFILES)
def test_a_possible_crime_is_always_on_the_criminal_track_with_a_referral_proposed(facts, profile):
    decided = route(replace(facts, flags=facts.flags | {Flag.POSSIBLE_CRIME}), profile)
    assert decided.track is Track.CRIMINAL
    assert "prosecutor_referral" in decided.proposals


@given(FACTS, PROFILES)
def test_each_clock_that_starts_at_once_is_there_once_and_preservation_comes_first(facts, profile):
    clocks = route(facts, profile).clocks
    assert [clock.kind for clock in clocks] == [kind for kind in ClockKind if kind is not ClockKind.CLOSING_NOTICE]
    assert all(clock.due_on >= clock.starts_on for clock in clocks)
    received_on = local_date(facts.received_at, profile.zone)
    assert all(clock.starts_on == received_on for clock in clocks[1:])


@given(FACTS, some.integers(0, 3650))
def test_a_shorter_retention_never_makes_the_preservation_clock_longer(facts, days):
    dated = replace(facts, incident_on=date(2025, 6, 1), retention_days=(*facts.retention_days, 3650))
    before = route(dated, ST_LOUIS).clocks[0].due_on
    after = route(replace(dated, retention_days=(*dated.retention_days, days)), ST_LOUIS).clocks[0].due_on
    assert after <= before


@given(FACTS, PROFILES)
def test_a_person_may_choose_exactly_the_desks_that_act_and_may_see_it(facts, profile):
    restricted = route(facts, profile).restricted
    offered = {desk.code for desk in desks_for(restricted, profile)}
    for desk in profile.desks:
        if desk.code in offered:
            check_desk(desk.code, restricted, profile)
        else:
            with pytest.raises(RefusedDesk):
                check_desk(desk.code, restricted, profile)
    assert ("civilian_oversight" in offered) == profile.oversight.active
