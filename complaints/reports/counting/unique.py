"""Decides whether the numbers of complaints are told exactly, or only from the largest technology to all mentions.

The mentions of the technologies are always shown. The numbers of complaints beside them tell how many complaints are
about several technologies, which are alike in each of them (overlap.py). A reader who is given the interval alone can
always think of a year in which every complaint was about one technology, and then knows no more than the audit of the
tables does.

All three numbers are told or none: what was open before, and was received, was decided or is still open, so whoever has
the others can work out the one that is missing. For the same reason, once one release has kept them, the later ones do.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from complaints.disclosure import Hidden, Protected, Release, Shown, TableSpec
from complaints.reports.counting.lateness import late_only_in
from complaints.reports.counting.overlap import Block, Group, NeverMore, Place, Puzzle, withstands
from complaints.reports.rules import ALONE, SPLITS, TECHNOLOGY, Punctuality, Split, TableName, Unit

SPLIT_BESIDE: Final[Mapping[Unit, Unit]] = {
    Unit.COMPLAINTS_RECEIVED: Unit.ALLEGATIONS,
    Unit.COMPLAINTS_DECIDED: Unit.DECIDED,
    Unit.COMPLAINTS_OPEN: Unit.OPEN,
}
"""The unit whose tables are attacked together with each number of complaints."""

KEPT_BY_CHANCE: Final = 0.25
"""How often the numbers of a year are kept though they would tell nothing.

A reader can run this code on every set of complaints that fits. Of those for which it tells the numbers, one in four
would look like a year that had to keep them, so no such set becomes less than a quarter as likely as it was. A decoy's
probability would not do: it is small because there are many cells to draw from, and here is one draw a year.
"""


def may_tell(protected: Protected, spec: TableSpec, history: Sequence[Release]) -> bool:
    """Whether the numbers of complaints give away nothing that the tables hide.

    Nothing decides it but what would be published: the tables and these numbers. Were the complaints themselves looked
    at, to tell the numbers would say something of them. Raises AuditUnfinished.
    """
    if any(keeps_numbers(earlier) for earlier in history):
        return False
    return withstands(puzzle_of(protected, spec))


def keeps_numbers(earlier: Release) -> bool:
    """Whether a release gave the mentions and kept the numbers of complaints; one without mentions has nothing to keep.

    Its cells are found by period and unit alone, because the dimensions may have been others then.
    """
    units = {cell.split("/")[1] for cell in earlier.cells if cell.startswith(f"{earlier.period}/")}
    return any(mentions in units and unit not in units for unit, mentions in ALONE.items())


def puzzle_of(protected: Protected, spec: TableSpec) -> Puzzle:
    """What a reader of these tables holds of them together with the numbers of complaints."""
    received, decided, still_open = (_group(protected, spec, alone) for alone in ALONE)
    return Puzzle(received, decided, still_open)


def _group(protected: Protected, spec: TableSpec, alone: Unit) -> Group:
    shown = protected.release.shown()
    published = {(table.unit, table.dims) for table in spec.all_tables}
    splits = [
        split
        for split in SPLITS
        if split.alike and split.unit is SPLIT_BESIDE[alone] and (split.unit, (TECHNOLOGY, split.dim)) in published
    ]
    return Group(
        mentions={slug: shown[spec.key(ALONE[alone], **{TECHNOLOGY: slug})] for slug in spec.dims[TECHNOLOGY]},
        complaints=shown[spec.key(alone)],
        blocks=tuple(_block(protected, spec, split) for split in splits),
        never_more=_never_more(protected, spec, [split.table for split in splits]),
    )


def _never_more(protected: Protected, spec: TableSpec, tables: Sequence[TableName]) -> tuple[NeverMore, ...]:
    """The late are among those that took long, also of the complaints about one set of technologies."""
    bands = late_only_in(protected.release, spec)
    if not bands or TableName.DURATION not in tables:
        return ()
    late = (tables.index(TableName.PUNCTUALITY), (Punctuality.LATE.value,))
    return ((late, (tables.index(TableName.DURATION), bands)),)


def _block(protected: Protected, spec: TableSpec, split: Split) -> Block:
    """The cells of a table. Its totals are the mentions, but for one whose complaints stand in several categories."""
    shown, required = protected.release.shown(), protected.certificate.required
    places: dict[Place, str] = {}
    for slug in (None, *spec.dims[TECHNOLOGY]):
        for category in ((None,) if split.several else ()) + split.categories:
            place = {name: value for name, value in ((TECHNOLOGY, slug), (split.dim, category)) if value is not None}
            places[slug, category] = spec.key(split.unit, **place)
    return Block(
        categories=split.categories,
        shown={place: shown[cell] for place, cell in places.items() if cell in shown},
        required={place: required[cell] for place, cell in places.items() if cell in protected.release.hidden},
        several=split.several,
    )


def drawn(period: str, seed: bytes) -> bool:
    """Whether the numbers are kept by chance, fixed by the secret seed before anything is counted.

    Without such years a kept number would say by itself that complaints overlap.
    """
    digest = hmac.new(seed, f"complaints\0{period}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") / 2.0**64 < KEPT_BY_CHANCE


def without_totals(protected: Protected, spec: TableSpec) -> Protected:
    """The same with the interval of each number of complaints; the tables and their proof no longer have the number."""
    shown = protected.release.shown()
    gone = {spec.key(alone): mentions for alone, mentions in ALONE.items()}
    intervals: dict[str, Shown | Hidden] = {
        cell: Hidden(
            max(shown[spec.key(unit, **{TECHNOLOGY: slug})] for slug in spec.dims[TECHNOLOGY]), shown[spec.key(unit)]
        )
        for cell, unit in gone.items()
    }
    kept = [place for place, cell in enumerate(protected.certificate.order) if cell not in gone]
    certificate = replace(
        protected.certificate,
        order=tuple(protected.certificate.order[place] for place in kept),
        tables=tuple(tuple(table[place] for place in kept) for table in protected.certificate.tables),
    )
    cells = {cell: told for cell, told in protected.release.cells.items() if cell not in gone}
    release = replace(protected.release, cells=cells)
    return replace(protected, cells={**protected.cells, **intervals}, release=release, certificate=certificate)
