"""Decides, for the suppressor, which hidden cells a mask leaves open, and what every good mask must do about it.

The attacker's programme of a cell has a dual; with it, for every mask, what the cell can move is at most
Σ capacity·hidden. So Σ min(capacity, need)·y ≥ need is a cut that every good mask meets (Fischetti and Salazar 2001,
"capacity constraints"). Closure makes it conditional on the cell being hidden; a cell that may instead be proven ≥ k is
let off when a cell of a contradicting table is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from complaints.disclosure.letoff import Contradictions, LetOff
from complaints.disclosure.problem import Flags, Floats, Ints, Problem, run
from complaints.disclosure.refusals import AuditUnfinished

EPS = 1e-6
FRUITLESS_SWEEPS = 2


@dataclass(frozen=True, slots=True)
class Violation:
    """Column `column` must still move by `need` (side 1 up, −1 down, 0 either way).

    Every good mask that hides it satisfies Σ capacity·y ≥ need, unless the column is let off as `let_off` says.
    """

    column: int
    side: int
    need: float
    capacity: Floats
    let_off: LetOff | None = None


class Oracle:
    """The suppressor's own attacker on one problem. Keeps its solver and every whole table it has met.

    `alive` is called before each programme.
    """

    def __init__(self, problem: Problem, alive: Callable[[], None] = lambda: None) -> None:
        self.problem = problem
        self._alive = alive
        self._size = len(problem.ids)
        self._truth = problem.value.astype(np.int64)
        self._model = problem.to_model(whole=False)
        self._whole: highspy.Highs | None = None
        self._tables: list[Ints] = []
        self._all = np.arange(self._size, dtype=np.int32)
        self._everything = np.ones(self._size, dtype=np.bool_)
        self._chance = np.random.default_rng(0)
        self._movable: dict[int, bool] = {}
        self._contradictions = Contradictions(problem, self._chance)
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
        if problem.may_be_exempt()[c]:
            if not self._seen_small(c, side) and self._proven_harmless(self._whole_extreme(c, side), c, side):
                return None
            let_off = self._contradictions.of(c, side, self._mask, self._fitting())
            return Violation(c, side, need, np.minimum(capacity, need), let_off)
        return Violation(c, side, need, np.minimum(capacity, need))

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

    def _seen_small(self, c: int, side: int) -> bool:
        """Whether a known table that fits the mask shows c small."""
        return bool(self._least[c] < self.problem.k if side < 0 else self._most[c] > 0)

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
        self._alive()
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
