"""Decides whether a release is safe, seeing only what a reader sees.

The auditor imports nothing from the suppressor. The rule: what a reader can work out of every hidden cell covers
[0, k-1], clipped to what the mandatory core and earlier releases imply. Protection levels are those of Fischetti and
Salazar (2001), made the same for all hidden cells so that the pattern tells nothing (Wong, Fu, Wang and Pei, Minimality
attack in privacy preserving data publishing, VLDB 2007).
"""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from complaints.disclosure.polytope import Equation, Interval, Piece, components, propagate
from complaints.disclosure.publish import Release, open_part
from complaints.disclosure.refusals import UnusableTables
from complaints.disclosure.system import Cell, Relation, ancestors


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What the attacker found. Intervals are whole counts; `required` is what each must cover, None where it is exempt.

    `exact` lists every cell worked out: those `given_away` by the mandatory core whatever is hidden, those `recovered`
    because too little is hidden, and never published ones that are 0 or at least k, which harm nobody.
    `pieces` are whole alternative tables found on the way, a list per component, for the certificate.
    """

    intervals: Mapping[str, Interval]
    required: Mapping[str, tuple[int, int] | None]
    exact: tuple[str, ...]
    given_away: tuple[str, ...]
    recovered: tuple[str, ...]
    under_protected: tuple[str, ...]
    pieces: tuple[tuple[dict[str, int], ...], ...]

    @property
    def safe(self) -> bool:
        """Whether nothing hidden can be worked out or narrowed below its protection level."""
        return not self.under_protected and not self.recovered


@dataclass(frozen=True, slots=True)
class View:
    """Everything published, together: the cells (hidden ones without a value), the sums, and what is always known."""

    cells: Mapping[str, Cell]
    relations: tuple[Relation, ...]
    lo: int
    k: int

    def unknown(self) -> set[str]:
        """Cells without a published value."""
        return {cell.id for cell in self.cells.values() if cell.value is None}

    def core(self) -> set[str]:
        """Shown whatever else is hidden: mandatory, impossible, frozen, too small to be hidden, and totals of 0."""
        totals = {relation.total for relation in self.relations}
        above = ancestors(self.relations, [c.id for c in self.cells.values() if c.frozen and c.value is None])
        return {
            cell.id
            for cell in self.cells.values()
            if cell.value is not None
            and (
                (cell.mandatory or cell.structural_zero or cell.frozen or cell.value < self.lo)
                or (cell.value == 0 and cell.id in totals and cell.id not in above and not cell.camouflage)
            )
        }

    def bounds(self, cell_id: str) -> Interval:
        """What is known of a hidden cell before any sum: never negative, and its public upper bound."""
        cell = self.cells[cell_id]
        return (0 if cell.never_published else self.lo, 0 if cell.structural_zero else cell.upper)


def audit(release: Release, history: Sequence[Release] = (), *, seconds: float = math.inf) -> AuditResult:
    """Attack a release together with all earlier ones.

    Closed years are left out, and so are unknowns that no new number and no new sum reaches, through whatever other
    unknowns: what is known of those stood in an earlier audit exactly as it is. `seconds` bounds the work. Raises
    AuditUnfinished (which is a failed audit) and UnusableTables when the published numbers contradict each other.
    """
    cells, relations = open_part(release, history)
    view = View(cells, relations, release.lo, release.k)
    about = set(release.cells)
    for relation in relations:
        members = {relation.total, *relation.parts}
        if members & release.cells.keys():
            about |= members
    return attack(view, about, deadline=time.monotonic() + seconds)


def attack(view: View, about: Collection[str], deadline: float = math.inf) -> AuditResult:
    """The least and greatest whole number of every unknown cell that shares a component with a cell `about`."""
    unknown = view.unknown()
    pieces = _pieces(view, unknown, unknown.intersection(about), deadline)
    for piece in pieces:
        piece.wanted = piece.ids
    intervals: dict[str, Interval] = {}
    for piece in pieces:
        intervals.update(piece.work_out())
    required = _required(view, intervals, deadline)
    for piece in pieces:
        for cell_id in piece.ids:
            level = required[cell_id]
            if level and intervals[cell_id][1] is None:
                piece.reach(cell_id, level[1])
    exact = tuple(sorted(i for i, (low, high) in intervals.items() if low == high))
    under = tuple(sorted(i for i, level in required.items() if level and not _covers(intervals[i], level)))
    telling = [i for i in exact if _tells(view, i, intervals[i])]
    given_away = tuple(i for i in telling if _given_away(view, i, deadline))
    recovered = tuple(i for i in telling if i not in given_away)
    tables = tuple(tuple({i: int(t[j]) for j, i in enumerate(piece.ids)} for t in piece.tables) for piece in pieces)
    return AuditResult(intervals, required, exact, given_away, recovered, under, tables)


def _pieces(view: View, unknown: set[str], wanted: Collection[str], deadline: float) -> list[Piece]:
    """The published sums with every known number put in: the independent components that hold a wanted cell."""
    equations = []
    for relation in view.relations:
        signs = {i: 1 for i in relation.parts if i in unknown}
        if relation.total in unknown:
            signs[relation.total] = -1
        known = sum(_value(view, i) for i in relation.parts if i not in unknown)
        rhs = (0 if relation.total in unknown else _value(view, relation.total)) - known
        if not signs and rhs:
            raise UnusableTables(f"The published parts of {relation.total!r} do not add up to it.")
        if signs:
            equations.append(Equation(signs, rhs))
    pieces = []
    for ids, inside in components(sorted(unknown), equations):
        asked = set(wanted).intersection(ids)
        if asked:
            bounds = {i: view.bounds(i) for i in ids}
            propagate(bounds, inside)
            for cell_id, (low, high) in bounds.items():
                if high is not None and low > high:
                    raise UnusableTables(f"No table fits the published numbers around {cell_id!r}.")
            pieces.append(Piece(ids, inside, bounds, asked, deadline))
    return pieces


def _value(view: View, cell_id: str) -> int:
    value = view.cells[cell_id].value
    if value is None:
        raise UnusableTables(f"The cell {cell_id!r} has no published value.")
    return value


def _required(view: View, intervals: Mapping[str, Interval], deadline: float) -> dict[str, tuple[int, int] | None]:
    """The protection level of each unknown; None where a cell is proven to be at least k, and so not small."""
    full = (view.lo, view.k - 1)
    required: dict[str, tuple[int, int] | None] = {}
    doubtful: list[str] = []
    for cell_id, interval in intervals.items():
        low = 0 if view.cells[cell_id].never_published else view.lo
        required[cell_id] = (low, full[1])
        if interval[0] >= view.k or (not _zero_tells(view.cells[cell_id]) and interval[1] == 0):
            required[cell_id] = None
        elif not _covers(interval, (low, full[1])):
            doubtful.append(cell_id)
    for cell_id, core in _core_intervals(view, doubtful, intervals, deadline).items():
        low = max(0 if view.cells[cell_id].never_published else view.lo, core[0])
        high = view.k - 1 if core[1] is None else min(view.k - 1, core[1])
        required[cell_id] = (low, high)
    return required


def _core_intervals(
    view: View, doubtful: Sequence[str], intervals: Mapping[str, Interval], deadline: float
) -> dict[str, Interval]:
    """What the core alone says of some cells. Bounds that the release already meets need no solver."""
    if not doubtful:
        return {}
    unknown = set(view.cells) - view.core()
    pieces = _pieces(view, unknown, doubtful, deadline)
    found: dict[str, Interval] = {}
    for piece in pieces:
        hard = set()
        for cell_id in piece.wanted:
            outer, inner = piece.bounds[cell_id], intervals[cell_id]
            found[cell_id] = outer
            low_met = inner[0] <= max(outer[0], 0)
            high_met = inner[1] is None or inner[1] >= view.k - 1 or inner[1] == outer[1]
            if not (low_met and high_met):
                hard.add(cell_id)
        piece.wanted = hard
        if hard:
            found.update(piece.work_out())
    return found


def _covers(interval: Interval, level: tuple[int, int]) -> bool:
    return interval[0] <= level[0] and (interval[1] is None or interval[1] >= level[1])


def _zero_tells(cell: Cell) -> bool:
    """A never published cell proven 0 says no more than a shown zero; a hidden one or a target does."""
    return not cell.never_published or cell.target


def _tells(view: View, cell_id: str, interval: Interval) -> bool:
    """Whether an exact cell matters: any with the sign; a never published one unless it is 0 or at least k."""
    cell = view.cells[cell_id]
    if cell.never_published:
        return interval[0] < view.k and (interval[0] > 0 or cell.target)
    return True


def _given_away(view: View, cell_id: str, deadline: float) -> bool:
    """Whether the core alone makes the cell exact, so that no mask could have hidden it."""
    unknown = set(view.cells) - view.core()
    piece = _pieces(view, unknown, [cell_id], deadline)[0]
    low, high = piece.work_out()[cell_id]
    return low == high
