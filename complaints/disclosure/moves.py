"""Decides the cheapest way a set of counts can give way so that one of them moves and every sum stays."""

from __future__ import annotations

import highspy
import numpy as np
import numpy.typing as npt

from complaints.disclosure.problem import Floats, Problem, new_solver, run

EPS = 1e-7


class Moves:
    """Ups and downs of every column that leave all sums as they are."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._size = len(problem.ids)
        self._models: dict[bool, highspy.Highs] = {}
        self._columns = np.arange(2 * self._size, dtype=np.int32)

    def cheapest(
        self, c: int, need: float, cost: Floats, *, whole: bool, within: Floats | None = None
    ) -> Floats | None:
        """The change of every column, with column c changed by exactly `need`, at least Σ cost·|change|.

        `cost` is what each column costs whatever it moves; it is spread over the moves it is expected to make.
        `within` is a change of which this one is to be a part. None when c cannot move so far.
        """
        problem, n = self.problem, self._size
        room = np.concatenate([problem.upper - problem.value, problem.value - problem.lower])
        if within is not None:
            room = np.concatenate([np.maximum(within, 0.0), np.maximum(-within, 0.0)])
        room[[c, n + c]] = (need, 0.0) if need > 0 else (0.0, -need)
        least = np.zeros(2 * n)
        least[c if need > 0 else n + c] = abs(need)
        spread = np.concatenate([cost, cost]) / np.maximum(1.0, np.minimum(room, abs(need)))
        if whole not in self._models:
            self._models[whole] = _model(problem, whole=whole)
        model = self._models[whole]
        model.changeColsCost(2 * n, self._columns, spread)
        model.changeColsBounds(2 * n, self._columns, least, room)
        if run(model) != highspy.HighsModelStatus.kOptimal:
            return None
        moved = np.array(model.getSolution().col_value)
        change: Floats = moved[:n] - moved[n:]
        change[np.abs(change) < EPS] = 0.0
        return change


def _model(problem: Problem, *, whole: bool) -> highspy.Highs:
    n = len(problem.ids)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = 2 * n, len(problem.rows)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.zeros(2 * n), np.zeros(2 * n), np.ones(2 * n)
    lp.row_lower_ = lp.row_upper_ = np.zeros(len(problem.rows))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(2 * len(row.columns) for row in problem.rows)]).astype(np.int32)
    if problem.rows:
        lp.a_matrix_.index_ = np.concatenate([_both(row.columns, n) for row in problem.rows])
        lp.a_matrix_.value_ = np.concatenate([np.concatenate([row.signs, -row.signs]) for row in problem.rows])
    if whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * (2 * n)
    return new_solver(lp, whole=whole)


def _both(columns: npt.NDArray[np.int32], n: int) -> npt.NDArray[np.int32]:
    return np.concatenate([columns, columns + n]).astype(np.int32)
