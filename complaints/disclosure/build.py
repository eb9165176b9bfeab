"""Decides the true value of every cell of a set of linked tables, and how it hangs together with earlier releases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import prod

from complaints.disclosure.publish import Release, frozen_cells
from complaints.disclosure.refusals import UnusableTables
from complaints.disclosure.system import Cell, Relation, System
from complaints.disclosure.tables import Place, Table, TableSpec

MOST_CELLS = 500_000


def build_system(counts: Mapping[str, int], spec: TableSpec, history: Sequence[Release] = ()) -> System:
    """Cells, sums and frozen earlier releases of the tables that a period is about to publish.

    `counts` maps `spec.key(...)` of each table's inner cells to whole counts (left out: 0); margins are computed, and
    checked where given. Raises UnusableTables for anything negative, fractional, unknown or that does not add up.
    """
    _refuse_counts(counts)
    builder = _Builder(counts, spec)
    for table in spec.all_tables:
        builder.add_table(table)
    for unit in spec.units:
        if spec.needs_cube(unit):
            builder.add_cube(unit)
    builder.add_targets()
    unknown = sorted(set(counts) - set(builder.cells))
    if unknown:
        raise UnusableTables(f"There is a count for {unknown[0]!r}, which is in none of the tables.")
    cells, relations = _with_history(builder, spec, history)
    return System(cells, relations, period=spec.period)


class _Builder:
    def __init__(self, counts: Mapping[str, int], spec: TableSpec) -> None:
        self.counts, self.spec = counts, spec
        self.cells: dict[str, Cell] = {}
        self.relations: dict[Relation, None] = {}

    def add_table(self, table: Table) -> None:
        """The inner cells, then every margin with the sums that make it."""
        self._refuse_size(table.dims)
        for place in self.spec.places(table.dims):
            cell_id = self._id(table.unit, place)
            self._add(cell_id, self.counts.get(cell_id, 0), place, table)
        for size in range(len(table.dims) - 1, -1, -1):
            for dims in combinations(table.dims, size):
                for place in self.spec.places(dims):
                    self._add_margin(place, table)

    def _add_margin(self, place: Place, table: Table) -> None:
        total = self._id(table.unit, place)
        fixed = {dim for dim, _ in place}
        for free in (dim for dim in table.dims if dim not in fixed):
            parts = [self._id(table.unit, (*place, (free, cat))) for cat in self.spec.dims[free]]
            value = sum(self.cells[part].value or 0 for part in parts)
            if self.counts.get(total, value) != value:
                raise UnusableTables(f"The parts of {total!r} do not add up to it.")
            self._add(total, value, place, table)
            self.relations[Relation(total, tuple(parts))] = None

    def _add(self, cell_id: str, value: int, place: Place, table: Table) -> None:
        before = self.cells.get(cell_id)
        if before is not None and before.value != value:
            raise UnusableTables(f"Two tables give different counts for {cell_id!r}.")
        if before is not None and before.upper is not None:
            return
        self.cells[cell_id] = Cell(
            cell_id,
            value,
            mandatory=self.spec.is_mandatory(place),
            # Of one complaint the only kind would be plain, if every kind that nobody named had to show its 0.
            camouflage=not self.spec.is_mandatory(place),
            structural_zero=self.spec.is_impossible(place),
            upper=self._upper(place, table),
        )

    def _upper(self, place: Place, table: Table) -> int | None:
        """The smallest mandatory count of the `at_most` unit at this place or a wider one.

        A margin over kinds adds several counts of one mention, so it has no such bound.
        """
        kinds = {dim for dim in table.dims if not any(dim in margin for margin in self.spec.mandatory)}
        if table.at_most is None or not kinds <= {dim for dim, _ in place}:
            return None
        found = []
        for size in range(len(place) + 1):
            for wider in combinations(place, size):
                cell = self.cells.get(self._id(table.at_most, wider))
                if cell is not None and cell.value is not None and cell.mandatory:
                    found.append(cell.value)
        if not found:
            raise UnusableTables(f"The unit {table.at_most!r} must stand in an earlier table with a mandatory total.")
        return min(found)

    def add_cube(self, unit: str) -> None:
        """The never published cells of all the unit's dimensions together, of which each table is a margin."""
        tables = self.spec.maximal(unit)
        dims = [dim for dim in self.spec.dims if any(dim in table for table in tables)]
        self._refuse_size(dims)
        sums: dict[str, list[str]] = {}
        for place in self.spec.places(dims):
            cell_id = self._id(unit, place)
            value = 0 if self.spec.is_impossible(place) else self.counts.get(cell_id, 0)
            self.cells[cell_id] = Cell(cell_id, value, never_published=True)
            for table in tables:
                margin = self._id(unit, tuple(p for p in place if p[0] in table))
                sums.setdefault(margin, []).append(cell_id)
        for margin, parts in sums.items():
            self.relations[Relation(margin, tuple(parts))] = None

    def add_targets(self) -> None:
        """A target is a cell nobody publishes: its total less its parts."""
        for target in self.spec.targets:
            for cell_id in (target.total, *target.parts):
                if cell_id not in self.cells:
                    raise UnusableTables(f"The target {target.name!r} names {cell_id!r}, which is no cell.")
            parts = sum(self.cells[part].value or 0 for part in target.parts)
            name = f"target/{self.spec.period}/{target.name}"
            value = (self.cells[target.total].value or 0) - parts
            if value < 0:
                raise UnusableTables(f"The parts of the target {target.name!r} are more than its total.")
            self.cells[name] = Cell(name, value, never_published=True, target=True)
            self.relations[Relation(target.total, (*target.parts, name))] = None

    def _id(self, unit: str, place: Place) -> str:
        return self.spec.key(unit, **dict(place))

    def _refuse_size(self, dims: Sequence[str]) -> None:
        if prod(len(self.spec.dims[dim]) for dim in dims) > MOST_CELLS:
            raise UnusableTables(f"A table of {' × '.join(dims)} has more than {MOST_CELLS} cells.")


def _with_history(
    builder: _Builder, spec: TableSpec, history: Sequence[Release]
) -> tuple[dict[str, Cell], tuple[Relation, ...]]:
    """Add the frozen cells of earlier releases, and the sums that join this period to the periods within it."""
    frozen = frozen_cells(history)
    clash = sorted(i for i in set(frozen) & set(builder.cells) if not frozen[i].never_published)
    if clash:
        raise UnusableTables(f"The cell {clash[0]!r} is frozen by an earlier release.")
    cells = {**frozen, **builder.cells}
    relations = dict.fromkeys(relation for release in history for relation in release.relations)
    relations |= builder.relations
    known = {release.period for release in history}
    if spec.sums_of and not known & set(spec.sums_of):
        return cells, tuple(relations)
    for cell in list(builder.cells.values()) if spec.sums_of else ():
        if cell.never_published:
            continue
        tail = cell.id.removeprefix(f"{spec.period}/")
        parts = tuple(f"{period}/{tail}" for period in spec.sums_of)
        if not any(part in frozen for part in parts):
            continue
        for part in parts:
            cells.setdefault(part, Cell(part, None, never_published=True))
        relations[Relation(cell.id, parts)] = None
    return cells, tuple(relations)


def _refuse_counts(counts: Mapping[str, int]) -> None:
    for cell_id, value in counts.items():
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise UnusableTables(f"The count of {cell_id!r} is not a whole number of 0 or more.")
