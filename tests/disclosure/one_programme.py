"""The cheapest mask as one whole-number programme of its own: a witness table for each end of each cell.

Written beside the library and against another solver's interface (scipy.optimize.milp). For each cell and each end of
its range there is a table of its own, which may differ from the truth only where cells are hidden. What no single table
can show, that a cell is proven ≥ k (or, never published, 0), is asked afterwards and learnt from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from complaints.disclosure import System

Terms = dict[int, float]


@dataclass
class Programme:
    """Columns with bounds and cost, all whole; rows between two numbers."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    rows: list[tuple[Terms, float, float]] = field(default_factory=list)
    presolve: bool = True

    def column(self, lower: float, upper: float, cost: float = 0.0) -> int:
        for listed, number in ((self.lower, lower), (self.upper, upper), (self.cost, cost)):
            listed.append(number)
        return len(self.lower) - 1

    def solve(self) -> tuple[float, list[int]]:
        if not self.rows:
            return sum(c * low for c, low in zip(self.cost, self.lower, strict=True)), [
                round(low) for low in self.lower
            ]
        entries = [(r, c, factor) for r, (terms, _, _) in enumerate(self.rows) for c, factor in terms.items()]
        r, c, factors = zip(*entries, strict=True)
        matrix = coo_array((factors, (r, c)), shape=(len(self.rows), len(self.lower))).tocsr()
        limits = LinearConstraint(matrix, [low for _, low, _ in self.rows], [high for *_, high in self.rows])
        whole, bounds = np.ones(len(self.lower)), Bounds(np.array(self.lower), np.array(self.upper))
        options = {"mip_rel_gap": 0.0, "presolve": self.presolve}
        found = milp(self.cost, constraints=limits, bounds=bounds, integrality=whole, options=options)
        assert found.status == 0, found.message
        return float(found.fun), [round(value) for value in found.x]


class Judge:
    """One system whose true table is known here, whatever the library may know of it."""

    def __init__(self, system: System, truth: Mapping[str, int], k: int) -> None:
        self.system, self.truth, self.k = system, truth, k
        self.most = 2 * max(truth.values()) + k
        totals = {r.total for r in system.relations}
        hidden_before = {i for i, c in system.cells.items() if c.frozen and c.value is None}
        above = set(hidden_before)
        for _ in system.relations:
            above |= {r.total for r in system.relations if above & set(r.parts)}
        self.never = {i for i, c in system.cells.items() if c.never_published}
        self.always = self.never | hidden_before
        self.core = {
            i
            for i, c in system.cells.items()
            if i not in self.always and (c.mandatory or c.frozen or (truth[i] == 0 and i in totals and i not in above))
        }
        self.free = sorted(set(system.cells) - self.core - self.always)
        self.range = {i: self.interval(i, self.free) for i in sorted(set(system.cells) - self.core)}

    def interval(self, cell_id: str, mask: Sequence[str]) -> tuple[int, int]:
        """Least and greatest of a cell when the mask is hidden."""
        least, most = (self._extreme(cell_id, mask, sense) for sense in (1.0, -1.0))
        return least[cell_id], most[cell_id]

    def _extreme(self, cell_id: str, mask: Sequence[str], sense: float) -> dict[str, int]:
        programme = Programme()
        open_cells = self.always | set(mask)
        place = {
            i: programme.column(0, self.most) if i in open_cells else programme.column(self.truth[i], self.truth[i])
            for i in self.system.cells
        }
        self._sums(programme, place)
        programme.cost[place[cell_id]] = sense
        _, found = programme.solve()
        return {i: found[j] for i, j in place.items()}

    def _sums(self, programme: Programme, place: Mapping[str, int]) -> None:
        for relation in self.system.relations:
            programme.rows.append(({place[i]: 1.0 for i in relation.parts} | {place[relation.total]: -1.0}, 0.0, 0.0))

    def cheapest(
        self, weights: Mapping[str, float], primary: set[str], forced: set[str], strict: set[str], **how: bool
    ) -> float:
        """The least weight of any good mask that hides the primary and forced cells, with `closure` or not.

        scipy 1.17 misses optima now and then when its `presolve` is on; without it, it is slow.
        """
        programme, closure = Programme(presolve=how.get("presolve", True)), how["closure"]
        hide = {i: programme.column(float(i in primary | forced), 1, weights[i]) for i in self.free}
        hide |= {i: programme.column(1, 1) for i in sorted(self.always)}
        asked = [i for i in hide if closure or i in primary]
        excused = {i: self._ask(programme, hide, i, may_be_excused=i not in strict) for i in asked}
        while True:
            weight, found = programme.solve()
            mask = [i for i in self.free if found[hide[i]]]
            news = [self._learn(programme, hide, i, e, mask) for i, e in excused.items() if found[hide[i]] and found[e]]
            if not any(news):
                return weight

    def _ask(self, programme: Programme, hide: Mapping[str, int], cell_id: str, *, may_be_excused: bool) -> int:
        """Two tables that show the cell at both ends of its range if it is hidden and not excused; its excuse."""
        true, (low, high) = self.truth[cell_id], self.range[cell_id]
        large = true >= self.k or (true == 0 and cell_id in self.never)
        excuse = programme.column(0, float(may_be_excused and large))
        moved: Terms = {}
        for sign, level in ((1.0, min(self.k - 1, high)), (-1.0, max(0, low))):
            here = self._witness(programme, hide)[cell_id]
            far, away = max(0.0, sign * (level - true)), programme.column(0, 1)
            far = 0.0 if low >= self.k else far  # [0, k-1] clipped to a core that says ≥ k is empty
            programme.rows.append(({here: sign, hide[cell_id]: -far, excuse: far}, sign * true, np.inf))
            programme.rows.append(({here: sign, away: -1.0}, sign * true, np.inf))
            moved[away] = 1.0
        if low < high and cell_id not in self.never:  # not exact, excused or not
            programme.rows.append((moved | {hide[cell_id]: -1.0}, 0.0, np.inf))
        return excuse

    def _witness(self, programme: Programme, hide: Mapping[str, int]) -> dict[str, int]:
        """A table that adds up and is the true one where nothing is hidden."""
        place = {}
        for i in self.system.cells:
            low, high = self.range.get(i, (self.truth[i], self.truth[i]))
            place[i] = programme.column(low, high)
            if i in hide and low < high:
                up, down = high - self.truth[i], self.truth[i] - low
                programme.rows.append(({place[i]: 1.0, hide[i]: -float(up)}, -np.inf, self.truth[i]))
                programme.rows.append(({place[i]: 1.0, hide[i]: float(down)}, self.truth[i], np.inf))
        self._sums(programme, place)
        return place

    def _learn(self, programme: Programme, hide: Mapping[str, int], cell_id: str, excuse: int, mask: list[str]) -> bool:
        """Whether the excuse is false; if so, what must be shown for it to hold."""
        least, most = (self._extreme(cell_id, mask, sense) for sense in (1.0, -1.0))
        if least[cell_id] >= self.k or (cell_id in self.never and most[cell_id] == 0):
            return False
        table = most if self.truth[cell_id] == 0 else least
        differing = [i for i in mask if table[i] != self.truth[i] and i != cell_id]
        row = {hide[i]: 1.0 for i in differing} | {excuse: 1.0}
        programme.rows.append((row, -np.inf, float(len(differing))))
        return True
