"""Decides the least and greatest whole number of every unknown count, given sums that are known.

Part of the auditor: nothing here is shared with the suppressor. The bounds are those of the linear programme where its
corner is whole, and of the whole-number programme otherwise (Dobra and Fienberg 2000; Fischetti and Salazar,
Management Science 47, 2001, "the attacker's problems").
"""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import highspy
import numpy as np
import numpy.typing as npt

from complaints.disclosure.refusals import AuditUnfinished

Interval = tuple[int, int | None]  # least and greatest count; None where there is no greatest
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
TOLERANCE = 1e-6
PRIMAL_SIMPLEX = 4  # six times as fast here as the dual: the region stays, only the goal changes
FRUITLESS_SWEEPS = 2


@dataclass(frozen=True, slots=True)
class Equation:
    """The signed cells add up to `rhs`."""

    signs: Mapping[str, int]
    rhs: int


def propagate(bounds: dict[str, Interval], equations: Collection[Equation]) -> None:
    """Narrow the bounds by adding and subtracting along single equations until nothing changes (or 200 rounds).

    Bounds that are still too wide when it stops are true all the same.
    """
    for _ in range(200):
        changed = [_narrow(bounds, equation) for equation in equations]
        if not any(changed):
            return


def _narrow(bounds: dict[str, Interval], equation: Equation) -> bool:
    """Σ sign·x = rhs, so each x lies between what the extremes of all the others leave."""
    low, high, open_low, open_high = 0, 0, 0, 0
    for cell_id, sign in equation.signs.items():
        least, most = bounds[cell_id] if sign > 0 else _negative(bounds[cell_id])
        low, open_low = (low, open_low + 1) if least is None else (low + least, open_low)
        high, open_high = (high, open_high + 1) if most is None else (high + most, open_high)
    changed = False
    for cell_id, sign in equation.signs.items():
        old = bounds[cell_id]
        least, most = old if sign > 0 else _negative(old)
        new_most = equation.rhs - (low - (least or 0)) if open_low == (least is None) else None
        new_least = equation.rhs - (high - (most or 0)) if open_high == (most is None) else None
        implied = (new_least, new_most) if sign > 0 else _negative((new_least, new_most))
        new = (old[0] if implied[0] is None else max(old[0], implied[0]), _least(old[1], implied[1]))
        if new != old:
            bounds[cell_id] = new  # the sums above are now too wide, which is still true
            changed = True
    return changed


def _negative(bounds: tuple[int | None, int | None]) -> tuple[int | None, int | None]:
    least, most = bounds
    return (None if most is None else -most, None if least is None else -least)


def _least(a: int | None, b: int | None) -> int | None:
    return b if a is None else a if b is None else min(a, b)


def components(unknown: Iterable[str], equations: Collection[Equation]) -> list[tuple[list[str], list[Equation]]]:
    """Unknowns that no chain of equations joins can be worked out apart."""
    leader = {cell_id: cell_id for cell_id in unknown}

    def find(cell_id: str) -> str:
        while leader[cell_id] != cell_id:
            leader[cell_id] = leader[leader[cell_id]]
            cell_id = leader[cell_id]
        return cell_id

    for equation in equations:
        first, *rest = map(find, equation.signs)
        for other in rest:
            leader[find(other)] = find(first)
    members: dict[str, tuple[list[str], list[Equation]]] = {}
    for cell_id in leader:
        members.setdefault(find(cell_id), ([], []))[0].append(cell_id)
    for equation in equations:
        members[find(next(iter(equation.signs)))][1].append(equation)
    return list(members.values())


