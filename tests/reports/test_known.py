"""What everybody knows before a count is published is in the attack: nothing impossible hides anything."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from complaints.casework.models import Clock, ClockChangeReason
from complaints.casework.rules import Status
from complaints.disclosure import build_system
from complaints.disclosure.files import attack_file, verify_file
from complaints.intake.models import Complaint
from complaints.intake.rules import AllegationKind
from complaints.platform.audit.models import AuditEvent
from complaints.platform.jurisdiction.profile import Disclosure, Measure
from complaints.registry.models import TechnologyVersion
from complaints.reports import archive
from complaints.reports.counting.counts import Tally
from complaints.reports.counting.known import impossible_places, released_before, shortest_deadline
from complaints.reports.counting.lateness import late_only_in, with_lateness
from complaints.reports.counting.protection import protect_tally, spec_of
from complaints.reports.document import row_of, table_of
from complaints.reports.periods import calendar_year
from complaints.reports.rules import Unit
from tests import cast

OTHER = AllegationKind.OTHER
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def never(session, app):
    """Where nothing can be counted in 2025."""

    def ask(begun_at, shortest=400):
        zone = app.extensions["profile"].zone
        named = [cast.technology(session, "alpr"), cast.technology(session, "robots")]
        return impossible_places(session, named, calendar_year(2025), begun_at, zone, shortest, demonstration=False)

    return ask


def added(session, slug, at):
    version = sa.select(TechnologyVersion).where(TechnologyVersion.technology_id == cast.technology(session, slug).id)
    session.scalars(version).one().changed_at = at
    session.flush()


@pytest.fixture
def old_registry(session):
    """Both technologies were there from the beginning."""
    for slug in ("alpr", "robots"):
        added(session, slug, LONG_AGO)


def test_every_case_has_a_deadline_so_none_can_be_without(world, old_registry, never):
    world.complaint({"alpr": [OTHER]}, LONG_AGO)
    assert never(LONG_AGO) == [{"punctuality": "no_deadline"}]


def test_one_case_without_a_deadline_leaves_it_open_for_all(world, old_registry, never):
    world.complaint({"alpr": [OTHER]}, LONG_AGO, due_in=None)
    assert never(LONG_AGO) == []


@pytest.mark.parametrize(
    ("begun_on", "bands"),
    [
        (date(2025, 7, 3), []),
        (date(2025, 7, 4), ["over_180"]),
        (date(2025, 10, 1), ["over_180"]),
        (date(2025, 10, 2), ["91_to_180", "over_180"]),
        (date(2025, 12, 31), ["31_to_90", "91_to_180", "over_180"]),
    ],
)
def test_nobody_waited_longer_than_there_was_anywhere_to_complain(world, old_registry, never, begun_on, bands):
    begun_at = datetime(begun_on.year, begun_on.month, begun_on.day, 18, tzinfo=UTC)
    assert [place["duration"] for place in never(begun_at) if "duration" in place] == bands


def test_nor_about_a_technology_before_it_was_in_the_registry(session, old_registry, never):
    added(session, "robots", datetime(2025, 11, 1, 12, tzinfo=UTC))
    places = [place for place in never(LONG_AGO) if "duration" in place]
    assert places == [{"technology": "robots", "duration": band} for band in ("91_to_180", "over_180")]


def test_but_an_older_complaint_shows_that_it_could_be_complained_about(world, session, old_registry, never):
    added(session, "robots", datetime(2025, 11, 1, 12, tzinfo=UTC))
    world.complaint({"robots": [OTHER]}, datetime(2025, 1, 5, tzinfo=UTC))
    assert [place for place in never(LONG_AGO) if "duration" in place] == []


def test_a_letter_older_than_the_system_shows_that_something_can_have_taken_long(world, session, old_registry, never):
    opened_at = datetime(2025, 10, 20, 15, tzinfo=UTC)
    case = world.complaint({"alpr": [OTHER]}, opened_at - timedelta(days=300))
    session.get_one(Complaint, case.complaint_id).registered_at = opened_at + timedelta(days=1)
    assert [place for place in never(opened_at) if "duration" in place] == []


@pytest.mark.parametrize(("shortest", "late"), [(90, False), (91, True), (180, True)])
def test_nothing_is_late_before_the_shortest_deadline_can_be_over(world, old_registry, never, shortest, late):
    begun_at = datetime(2025, 10, 1, 18, tzinfo=UTC)
    assert ({"punctuality": "late"} in never(begun_at, shortest)) == late


def test_the_shortest_deadline_is_that_of_the_profile_or_of_an_earlier_one(world, session, app):
    profile = app.extensions["profile"]
    assert shortest_deadline(session, profile, demonstration=False) == 90
    noon = LONG_AGO + timedelta(hours=18)
    world.complaint({"alpr": [OTHER]}, noon, due_in=70)
    world.complaint({"alpr": [OTHER]}, noon, due_in=20, demonstration=True)
    case = world.complaint({"alpr": [OTHER]}, noon, due_in=60)
    clock = session.scalars(sa.select(Clock).where(Clock.case_id == case.id)).one()
    world.push(clock, 50, ClockChangeReason.HOLD, noon + timedelta(days=5))
    assert shortest_deadline(session, profile, demonstration=False) == 60
    assert shortest_deadline(session, profile, demonstration=True) == 20


@pytest.mark.parametrize(
    ("shortest", "bands"),
    [
        (10, ()),
        (60, ("31_to_90", "91_to_180", "over_180")),
        (90, ("91_to_180", "over_180")),
        (179, ("91_to_180", "over_180")),
        (180, ("over_180",)),
        (400, ("over_180",)),
        (None, ()),
    ],
)
def test_the_late_are_bound_to_the_bands_that_end_after_the_shortest_deadline(shortest, bands):
    spec = spec_of("2025", ["alpr", "robots"])
    release = protect_tally(Tally(), spec, Disclosure(5, 0.0), bytes(32), [], (), shortest).release
    assert late_only_in(release, spec) == bands
    totals_only = spec_of("2025", ["alpr", "robots"], Measure.COUNT)
    assert with_lateness(build_system({}, totals_only), totals_only, shortest) == build_system({}, totals_only)


def test_impossible_places_are_in_the_tables_of_a_report_that_has_them():
    never = [{"technology": "robots", "duration": "over_180"}, {"punctuality": "no_deadline"}]
    spec = spec_of("2025", ["alpr", "robots"], Measure.CROSS_TABLE, never)
    system = build_system({}, spec)
    told = {cell.id for cell in system if cell.structural_zero}
    assert spec.key(Unit.DECIDED, technology="robots", duration="over_180") in told
    assert spec.key(Unit.DECIDED, technology="alpr", duration="over_180") not in told
    assert spec.key(Unit.DECIDED, technology="alpr", punctuality="no_deadline") in told
    assert spec_of("2025", ["alpr", "robots"], Measure.COUNT, never).structural_zeros == []


def test_a_system_that_opened_in_autumn_shows_that_nothing_took_half_a_year(world, freeze, session):
    opened_at = datetime(2025, 10, 20, 15, tzinfo=UTC)
    for event in session.scalars(sa.select(AuditEvent)):
        assert event.at > opened_at
    for _ in range(3):
        world.move(world.complaint({"alpr": [OTHER]}, opened_at), Status.CLOSED, opened_at + timedelta(days=3))
    row = row_of(table_of(archive.document_of(session, freeze()), "duration"), "alpr")
    assert row["cells"][2:] == [0, 0], "everybody knows, so it hides nothing"
    assert row["cells"][:2] == [[0, 3], [0, 3]]


def test_reports_without_a_gap_are_counted_back(world, freeze, session):
    world.complaint({"alpr": [OTHER]}, datetime(2020, 6, 1, tzinfo=UTC))
    for year in ("2020", "2022", "2023", "2024"):
        freeze(year)
    found = released_before(session, calendar_year(2025), demonstration=False)
    assert found == [("2024", 366), ("2023", 365), ("2022", 365)]
    assert released_before(session, calendar_year(2025), demonstration=True) == []


def test_what_the_totals_tell_of_old_complaints_is_in_the_published_proof(world, freeze, session):
    """Two were open when a year ended in which nothing came in; both were decided in the next, after over 180 days."""
    for _ in range(2):
        case = world.complaint({"alpr": [OTHER]}, datetime(2023, 6, 16, tzinfo=UTC))
        world.move(case, Status.CLOSED, datetime(2025, 3, 1, tzinfo=UTC))
    young = world.complaint({"alpr": [OTHER]}, datetime(2025, 3, 1, tzinfo=UTC))
    world.move(young, Status.CLOSED, datetime(2025, 3, 9, tzinfo=UTC))
    for year in ("2023", "2024"):
        freeze(year)
    release = freeze("2025")
    row = row_of(table_of(archive.document_of(session, release), "duration"), "alpr")
    assert row["cells"][3] == [2, 3]
    proof = json.loads(archive.file_of(session, release, archive.TABLES_FILE).content)
    assert attack_file(proof, Path())["safe"]
    assert verify_file(proof, Path())[0]
