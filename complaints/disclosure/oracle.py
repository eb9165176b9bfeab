"""Decides, for the suppressor, which hidden cells a mask leaves open, and what every good mask must do about it.

The attacker's programme of a cell has a dual; with it, for every mask, what the cell can move is at most
Σ capacity·hidden. So Σ min(capacity, need)·y ≥ need is a cut that every good mask meets (Fischetti and Salazar 2001,
"capacity constraints"). Closure makes it conditional on the cell being hidden; a cell that may instead be proven ≥ k is
let off when a cell of a contradicting table is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from complaints.disclosure.moves import Moves
from complaints.disclosure.problem import Flags, Floats, Ints, Problem, run
from complaints.disclosure.refusals import AuditUnfinished

EPS = 1e-6
FRUITLESS_SWEEPS = 2
MANY, FEW = 40, 16  # contradictions looked for when a cell is first met, and afterwards
STAY_INSIDE = 1e4  # makes the search keep to hidden cells, so that the cut is one the mask breaks
SLIGHT = 1e-3


@dataclass(frozen=True, slots=True)
class Violation:
    """Column `column` must still move by `need` (side 1 up, −1 down, 0 either way).

    Every good mask that hides it satisfies Σ capacity·y ≥ need. Where the column may be let off instead (`let_off` is
    not None), it is only when each of these sets of further cells has a shown one.
    """

    column: int
    side: int
    need: float
    capacity: Floats
    let_off: tuple[frozenset[int], ...] | None = None


class Oracle:
    """The suppressor's own attacker on one problem. Keeps its solver and every whole table it has met."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._size = len(problem.ids)
        self._truth = problem.value.astype(np.int64)
        self._model = problem.to_model(whole=False)
        self._whole: highspy.Highs | None = None
        self._tables: list[Ints] = []
        self._all = np.arange(self._size, dtype=np.int32)
        self._everything = np.ones(self._size, dtype=np.bool_)
        self._chance = np.random.default_rng(0)
        self._movable: dict[int, bool] = {}
        self._moves = Moves(problem)
        self._met: set[tuple[int, int]] = set()
        self._use(self._everything)
        self._set_levels()

    def violations(self, mask: Flags, *, first: bool = False) -> list[Violation]:
        """What the mask leaves unprotected; with `first`, at most one."""
        self._use(mask)
        self._sweep()
        found = []
        problem = self.problem
        for side, wants in ((1, problem.wants_high()), (-1, problem.wants_low())):
            for c in np.flatnonzero(self._open(wants, side)):
                violation = self._test(int(c), side)
                if violation is not None:
                    found.append(violation)
                    if first:
                        return found
        for c in np.flatnonzero(self._mask & problem.hidden_sign & problem.protect & (self._least == self._most)):
            violation = self._test_exact(int(c))
            if violation is not None:
                found.append(violation)
                if first:
                    return found
        return found

    # What each cell needs

    def _set_levels(self) -> None:
        """Clip the protection levels to what the core alone allows, in whole numbers."""
        problem = self.problem
        self._sweep()
        for side, wants in ((1, problem.wants_high()), (-1, problem.wants_low())):
            for c in np.flatnonzero(self._open(wants, side)):
                level = self._best(int(c), side)
                if side > 0:
                    problem.need_high[c] = min(problem.need_high[c], level)
                    problem.upper[c] = min(problem.upper[c], level)
                else:
                    problem.need_low[c] = max(problem.need_low[c], level)
                    problem.lower[c] = max(problem.lower[c], level)

    def _best(self, c: int, side: int) -> float:
        value, _ = self._extreme(c, side)
        whole = np.floor(value + EPS) if side > 0 else np.ceil(value - EPS)
        return float(whole) if side * self._reached(c, side) >= side * whole else self._whole_extreme(c, side)

    # Tests of one cell

    def _test(self, c: int, side: int) -> Violation | None:
        """Whether column c can reach its level on this side; if not, what every good mask must satisfy."""
        problem = self.problem
        level = problem.need_high[c] if side > 0 else problem.need_low[c]
        if side * self._reached(c, side) >= side * level:
            return None
        need = side * (level - problem.value[c])
        value, capacity = self._extreme(c, side)
        if self._proven_harmless(value, c, side) or side * self._reached(c, side) >= side * level:
            return None
        if side * value >= side * level - EPS:
            best = self._whole_extreme(c, side)
            if side * best >= side * level or self._proven_harmless(best, c, side):
                return None
            capacity = self._more_cells() * need  # whole tables need more cells than fractions do
        let_off = self._contradictions(c, side) if problem.may_be_exempt()[c] else None
        return Violation(c, side, need, np.minimum(capacity, need), let_off)

    def _test_exact(self, c: int) -> Violation | None:
        """A cell with the sign must not be exact, whatever its size, unless the core gives it away."""
        true = self.problem.value[c]
        up, capacity_up = self._extreme(c, 1)
        down, capacity_down = self._extreme(c, -1)
        if self._most[c] > self._least[c]:
            return None
        capacity = np.minimum(capacity_up + capacity_down, 1.0)
        if up > true + EPS or down < true - EPS:
            if self._whole_extreme(c, 1) > true or self._whole_extreme(c, -1) < true:
                return None
            capacity = self._more_cells()
        if not self._can_move(c):
            return None
        return Violation(c, 0, 1.0, capacity)

    def _can_move(self, c: int) -> bool:
        """Whether hiding everything would leave the cell ambiguous; otherwise the core gives it away."""
        if c not in self._movable:
            mask = self._mask
            self._use(self._everything)
            self._movable[c] = self._best(c, 1) > self._best(c, -1)
            self._use(mask)
        return self._movable[c]

    def _more_cells(self) -> Floats:
        return np.where(self.problem.choice & ~self._mask, 1.0, 0.0)

    def _proven_harmless(self, extreme: float, c: int, side: int) -> bool:
        if not self.problem.may_be_exempt()[c]:
            return False
        if side > 0:
            return extreme < 1 - EPS
        return bool(np.ceil(extreme - EPS) >= self.problem.k)

    def _contradictions(self, c: int, side: int) -> tuple[frozenset[int], ...]:
        """Sets of cells, other than c, that must not all be hidden if c is to be proven not small.

        Each is where some table in which c is small differs from the truth: one that fits this mask, and light ones
        that fit this mask or the core, found with costs that change by chance.
        """
        found = [self._differing(c, side)]
        found += self._smallest(c, side, FEW if (c, side) in self._met else MANY)
        self._met.add((c, side))
        return tuple(dict.fromkeys(found))

    def _smallest(self, c: int, side: int, most: int) -> list[frozenset[int]]:
        problem = self.problem
        need = 1.0 if side > 0 else -(problem.value[c] - problem.k + 1)
        may_show = problem.choice & ~problem.forced
        found: dict[frozenset[int], None] = {}
        worn = np.ones(self._size)
        for attempt in range(most):
            outside = STAY_INSIDE if attempt % 2 else 3.0
            chance = worn * (0.2 + self._chance.random(self._size)) * np.where(self._mask, 1.0, outside)
            cost = np.where(may_show, (problem.weight + SLIGHT) * chance, 0.0)
            change = self._moves.cheapest(c, need, cost, whole=False)
            if change is None or np.abs(change - np.rint(change)).max() > EPS:
                continue
            cells = np.flatnonzero((change != 0) & may_show)
            found[frozenset(int(j) for j in cells if j != c)] = None
            worn[cells] *= 2.0
        return list(found)

    def _differing(self, c: int, side: int) -> frozenset[int]:
        """Where a table that fits this mask, and shows c to be possibly small, differs from the truth."""
        if not (self._least[c] < self.problem.k if side < 0 else self._most[c] > 0):
            self._whole_extreme(c, side)
        tables = self._fitting()
        small = tables[(tables[:, c] < self.problem.k) if side < 0 else (tables[:, c] > 0)]
        fewest = small[(small != self._truth).sum(axis=1).argmin()]
        may_show = self.problem.choice & ~self.problem.forced
        return frozenset(int(j) for j in np.flatnonzero((fewest != self._truth) & may_show) if j != c)

    # The attacker's programmes

    def _use(self, mask: Flags) -> None:
        """Fix the shown cells at their counts, and remember how far known tables reach under this mask."""
        self._mask = mask
        for model in (self._model, self._whole):
            if model is not None:
                self._fix(model)
        fitting = self._fitting()
        self._most, self._least = fitting.max(axis=0), fitting.min(axis=0)

    def _fix(self, model: highspy.Highs) -> None:
        problem = self.problem
        lower = np.where(self._mask, problem.lower, problem.value)
        upper = np.where(self._mask, problem.upper, problem.value)
        model.changeColsBounds(self._size, self._all, lower, upper)

    def _sweep(self) -> None:
        """Goals over all open cells at once: most masks are proven good by a dozen tables."""
        problem = self.problem
        before, fruitless = -1, 0
        while fruitless < FRUITLESS_SWEEPS:
            up = self._open(problem.wants_high(), 1)
            down = self._open(problem.wants_low(), -1)
            still = int(up.sum() + down.sum())
            if not still:
                return
            fruitless = fruitless + 1 if still == before else 0
            before = still
            goal = (1 + self._chance.random(self._size)) * up - (1 + self._chance.random(self._size)) * down
            goal[np.isinf(problem.upper) & (goal > 0)] = 0.0
            self._optimise(self._model, goal)

    def _extreme(self, c: int, side: int) -> tuple[float, Floats]:
        """The linear extreme of column c and each column's capacity to move it, from the dual."""
        goal = np.zeros(self._size)
        goal[c] = side
        corner = self._optimise(self._model, goal)
        if corner is None:
            return side * np.inf, np.zeros(self._size)
        problem = self.problem
        pull = -np.array(self._model.getSolution().col_dual)
        pull[np.abs(pull) < EPS] = 0.0
        room = np.where(pull > 0, problem.upper - problem.value, problem.value - problem.lower)
        capacity = np.zeros(self._size)
        np.multiply(np.abs(pull), room, out=capacity, where=pull != 0)
        return float(corner[c]), capacity

    def _whole_extreme(self, c: int, side: int) -> float:
        """The whole-number extreme of column c."""
        if self._whole is None:
            self._whole = self.problem.to_model(whole=True)
            self._fix(self._whole)
        goal = np.zeros(self._size)
        goal[c] = side
        corner = self._optimise(self._whole, goal)
        return side * np.inf if corner is None else float(np.rint(corner[c]))

    def _optimise(self, model: highspy.Highs, goal: Floats) -> Floats | None:
        model.changeColsCost(self._size, self._all, -goal)
        status = run(model)
        if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise AuditUnfinished(f"The suppressor's programme ended without an answer ({status.name}).")
        corner = np.array(model.getSolution().col_value)
        self._keep(np.rint(corner), corner)
        return corner

    # The tables met so far

    def _keep(self, table: Floats, corner: Floats) -> None:
        """Remember a whole table that shows a cell further out than those known."""
        if np.abs(table - corner).max() < EPS and ((table > self._most) | (table < self._least)).any():
            whole = table.astype(np.int64)
            self._tables.append(whole)
            self._most, self._least = np.maximum(self._most, whole), np.minimum(self._least, whole)

    def _fitting(self) -> Ints:
        """The known tables that would publish identically under the mask, and the truth."""
        tables = np.vstack([self._truth, *self._tables])
        fitting: Ints = tables[~((tables != self._truth) & ~self._mask).any(axis=1)]
        return fitting

    def _reached(self, c: int, side: int) -> float:
        return float(self._most[c] if side > 0 else self._least[c])

    def _open(self, wants: Flags, side: int) -> Flags:
        short = self._most < self.problem.need_high if side > 0 else self._least > self.problem.need_low
        found: Flags = self._mask & wants & short
        return found
