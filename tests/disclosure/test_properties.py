"""Whatever the tables: what is published is true, safe, certified, and says no more when more is hidden."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.disclosure import (
    Cell,
    Demand,
    Hidden,
    Protected,
    Relation,
    Shown,
    System,
    audit,
    draw_decoys,
    own_weights,
    primary_suppression,
    protect_system,
    publish,
    verify_release,
)
from complaints.disclosure.files import attack_file, protect_file, verify_file

SEED = b"a seed of sixteen"


@st.composite
def trees(draw: st.DrawFn) -> System:
    """Linked trees over the same leaves: any number of groupings, each with its subtotals, under one grand total."""
    leaves = [f"x{i}" for i in range(draw(st.integers(3, 9)))]
    values = {leaf: draw(st.integers(0, 9)) for leaf in leaves}
    cells = {leaf: Cell(leaf, value) for leaf, value in values.items()}
    total = sum(values.values())
    cells["all"] = Cell("all", total, mandatory=draw(st.booleans()))
    relations = []
    for number in range(draw(st.integers(1, 3))):
        groups = draw(st.lists(st.integers(0, 2), min_size=len(leaves), max_size=len(leaves)))
        names = []
        for group in sorted(set(groups)):
            name = f"g{number}.{group}"
            parts = tuple(leaf for leaf, g in zip(leaves, groups, strict=True) if g == group)
            cells[name] = Cell(name, sum(values[p] for p in parts), mandatory=draw(st.booleans()))
            relations.append(Relation(name, parts))
            names.append(name)
        relations.append(Relation("all", tuple(names)))
    return System(cells, tuple(relations))


def protected(system: System, k: int, decoys: float = 0.1) -> Protected:
    demand = Demand(k, primary_suppression(system, k), draw_decoys(system, decoys, SEED))
    return protect_system(system, demand, own_weights(system, SEED))


@given(trees(), st.integers(2, 6))
@settings(max_examples=120)
def test_what_is_published_is_true_safe_and_certified(system: System, k: int) -> None:
    result = protected(system, k)

    assert result.optimal
    assert result.audit.safe
    assert verify_release(result.release, result.certificate) is not None
    for cell_id, published in result.cells.items():
        true = system.cells[cell_id].value
        assert true is not None
        match published:
            case Shown(value):
                assert value == true
                assert system.cells[cell_id].mandatory or not 0 < value < k
            case Hidden(low, high):
                assert low <= true
                assert high is None or true <= high


@given(trees(), st.integers(2, 5))
@settings(max_examples=80)
def test_hiding_more_never_tells_more(system: System, k: int) -> None:
    mask = protected(system, k).release.hidden
    more = frozenset([*mask, *sorted(system.choices() - mask)[:1]])

    narrow, wide = audit(publish(system, mask, k)), audit(publish(system, more, k))

    for cell_id in mask:
        (low, high), (lower, higher) = narrow.intervals[cell_id], wide.intervals[cell_id]
        assert lower <= low
        assert higher is None or (high is not None and higher >= high)


@given(trees(), st.integers(2, 5))
@settings(max_examples=60)
def test_every_table_of_a_certificate_would_have_been_published_the_same(system: System, k: int) -> None:
    result = protected(system, k)

    for row in result.certificate.tables:
        table = dict(zip(result.certificate.order, row, strict=True))
        other = System({i: Cell(i, v, system.cells[i].mandatory) for i, v in table.items()}, system.relations)
        assert (
            publish(other, result.release.hidden & other.choices(), k).shown().items()
            >= {i: v for i, v in result.release.shown().items() if i in table}.items()
        )


@given(trees(), st.integers(2, 5))
@settings(max_examples=60)
def test_a_file_that_comes_out_passes_the_attack_and_the_verifier(system: System, k: int) -> None:
    data = {
        "k": k,
        "cells": [{"id": c.id, "value": c.value, "mandatory": c.mandatory} for c in system],
        "relations": [{"total": r.total, "parts": list(r.parts)} for r in system.relations],
        "seed": SEED.hex(),
    }

    out = json.loads(json.dumps(protect_file(data, Path())))

    assert attack_file(out, Path())["safe"] is True
    assert attack_file(out, Path())["intervals"] == out["intervals"]
    assert verify_file(out, Path())[0] is True
