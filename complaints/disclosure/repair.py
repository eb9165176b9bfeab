"""Decides a good mask quickly: hide the cheapest further cells for each open one, then show what is redundant.

The sequential method of Kelly, Golden and Assad, Cell suppression: disclosure protection for sensitive tabular data,
Networks 22 (1992). Serves as the first incumbent of the exact method, and as its fallback where time runs out.
"""

from __future__ import annotations

import time

import numpy as np

from complaints.disclosure.moves import Moves
from complaints.disclosure.oracle import Oracle, Violation
from complaints.disclosure.problem import Flags
from complaints.disclosure.refusals import AuditUnfinished

SLIGHT = 1e-3  # hiding a cell that costs nothing still costs something


class Repairer:
    """Finds the cheapest cells whose counts must give way so that one cell can move."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle = oracle
        self._moves = Moves(oracle.problem)

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
        problem = self.oracle.problem
        cost = np.where(mask, 0.0, problem.weight + SLIGHT)
        change = self._moves.cheapest(c, need, cost, whole=whole)
        if change is None:
            return None
        touched = (change != 0) & problem.choice
        return float(problem.weight[touched & ~mask].sum()), touched
