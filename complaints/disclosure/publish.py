"""Decides what leaves the house: the shown counts, one sign for every hidden cell, and what is true of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from complaints.disclosure.refusals import UnusableTables
from complaints.disclosure.system import Cell, Relation, System


@dataclass(frozen=True, slots=True)
class Release:
    """A set of published tables: what a reader sees. No cell in it carries a count that was hidden.

    `hidden` are the cells with the sign; never published cells are in `cells` with no value and not in `hidden`.
    `relations` may reach into earlier releases.
    """

    cells: Mapping[str, Cell]
    hidden: frozenset[str]
    relations: tuple[Relation, ...]
    k: int
    lo: int = 0
    period: str = ""

    def shown(self) -> dict[str, int]:
        """The published counts, in cells."""
        return {cell.id: cell.value for cell in self.cells.values() if cell.value is not None}


def publish(system: System, mask: Iterable[str], k: int) -> Release:
    """Take the values of the hidden cells away. Earlier releases are not published again.

    Raises UnusableTables when the mask would hide what the order requires, or a cell that is not there.
    """
    hidden = frozenset(mask)
    for cell_id in hidden - system.choices():
        raise UnusableTables(f"The cell {cell_id!r} cannot be hidden.")
    own = [cell for cell in system if not cell.frozen]
    cells = {cell.id: replace(cell, value=None) if cell.id in hidden or cell.never_published else cell for cell in own}
    kept = tuple(
        relation
        for relation in system.relations
        if any(cell_id in cells for cell_id in (relation.total, *relation.parts))
    )
    return Release(cells, hidden, kept, k, system.lo, system.period)


def freeze(cell: Cell) -> Cell:
    """A published cell as later releases see it."""
    return replace(cell, frozen=True) if not cell.never_published else cell


def merge(release: Release, history: Sequence[Release]) -> tuple[dict[str, Cell], tuple[Relation, ...]]:
    """All published cells and all sums of a release with the earlier ones, for whoever reads them together.

    Raises UnusableTables when a published count was changed or a hidden one shown.
    """
    cells = frozen_cells(history)
    for cell in release.cells.values():
        before = cells.get(cell.id)
        if before is not None and before.frozen:
            if cell.never_published or before.value == cell.value:
                continue
            raise UnusableTables(f"The cell {cell.id!r} is frozen by an earlier release and cannot be published anew.")
        cells[cell.id] = cell
    relations = dict.fromkeys([r for earlier in history for r in earlier.relations] + list(release.relations))
    return cells, tuple(relations)


def open_part(release: Release, history: Sequence[Release]) -> tuple[dict[str, Cell], tuple[Relation, ...]]:
    """What of all published cells and sums hangs together with this release through any chain of sums.

    The rest are closed years: no sum joins them to a cell of this release, so a table that fits them fits beside every
    table that fits this release, and all that was audited of them stands (the polytope is a product of both).
    """
    cells, relations = merge(release, _near(release, history))
    beside: dict[str, list[int]] = {}
    for number, relation in enumerate(relations):
        for cell_id in (relation.total, *relation.parts):
            beside.setdefault(cell_id, []).append(number)
    joined, waiting = set(release.cells), list(release.cells)
    followed: set[int] = set()  # a sum of hundreds of cells is looked at once, not once for each of them
    while waiting:
        for number in beside.pop(waiting.pop(), ()):
            if number not in followed:
                followed.add(number)
                fresh = {relations[number].total, *relations[number].parts} - joined
                joined |= fresh
                waiting += fresh
    kept = tuple(relation for relation in relations if relation.total in joined)
    return {i: cell for i, cell in cells.items() if i in joined}, kept


def _near(release: Release, history: Sequence[Release]) -> list[Release]:
    """The earlier releases that share a cell with this one or with each other up to it. Others are not even copied."""
    reach = [_ids(earlier) for earlier in history]
    joined, near = _ids(release), set[int]()
    while fresh := {n for n, ids in enumerate(reach) if n not in near and not joined.isdisjoint(ids)}:
        near |= fresh
        joined.update(*(reach[n] for n in fresh))
    return [earlier for n, earlier in enumerate(history) if n in near]


def _ids(release: Release) -> set[str]:
    """The cells of a release and all that its sums name."""
    return set(release.cells).union(*((relation.total, *relation.parts) for relation in release.relations))


def frozen_cells(history: Sequence[Release]) -> dict[str, Cell]:
    """The cells of the earlier releases, frozen: shown stays shown, hidden stays hidden."""
    cells: dict[str, Cell] = {}
    for release in history:
        for cell in release.cells.values():
            before = cells.get(cell.id)
            if before is None or before.never_published:
                cells[cell.id] = freeze(cell)
    return cells


def may_correct(published: int, corrected: int, k: int) -> bool:
    """Whether an erratum may give this number: it changes a cell by 0 or by at least k, otherwise it is prose.

    A smaller change would be a published difference, and so a small cell, of its own.
    """
    return corrected == published or abs(corrected - published) >= k
