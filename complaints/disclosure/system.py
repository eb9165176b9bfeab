"""Decides what a consistent set of counts is: cells, the sums that join them, and what may be hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from complaints.disclosure.refusals import UnusableTables

MOST_COUNT = 2**31 - 1  # the solver's numbers are exact far beyond, its tolerances are not


@dataclass(frozen=True, slots=True)
class Cell:
    """One count. `value` is None where it is not known to whoever holds this object.

    `frozen` marks a cell of an earlier release; with a value it was shown, without one it was hidden.
    `never_published` cells stand in no table, but the sums reach them. A `target` is a never published form that must
    stay ambiguous even when it is zero. `upper` is a public fact: the count is never more than this.
    `camouflage` marks a total that need not show when it is 0, so that others beside it can be hidden.
    """

    id: str
    value: int | None
    mandatory: bool = False
    never_published: bool = False
    structural_zero: bool = False
    target: bool = False
    frozen: bool = False
    upper: int | None = None
    camouflage: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """The cell `total` is the sum of the cells `parts`."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class System:
    """Cells and the sums that join them. `lo` is the least a hidden cell can be (0; 1 where zeros always show)."""

    cells: Mapping[str, Cell]
    relations: tuple[Relation, ...]
    lo: int = 0
    period: str = ""
    _totals: frozenset[str] = field(init=False, repr=False, compare=False)
    _core: frozenset[str] = field(init=False, repr=False, compare=False)
    _always_hidden: frozenset[str] = field(init=False, repr=False, compare=False)
    _choices: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        remember = object.__setattr__
        remember(self, "_totals", frozenset(relation.total for relation in self.relations))
        _refuse_unknown_and_repeated(self)
        _refuse_circles(self.relations)
        _refuse_false_sums(self)
        remember(self, "_core", _always_shown(self) | self.zero_totals())
        never = {cell.id for cell in self if cell.never_published or (cell.frozen and cell.value is None)}
        remember(self, "_always_hidden", frozenset(never))
        remember(self, "_choices", frozenset(self.cells) - self._core - never)

    def is_total(self, cell_id: str) -> bool:
        """Whether the cell is the sum of others."""
        return cell_id in self._totals

    def zero_totals(self) -> frozenset[str]:
        """Totals of 0 of this release, which are always shown.

        Not those that may serve as camouflage, nor those above a cell that an earlier release hid: that stays hidden.
        """
        above = ancestors(self.relations, [cell.id for cell in self if cell.frozen and cell.value is None])
        zeros = {cell.id for cell in self if cell.value == 0 and not (_apart(cell) or cell.camouflage)}
        return frozenset(zeros & self._totals - above)

    def core(self) -> frozenset[str]:
        """What a reader knows whatever is hidden: mandatory cells, zero totals, structural zeros, earlier releases."""
        return self._core

    def always_hidden(self) -> frozenset[str]:
        """Cells that no mask can show: never published ones and those an earlier release hid."""
        return self._always_hidden

    def choices(self) -> frozenset[str]:
        """Cells of this release that may be shown or hidden."""
        return self._choices

    def __iter__(self) -> Iterator[Cell]:
        return iter(self.cells.values())


def _always_shown(system: System) -> frozenset[str]:
    return frozenset(
        cell.id
        for cell in system
        if cell.value is not None
        and (
            cell.mandatory
            or cell.structural_zero
            or (cell.frozen and not cell.never_published)
            or (cell.value < system.lo and not _apart(cell))
        )
    )


def _apart(cell: Cell) -> bool:
    return cell.never_published or cell.frozen


def ancestors(relations: Iterable[Relation], below: Iterable[str]) -> frozenset[str]:
    """Every total that the given cells are, directly or through other totals, a part of."""
    above: dict[str, list[str]] = {}
    for relation in relations:
        for part in relation.parts:
            above.setdefault(part, []).append(relation.total)
    found: set[str] = set()
    waiting = list(below)
    while waiting:
        for total in above.get(waiting.pop(), ()):
            if total not in found:
                found.add(total)
                waiting.append(total)
    return frozenset(found)


def _refuse_unknown_and_repeated(system: System) -> None:
    for relation in system.relations:
        for cell_id in (relation.total, *relation.parts):
            if cell_id not in system.cells:
                raise UnusableTables(f"A relation names the cell {cell_id!r}, which is not among the cells.")
        if not relation.parts:
            raise UnusableTables(f"The relation of the total {relation.total!r} has no parts.")
        if len(set(relation.parts)) != len(relation.parts):
            raise UnusableTables(f"The relation of the total {relation.total!r} names a part twice.")


def _refuse_circles(relations: tuple[Relation, ...]) -> None:
    """A total may not be, through other totals, a part of itself."""
    waiting: dict[str, int] = {}
    for relation in relations:
        waiting[relation.total] = waiting.get(relation.total, 0) + len(relation.parts)
    above: dict[str, list[str]] = {}
    for relation in relations:
        for part in relation.parts:
            above.setdefault(part, []).append(relation.total)
    ready = [cell_id for cell_id in above if cell_id not in waiting]
    while ready:
        for total in above.get(ready.pop(), ()):
            waiting[total] -= 1
            if not waiting[total]:
                del waiting[total]
                ready.append(total)
    if waiting:
        raise UnusableTables(f"The relations run in a circle through the cell {min(waiting)!r}.")


def _refuse_false_sums(system: System) -> None:
    for cell in system.cells.values():
        for number in (cell.value, cell.upper):
            if number is not None and (isinstance(number, bool) or not isinstance(number, int) or number < 0):
                raise UnusableTables(f"The count of {cell.id!r} is not a whole number of 0 or more.")
            if number is not None and number > MOST_COUNT:
                raise UnusableTables(f"The count of {cell.id!r} is too large.")
        if cell.structural_zero and cell.value:
            raise UnusableTables(f"The count of {cell.id!r} cannot be what it is said to be: there it is always 0.")
        if cell.value is not None and cell.upper is not None and cell.value > cell.upper:
            raise UnusableTables(f"The count of {cell.id!r} is more than the count it is part of.")
    for relation in system.relations:
        total = system.cells[relation.total].value
        parts = [system.cells[part].value for part in relation.parts]
        if total is None or None in parts:
            continue
        if sum(part for part in parts if part is not None) != total:
            raise UnusableTables(f"The parts of {relation.total!r} do not add up to it.")
