"""Tiny systems worked out by trying every table and every mask; shares no idea with the library but the rule."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from itertools import combinations

from complaints.disclosure import Cell, Relation, System

Table = dict[str, int]


def small_system(rng: random.Random) -> System:
    """A random two-way table with margins, sometimes with a split of its rows, or a linked second table."""
    rows, columns = rng.choice([(2, 2), (2, 3), (3, 2)])
    most = rng.choice([2, 3, 4])
    inner = {f"{r}|{c}": rng.choice([0, 0, 1, rng.randint(0, most)]) for r in range(rows) for c in range(columns)}
    cells = dict(inner)
    relations = []
    for r in range(rows):
        parts = tuple(f"{r}|{c}" for c in range(columns))
        cells[f"{r}|*"] = sum(inner[p] for p in parts)
        relations.append(Relation(f"{r}|*", parts))
    for c in range(columns):
        parts = tuple(f"{r}|{c}" for r in range(rows))
        cells[f"*|{c}"] = sum(inner[p] for p in parts)
        relations.append(Relation(f"*|{c}", parts))
    cells["*|*"] = sum(inner.values())
    relations.append(Relation("*|*", tuple(f"{r}|*" for r in range(rows))))
    relations.append(Relation("*|*", tuple(f"*|{c}" for c in range(columns))))
    if rng.random() < 0.4:  # a hierarchy that cuts across the rows, as in linked tables
        chosen = tuple(rng.sample(sorted(inner), rng.randint(2, len(inner) - 2)))
        rest = tuple(sorted(set(inner) - set(chosen)))
        for name, parts in (("big", chosen), ("rest", rest)):
            cells[name] = sum(inner[p] for p in parts)
            relations.append(Relation(name, parts))
        relations.append(Relation("*|*", ("big", "rest")))
    must = {"*|*"} | {i for i in cells if i.endswith("|*") and rng.random() < 0.8}
    made = {i: Cell(i, v, mandatory=i in must) for i, v in cells.items()}
    return System(made, tuple(relations))


def tables_with(system: System, known: Mapping[str, int]) -> list[Table]:
    """Every whole table that agrees with the known cells (the grand total must be one)."""
    totals = {r.total for r in system.relations}
    inner = [i for i in system.cells if i not in totals]
    limit = known["*|*"]
    found: list[Table] = []

    def extend(table: Table, rest: list[str], left: int) -> None:
        if not rest:
            full = _with_totals(system, table)
            if full is not None and all(full[i] == v for i, v in known.items()):
                found.append(full)
            return
        first, *others = rest
        values = [known[first]] if first in known else range(left + 1)
        for value in values:
            if value <= left:
                extend({**table, first: value}, others, left - value)

    extend({}, inner, limit)
    return found


def _with_totals(system: System, inner: Table) -> Table | None:
    table = dict(inner)
    waiting = list(system.relations)
    while waiting:
        relation = next(r for r in waiting if all(p in table for p in r.parts))
        waiting.remove(relation)
        total = sum(table[p] for p in relation.parts)
        if table.setdefault(relation.total, total) != total:
            return None
    return table


def intervals_of(tables: Iterable[Table], cells: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Least and greatest of each cell over the tables."""
    listed = list(tables)
    return {i: (min(t[i] for t in listed), max(t[i] for t in listed)) for i in cells}


class Brute:
    """All tables that fit the core of one system, and for each mask what a reader can work out."""

    def __init__(self, system: System, k: int) -> None:
        self.system, self.k = system, k
        totals = {r.total for r in system.relations}
        self.truth = {i: c.value for i, c in system.cells.items() if c.value is not None}
        self.core = {
            i: v
            for i, v in self.truth.items()
            if system.cells[i].mandatory or (v == 0 and i in totals and not system.cells[i].never_published)
        }
        self.possible = tables_with(system, self.core)
        self.core_intervals = intervals_of(self.possible, system.cells)
        self.free = [i for i in system.cells if i not in self.core]
        self.small = {i for i in self.free if 0 < self.truth[i] < k}

    def fitting(self, mask: Iterable[str]) -> list[Table]:
        """Tables that would publish the same under the mask."""
        shown = [i for i in self.free if i not in set(mask)]
        return [t for t in self.possible if all(t[i] == self.truth[i] for i in shown)]

    def is_good(self, mask: Iterable[str], *, closure: bool = True) -> bool:
        """The rule: covers [0, k-1] clipped to the core, or proven ≥ k; never exact unless the core says so."""
        hidden = set(mask)
        found = intervals_of(self.fitting(hidden), hidden)
        for i in hidden if closure else self.small:
            low, high = found[i]
            core_low, core_high = self.core_intervals[i]
            if low == high and core_low != core_high:
                return False
            if low < self.k and (low > core_low or high < min(self.k - 1, core_high)):
                return False
        return True

    def cheapest(self, weights: Mapping[str, float], forced: set[str], *, closure: bool = True) -> float:
        """The least weight of any good mask that holds the forced cells."""
        rest = [i for i in self.free if i not in forced]
        best = float("inf")
        base = sum(weights[i] for i in forced)
        for size in range(len(rest) + 1):
            for extra in combinations(rest, size):
                price = base + sum(weights[i] for i in extra)
                if price < best and self.is_good(forced | set(extra), closure=closure):
                    best = price
        return best
