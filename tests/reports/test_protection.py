"""What a release shows is protected: exact totals, ranges that hold the truth, a proof, and a refusal otherwise."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from complaints.casework.rules import Status
from complaints.disclosure import Hidden, Shown, Table, TableSpec, UnusableTables
from complaints.disclosure.files import attack_file, verify_file
from complaints.intake.rules import AllegationKind
from complaints.platform.jurisdiction.profile import Disclosure
from complaints.reports import archive, service
from complaints.reports.counting.counts import Tally
from complaints.reports.counting.protection import from_json, protect_tally, spec_of
from complaints.reports.document import published, row_of, table_of
from complaints.reports.models import Release
from complaints.reports.periods import calendar_year
from complaints.reports.rules import Unit

RULE = Disclosure(5, 0.05)
SEED = bytes(32)


def test_a_release_holds_protected_counts_and_exact_totals(world, freeze, session):
    world.year()
    release = freeze()
    document = archive.document_of(session, release)
    assert document["complaints"] == {"received": 40, "decided": 26, "open": 14}
    totals = {row["technology"]: row["cells"] for row in table_of(document, "totals")["rows"]}
    assert totals["alpr"][0] + totals["cameras"][0] == 40
    assert totals["drones"] == [0, 0, 0]
    for name in ("status", "finding", "allegation"):
        for row in (*table_of(document, name)["rows"], table_of(document, name)["all"]):
            for cell in row["cells"]:
                assert isinstance(cell, list) or cell == 0 or cell >= 5
                assert not isinstance(cell, list) or (cell[0] == 0 and cell[1] >= 4) or cell[0] >= 5


def test_a_few_complaints_show_their_total_and_nothing_else(world, freeze, session):
    """A reader who knows the only three complainants learns from no table what they said, or what came of it."""
    for number in range(3):
        case = world.complaint({"alpr": [AllegationKind.OTHER]}, datetime(2025, 6, 16, 15, tzinfo=UTC))
        if not number:
            world.move(case, Status.CLOSED, datetime(2025, 7, 1, tzinfo=UTC))
    document = archive.document_of(session, freeze())
    assert row_of(table_of(document, "totals"), "alpr")["cells"] == [3, 1, 2]
    rows = [row_of(table_of(document, name), "alpr") for name in ("status", "finding", "allegation")]
    told = [cell for row in rows for cell in row["cells"] if isinstance(cell, int) and cell]
    assert told == [1], "but for the closed one, which the total of the decided tells anyway"


def test_a_number_that_the_totals_alone_tell_is_said_as_a_number():
    assert published(Hidden(3, 3)) == published(Shown(3)) == 3
    assert published(Hidden(0, 4)) == [0, 4]


def test_a_hidden_number_lies_in_the_range_that_is_shown(world, freeze, session, app):
    world.year()
    document = archive.document_of(session, freeze())
    true = Counter(AllegationKind(list(AllegationKind)[number % 5]) for number in range(40) if number % 4)
    table = table_of(document, "allegation")
    row = row_of(table, "alpr")
    hidden = 0
    for kind, cell in zip(table["categories"], row["cells"], strict=True):
        low, high = cell if isinstance(cell, list) else (cell, cell)
        hidden += isinstance(cell, list)
        assert low <= true[AllegationKind(kind)] <= high
    assert row["total"] == 30


def test_the_attacker_and_the_solver_free_verifier_pass_what_is_published(world, freeze, session):
    world.year()
    proof = json.loads(archive.file_of(session, freeze(), archive.TABLES_FILE).content)
    answer = attack_file(proof, Path())
    assert answer["safe"]
    assert not [cell for cell in answer["exact"] if "/decided_long" not in cell], "and what no table gives is 0"
    assert answer["under_protected"] == []
    assert verify_file(proof, Path())[0]


def test_no_published_file_holds_a_hidden_number(world, freeze, session):
    world.year()
    proof = json.loads(archive.file_of(session, freeze(), archive.TABLES_FILE).content)
    assert proof["hidden"]
    assert not [cell for cell in proof["cells"] if cell["id"] in proof["hidden"] and "value" in cell]


def test_the_next_release_is_protected_together_with_the_earlier_one(world, freeze, session, clock):
    world.year()
    world.complaint({"alpr": [AllegationKind.OTHER]}, datetime(2024, 6, 16, tzinfo=UTC))
    freeze("2024")
    second = freeze("2025")
    proof = json.loads(archive.file_of(session, second, archive.TABLES_FILE).content)
    assert [earlier["period"] for earlier in proof["history"]] == ["2024"]
    assert second.number == 2


def test_tables_that_could_be_worked_out_together_are_refused_and_nothing_is_stored(world, session, app, later):
    """Two tables of one unit that share no margin: each safe, and exact in the cube behind them (disclosure.md)."""
    world.year()
    profile, ring = app.extensions["profile"], app.extensions["key_ring"]

    def unsafe(period, slugs, *_asked):
        spec = spec_of(period, slugs)
        crossed = Table(("finding", "allegation"), Unit.DECIDED)
        return TableSpec(dims=spec.dims, tables=[*spec.all_tables, crossed], mandatory=spec.mandatory, period=period)

    with pytest.raises(UnusableTables, match="cube"):
        service.prepare(session, ring, profile, calendar_year(2025), later, demonstration=False, tables=unsafe)
    assert session.scalar(sa.select(sa.func.count()).select_from(Release)) == 0


def test_counts_that_an_earlier_release_froze_are_not_published_anew(world, freeze, session):
    world.year()
    earlier = from_json(json.loads(archive.file_of(session, freeze(), archive.TABLES_FILE).content))
    with pytest.raises(UnusableTables, match="frozen by an earlier release"):
        protect_tally(Tally(), spec_of("2025", ["alpr"]), RULE, SEED, [earlier])


def test_counts_that_contradict_each_other_are_refused(world, freeze, session):
    """A kind of wrong alleged more often than there were complaints about the technology."""
    tally = Tally()
    for complaint in range(7):
        tally.add(Unit.ALLEGATIONS, "alpr", AllegationKind.OTHER, complaint)
    with pytest.raises(UnusableTables, match="more than the count it is part of"):
        protect_tally(tally, spec_of("2025", ["alpr"]), RULE, SEED, [])
