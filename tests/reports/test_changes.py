"""What changed since the report before, from the two documents alone."""

from __future__ import annotations

import copy
from datetime import UTC, date, datetime

import pytest

from complaints.casework.rules import Status
from complaints.intake.rules import AllegationKind
from complaints.reports import archive
from complaints.reports.changes import changes_between
from tests import cast

OTHER = AllegationKind.OTHER


@pytest.fixture
def document(world, freeze, session):
    """The report of a year, as it was frozen."""
    world.year()
    return archive.document_of(session, freeze())


def entry(changes, slug):
    return next(one for one in changes["technologies"] if one["slug"] == slug)


def test_a_first_report_has_nothing_to_be_compared_with(document):
    assert document["changes"] is None


def test_the_second_report_tells_what_changed_since_the_first(world, freeze, session):
    case = world.complaint({"cameras": [OTHER]}, datetime(2024, 6, 16, tzinfo=UTC))
    first = freeze("2024")
    world.move(case, Status.CLOSED, datetime(2025, 1, 20, tzinfo=UTC))
    world.year()
    changes = archive.document_of(session, freeze("2025"))["changes"]
    assert changes["since"] == {
        "number": first.number,
        "period": "2024",
        "starts_on": "2024-01-01",
        "ends_on": "2024-12-31",
    }
    assert (changes["received"], changes["open"]) == ([1, 40], [1, 14])
    assert entry(changes, "cameras")["received"] == [1, 10]
    assert entry(changes, "cameras")["decided"] == [0, 7]
    assert entry(changes, "alpr")["new"]
    assert entry(changes, "alpr")["received"] is None, "the report before did not name it"
    assert not entry(changes, "cameras")["new"]


def test_the_report_before_is_that_of_the_last_period_that_ended_sooner(world, freeze, session):
    """A year that was made up for later stands where it belongs, whatever its number."""
    world.complaint({"alpr": [OTHER]}, datetime(2022, 6, 16, tzinfo=UTC))
    world.year()
    freeze("2022")
    freeze("2024")
    assert archive.document_of(session, freeze("2023"))["changes"]["since"]["period"] == "2022"
    assert archive.document_of(session, freeze("2025"))["changes"]["since"]["period"] == "2024"


def test_invented_and_real_reports_are_not_compared(world, freeze, session, app):
    world.complaint({"alpr": [OTHER]}, datetime(2024, 6, 16, tzinfo=UTC), demonstration=True)
    world.year()
    app.config["DEMONSTRATION"] = True
    freeze("2024")
    app.config["DEMONSTRATION"] = False
    assert archive.document_of(session, freeze("2025"))["changes"] is None


def test_what_the_registry_says_otherwise_is_named_by_its_item(document):
    later = copy.deepcopy(document)
    technology = later["technologies"][0]
    technology["items"]["funding"] = "A grant."
    technology["units_count"] = 7
    technology["retention_days"] = 30
    changed = entry(changes_between(document, later), technology["slug"])
    assert changed["items_changed"] == ["units", "funding"], "in the order of the items"
    assert changed["facts_changed"] == ["retention_days"]
    other = later["technologies"][1]["slug"]
    assert entry(changes_between(document, later), other)["items_changed"] == []


def test_technologies_come_and_go(document):
    later = copy.deepcopy(document)
    new, gone, retired = (copy.deepcopy(technology) for technology in later["technologies"])
    new |= {"slug": "robots", "name": "Robots"}
    retired["retired_on"] = "2025-12-01"
    later["technologies"] = [new, retired]
    changes = changes_between(document, later)
    told = {one["slug"]: (one["name"], one["new"], one["retired"]) for one in changes["technologies"]}
    first = document["technologies"][0]
    assert told == {
        "robots": ("Robots", True, False),
        retired["slug"]: (retired["name"], False, True),
        gone["slug"]: (gone["name"], False, True),
        first["slug"]: (first["name"], False, True),
    }
    again = changes_between(later, {**later, "technologies": [new]})
    assert not entry(again, retired["slug"])["retired"], "it was retired before already"


def test_a_technology_that_came_and_went_within_the_year_is_both(document):
    later = copy.deepcopy(document)
    later["technologies"].append({**later["technologies"][0], "slug": "robots", "retired_on": "2025-12-01"})
    robots = entry(changes_between(document, later), "robots")
    assert robots["new"]
    assert robots["retired"]


def test_changes_are_a_function_of_the_two_documents(world, freeze, session):
    world.complaint({"cameras": [OTHER]}, datetime(2024, 6, 16, tzinfo=UTC))
    world.year()
    one = archive.document_of(session, freeze("2024"))
    two = archive.document_of(session, freeze("2025"))
    assert changes_between(one, two) == two["changes"]


def test_a_retired_technology_without_complaints_leaves_the_report(world, freeze, session):
    world.year()
    cast.technology(session, "drones").retired_on = date(2024, 12, 31)
    document = archive.document_of(session, freeze("2025"))
    assert "drones" not in {technology["slug"] for technology in document["technologies"]}
