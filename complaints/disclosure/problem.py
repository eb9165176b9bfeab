"""Decides how the suppressor sees one independent piece of a system: counts, bounds, sums, weights and needs.

This is the cell suppression problem of Fischetti and Salazar, Solving the cell suppression problem on tabular data with
linear constraints, Management Science 47 (2001).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import highspy
import numpy as np
import numpy.typing as npt

from complaints.disclosure.refusals import UnusableTables
from complaints.disclosure.system import System

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
INFINITE = highspy.kHighsInf


@dataclass(frozen=True, slots=True)
class Row:
    """Σ signs·x over `columns` is `rhs`."""

    columns: npt.NDArray[np.int32]
    signs: Floats
    rhs: float


@dataclass
class Demand:
    """What must be protected and how: the rule of a protection run."""

    k: int
    primary: frozenset[str]
    decoys: frozenset[str]
    few_people: frozenset[str] = frozenset()  # small by contributors alone: never exempt as "proven ≥ k"
    closure: bool = True


@dataclass
class Problem:
    """One component. Arrays run over its columns; `value` is a table that fits everything published."""

    ids: list[str]
    rows: list[Row]
    value: Floats
    lower: Floats  # what the core implies, by propagation: true bounds, perhaps not the tightest
    upper: Floats
    weight: Floats
    forced: Flags  # hidden whatever happens
    choice: Flags  # may be hidden
    strict: Flags  # never exempt as proven ≥ k
    harmless_zero: Flags  # never published and no target: proven 0 is like a shown 0
    small: Flags  # primary
    protect: Flags  # asked to be protected when hidden (all, with closure)
    hidden_sign: Flags  # carries the sign when hidden: must not be exact
    k: int
    lo: int
    need_low: Floats = field(init=False)  # protection level, clipped to the core; set by the oracle
    need_high: Floats = field(init=False)

    def __post_init__(self) -> None:
        tighten(self.lower, self.upper, self.rows)
        self.need_low = np.maximum(np.where(self.hidden_sign, self.lo, 0.0), self.lower)
        self.need_high = np.minimum(self.k - 1.0, self.upper)

    def spare_the_known(self) -> None:
        """Cells that the core alone tells are not hidden by chance or choice: that would only pretend."""
        known = self.choice & ~self.small & (self.lower == self.upper)
        self.forced &= ~known
        self.choice &= ~known

    def wants_high(self) -> Flags:
        """Cells whose true count lies below the upper end that must stay possible."""
        return self.protect & (self.value < self.need_high) & (self.lower < self.k)

    def wants_low(self) -> Flags:
        """Cells whose true count lies above the lower end that must stay possible."""
        return self.protect & (self.value > self.need_low) & (self.lower < self.k)

    def may_be_exempt(self) -> Flags:
        """Cells for which being proven ≥ k (or, never published, 0) is as good as being covered."""
        exempt: Flags = ((self.value >= self.k) & ~self.strict) | (self.harmless_zero & (self.value == 0))
        return exempt

    def may_show(self) -> Flags:
        """Cells that a mask may show or hide."""
        shown: Flags = self.choice & ~self.forced
        return shown

    def to_model(self, *, whole: bool) -> highspy.Highs:
        """The attacker's programme over all columns, each between its core bounds."""
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.ids), len(self.rows)
        lp.col_cost_ = np.zeros(len(self.ids))
        lp.col_lower_, lp.col_upper_ = self.lower, self.upper
        lp.row_lower_ = lp.row_upper_ = np.array([row.rhs for row in self.rows])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(row.columns) for row in self.rows)]).astype(np.int32)
        if self.rows:
            lp.a_matrix_.index_ = np.concatenate([row.columns for row in self.rows])
            lp.a_matrix_.value_ = np.concatenate([row.signs for row in self.rows])
        if whole:
            lp.integrality_ = [highspy.HighsVarType.kInteger] * len(self.ids)
        return new_solver(lp, whole=whole)


def new_solver(lp: highspy.HighsLp, *, whole: bool) -> highspy.Highs:
    """A silent solver on one thread; linear ones go on from their last corner (primal simplex: six times faster)."""
    model = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1)):
        model.setOptionValue(option, value)
    if whole:
        model.setOptionValue("mip_rel_gap", 0.0)
        model.setOptionValue("mip_abs_gap", 1e-6)
    else:
        model.setOptionValue("presolve", "off")
        model.setOptionValue("simplex_strategy", 4)
    model.passModel(lp)
    return model


def run(model: highspy.Highs) -> highspy.HighsModelStatus:
    """Solve, from scratch once more where the warm start led nowhere."""
    model.run()
    if model.getModelStatus() == highspy.HighsModelStatus.kUnknown:
        model.clearSolver()
        model.run()
    return model.getModelStatus()


