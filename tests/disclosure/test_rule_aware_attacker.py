"""Who runs this very code on every table that could be true, and every draw of decoys, learns no cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, product

import pytest

from complaints.disclosure import Cell, Demand, Relation, System, own_weights, primary_suppression
from complaints.disclosure.suppress import secondary_suppression

SEED = b"the attacker even knows this one"
Seen = tuple[frozenset[str], tuple[tuple[str, int], ...]]


def universe(row_totals: list[int], columns: int, *, camouflage: bool = False) -> Iterator[System]:
    """Every two-way table with these mandatory row totals; column totals of 0 always show unless `camouflage`."""
    splits = [[p for p in product(range(n + 1), repeat=columns) if sum(p) == n] for n in row_totals]
    for rows in product(*splits):
        cells = {"*|*": Cell("*|*", sum(row_totals), mandatory=True)}
        relations = []
        for r, row in enumerate(rows):
            cells[f"{r}|*"] = Cell(f"{r}|*", row_totals[r], mandatory=True)
            cells |= {f"{r}|{c}": Cell(f"{r}|{c}", value) for c, value in enumerate(row)}
            relations.append(Relation(f"{r}|*", tuple(f"{r}|{c}" for c in range(columns))))
        for c in range(columns):
            cells[f"*|{c}"] = Cell(f"*|{c}", sum(row[c] for row in rows), camouflage=camouflage)
            relations.append(Relation(f"*|{c}", tuple(f"{r}|{c}" for r in range(len(rows)))))
        relations.append(Relation("*|*", tuple(f"*|{c}" for c in range(columns))))
        yield System(cells, tuple(relations))


def published(system: System, drawn: frozenset[str], k: int) -> Seen:
    """What a reader sees of the table under this draw of decoys."""
    primary = primary_suppression(system, k)
    demand = Demand(k, primary, drawn & system.choices())
    mask = secondary_suppression(system, demand, own_weights(system, SEED)).mask
    shown = tuple(sorted((c.id, c.value or 0) for c in system if c.id not in mask))
    return mask, shown


def recovered(tables: list[System], draws: list[frozenset[str]], k: int) -> tuple[int, int]:
    """How many hidden small cells the attacker works out, of how many."""
    could_be: dict[Seen, dict[int, None]] = defaultdict(dict)
    for number, system in enumerate(tables):
        for drawn in draws:
            could_be[published(system, drawn, k)][number] = None
    core_only = {i: {t.cells[i].value for t in tables} for i in tables[0].cells}
    found = asked = 0
    for (mask, shown), numbers in could_be.items():
        zero_columns = {
            i for i, value in shown if value == 0 and i.startswith("*|") and not tables[0].cells[i].camouflage
        }
        fits = [t for t in tables if all(t.cells[i].value == 0 for i in zero_columns)]
        for cell_id in mask:
            values = {tables[n].cells[cell_id].value for n in numbers}
            known_anyway = len({t.cells[cell_id].value for t in fits}) == 1 or len(core_only[cell_id]) == 1
            asked += 1
            found += len(values) == 1 and 0 < (min(v or 0 for v in values)) < k and not known_anyway
    return found, asked


def all_draws(tables: list[System]) -> list[frozenset[str]]:
    cells = sorted({i for t in tables for i in t.choices()})
    return [frozenset(d) for size in range(len(cells) + 1) for d in combinations(cells, size)]


@pytest.mark.parametrize(
    ("row_totals", "columns", "k", "camouflage"),
    [
        ([3, 2], 2, 3, False),
        ([3, 2], 2, 3, True),
        pytest.param([4, 3], 2, 3, True, marks=pytest.mark.slow),
        pytest.param([3, 1], 3, 3, False, marks=pytest.mark.slow),
    ],
)
def test_who_runs_the_rule_on_every_table_and_draw_recovers_no_small_cell(
    row_totals: list[int], columns: int, k: int, camouflage: bool
) -> None:
    tables = list(universe(row_totals, columns, camouflage=camouflage))

    found, asked = recovered(tables, all_draws(tables), k)

    assert asked > 10
    assert found == 0


def test_without_decoys_the_pattern_alone_gives_small_cells_away() -> None:
    tables = list(universe([4, 2], 3))

    found, _ = recovered(tables, [frozenset()], 3)

    assert found > 0, "decoys are there for a reason; if this holds without them, say why and drop them"


@pytest.mark.parametrize("camouflage", [True, False])
@pytest.mark.parametrize(("row_totals", "columns"), [([3, 1], 3), ([4, 2], 3)])
def test_every_table_that_fits_a_release_could_have_published_exactly_it(
    row_totals: list[int], columns: int, camouflage: bool
) -> None:
    """The draw that hides just this pattern turns every fitting table into it, so the pattern rules none out."""
    tables = list(universe(row_totals, columns, camouflage=camouflage))
    releases = {published(system, frozenset(), 3) for system in tables}

    compared = 0
    for mask, shown in releases:
        for other in tables:
            fits = all(other.cells[i].value == value for i, value in shown)
            if fits and (camouflage or mask <= other.choices()):  # where totals of 0 always show, no hidden one is 0
                compared += 1
                assert published(other, mask, 3) == (mask, shown)

    assert compared > len(releases)
