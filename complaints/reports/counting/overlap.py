"""Decides whether the numbers of complaints may stand beside the mentions: what they tell must narrow nothing hidden.

A complaint about several technologies alleges the same kinds about each, stands in the same stage in each, and was
decided once for all of them, so after as many days and as punctually for each. Where the numbers of complaints are
published, so is how many such complaints there are, and with that relation hidden cells can be worked out that the sums
alone leave open. The attacker here knows it: for every set of technologies the number of complaints about exactly those
that were received, decided and open, and how many of them fall in each category. All tables are attacked at once,
because they share these numbers, and because what was received in a period is decided or open when it ends.

He is given only sets of one and two technologies. Fewer sets leave him fewer tables to think of, so his ranges can only
be narrower than with all sets: what passes here passes with all. His work is bounded by what he solves and not by the
clock, so that a busy machine decides as an idle one does.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Final

import highspy
import numpy as np

from complaints.disclosure import AuditUnfinished

PROGRAMS: Final = 1000
"""How many programs the attacks of one release may solve together. What is not decided by then is not passed."""

NODES: Final = 500
"""How many branches the search for one table may open; a table that is not found by then is not there."""

SECONDS: Final = 600.0
"""When the machine is taken to have failed: then nothing is decided, and the release is refused."""

FEW: Final = 2
"""How many of the commonest technologies the first attack makes pairs with."""

Place = tuple[str | None, str | None]
"""A technology and a category; None stands for all of them together."""
Interval = tuple[int, int]
Form = Mapping[int, int]
"""A sum of columns: how often each is counted."""
Target = tuple[int, int, Place]
"""A hidden cell: the number of its group, of its block in it, and its place."""
Ends = set[tuple[Target, int]]
"""Hidden cells with the end of their range, 0 for the least and 1 for the greatest."""


Some = tuple[int, tuple[str, ...]]
"""Categories of a block, by its number in the group."""
NeverMore = tuple[Some, Some]
"""Of the complaints about any one set of technologies, those in the first are never more than those in the second."""


@dataclass(frozen=True, slots=True)
class Block:
    """One table of a group: its categories, the published cells, and the range each hidden one must cover.

    `several`: a complaint has one or more categories (kinds of wrong) rather than exactly one (a stage).
    """

    categories: tuple[str, ...]
    shown: Mapping[Place, int]
    required: Mapping[Place, Interval]
    several: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """What a reader holds of the received, the decided or the open: mentions by technology, complaints, tables."""

    mentions: Mapping[str, int]
    complaints: int
    blocks: tuple[Block, ...] = ()
    never_more: tuple[NeverMore, ...] = ()


@dataclass(frozen=True, slots=True)
class Puzzle:
    """What a reader holds of one period. Whatever was received in it was decided in it or was open at its end."""

    received: Group
    decided: Group
    open: Group

    @property
    def groups(self) -> tuple[Group, Group, Group]:
        """All three."""
        return self.received, self.decided, self.open

    def mentions(self) -> dict[str, int]:
        """How often each technology is mentioned in any of them."""
        slugs = dict.fromkeys(slug for group in self.groups for slug in group.mentions)
        return {slug: sum(group.mentions.get(slug, 0) for group in self.groups) for slug in slugs}

    def required(self) -> dict[Target, Interval]:
        """Every hidden cell with the range it must cover."""
        return {
            (at, number, place): ends
            for at, group in enumerate(self.groups)
            for number, block in enumerate(group.blocks)
            for place, ends in block.required.items()
        }


def withstands(puzzle: Puzzle, programs: int = PROGRAMS) -> bool:
    """Whether every hidden cell can still be as small and as great as it must, found out with so many `programs`.

    The same puzzle always gets the same answer. Raises AuditUnfinished where the machine comes to none.
    """
    overlapping = any(sum(group.mentions.values()) != group.complaints for group in puzzle.groups)
    if not puzzle.required() or not overlapping:
        return True
    # With pairs of the commonest alone there is less to search; only where that is not enough come all pairs.
    deadline = time.monotonic() + SECONDS
    for common in (FEW, len(puzzle.mentions())):
        attacker = _Attacker(puzzle, _sets(puzzle, common), programs, deadline)
        if attacker.fits() and attacker.reaches_all():
            return True
        programs = attacker.programs
    return False


def _sets(puzzle: Puzzle, common: int) -> list[frozenset[str]]:
    """Each technology, and the pairs with one of the `common` commonest."""
    mentions = puzzle.mentions()
    about = sorted((slug for slug, number in mentions.items() if number), key=lambda slug: -mentions[slug])
    often = set(about[:common])
    pairs = [frozenset(pair) for pair in combinations(about, 2) if often.intersection(pair)]
    return [*(frozenset({slug}) for slug in about), *pairs]


class _Attacker:
    """The whole tables that fit what is published, asked for one at a time."""

    def __init__(self, puzzle: Puzzle, sets: list[frozenset[str]], programs: int, deadline: float) -> None:
        self.puzzle, self.sets, self.programs, self.deadline = puzzle, sets, programs, deadline
        self.slots = _slots(puzzle)
        self.required = puzzle.required()
        self.forms = {target: self._form(*target) for target in self.required}
        self.open: Ends = {(target, end) for target in self.required for end in (0, 1)}
        self.chance = random.Random(0)  # it only orders the search, so it may be known
        parts = (self._of_complaints(), self._of_flows(), self._of_blocks(), self._of_bounds())
        self.rows: list[tuple[float, float, Form]] = list(chain(*parts))
        self.first = len(self.rows)
        self.hidden = list(self.required)
        self.rows += [(0.0, highspy.kHighsInf, self.forms[target]) for target in self.hidden]
        self.solver = self._solver()

    def fits(self) -> bool:
        """Whether any table fits at all."""
        return self._ask()

    def reaches_all(self) -> bool:
        """Whether each hidden cell comes to both ends of its range in some table; those seen on the way count."""
        while self.open:
            target, end = min(self.open, key=repr)
            row, (least, greatest) = self.first + self.hidden.index(target), self.required[target]
            bounds = (0.0, float(least)) if end == 0 else (float(greatest), highspy.kHighsInf)
            self.solver.changeRowBounds(row, *bounds)
            if not self._ask():
                return False
            self.solver.changeRowBounds(row, 0.0, highspy.kHighsInf)
        return True

    def _ask(self) -> bool:
        """Find one more table, towards many open ends at once, and strike off those that it shows."""
        if self.programs <= 0:
            return False
        self.programs -= 1
        cost = np.zeros(len(self.sets) * len(self.slots))
        for target, end in sorted(self.open, key=repr):
            pull = self.chance.random() * (1 if end == 0 else -1)
            for column, times in self.forms[target].items():
                cost[column] += pull * times
        self.solver.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
        left = max(0.0, self.deadline - time.monotonic())
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + left)
        self.solver.run()
        if self.solver.getModelStatus() == highspy.HighsModelStatus.kTimeLimit:
            raise AuditUnfinished("The attack on the numbers of complaints did not end. Try again.")
        if self.solver.getInfo().primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
            return False
        self._strike([round(value) for value in self.solver.getSolution().col_value])
        return True

    def _strike(self, table: list[int]) -> None:
        for low, high, form in self.rows[: self.first]:
            if not low <= sum(table[column] * times for column, times in form.items()) <= high:
                raise ArithmeticError("The solver's table does not fit the published numbers.")
        for target, (least, greatest) in self.required.items():
            value = sum(table[column] * times for column, times in self.forms[target].items())
            self.open -= {(target, end) for end, met in ((0, value <= least), (1, value >= greatest)) if met}

    def _column(self, number: int, *slot: int | str) -> int:
        """The complaints of a group about exactly a set of technologies, or those among them in a block's category."""
        return number * len(self.slots) + self.slots[slot]

    def _form(self, group: int, block: int, place: Place) -> dict[int, int]:
        """A cell as a sum: of every set with the technology, or once for each technology of the set."""
        technology, category = place
        categories = self.puzzle.groups[group].blocks[block].categories if category is None else (category,)
        return {
            self._column(number, group, block, each): len(here) if technology is None else 1
            for number, here in enumerate(self.sets)
            if technology is None or technology in here
            for each in categories
        }

    def _of_complaints(self) -> Iterator[tuple[float, float, Form]]:
        """How many complaints there are of each group, and about each technology."""
        for at, group in enumerate(self.puzzle.groups):
            yield group.complaints, group.complaints, {self._column(n, at): 1 for n in range(len(self.sets))}
            for slug, mentions in group.mentions.items():
                form = {self._column(n, at): 1 for n, here in enumerate(self.sets) if slug in here}
                if form:
                    yield mentions, mentions, form

    def _of_flows(self) -> Iterator[tuple[float, float, Form]]:
        """What was received about a set is decided or open: the rest of those was open before."""
        for n in range(len(self.sets)):
            form = {self._column(n, 1): 1, self._column(n, 2): 1, self._column(n, 0): -1}
            yield 0.0, highspy.kHighsInf, form

    def _of_blocks(self) -> Iterator[tuple[float, float, Form]]:
        """Each complaint of a set has its categories, exactly one, or one or more but each kind once; and the cells."""
        for at, group in enumerate(self.puzzle.groups):
            for number, block in enumerate(group.blocks):
                for n in range(len(self.sets)):
                    parts = {self._column(n, at, number, category): 1 for category in block.categories}
                    yield 0.0, highspy.kHighsInf if block.several else 0.0, {**parts, self._column(n, at): -1}
                    for column in parts if block.several else ():
                        yield -highspy.kHighsInf, 0.0, {column: 1, self._column(n, at): -1}
                for place, value in block.shown.items():
                    form = self._form(at, number, place)
                    if form:
                        yield value, value, form

    def _of_bounds(self) -> Iterator[tuple[float, float, Form]]:
        """What is never more than something else, in each set."""
        for at, group in enumerate(self.puzzle.groups):
            for fewer, more in group.never_more:
                for n in range(len(self.sets)):
                    form = {self._column(n, at, more[0], category): 1 for category in more[1]}
                    yield 0.0, highspy.kHighsInf, form | {self._column(n, at, fewer[0], c): -1 for c in fewer[1]}

    def _most(self) -> list[float]:
        """The most that each column can be."""
        return [
            float(min(self.puzzle.groups[int(slot[0])].mentions.get(slug, 0) for slug in here))
            for here in self.sets
            for slot in self.slots
        ]

    def _solver(self) -> highspy.Highs:
        lp, columns = highspy.HighsLp(), len(self.sets) * len(self.slots)
        lp.num_col_, lp.num_row_ = columns, len(self.rows)
        lp.col_cost_, lp.col_lower_ = np.zeros(columns), np.zeros(columns)
        lp.col_upper_ = np.array(self._most())
        lp.row_lower_ = np.array([low for low, _, _ in self.rows], dtype=float)
        lp.row_upper_ = np.array([high for _, high, _ in self.rows], dtype=float)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(form) for _, _, form in self.rows)]).astype(np.int32)
        lp.a_matrix_.index_ = np.array([c for _, _, form in self.rows for c in form], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([t for _, _, form in self.rows for t in form.values()], dtype=float)
        lp.integrality_ = [highspy.HighsVarType.kInteger] * columns
        solver = highspy.Highs()
        # Any table will do that shows an open end, so the search for it may stop far from the best one.
        options = {"output_flag": False, "threads": 1, "mip_rel_gap": 0.5, "mip_max_nodes": NODES}
        for option, value in options.items():
            solver.setOptionValue(option, value)
        solver.passModel(lp)
        return solver


def _slots(puzzle: Puzzle) -> dict[tuple[int | str, ...], int]:
    """The columns of every set: a group's number, and the number in each category of each of its blocks."""
    slots: list[tuple[int | str, ...]] = []
    for at, group in enumerate(puzzle.groups):
        slots.append((at,))
        slots += [(at, number, c) for number, block in enumerate(group.blocks) for c in block.categories]
    return {slot: place for place, slot in enumerate(slots)}