def tighten(lower: Floats, upper: Floats, rows: list[Row]) -> None:
    """Narrow bounds along single sums until nothing changes (or 100 rounds; wider bounds are still true)."""
    for _ in range(100):
        changed = False
        for row in rows:
            plus, c = row.signs > 0, row.columns
            low = np.where(plus, lower[c], -upper[c])
            high = np.where(plus, upper[c], -lower[c])
            most = row.rhs - (_sum_of_others(low))
            least = row.rhs - (_sum_of_others(high))
            new_lower = np.maximum(lower[c], np.where(plus, least, -most))
            new_upper = np.minimum(upper[c], np.where(plus, most, -least))
            if (new_lower > lower[c]).any() or (new_upper < upper[c]).any():
                lower[c], upper[c] = new_lower, new_upper
                changed = True
        if not changed:
            return


def _sum_of_others(terms: Floats) -> Floats:
    """For each term the sum of all the others, with infinities kept apart."""
    infinite = np.isinf(terms)
    finite = np.where(infinite, 0.0, terms)
    others = finite.sum() - finite
    open_ends = infinite.sum() - infinite.astype(np.int64)
    return np.where(open_ends > 0, terms[infinite][0] if infinite.any() else 0.0, others)


def split(system: System, demand: Demand, weights: Mapping[str, float]) -> list[Problem]:
    """The independent problems of a system: what no chain of sums over non-core cells joins.

    Only those that hold a cell of this release; closed years fall away here.
    """
    core = system.core()
    free = [cell_id for cell_id in system.cells if cell_id not in core]
    return [
        _problem(system, demand, weights, ids, complete(system, ids))
        for ids in _groups(system, set(free))
        if any(not system.cells[i].frozen for i in ids)
    ]


def _problem(
    system: System, demand: Demand, weights: Mapping[str, float], ids: list[str], values: Mapping[str, int]
) -> Problem:
    column = {cell_id: j for j, cell_id in enumerate(ids)}
    cells = [system.cells[i] for i in ids]
    always, choices = system.always_hidden(), system.choices()
    must = demand.primary | demand.decoys
    never = np.array([cell.never_published for cell in cells])
    return Problem(
        ids=ids,
        rows=_rows(system, column),
        value=np.array([float(values[i]) for i in ids]),
        lower=np.where(never, 0.0, float(system.lo)),
        upper=np.array([INFINITE if cell.upper is None else float(cell.upper) for cell in cells]),
        weight=np.array([weights.get(i, 1.0) if i in choices else 0.0 for i in ids]),
        forced=np.array([i in always or i in must for i in ids]),
        choice=np.array([i in choices for i in ids]),
        strict=np.array([i in demand.few_people for i in ids]),
        harmless_zero=np.array([cell.never_published and not cell.target for cell in cells]),
        small=np.array([i in demand.primary for i in ids]),
        protect=np.array([demand.closure or i in demand.primary for i in ids]),
        hidden_sign=~never,
        k=demand.k,
        lo=system.lo,
    )


def _rows(system: System, column: Mapping[str, int]) -> list[Row]:
    rows = []
    for relation in system.relations:
        members = [(i, 1.0) for i in relation.parts] + [(relation.total, -1.0)]
        inside = [(column[i], sign) for i, sign in members if i in column]
        if inside:
            known = sum(sign * float(system.cells[i].value or 0) for i, sign in members if i not in column)
            columns, signs = zip(*inside, strict=True)
            rows.append(Row(np.array(columns, dtype=np.int32), np.array(signs), -known))
    return rows


def _groups(system: System, free: set[str]) -> list[list[str]]:
    near: dict[str, list[str]] = {cell_id: [] for cell_id in free}
    for relation in system.relations:
        members = [i for i in (relation.total, *relation.parts) if i in free]
        for member in members[1:]:
            near[members[0]].append(member)
            near[member].append(members[0])
    groups, seen = [], set()
    for start in sorted(free):
        if start in seen:
            continue
        seen.add(start)
        group, waiting = [], [start]
        while waiting:
            here = waiting.pop()
            group.append(here)
            fresh = [i for i in near[here] if i not in seen]
            seen.update(fresh)
            waiting.extend(dict.fromkeys(fresh))
        groups.append(sorted(group))
    return groups


def complete(system: System, ids: Collection[str]) -> dict[str, int]:
    """True counts, and for cells hidden by earlier releases any whole counts that fit: protection asks no more.

    What is possible for a reader does not depend on which of the fitting tables is the true one.
    """
    values = {i: value for i in ids if (value := system.cells[i].value) is not None}
    missing = [i for i in ids if i not in values]
    if not missing:
        return values
    column = {cell_id: j for j, cell_id in enumerate(missing)}
    rows = _rows(system, column)
    cells = [system.cells[i] for i in missing]
    blank = np.zeros(len(missing))
    flags = np.zeros(len(missing), dtype=np.bool_)
    lower = np.array([0.0 if cell.never_published else float(system.lo) for cell in cells])
    upper = np.array([INFINITE if cell.upper is None else float(cell.upper) for cell in cells])
    whole = Problem(
        missing, rows, blank, lower, upper, blank, flags, flags, flags, flags, flags, flags, ~flags, 2, system.lo
    )
    model = whole.to_model(whole=True)
    if run(model) != highspy.HighsModelStatus.kOptimal:
        raise UnusableTables("The counts do not fit what earlier releases published.")
    found = np.rint(np.array(model.getSolution().col_value)).astype(np.int64)
    return values | {i: int(found[j]) for i, j in column.items()}
