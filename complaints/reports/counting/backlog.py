"""What the totals of successive reports tell of how long decisions took, whatever is hidden: it joins the attack.

More complaints were open at the end of a year than had been received in it: the others are older than that year. Those
of them that are not open any more at the end of a later year were decided meanwhile, after more than a whole year. So
many decisions took longer than the longest band begins with, and everybody who reads the totals knows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from complaints.disclosure import Cell, Relation, System, TableSpec
from complaints.reports.rules import TECHNOLOGY, Duration, Unit, least_days

Before = Sequence[tuple[str, int]]
"""The periods released before that follow each other without a gap, the nearest first: their codes and days."""

DIM: Final = "duration"


def with_backlog(system: System, spec: TableSpec, before: Before) -> System:
    """The same system with one more sum wherever totals tell of decisions that took long.

    In each sum the decisions that took less, and some that nobody publishes, add up to what is left of all.
    """
    cells: dict[str, Cell] = {}
    relations: list[Relation] = []
    for slug in spec.dims[TECHNOLOGY]:
        most = 0
        for years, slow in _stretches(system, spec, slug, before):
            if slow > most:
                most = slow
                name = f"{slug}|{years[-1]}"
                limit, rest = f"{spec.period}/decided_sooner/{name}", f"{spec.period}/decided_later/{name}"
                decided = sum(_total(system, spec, Unit.DECIDED, year, slug) or 0 for year in years)
                sooner = [_cell(spec, year, slug, band) for year in years for band in spec.dims[DIM][:-1]]
                cells[limit] = Cell(limit, decided - slow, mandatory=True)
                cells[rest] = Cell(rest, None, never_published=True)
                relations.append(Relation(limit, (*sooner, rest)))
    if not cells:
        return system
    return replace(system, cells={**system.cells, **cells}, relations=(*system.relations, *relations))


def _stretches(system: System, spec: TableSpec, slug: str, before: Before) -> Iterator[tuple[list[str], int]]:
    """Years without a gap that end with this one, it first, and how many decisions in them must have been slow."""
    years = [spec.period]
    still_open = _total(system, spec, Unit.OPEN, spec.period, slug)
    for at, (code, _) in enumerate(before):
        if not all(_cell(spec, year, slug, band) in system.cells for year in years for band in spec.dims[DIM]):
            return
        open_then = _total(system, spec, Unit.OPEN, code, slug)
        young = _received_lately(system, spec, slug, before[at:])
        if still_open is None or open_then is None or young is None:
            return
        yield list(years), open_then - young - still_open
        years.append(code)


def _received_lately(system: System, spec: TableSpec, slug: str, before: Before) -> int | None:
    """What came in during the last half year or more before a stretch; None where not all of it was released."""
    days, received = 0, 0
    for code, length in before:
        came = _total(system, spec, Unit.RECEIVED, code, slug)
        if came is None:
            return None
        days, received = days + length, received + came
        if days >= least_days(Duration.OVER_180) - 1:
            return received
    return None


def _total(system: System, spec: TableSpec, unit: Unit, period: str, slug: str) -> int | None:
    """A published total of a technology; None in a period whose report does not give it."""
    cells: Mapping[str, Cell] = system.cells
    cell = cells.get(spec.key(unit, period=period, **{TECHNOLOGY: slug}))
    return None if cell is None else cell.value


def _cell(spec: TableSpec, period: str, slug: str, band: str) -> str:
    return spec.key(Unit.DECIDED, period=period, **{TECHNOLOGY: slug, DIM: band})