@dataclass
class Piece:
    """One component: its unknowns, equations and outer bounds, and the whole tables found in it so far."""

    ids: list[str]
    equations: list[Equation]
    bounds: Mapping[str, Interval]
    wanted: Collection[str]
    deadline: float = math.inf
    tables: list[Ints] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._column = {cell_id: j for j, cell_id in enumerate(self.ids)}
        self._lower = np.array([self.bounds[i][0] for i in self.ids], dtype=np.int64)
        self._upper = np.array([_or_infinite(self.bounds[i][1]) for i in self.ids], dtype=np.float64)
        self._model = self._new_model(whole=False)
        self._whole: highspy.Highs | None = None
        self._cost = np.zeros(len(self.ids))
        self._least = np.full(len(self.ids), np.inf)
        self._most = np.full(len(self.ids), -np.inf)

    def work_out(self) -> dict[str, Interval]:
        """The interval of every wanted unknown. Raises AuditUnfinished when a solver gives up or time runs out."""
        self._sweep()
        found: dict[str, Interval] = {}
        for cell_id in self.ids:
            if cell_id in self.wanted:
                j = self._column[cell_id]
                low = self._extreme(j, -1)
                if low is None:
                    raise AuditUnfinished("A count without a least value was found.")
                found[cell_id] = (low, self._extreme(j, 1))
        return found

    def _sweep(self) -> None:
        """Try goals over all cells at once: one table often shows many cells at their ends."""
        chance = np.random.default_rng(0)
        wanted = np.array([i in self.wanted for i in self.ids])
        open_before, fruitless = -1, 0
        while fruitless < FRUITLESS_SWEEPS:
            to_low = wanted & (self._least > self._lower)
            to_high = wanted & (self._most < np.minimum(self._upper, 2.0**40))
            still = int(to_low.sum() + to_high.sum())
            fruitless = fruitless + 1 if still == open_before else 0
            open_before = still
            if not still:
                return
            goal = chance.random(len(self.ids)) * to_high - chance.random(len(self.ids)) * to_low
            goal = np.where(np.isinf(self._upper), np.minimum(goal, 0.0), goal)
            self._solve(self._model, goal, sense=1)

    def _extreme(self, j: int, sense: int) -> int | None:
        """The greatest (sense 1) or least (−1) whole value of column j; None when there is no greatest."""
        bound = self._upper[j] if sense > 0 else float(self._lower[j])
        if (self._most[j] if sense > 0 else self._least[j]) == bound:
            return int(bound)
        goal = np.zeros(len(self.ids))
        goal[j] = 1.0
        for whole in (False, True):
            if whole and self._whole is None:
                self._whole = self._new_model(whole=True)
            model = self._whole if whole and self._whole is not None else self._model
            value = self._solve(model, goal, sense)
            if value is None:
                return None
            limit = math.floor(value + TOLERANCE) if sense > 0 else math.ceil(value - TOLERANCE)
            if (self._most[j] if sense > 0 else self._least[j]) == limit:
                return limit
        raise AuditUnfinished("The attacker's whole-number programme gave no whole table.")

    def _solve(self, model: highspy.Highs, goal: Floats, sense: int) -> float | None:
        """Optimise, keep the table if it is whole, return the value; None when unbounded."""
        if time.monotonic() > self.deadline:
            raise AuditUnfinished("The audit ran out of time.")
        columns = np.arange(len(self.ids), dtype=np.int32)
        model.changeColsCost(len(columns), columns, -sense * goal)
        model.run()
        if model.getModelStatus() == highspy.HighsModelStatus.kUnknown:  # the warm start led nowhere: from scratch
            model.clearSolver()
            model.run()
        status = model.getModelStatus()
        if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise AuditUnfinished(f"The attacker's programme ended without an answer ({status.name}).")
        corner = np.array(model.getSolution().col_value)
        self._keep(np.rint(corner).astype(np.int64), corner)
        return float(goal @ corner)

    def _keep(self, table: Ints, corner: Floats) -> None:
        """Remember a table, after checking every sum and bound in whole numbers."""
        if np.abs(table - corner).max() > TOLERANCE or (table < self._lower).any() or (table > self._upper).any():
            return
        for equation in self.equations:
            if sum(sign * int(table[self._column[i]]) for i, sign in equation.signs.items()) != equation.rhs:
                return
        if (table < self._least).any() or (table > self._most).any():
            self.tables.append(table)
            self._least = np.minimum(self._least, table)
            self._most = np.maximum(self._most, table)

    def reach(self, cell_id: str, value: int) -> None:
        """Add a table in which an unbounded cell has at least the value."""
        j = self._column[cell_id]
        if self._most[j] >= value:
            return
        model = self._new_model(whole=True)
        model.changeColBounds(j, float(value), self._upper[j])
        self._solve(model, np.ones(len(self.ids)), sense=-1)

    def _new_model(self, *, whole: bool) -> highspy.Highs:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.ids), len(self.equations)
        lp.col_cost_ = np.zeros(lp.num_col_)
        lp.col_lower_, lp.col_upper_ = self._lower.astype(np.float64), self._upper
        lp.row_lower_ = lp.row_upper_ = np.array([float(e.rhs) for e in self.equations])
        starts = np.cumsum([0, *(len(e.signs) for e in self.equations)])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = starts.astype(np.int32)
        lp.a_matrix_.index_ = np.array([self._column[i] for e in self.equations for i in e.signs], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([float(s) for e in self.equations for s in e.signs.values()])
        if whole:
            lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
        return quiet_model(lp, whole=whole)


def quiet_model(lp: highspy.HighsLp, *, whole: bool) -> highspy.Highs:
    """A solver that says nothing, uses one thread and, for a linear programme, keeps its corner between goals."""
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)
    if not whole:
        model.setOptionValue("presolve", "off")
        model.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX)
    else:
        model.setOptionValue("mip_rel_gap", 0.0)
        model.setOptionValue("mip_abs_gap", 0.5)
    model.passModel(lp)
    return model


def _or_infinite(value: int | None) -> float:
    return float(value) if value is not None else highspy.kHighsInf
