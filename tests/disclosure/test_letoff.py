"""When a large hidden cell is let off, and that what the search learns of it is true of every mask."""

from __future__ import annotations

import random

import numpy as np

from complaints.disclosure import Cell, Demand, Relation, System, audit, protect, publish
from complaints.disclosure.oracle import Oracle, Violation
from complaints.disclosure.problem import split
from tests.disclosure.instances import SEED, invented, spec_of

K = 3


def margins(rng: random.Random) -> System:
    """Rows under mandatory totals, columns with totals of 4 to 12, which may be let off."""
    rows, columns = rng.randint(4, 7), 3
    inner = {f"{r}|{c}": rng.choice([0, 1, 1, 2]) for r in range(rows) for c in range(columns)}
    cells = {i: Cell(i, value) for i, value in inner.items()}
    relations = []
    for r in range(rows):
        parts = tuple(f"{r}|{c}" for c in range(columns))
        cells[f"{r}|*"] = Cell(f"{r}|*", sum(inner[p] for p in parts), mandatory=True)
        relations.append(Relation(f"{r}|*", parts))
    for c in range(columns):
        parts = tuple(f"{r}|{c}" for r in range(rows))
        cells[f"*|{c}"] = Cell(f"*|{c}", sum(inner[p] for p in parts), camouflage=True)
        relations.append(Relation(f"*|{c}", parts))
    return System(cells, tuple(relations))


def let_offs(system: System, rng: random.Random) -> list[tuple[list[str], Violation]]:
    """What the oracle says of cells that might be let off, when half of all cells are hidden."""
    decoys = frozenset({"*|0"} & system.choices())
    found = []
    for problem in split(system, Demand(K, frozenset(), decoys), dict.fromkeys(system.cells, 1.0)):
        oracle = Oracle(problem)
        for _ in range(3):
            chance = np.array([rng.random() < 0.6 for _ in problem.ids])
            found += [(problem.ids, v) for v in oracle.violations(problem.forced | (problem.choice & chance))]
    return [(ids, violation) for ids, violation in found if violation.let_off is not None]


def test_whoever_hides_more_steps_than_a_cell_can_bear_leaves_it_possibly_small() -> None:
    tried = 0
    for number in range(20):
        rng = random.Random(number)
        system = margins(rng)
        for ids, violation in let_offs(system, rng):
            assert violation.let_off is not None
            for family in violation.let_off.families:
                groups = rng.sample(family, violation.let_off.bearable + 1)
                cells = set().union(*(rng.choice(sorted(group, key=sorted)) for group in groups))
                hidden = {ids[j] for j in cells} | {ids[violation.column], "*|0"}
                low, _ = audit(publish(system, hidden & system.choices(), K)).intervals[ids[violation.column]]
                assert low < K
                tried += 1

    assert tried > 30


def test_whoever_hides_a_contradiction_leaves_the_cell_possibly_small() -> None:
    tried = 0
    for number in range(20):
        rng = random.Random(number)
        system = margins(rng)
        for ids, violation in let_offs(system, rng):
            assert violation.let_off is not None
            for cells in violation.let_off.contradictions:
                hidden = {ids[j] for j in cells} | {ids[violation.column], "*|0"}
                interval = audit(publish(system, hidden & system.choices(), K)).intervals[ids[violation.column]]
                assert interval[0] < K
                tried += 1

    assert tried > 60


def test_a_margin_that_may_be_let_off_in_very_many_ways_is_proven_all_the_same() -> None:
    rng = random.Random(86)
    spec = spec_of(30)
    counts, people = invented(spec, rng.choice([60, 200, 500, 1000]), rng)

    protected = protect(counts, people, spec, seed=SEED, seconds=20)

    assert protected.optimal
