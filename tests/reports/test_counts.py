"""True counts of small worlds, each checked by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from complaints.casework.rules import Status
from complaints.intake.models import Complaint
from complaints.intake.rules import AllegationKind
from complaints.outcomes.rules import FindingKind
from complaints.registry.rules import TechnologyType
from complaints.reports.counting.counts import true_counts
from complaints.reports.periods import calendar_year
from complaints.reports.rules import (
    NO_FINDING,
    Stage,
    Unit,
    summary_finding,
)
from tests import cast

WRONG = AllegationKind.FALSE_REASON
OTHER = AllegationKind.OTHER
MIDYEAR = datetime(2025, 6, 16, 15, tzinfo=UTC)
NEW_YEAR_IN_ST_LOUIS = datetime(2025, 1, 1, 6, tzinfo=UTC)
NEXT_NEW_YEAR = datetime(2026, 1, 1, 6, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)


@pytest.fixture
def count(session, app):
    """Counts a year of the St. Louis calendar, of real complaints unless told otherwise."""

    def tally(year=2025, *, demonstration=False):
        session.flush()
        zone = app.extensions["profile"].zone
        return true_counts(session, calendar_year(year).bounds(zone), zone, demonstration=demonstration)

    return tally


def test_a_complaint_is_received_in_the_local_year_it_was_registered_in(world, count):
    world.complaint({"alpr": [WRONG]}, NEW_YEAR_IN_ST_LOUIS - A_SECOND)
    world.complaint({"alpr": [WRONG]}, NEW_YEAR_IN_ST_LOUIS)
    world.complaint({"alpr": [WRONG]}, NEXT_NEW_YEAR - A_SECOND)
    world.complaint({"alpr": [WRONG]}, NEXT_NEW_YEAR)
    assert [count(year).count(Unit.RECEIVED, "alpr") for year in (2024, 2025, 2026)] == [1, 2, 1]


def test_a_letter_that_lay_around_counts_in_the_year_it_is_registered_in(world, count, session):
    case = world.complaint({"alpr": [WRONG]}, NEXT_NEW_YEAR - timedelta(days=20))
    session.get_one(Complaint, case.complaint_id).registered_at = NEXT_NEW_YEAR + A_SECOND
    before, after = count(2025), count(2026)
    for unit in (Unit.RECEIVED, Unit.ALLEGATIONS, Unit.OPEN, Unit.COMPLAINTS_RECEIVED):
        assert not before.complaints(unit)
        assert len(after.complaints(unit)) == 1


def test_a_complaint_is_decided_in_the_local_year_its_case_was_closed_in(world, count):
    for closed_at in (NEXT_NEW_YEAR - A_SECOND, NEXT_NEW_YEAR):
        case = world.complaint({"alpr": [WRONG]}, MIDYEAR)
        world.move(case, Status.CLOSED, closed_at)
    decided = [len(count(year).complaints(Unit.DECIDED, "alpr")) for year in (2025, 2026)]
    assert decided == [1, 1]
    assert len(count(2025).complaints(Unit.OPEN, "alpr")) == 1
    assert not count(2026).complaints(Unit.OPEN, "alpr")


def test_a_complaint_about_two_technologies_is_mentioned_twice_and_counted_once(world, count):
    world.complaint({"alpr": [WRONG], "cameras": [WRONG, OTHER]}, MIDYEAR)
    world.complaint({"alpr": [WRONG]}, MIDYEAR)
    tally = count()
    assert (tally.count(Unit.RECEIVED, "alpr"), tally.count(Unit.RECEIVED, "cameras")) == (2, 1)
    assert len(tally.complaints(Unit.COMPLAINTS_RECEIVED)) == 2
    assert tally.count(Unit.ALLEGATIONS, "alpr", WRONG) == 2
    assert tally.count(Unit.ALLEGATIONS, "cameras", OTHER) == 1
    assert tally.count(Unit.ALLEGATIONS, "alpr", OTHER) == 0


def test_the_contributors_of_a_margin_are_its_distinct_complaints(world, count):
    world.complaint({"alpr": [WRONG], "cameras": [WRONG]}, MIDYEAR)
    tally = count()
    assert len(tally.complaints(Unit.ALLEGATIONS, None, WRONG)) == 1
    assert sum(tally.count(Unit.ALLEGATIONS, slug, WRONG) for slug in ("alpr", "cameras")) == 2


def test_an_open_complaint_stands_where_its_last_move_of_the_period_brought_it(world, count):
    waiting = world.complaint({"alpr": [WRONG]}, MIDYEAR)
    worked = world.complaint({"alpr": [WRONG]}, MIDYEAR)
    for at, status in ((1, Status.TRIAGE), (2, Status.ASSIGNED), (3, Status.INVESTIGATING)):
        world.move(worked, status, MIDYEAR + timedelta(days=at))
    held = world.complaint({"alpr": [WRONG]}, MIDYEAR)
    world.move(held, Status.ON_HOLD, MIDYEAR)
    passed_on = world.complaint({"alpr": [WRONG]}, MIDYEAR)
    world.move(passed_on, Status.REFERRED, MIDYEAR)
    world.move(waiting, Status.ASSIGNED, NEXT_NEW_YEAR + A_SECOND)
    tally = count()
    assert {stage: tally.count(Unit.OPEN, "alpr", stage) for stage in Stage} == dict.fromkeys(Stage, 1)
    assert count(2026).count(Unit.OPEN, "alpr", Stage.IN_PROGRESS) == 2


def test_a_complaint_of_an_earlier_year_stays_open_until_it_is_decided(world, count):
    case = world.complaint({"alpr": [WRONG]}, MIDYEAR - timedelta(days=365))
    world.move(case, Status.CLOSED, MIDYEAR + timedelta(days=365))
    assert [len(count(year).complaints(Unit.OPEN)) for year in (2023, 2024, 2025, 2026)] == [0, 1, 1, 0]
    assert [len(count(year).complaints(Unit.COMPLAINTS_DECIDED)) for year in (2025, 2026)] == [0, 1]
    assert not count(2025).complaints(Unit.RECEIVED)


def test_what_was_open_and_came_in_is_what_was_decided_or_stays_open(world, count):
    for number in range(30):
        case = world.complaint({"alpr": [WRONG]}, datetime(2024, 1, 5, tzinfo=UTC) + timedelta(days=24 * number))
        if number % 3:
            world.move(case, Status.CLOSED, case.opened_at + timedelta(days=9 * number))
    before, year = count(2024), count(2025)
    came = len(before.complaints(Unit.OPEN)) + len(year.complaints(Unit.RECEIVED))
    assert came == len(year.complaints(Unit.DECIDED)) + len(year.complaints(Unit.OPEN))


def test_a_complaint_is_counted_under_its_most_serious_finding(world, count):
    case = world.complaint({"alpr": [WRONG, OTHER], "cameras": [WRONG]}, MIDYEAR)
    world.find(case, "alpr", WRONG, FindingKind.UNFOUNDED, MIDYEAR)
    world.find(case, "alpr", OTHER, FindingKind.SUSTAINED, MIDYEAR)
    world.find(case, "cameras", WRONG, FindingKind.EXONERATED, MIDYEAR)
    world.move(case, Status.CLOSED, MIDYEAR + A_SECOND)
    tally = count()
    assert tally.count(Unit.DECIDED, "alpr", FindingKind.SUSTAINED) == 1
    assert tally.count(Unit.DECIDED, "cameras", FindingKind.EXONERATED) == 1
    assert len(tally.complaints(Unit.DECIDED)) == len(tally.complaints(Unit.COMPLAINTS_DECIDED)) == 1


def test_the_last_version_of_a_finding_before_the_closing_counts(world, count):
    case = world.complaint({"alpr": [WRONG]}, MIDYEAR)
    world.find(case, "alpr", WRONG, FindingKind.SUSTAINED, MIDYEAR)
    world.find(case, "alpr", WRONG, FindingKind.NOT_SUSTAINED, MIDYEAR + timedelta(days=1))
    world.move(case, Status.CLOSED, MIDYEAR + timedelta(days=2))
    world.find(case, "alpr", WRONG, FindingKind.POLICY_FAILURE, MIDYEAR + timedelta(days=3))
    assert count().count(Unit.DECIDED, "alpr", FindingKind.NOT_SUSTAINED) == 1
    assert len(count().complaints(Unit.DECIDED)) == 1


def test_a_complaint_closed_without_a_finding_says_so(world, count):
    case = world.complaint({"alpr": [WRONG]}, MIDYEAR)
    world.move(case, Status.CLOSED, MIDYEAR)
    assert count().count(Unit.DECIDED, "alpr", NO_FINDING) == 1


def test_a_finding_that_is_not_closed_yet_is_not_counted(world, count):
    case = world.complaint({"alpr": [WRONG]}, MIDYEAR)
    world.find(case, "alpr", WRONG, FindingKind.SUSTAINED, MIDYEAR)
    world.move(case, Status.IN_REVIEW, MIDYEAR)
    tally = count()
    assert not tally.complaints(Unit.DECIDED)
    assert tally.count(Unit.OPEN, "alpr", Stage.IN_PROGRESS) == 1


def test_a_reopened_case_stays_counted_where_it_was_decided_first(world, count):
    case = world.complaint({"alpr": [WRONG]}, MIDYEAR)
    world.find(case, "alpr", WRONG, FindingKind.UNFOUNDED, MIDYEAR)
    world.move(case, Status.CLOSED, MIDYEAR)
    before = count().cells
    world.move(case, Status.INVESTIGATING, MIDYEAR + timedelta(days=250))
    world.find(case, "alpr", WRONG, FindingKind.SUSTAINED, MIDYEAR + timedelta(days=260))
    world.move(case, Status.CLOSED, MIDYEAR + timedelta(days=270))
    assert count().cells == before
    assert not count(2026).complaints(Unit.DECIDED)
    assert not count(2026).complaints(Unit.OPEN)


def test_invented_and_real_complaints_never_mix(world, count):
    world.complaint({"alpr": [WRONG]}, MIDYEAR)
    for _ in range(2):
        case = world.complaint({"alpr": [WRONG]}, MIDYEAR, demonstration=True)
        world.move(case, Status.CLOSED, MIDYEAR)
    real, invented = count(), count(demonstration=True)
    assert (real.count(Unit.RECEIVED, "alpr"), invented.count(Unit.RECEIVED, "alpr")) == (1, 2)
    assert not real.complaints(Unit.DECIDED)
    assert len(invented.complaints(Unit.DECIDED)) == 2
    assert not invented.complaints(Unit.ALLEGATIONS) & real.complaints(Unit.ALLEGATIONS)


def test_complaints_about_a_technology_that_was_retired_or_is_not_known_count_as_all_do(world, count, session):
    for slug in ("old", "not-known"):
        world.move(world.complaint({slug: [WRONG]}, MIDYEAR), Status.CLOSED, MIDYEAR)
    cast.technology(session, "old").retired_on = date(2020, 1, 1)
    cast.technology(session, "not-known").type = TechnologyType.NOT_KNOWN
    tally = count()
    assert tally.technologies() == {"old", "not-known"}
    assert [tally.count(Unit.RECEIVED, slug) for slug in ("old", "not-known")] == [1, 1]


def test_the_ranking_of_findings_is_that_of_the_domain():
    assert summary_finding([FindingKind.UNFOUNDED, FindingKind.SYSTEM_FAILURE]) == FindingKind.SYSTEM_FAILURE
    assert summary_finding([]) == NO_FINDING
