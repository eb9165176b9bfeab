"""Random linked and hierarchical tables against another solver and a formulation of its own: optimum and intervals."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from complaints.disclosure import Cell, Demand, Relation, Release, System, own_weights, protect_system
from complaints.disclosure.publish import frozen_cells
from tests.disclosure.instances import SEED
from tests.disclosure.one_programme import Judge

QUICK, YEARS, MANY = 25, 5, 300


def linked(rng: random.Random, period: str = "") -> System:
    """Two tables over the same mandatory rows, the first with a hierarchy of its columns or its rows."""
    rows, columns, others = rng.randint(2, 3), rng.randint(2, 3), rng.randint(0, 2)
    cells: dict[str, int] = {}
    relations = []

    def total(name: str, parts: list[str]) -> None:
        cells[name] = sum(cells[p] for p in parts)
        relations.append(Relation(name, tuple(parts)))

    first = [[f"{period}{r}|a{c}" for c in range(columns)] for r in range(rows)]
    for row in first:
        cells |= {i: rng.choice([0, 0, 1, 1, 2, 3, 6, 9]) for i in row}
    for r, row in enumerate(first):
        total(f"{period}{r}", row)
    for c in range(columns):
        total(f"{period}*|a{c}", [row[c] for row in first])
    total(f"{period}*", [f"{period}{r}" for r in range(rows)])
    if others:
        for r in range(rows):
            cut = rng.randint(0, cells[f"{period}{r}"])
            cells |= {f"{period}{r}|b0": cut, f"{period}{r}|b1": cells[f"{period}{r}"] - cut}
            relations.append(Relation(f"{period}{r}", (f"{period}{r}|b0", f"{period}{r}|b1")))
        for c in range(2):
            total(f"{period}*|b{c}", [f"{period}{r}|b{c}" for r in range(rows)])
    if rng.random() < 0.5 and rows == 3:
        total(f"{period}north", [f"{period}0|a0", f"{period}1|a0"])
        relations.append(Relation(f"{period}*|a0", (f"{period}north", f"{period}2|a0")))
    shown = {f"{period}*"} | {f"{period}{r}" for r in range(rows) if rng.random() < 0.9}
    return System({i: Cell(i, v, mandatory=i in shown) for i, v in cells.items()}, tuple(relations))


def demand_of(system: System, rng: random.Random, judge: Judge, *, closure: bool, people: bool) -> Demand:
    """Small cells; with `people` some large ones by few people; decoys where the core leaves a cell open."""
    small = {i for i in judge.free if 0 < judge.truth[i] < judge.k}
    few = {i for i in judge.free if people and judge.truth[i] >= judge.k and rng.random() < 0.2}
    decoys = {i for i in judge.free if rng.random() < 0.1 and judge.range[i][0] < judge.range[i][1]}
    return Demand(judge.k, frozenset(small | few), frozenset(decoys), frozenset(few), closure)


def compare(
    system: System,
    truth: dict[str, int],
    rng: random.Random,
    *,
    closure: bool = True,
    people: bool = False,
    history: Sequence[Release] = (),
) -> int:
    """Same weight as the other programme's optimum, same interval in every hidden cell; how many were hidden."""
    judge = Judge(system, truth, rng.choice([3, 4, 5]))
    demand = demand_of(system, rng, judge, closure=closure, people=people)
    weights = {i: float(rng.randint(1, 4)) for i in system.cells}

    protected = protect_system(system, demand, weights, history, exact_weights=True)

    mask = sorted(protected.release.hidden)
    assert protected.optimal
    asked = (weights, set(demand.primary), set(demand.decoys), set(demand.few_people))
    best = judge.cheapest(*asked, closure=closure)
    if best > protected.weight:
        best = judge.cheapest(*asked, closure=closure, presolve=False)
    assert protected.weight == pytest.approx(best)
    for cell_id, interval in protected.audit.intervals.items():
        assert interval == judge.interval(cell_id, mask), cell_id
    return len(mask)


def year_after_a_quarter(rng: random.Random) -> tuple[System, dict[str, int], Release]:
    """A year over the same places as a quarter already released; the other quarters were never published."""
    quarter = linked(rng, "q")
    k = 3
    demand = Demand(k, frozenset(i for i in quarter.choices() if 0 < (quarter.cells[i].value or 0) < k), frozenset())
    release = protect_system(quarter, demand, own_weights(quarter, SEED)).release
    year = linked(rng, "q")
    while set(year.cells) != set(quarter.cells) or year.relations != quarter.relations:
        year = linked(rng, "q")
    truth = {i: c.value or 0 for i, c in quarter.cells.items()}
    cells, relations = frozen_cells([release]), list(release.relations)
    for i, rest in year.cells.items():
        whole, other = f"y{i[1:]}", f"r{i[1:]}"
        truth |= {other: rest.value or 0, whole: truth[i] + (rest.value or 0)}
        cells |= {whole: replace(rest, id=whole, value=truth[whole]), other: Cell(other, None, never_published=True)}
        relations.append(Relation(whole, (i, other)))
    relations += [Relation(f"y{r.total[1:]}", tuple(f"y{p[1:]}" for p in r.parts)) for r in year.relations]
    return System(cells, tuple(relations)), truth, release


def truth_of(system: System) -> dict[str, int]:
    return {i: c.value or 0 for i, c in system.cells.items()}


@pytest.mark.parametrize("closure", [True, False])
@pytest.mark.parametrize("people", [False, True])
def test_another_solver_finds_the_same_optimum_and_intervals(closure: bool, people: bool) -> None:
    hidden = 0
    for number in range(QUICK):
        rng = random.Random(number)
        system = linked(rng)
        hidden += compare(system, truth_of(system), rng, closure=closure, people=people)

    assert hidden > QUICK


def test_another_solver_finds_the_same_for_a_year_after_a_quarter() -> None:
    for number in range(YEARS):
        rng = random.Random(number)
        system, truth, release = year_after_a_quarter(rng)
        compare(system, truth, rng, history=[release])


@pytest.mark.slow
def test_another_solver_agrees_on_hundreds_more() -> None:
    for number in range(1000, 1000 + MANY):
        rng = random.Random(number)
        system = linked(rng)
        compare(system, truth_of(system), rng, closure=rng.random() < 0.7, people=rng.random() < 0.5)
    for number in range(2000, 2000 + MANY // 6):
        rng = random.Random(number)
        system, truth, release = year_after_a_quarter(rng)
        compare(system, truth, rng, history=[release])
