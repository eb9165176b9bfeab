"""Decides which small steps of a cell can be taken together, so that of all of them only so many may stay possible.

A step moves the cell down by one and some others with it. In a family any `bearable` + 1 of its groups can be taken at
once, one alternative of each: if all their cells were hidden, the cell could be small. So at most `bearable` groups may
be open. The moves are those of a conformal sum (Graver, On the foundations of linear and integer linear programming I,
Mathematical Programming 9, 1975); the constraint is a cover inequality over groups instead of single items (Balas,
Facets of the knapsack polytope, Mathematical Programming 8, 1975).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from complaints.disclosure.problem import Flags, Floats, Problem

Cells = frozenset[int]
Group = frozenset[Cells]  # alternatives that use up the same room
Family = tuple[Group, ...]
TRIES = 5


@dataclass
class _Group:
    """Alternatives, and the most room that any of them takes in each column (ups, then downs)."""

    supports: set[Cells]
    room: Floats


class Steps:
    """The steps of one column met so far."""

    def __init__(self, problem: Problem, column: int, bearable: int) -> None:
        self.column, self._together = column, bearable + 1
        self._room = np.concatenate([problem.upper - problem.value, problem.value - problem.lower])
        self._met: dict[bytes, tuple[Cells, Floats]] = {}

    def add(self, support: Cells, change: Floats) -> None:
        """A step: what column changes how much, and which of them could be shown instead."""
        room = np.concatenate([np.maximum(change, 0.0), np.maximum(-change, 0.0)])
        self._met.setdefault(room.tobytes(), (support, room))

    def families(self, mask: Flags, chance: np.random.Generator) -> list[Family]:
        """Families of the steps, those open under the mask first, then few cells before many, then by chance."""
        found = []
        for _ in range(TRIES):
            steps = self._met.values()
            order = sorted(steps, key=lambda step: (not mask[list(step[0])].all(), len(step[0]), chance.random()))
            family = self._family(order)
            if len(family) >= self._together:
                found.append(family)
        return found

    def _family(self, steps: Sequence[tuple[Cells, Floats]]) -> Family:
        groups: list[_Group] = []
        for support, room in steps:
            against = [g for g in groups if (g.room + room > self._room).any()]
            if len(against) > 1:
                continue
            if against:
                merged = np.maximum(against[0].room, room)
                if self._fits([*(g.room for g in groups if g is not against[0]), merged]):
                    against[0].room = merged
                    against[0].supports.add(support)
                continue
            for _ in range(self._together):
                if not self._fits([*(g.room for g in groups), room]):
                    break
                groups.append(_Group({support}, room))
        return tuple(sorted((_minimal(g.supports) for g in groups), key=lambda g: sorted(map(sorted, g))))

    def _fits(self, rooms: list[Floats]) -> bool:
        """Whether any so many of the groups can be taken together."""
        taken = np.array(rooms)
        if len(rooms) > self._together:
            taken = np.partition(taken, -self._together, axis=0)[-self._together :]
        return bool((taken.sum(axis=0) <= self._room).all())


def _minimal(supports: set[Cells]) -> Group:
    """Without the alternatives that another one is part of."""
    return frozenset(s for s in supports if not any(other < s for other in supports))
