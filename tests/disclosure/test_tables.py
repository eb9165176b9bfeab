"""Which cells and sums a set of tables has, what the caller must count, and which sets are refused."""

from __future__ import annotations

import pytest

from complaints.disclosure import Relation, Table, TableSpec, Target, UnusableTables, build_system

DIMS = {"technology": ["plates", "cameras"], "allegation": ["access", "sharing", "other"], "finding": ["yes", "no"]}


def small_spec(**changes: object) -> TableSpec:
    settings: dict[str, object] = {
        "dims": DIMS,
        "tables": [Table(("technology", "finding")), Table(("technology", "allegation"), unit="allegations")],
        "mandatory": [("technology",), ()],
        "period": "2025",
    }
    return TableSpec(**(settings | changes))  # type: ignore[arg-type]  # a test gives wrong types on purpose


def test_margins_are_the_sums_of_inner_cells() -> None:
    spec = small_spec()
    counts = {
        spec.key(technology="plates", finding="yes"): 3,
        spec.key(technology="plates", finding="no"): 4,
        spec.key(technology="cameras", finding="no"): 5,
    }

    system = build_system(counts, spec)

    assert system.cells[spec.key(technology="plates")].value == 7
    assert system.cells[spec.key(finding="no")].value == 9
    assert system.cells[spec.key()].value == 12
    inner = tuple(spec.key(technology=t, finding="no") for t in DIMS["technology"])
    assert Relation(spec.key(finding="no"), inner) in system.relations


def test_technology_totals_and_the_grand_total_always_show() -> None:
    spec = small_spec()

    core = build_system({spec.key(technology="plates", finding="yes"): 1}, spec).core()

    assert {spec.key(technology="plates"), spec.key(technology="cameras"), spec.key()} <= core
    assert spec.key(technology="plates", finding="yes") not in core


def test_a_mandatory_zero_always_shows_and_other_zeros_may_be_hidden() -> None:
    spec = small_spec()

    system = build_system({spec.key(technology="plates", finding="yes"): 6}, spec)

    assert spec.key(technology="cameras") in system.core()
    assert spec.key(finding="no") in system.choices()
    assert spec.key(technology="plates", finding="no") in system.choices()


def test_unique_complaints_stand_beside_as_a_table_without_dimensions() -> None:
    spec = small_spec(tables=[Table((), unit="complaints"), Table(("technology", "finding"))])

    system = build_system({spec.key("complaints"): 9, spec.key(technology="plates", finding="yes"): 11}, spec)

    assert system.cells[spec.key("complaints")].mandatory
    assert not any(spec.key("complaints") in (r.total, *r.parts) for r in system.relations)


def test_one_kind_of_allegation_is_never_counted_more_often_than_the_mentions() -> None:
    spec = small_spec(
        tables=[
            Table(("technology", "finding")),
            Table(("technology", "allegation"), unit="allegations", at_most="mentions"),
        ]
    )
    counts = {
        spec.key(technology="plates", finding="yes"): 2,
        spec.key("allegations", technology="plates", allegation="access"): 2,
        spec.key("allegations", technology="plates", allegation="sharing"): 2,
    }

    system = build_system(counts, spec)

    assert system.cells[spec.key("allegations", technology="plates", allegation="access")].upper == 2
    assert system.cells[spec.key("allegations", technology="plates")].upper is None
    with pytest.raises(UnusableTables, match="more than the count it is part of"):
        build_system(counts | {spec.key("allegations", technology="plates", allegation="access"): 3}, spec)


def test_impossible_places_are_never_hidden_and_never_counted() -> None:
    spec = small_spec(structural_zeros=[{"technology": "plates", "finding": "yes"}])
    impossible = spec.key(technology="plates", finding="yes")

    system = build_system({spec.key(technology="plates", finding="no"): 3}, spec)

    assert impossible in system.core()
    with pytest.raises(UnusableTables, match="cannot be what"):
        build_system({impossible: 1}, spec)


def test_a_target_is_a_cell_nobody_publishes() -> None:
    base = small_spec()
    target = Target("all about plates were not so", base.key(technology="plates"), (
        base.key(technology="plates", finding="no"),
    ))  # fmt: skip
    spec = small_spec(targets=(target,))

    system = build_system({spec.key(technology="plates", finding="no"): 6}, spec)

    cell = system.cells["target/2025/all about plates were not so"]
    assert (cell.value, cell.never_published, cell.target) == (0, True, True)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"tables": [("technology", "allegation"), ("allegation", "finding")]}, "cube"),
        ({"tables": [("technology", "allegation"), ("technology", "finding")], "mandatory": [()]}, "cube"),
        ({"tables": []}, "no table"),
        ({"tables": [("technology", "colour")]}, "no dimension 'colour'"),
        ({"dims": DIMS | {"finding": []}}, "empty or has a category twice"),
        ({"dims": DIMS | {"finding": ["yes", "yes"]}}, "empty or has a category twice"),
        ({"dims": DIMS | {"finding": ["*"]}}, "reserved"),
        ({"dims": DIMS | {"finding": ["a|b"]}}, "reserved"),
        ({"dims": DIMS | {"finding": ["a/b"]}}, "reserved"),
    ],
)
def test_a_set_of_tables_that_cannot_be_made_safe_is_refused(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(UnusableTables, match=sentence):
        small_spec(**changes)


def test_a_set_without_a_common_mandatory_margin_may_join_its_cube() -> None:
    spec = small_spec(tables=[("technology", "finding"), ("allegation", "finding")], cube=True)
    place = {"technology": "plates", "allegation": "access", "finding": "yes"}
    counts = {
        spec.key(**place): 2,
        spec.key(technology="plates", finding="yes"): 2,
        spec.key(allegation="access", finding="yes"): 2,
    }

    system = build_system(counts, spec)

    assert system.cells[spec.key(**place)].never_published
    with pytest.raises(UnusableTables, match="do not add up"):
        build_system({**counts, spec.key(**place): 1}, spec)


@pytest.mark.parametrize("wrong", [-1, 1.5, True, "3"])
def test_counts_that_are_not_whole_and_positive_are_refused(wrong: object) -> None:
    spec = small_spec()

    with pytest.raises(UnusableTables, match="whole number of 0 or more"):
        build_system({spec.key(technology="plates", finding="yes"): wrong}, spec)  # type: ignore[dict-item]  # wrong on purpose


def test_a_margin_that_does_not_add_up_and_a_stranger_are_refused() -> None:
    spec = small_spec()
    inner = spec.key(technology="plates", finding="yes")

    with pytest.raises(UnusableTables, match="do not add up"):
        build_system({inner: 2, spec.key(technology="plates"): 3}, spec)
    with pytest.raises(UnusableTables, match="in none of the tables"):
        build_system({inner: 2, "2025/mentions/plates|*|maybe": 3}, spec)
    with pytest.raises(UnusableTables, match="no 'maybe'"):
        spec.key(technology="plates", finding="maybe")
