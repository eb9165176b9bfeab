"""Decides a good mask quickly: hide the cheapest further cells for each open one, then show what is redundant.

The sequential method of Kelly, Golden and Assad, Cell suppression: disclosure protection for sensitive tabular data,
Networks 22 (1992). Serves as the first incumbent of the exact method, and as its fallback where time runs out.
"""

from __future__ import annotations

import time

import highspy
import numpy as np

from complaints.disclosure.oracle import Oracle, Violation
from complaints.disclosure.problem import Flags, Floats, Problem, new_solver
from complaints.disclosure.refusals import AuditUnfinished


class Repairer:
    """Finds the cheapest cells whose counts must give way so that one cell can move."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle = oracle
        problem = oracle.problem
        self._size = len(problem.ids)
        self._models = {whole: _moves_model(problem, whole=whole) for whole in (False, True)}
        self._columns = np.arange(2 * self._size, dtype=np.int32)

    def repair(self, mask: Flags) -> Flags:
        """A good mask that hides at least the given one's cells."""
        mask = mask.copy()
        while True:
            violations = self.oracle.violations(mask)
            if not violations:
                return mask
            before = int(mask.sum())
            for violation in violations:
                mask |= self._cells_for(violation, mask, whole=False)
            if int(mask.sum()) == before:
                mask |= self._cells_for(violations[0], mask, whole=True)
            if int(mask.sum()) == before:
                raise AuditUnfinished("No further cell could be hidden to protect the open ones.")

    def without_redundant(self, mask: Flags, deadline: float) -> Flags:
        """Show hidden cells again, dearest first, where the mask stays good without them."""
        problem = self.oracle.problem
        spare = np.flatnonzero(mask & problem.choice & ~problem.forced)
        for c in spare[np.argsort(-problem.weight[spare])]:
            if time.monotonic() > deadline:
                break
            trial = mask.copy()
            trial[c] = False
            if not self.oracle.violations(trial, first=True):
                mask = trial
        return mask

    def _cells_for(self, violation: Violation, mask: Flags, *, whole: bool) -> Flags:
        """The support of the cheapest move of one cell by its need; hidden cells move for nothing."""
        best: tuple[float, Flags] | None = None
        for side in (violation.side,) if violation.side else (1, -1):
            found = self._cheapest_move(violation.column, side * violation.need, mask, whole=whole)
            if found is not None and (best is None or found[0] < best[0]):
                best = found
        if best is None:
            raise AuditUnfinished("A hidden cell cannot be moved as far as its protection level.")
        return best[1]

    def _cheapest_move(self, c: int, need: float, mask: Flags, *, whole: bool) -> tuple[float, Flags] | None:
        problem, model, n = self.oracle.problem, self._models[whole], self._size
        room = np.concatenate([problem.upper - problem.value, problem.value - problem.lower])
        room[[c, n + c]] = (need, 0.0) if need > 0 else (0.0, -need)
        least = np.zeros(2 * n)
        least[c if need > 0 else n + c] = abs(need)
        per_unit = np.where(mask, 0.0, problem.weight + 1e-3)
        cost = np.concatenate([per_unit, per_unit]) / np.maximum(1.0, np.minimum(room, abs(need)))
        model.changeColsCost(2 * n, self._columns, cost)
        model.changeColsBounds(2 * n, self._columns, least, room)
        model.run()
        if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        moved = np.array(model.getSolution().col_value)
        touched = (moved[:n] + moved[n:]) > 1e-7
        return float(problem.weight[touched & ~mask].sum()), touched & problem.choice


def _moves_model(problem: Problem, *, whole: bool) -> highspy.Highs:
    """Ups and downs of every column that leave all sums as they are."""
    n = len(problem.ids)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = 2 * n, len(problem.rows)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.zeros(2 * n), np.zeros(2 * n), np.ones(2 * n)
    lp.row_lower_ = lp.row_upper_ = np.zeros(len(problem.rows))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(2 * len(row.columns) for row in problem.rows)]).astype(np.int32)
    if problem.rows:
        lp.a_matrix_.index_ = np.concatenate([_twice(row.columns, n) for row in problem.rows])
        lp.a_matrix_.value_ = np.concatenate([_signed(row.signs) for row in problem.rows])
    if whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * (2 * n)
    return new_solver(lp, whole=whole)


def _twice(columns: np.typing.NDArray[np.int32], n: int) -> np.typing.NDArray[np.int32]:
    return np.concatenate([columns, columns + n]).astype(np.int32)


def _signed(signs: Floats) -> Floats:
    return np.concatenate([signs, -signs])
