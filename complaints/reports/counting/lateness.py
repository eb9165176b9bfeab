"""What the law tells of the late: they took longer than the shortest deadline there is, and so stand in the long bands.

The profile is public, a deadline counts from the day a complaint came in as the days of a decision do, and holds and
extensions only lengthen it. So of each technology no more were late than took that long, and everybody knows it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from complaints.disclosure import Cell, Relation, Release, System, TableSpec
from complaints.reports.rules import TECHNOLOGY, Punctuality, TableName, Unit, possibly_late

TABLES: Final = (TableName.DURATION, TableName.PUNCTUALITY)
LONG: Final = "decided_long"
"""Those decided that took longer than the shortest deadline; no table gives them."""
LONG_BUT_NOT_LATE: Final = "decided_long_not_late"


def with_lateness(system: System, spec: TableSpec, shortest: int | None) -> System:
    """The same system with two sums for each technology: the bands that can be late, and the late with the rest there.

    `shortest` is the fewest days that a deadline has; None where nobody knows any. Where all bands or neither table is
    published, nothing is added. The sums over all technologies follow from those of each.
    """
    published = {(table.unit, table.dims) for table in spec.all_tables}
    all_bands = spec.dims[TableName.DURATION]
    bands = [] if shortest is None else [band for band in possibly_late(shortest) if band in all_bands]
    here = all((Unit.DECIDED, (TECHNOLOGY, table.value)) in published for table in TABLES)
    if not here or not 0 < len(bands) < len(all_bands):
        return system
    cells: dict[str, Cell] = {}
    relations: list[Relation] = []
    for slug in spec.dims[TECHNOLOGY]:
        took = [spec.key(Unit.DECIDED, technology=slug, duration=band) for band in bands]
        late = spec.key(Unit.DECIDED, technology=slug, punctuality=Punctuality.LATE)
        long, rest = _id(spec, LONG, slug), _id(spec, LONG_BUT_NOT_LATE, slug)
        many = sum(system.cells[cell].value or 0 for cell in took)
        cells[long] = Cell(long, many, never_published=True)
        cells[rest] = Cell(rest, many - (system.cells[late].value or 0), never_published=True)
        relations += [Relation(long, tuple(took)), Relation(long, (late, rest))]
    return replace(system, cells={**system.cells, **cells}, relations=(*system.relations, *relations))


def late_only_in(release: Release, spec: TableSpec) -> tuple[str, ...]:
    """The bands that the sums of a published release say the late are in; none where it has no such sum."""
    own = {relation.parts for relation in release.relations if relation.total == _id(spec, LONG, _first(spec))}
    bands = spec.dims[TableName.DURATION]
    keys = {band: spec.key(Unit.DECIDED, technology=_first(spec), duration=band) for band in bands}
    return tuple(band for band, cell in keys.items() if any(cell in parts for parts in own))


def _first(spec: TableSpec) -> str:
    return spec.dims[TECHNOLOGY][0]


def _id(spec: TableSpec, name: str, slug: str) -> str:
    return f"{spec.period}/{name}/{slug}"
