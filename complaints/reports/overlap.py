"""Decides whether the number of complaints may stand beside the mentions: what their overlap tells must narrow nothing.

A complaint about several technologies alleges the same kinds about each and stands in the same stage in each. Where the
number of complaints is published, so is how many such complaints there are, and with that relation hidden cells can be
worked out that the sums alone leave open. The attacker here knows it: for every set of technologies the number of
complaints about exactly those, and of each kind among them.

He is given only sets of one and two technologies, and larger ones where his caller names them. Fewer sets leave him
fewer tables to think of, so his ranges can only be narrower than with all sets: what passes here passes with all.
"""

from __future__ import annotations

import random
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import highspy
import numpy as np

SECONDS: Final = 20.0
"""How long the attacks of one release may take together. What is not finished by then is not passed."""

FEW: Final = 2
"""How many of the commonest technologies the first attack makes pairs with."""

Place = tuple[str | None, str | None]
"""A technology and a category; None stands for all of them together."""
Interval = tuple[int, int]
Form = Mapping[int, int]
"""A sum of columns: how often each is counted."""
Ends = set[tuple[Place, int]]
"""Places with the end of their range, 0 for the least and 1 for the greatest."""


@dataclass(frozen=True, slots=True)
class Puzzle:
    """What a reader holds of one unit: the mentions by technology, the number of complaints, and the cells.

    `shown` are the published cells, `required` the range each hidden one must cover. `several`: a complaint has one or
    more categories (kinds of wrong) rather than exactly one (a stage).
    """

    mentions: Mapping[str, int]
    complaints: int
    categories: tuple[str, ...]
    shown: Mapping[Place, int]
    required: Mapping[Place, Interval]
    several: bool


def withstands(puzzle: Puzzle, larger: Collection[frozenset[str]] = (), *, deadline: float) -> bool:
    """Whether every hidden cell can still be as small and as great as it must, by `deadline` (time.monotonic()).

    `larger` are sets of three or more technologies, which join where smaller ones alone are not enough.
    """
    if not puzzle.required or sum(puzzle.mentions.values()) == puzzle.complaints:
        return True
    # With pairs of the commonest alone there is less to search; only where that is not enough come all pairs.
    for common, more in ((FEW, ()), (len(puzzle.mentions), larger)):
        attacker = _Attacker(puzzle, _sets(puzzle, common, more), deadline)
        if attacker.fits() and attacker.reaches_all():
            return True
    return False


def _sets(puzzle: Puzzle, common: int, larger: Collection[frozenset[str]]) -> list[frozenset[str]]:
    """Each technology, the pairs with one of the `common` commonest, and the `larger` sets."""
    about = sorted((slug for slug, number in puzzle.mentions.items() if number), key=lambda s: -puzzle.mentions[s])
    often = set(about[:common])
    pairs = [frozenset(pair) for pair in combinations(about, 2) if often.intersection(pair)]
    return [*(frozenset({slug}) for slug in about), *pairs, *(s for s in sorted(larger, key=sorted) if len(s) > 2)]


