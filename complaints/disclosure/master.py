"""Decides the cheapest mask: a master programme over masks that learns from the attacker which masks fail.

Fischetti and Salazar, Solving the cell suppression problem on tabular data with linear constraints, Management Science
47 (2001), with the cuts of complaints.disclosure.oracle.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection

import highspy
import numpy as np

from complaints.disclosure.oracle import Oracle, Violation
from complaints.disclosure.problem import Flags, Floats, Problem, new_solver
from complaints.disclosure.steps import Group

EPS = 1e-7


class Master:
    """Minimise the weight of the hidden cells subject to every cut met so far."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.free = np.flatnonzero(problem.choice & ~problem.forced)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.free), 0
        lp.col_cost_ = problem.weight[self.free]
        lp.col_lower_, lp.col_upper_ = np.zeros(len(self.free)), np.ones(len(self.free))
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(self.free)
        self._model = new_solver(lp, whole=True)
        self._place = np.full(len(problem.ids), -1)
        self._place[self.free] = np.arange(len(self.free))
        self._known: set[bytes] = set()
        self._escapes: dict[tuple[int, int], int] = {}
        self._steps: dict[Group, int] = {}
        self._add_single_sums()

    def add(self, violation: Violation) -> bool:
        """Add Σ capacity·y ≥ need·y_c, and what may let c off. False when all of it was there already.

        A cell that may be let off has a column of its own, 1 where it is: the cut then asks nothing, but what `let_off`
        says must hold.
        """
        row = violation.capacity.copy()
        row[violation.column] -= violation.need
        if violation.let_off is None:
            return self._add_row(row, 0.0)
        escape = self._escape(violation.column, violation.side)
        news = [self._add_row(row, 0.0, [(escape, violation.need)])]
        for cells in violation.let_off.contradictions:
            news.append(self._add_row(self._minus(cells), -float(len(cells)), [(escape, -1.0)]))
        for family in violation.let_off.families:
            steps = Counter(self._step(group) for group in family if frozenset() not in group)
            excess = float(len(family) - violation.let_off.bearable)
            terms = [*((step, -float(times)) for step, times in steps.items()), (escape, -excess)]
            news.append(self._add_row(self._minus(()), -float(steps.total()), terms))
        return any(news)

    def _escape(self, column: int, side: int) -> int:
        """The master's column that says the cell is let off on this side."""
        if (column, side) not in self._escapes:
            self._escapes[(column, side)] = self._add_column(whole=True)
        return self._escapes[(column, side)]

    def _step(self, group: Group) -> int:
        """The master's column that is 1 where an alternative of the group has all its cells hidden."""
        if group not in self._steps:
            self._steps[group] = self._add_column(whole=False)
            for cells in group:
                self._add_row(self._minus(cells), 1.0 - len(cells), [(self._steps[group], 1.0)])
        return self._steps[group]

    def _add_column(self, *, whole: bool) -> int:
        place = self._model.getNumCol()
        self._model.addCol(0.0, 0.0, 1.0, 0, np.array([], dtype=np.int32), np.array([]))
        if whole:
            self._model.changeColIntegrality(place, highspy.HighsVarType.kInteger)
        return int(place)

    def _minus(self, cells: Collection[int]) -> Floats:
        row = np.zeros(len(self.problem.ids))
        row[list(cells)] = -1.0
        return row

    def weigh(self, weight: Floats) -> None:
        """Change what hiding each column costs; the cuts stay true."""
        places = np.arange(len(self.free), dtype=np.int32)
        self._model.changeColsCost(len(self.free), places, weight[self.free])

    def solve(self, seconds: float) -> tuple[Flags | None, float]:
        """The best mask found and a proven lower bound of the weight beyond the forced cells."""
        if not len(self.free):
            return self.problem.forced.copy(), 0.0
        self._model.setOptionValue("time_limit", max(seconds, 0.01) + self._model.getRunTime())
        self._model.run()
        info = self._model.getInfo()
        if info.primal_solution_status != 2:
            return None, max(info.mip_dual_bound, 0.0)
        mask = self.problem.forced.copy()
        mask[self.free] = np.array(self._model.getSolution().col_value)[: len(self.free)] > 0.5
        return mask, info.mip_dual_bound

    def _add_single_sums(self) -> None:
        """The cuts that one sum alone gives, before the attacker is asked."""
        problem = self.problem
        sure = ~problem.may_be_exempt()
        up, down = problem.wants_high() & sure, problem.wants_low() & sure
        for row in problem.rows:
            columns = row.columns
            room_up = problem.upper[columns] - problem.value[columns]
            room_down = problem.value[columns] - problem.lower[columns]
            for place, c in enumerate(columns):
                against = row.signs == row.signs[place]
                for side, wanted in ((1, up[c]), (-1, down[c])):
                    if not wanted:
                        continue
                    level = problem.need_high[c] if side > 0 else problem.need_low[c]
                    need = side * (level - problem.value[c])
                    capacity = np.zeros(len(problem.ids))
                    capacity[columns] = np.minimum(np.where(against == (side > 0), room_down, room_up), need)
                    capacity[c] = 0.0
                    self.add(Violation(int(c), side, need, capacity))

    def _add_row(self, row: Floats, least: float, further: Collection[tuple[int, float]] = ()) -> bool:
        """Σ row·y + Σ of `further` (column, factor) ≥ least. False when it tells nothing new."""
        least -= float(row[self.problem.forced].sum())
        row = np.where(self.problem.choice & ~self.problem.forced, row, 0.0)
        used = np.flatnonzero(np.abs(row) > EPS)
        places = np.concatenate([self._place[used], [place for place, _ in further]]).astype(np.int32)
        terms = np.concatenate([row[used], [factor for _, factor in further]])
        if np.minimum(terms, 0.0).sum() >= least - EPS:
            return False
        key = np.concatenate([terms, [least], places]).round(9).tobytes()
        if key in self._known:
            return False
        self._known.add(key)
        self._model.addRow(least, highspy.kHighsInf, len(places), places, terms)
        return True


def cheapest(
    oracle: Oracle, master: Master, incumbent: Flags, deadline: float, tell: Callable[[float], None]
) -> tuple[Flags, float, bool]:
    """The cheapest good mask, a proven lower bound of its weight, and whether the two meet.

    Starts from a good `incumbent`; when time runs out that or a better one comes back with the bound proven so far.
    `tell` hears the gap between the two, as a share.
    """
    problem = oracle.problem
    best, bound = incumbent, 0.0
    while time.monotonic() < deadline:
        mask, proven = master.solve(deadline - time.monotonic())
        bound = max(bound, proven)
        if mask is None or price(problem, best) <= bound + 1e-6:
            break
        tell(1.0 - bound / price(problem, best))
        violations = oracle.violations(mask)
        if not violations and price(problem, mask) < price(problem, best):
            best = mask
        news = [master.add(violation) for violation in violations]
        if not any(news):
            break
    return best, min(bound, price(problem, best)), price(problem, best) <= bound + 1e-6


def price(problem: Problem, mask: Flags) -> float:
    """The weight of the cells hidden beyond the forced ones."""
    return float(problem.weight[mask & ~problem.forced].sum())
