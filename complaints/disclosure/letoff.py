"""Decides when a large hidden cell may be let off: proven ≥ k it needs no range, if no hidden cells can take it below.

Each table in which the cell would be small is a contradiction: of the cells in which it differs from the truth, one
must be shown. That is a capacity constraint read backwards (Fischetti and Salazar 2001); families of steps (see
complaints.disclosure.steps) say at once what hundreds of contradictions say.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from complaints.disclosure.moves import Moves
from complaints.disclosure.problem import Flags, Floats, Ints, Problem
from complaints.disclosure.steps import Cells, Family, Steps

EPS = 1e-6
MANY, FEW = 40, 16  # contradictions looked for when a cell is first met, and afterwards
STAY_INSIDE = 1e4  # makes the search keep to hidden cells, so that the mask breaks what it finds
SLIGHT = 1e-3


@dataclass(frozen=True, slots=True)
class LetOff:
    """What must hold for a column to be let off.

    Of each of `contradictions` a cell is shown. Of the groups of each of `families` at most `bearable` have an
    alternative whose cells are all hidden. The column itself is in none of them.
    """

    contradictions: tuple[Cells, ...]
    families: tuple[Family, ...]
    bearable: int


class Contradictions:
    """Looks for tables in which a column of one problem would be small."""

    def __init__(self, problem: Problem, chance: np.random.Generator) -> None:
        self.problem = problem
        self._chance = chance
        self._moves = Moves(problem)
        self._met: dict[tuple[int, int], Steps] = {}

    def of(self, c: int, side: int, mask: Flags, fitting: Ints) -> LetOff:
        """Contradictions of column c under the mask, light ones and the smallest of the tables known to fit it."""
        bearable = int(self.problem.value[c]) - self.problem.k if side < 0 else 0
        most = FEW if (c, side) in self._met else MANY
        steps = self._met.setdefault((c, side), Steps(self.problem, c, bearable))
        contradictions = self._differing(c, side, fitting)
        need = 1.0 if side > 0 else -(bearable + 1.0)
        weight = np.where(self.problem.may_show(), self.problem.weight + SLIGHT, 0.0)
        contradictions += [self._support(c, change) for change in self._light(c, need, weight, mask, most)]
        if bearable:  # here what must stay hidden wears off too: each step is to go another way
            weight = np.where(mask, 1.0, weight + SLIGHT)
            for change in self._light(c, -1.0, weight, mask, most):
                steps.add(self._support(c, change), change)
        families = steps.families(mask, self._chance) if bearable else []
        return LetOff(tuple(dict.fromkeys(contradictions)), tuple(dict.fromkeys(families)), bearable)

    def _differing(self, c: int, side: int, fitting: Ints) -> list[Cells]:
        """Where the fitting table that shows c to be possibly small, and is nearest to the truth, differs from it."""
        truth = self.problem.value.astype(np.int64)
        small = fitting[(fitting[:, c] < self.problem.k) if side < 0 else (fitting[:, c] > 0)]
        nearest = sorted(small - truth, key=lambda change: int((change != 0).sum()))[:1]
        return [self._support(c, change.astype(np.float64)) for change in nearest]

    def _light(self, c: int, need: float, weight: Floats, mask: Flags, most: int) -> list[Floats]:
        """Whole moves of column c by `need`, by cheap cells; the costs change by chance and where a cell was used."""
        found = []
        worn = np.ones(len(self.problem.ids))
        for attempt in range(most):
            outside = STAY_INSIDE if attempt % 2 else 3.0
            chance = worn * (0.2 + self._chance.random(len(mask))) * np.where(mask, 1.0, outside)
            change = self._moves.cheapest(c, need, weight * chance, whole=False)
            if change is not None and np.abs(change - np.rint(change)).max() <= EPS:
                found.append(np.rint(change))
                worn[change != 0] *= 2.0
        return found

    def _support(self, c: int, change: Floats) -> Cells:
        return frozenset(int(j) for j in np.flatnonzero((change != 0) & self.problem.may_show()) if j != c)
