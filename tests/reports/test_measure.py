"""A report says as much as the order asks for, and nothing beyond it stands in any of its files."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from complaints.casework.rules import Status
from complaints.intake.rules import AllegationKind
from complaints.platform.jurisdiction.profile import Measure
from complaints.reports import archive
from complaints.reports.document import row_of, table_of
from complaints.reports.rules import TableName, Unit, tables_of
from tests.reports.conftest import AFTERWARDS


@pytest.fixture
def asked(app):
    """Lets the order ask for a measure: `asked(Measure.COUNT)`."""

    def ask(measure):
        profile = app.extensions["profile"]
        app.extensions["profile"] = replace(profile, reporting=replace(profile.reporting, measure=measure))

    return ask


def proof_of_release(session, release):
    return json.loads(archive.file_of(session, release, archive.TABLES_FILE).content)


def numbers_in(data):
    """Every whole number in data, but not yes and no."""
    if isinstance(data, dict):
        return [number for value in data.values() for number in numbers_in(value)]
    if isinstance(data, list):
        return [number for value in data for number in numbers_in(value)]
    return [data] if isinstance(data, int) and not isinstance(data, bool) else []


def test_each_measure_publishes_its_tables_and_no_other():
    assert tables_of(Measure.YES_NO) == ()
    assert tables_of(Measure.COUNT) == tables_of(Measure.NARRATIVE) == (TableName.TOTALS,)
    assert tables_of(Measure.CROSS_TABLE) == tuple(TableName)


def test_a_report_of_yes_and_no_has_no_count_anywhere(world, freeze, session, asked):
    asked(Measure.YES_NO)
    world.year()
    release = freeze()
    document = archive.document_of(session, release)
    assert document["measure"] == "yes_no"
    assert document["had_complaints"] == {"": True, "alpr": True, "cameras": True, "drones": False}
    assert document["tables"] == []
    counted = ("complaints", "had_complaints", "tables", "pace", "narrative", "changes")
    assert numbers_in([document[name] for name in counted]) == []
    proof = proof_of_release(session, release)
    assert (proof["cells"], proof["relations"], proof["hidden"], proof["witnesses"]) == ([], [], [], [])


@pytest.mark.parametrize("measure", [Measure.COUNT, Measure.NARRATIVE])
def test_a_report_of_totals_has_no_other_table_in_any_file(world, freeze, session, asked, measure):
    asked(measure)
    world.year()
    release = freeze()
    document = archive.document_of(session, release)
    assert [table["name"] for table in document["tables"]] == ["totals"]
    assert document["complaints"] == {"received": 40, "decided": 26, "open": 14}
    assert document["pace"] == {}
    cells = [cell["id"].split("/")[1] for cell in proof_of_release(session, release)["cells"]]
    assert set(cells) == set(Unit) - {Unit.ALLEGATIONS}
    assert all(cell["id"].count("*") >= 5 for cell in proof_of_release(session, release)["cells"])


def test_a_narrative_is_made_of_the_totals(world, freeze, session, asked):
    asked(Measure.NARRATIVE)
    world.year()
    document = archive.document_of(session, freeze())
    told = {entry["technology"]: entry for entry in document["narrative"]}
    assert told["drones"] == {"technology": "drones", "open_before": 0, "received": 0, "decided": 0, "open": 0}
    totals = row_of(table_of(document, "totals"), "alpr")["cells"]
    assert [told["alpr"][name] for name in ("received", "decided", "open")] == totals
    assert told[""]["received"] == 40


def test_other_measures_have_no_narrative(world, freeze, session):
    world.year()
    document = archive.document_of(session, freeze())
    assert document["narrative"] is None
    assert (document["measure"], document["licence"]["name"]) == ("cross_table", "CC0 1.0")
    assert document["counted"]["en"]
    assert all(recipient["en"] for recipient in document["recipients"])


def test_years_of_different_measures_stand_beside_each_other(world, freeze, session, asked):
    """What an earlier report published is frozen for the later ones; one without numbers leaves nothing behind."""
    case = world.complaint({"alpr": [AllegationKind.OTHER]}, AFTERWARDS.replace(year=2023))
    world.move(case, Status.CLOSED, AFTERWARDS.replace(year=2024))
    world.year()
    asked(Measure.YES_NO)
    freeze("2023")
    asked(Measure.COUNT)
    second = archive.document_of(session, freeze("2024"))
    asked(Measure.CROSS_TABLE)
    third = freeze("2025")
    document = archive.document_of(session, third)
    assert second["changes"]["received"] is None, "the year before gave no number"
    assert document["changes"]["received"] == [0, 40]
    history = proof_of_release(session, third)["history"]
    assert [(earlier["period"], bool(earlier["cells"])) for earlier in history] == [("2023", False), ("2024", True)]
    assert document["complaints"]["received"] == 40, "a year without numbers kept none"