class _Attacker:
    """The whole tables that fit what is published, asked for one at a time."""

    def __init__(self, puzzle: Puzzle, sets: list[frozenset[str]], deadline: float) -> None:
        self.puzzle, self.sets, self.deadline = puzzle, sets, deadline
        self.width = 1 + len(puzzle.categories)
        self.forms = {place: self._form(*place) for place in (*puzzle.shown, *puzzle.required)}
        self.open: Ends = {(place, end) for place in puzzle.required for end in (0, 1)}
        self.chance = random.Random(0)  # it only orders the search, so it may be known
        self.rows: list[tuple[float, float, Form]] = [*self._of_complaints(), *self._of_sets(), *self._of_cells()]
        self.first = len(self.rows)
        self.hidden = list(puzzle.required)
        self.rows += [(0.0, highspy.kHighsInf, self.forms[place]) for place in self.hidden]
        self.solver = self._solver()

    def fits(self) -> bool:
        """Whether any table fits at all."""
        return self._ask()

    def reaches_all(self) -> bool:
        """Whether each hidden cell comes to both ends of its range in some table; those seen on the way count."""
        while self.open:
            place, end = min(self.open, key=repr)
            row, (least, greatest) = self.first + self.hidden.index(place), self.puzzle.required[place]
            bounds = (0.0, float(least)) if end == 0 else (float(greatest), highspy.kHighsInf)
            self.solver.changeRowBounds(row, *bounds)
            if not self._ask():
                return False
            self.solver.changeRowBounds(row, 0.0, highspy.kHighsInf)
        return True

    def _ask(self) -> bool:
        """Find one more table, towards many open ends at once, and strike off those that it shows."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            return False
        cost = np.zeros(len(self.sets) * self.width)
        for place, end in sorted(self.open, key=repr):
            pull = self.chance.random() * (1 if end == 0 else -1)
            for column, times in self.forms[place].items():
                cost[column] += pull * times
        self.solver.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + left)
        self.solver.run()
        if self.solver.getInfo().primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
            return False
        self._strike([round(value) for value in self.solver.getSolution().col_value])
        return True

    def _strike(self, table: list[int]) -> None:
        for low, high, form in self.rows[: self.first]:
            if not low <= sum(table[column] * times for column, times in form.items()) <= high:
                raise ArithmeticError("The solver's table does not fit the published numbers.")
        for place, (least, greatest) in self.puzzle.required.items():
            value = sum(table[column] * times for column, times in self.forms[place].items())
            self.open -= {(place, end) for end, met in ((0, value <= least), (1, value >= greatest)) if met}

    def _column(self, number: int, category: str | None = None) -> int:
        """The complaints about exactly a set of technologies, or those among them in a category."""
        at = 0 if category is None else 1 + self.puzzle.categories.index(category)
        return number * self.width + at

    def _form(self, technology: str | None, category: str | None) -> dict[int, int]:
        """A cell as a sum: of every set with the technology, or once for each technology of the set."""
        categories = self.puzzle.categories if category is None else (category,)
        return {
            self._column(number, each): len(here) if technology is None else 1
            for number, here in enumerate(self.sets)
            if technology is None or technology in here
            for each in categories
        }

    def _of_complaints(self) -> Iterator[tuple[float, float, Form]]:
        """How many complaints there are, and about each technology."""
        number = self.puzzle.complaints
        yield number, number, {self._column(at): 1 for at in range(len(self.sets))}
        for slug, mentions in self.puzzle.mentions.items():
            form = {self._column(at): 1 for at, here in enumerate(self.sets) if slug in here}
            if form:
                yield mentions, mentions, form

    def _of_sets(self) -> Iterator[tuple[float, float, Form]]:
        """Each complaint of a set has its categories: exactly one, or one or more but each kind once."""
        for at in range(len(self.sets)):
            parts = {self._column(at, category): 1 for category in self.puzzle.categories}
            yield 0.0, highspy.kHighsInf if self.puzzle.several else 0.0, {**parts, self._column(at): -1}
            if self.puzzle.several:
                for column in parts:
                    yield -highspy.kHighsInf, 0.0, {column: 1, self._column(at): -1}

    def _of_cells(self) -> Iterator[tuple[float, float, Form]]:
        for place, value in self.puzzle.shown.items():
            if self.forms[place]:
                yield value, value, self.forms[place]

    def _solver(self) -> highspy.Highs:
        lp, columns = highspy.HighsLp(), len(self.sets) * self.width
        lp.num_col_, lp.num_row_ = columns, len(self.rows)
        lp.col_cost_, lp.col_lower_ = np.zeros(columns), np.zeros(columns)
        most = [min(self.puzzle.mentions[slug] for slug in here) for here in self.sets]
        lp.col_upper_ = np.repeat(np.array(most, dtype=float), self.width)
        lp.row_lower_ = np.array([low for low, _, _ in self.rows], dtype=float)
        lp.row_upper_ = np.array([high for _, high, _ in self.rows], dtype=float)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(form) for _, _, form in self.rows)]).astype(np.int32)
        lp.a_matrix_.index_ = np.array([c for _, _, form in self.rows for c in form], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([t for _, _, form in self.rows for t in form.values()], dtype=float)
        lp.integrality_ = [highspy.HighsVarType.kInteger] * columns
        solver = highspy.Highs()
        # Any table will do that shows an open end, so the search for it may stop far from the best one.
        for option, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.5)):
            solver.setOptionValue(option, value)
        solver.passModel(lp)
        return solver
