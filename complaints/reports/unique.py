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
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from complaints.disclosure import Hidden, Protected, Release, Shown, TableSpec
from complaints.reports.counts import Tally
from complaints.reports.overlap import SECONDS, Place, Puzzle, withstands
from complaints.reports.rules import ALLEGATIONS, FINDINGS, Stage, Unit

TECHNOLOGY: Final = "technology"
CATEGORIES: Final[Mapping[Unit, tuple[str, tuple[str, ...]]]] = {
    Unit.OPEN: ("stage", tuple(Stage)),
    Unit.DECIDED: ("finding", FINDINGS),
    Unit.ALLEGATIONS: ("allegation", ALLEGATIONS),
}
"""What each unit is split by, and into what."""

ALONE: Final[Mapping[Unit, Unit]] = {
    Unit.COMPLAINTS_RECEIVED: Unit.RECEIVED,
    Unit.COMPLAINTS_DECIDED: Unit.DECIDED,
    Unit.COMPLAINTS_OPEN: Unit.OPEN,
}
"""The numbers of complaints, each with the mentions it stands beside."""

ALIKE: Final = ((Unit.COMPLAINTS_RECEIVED, Unit.ALLEGATIONS), (Unit.COMPLAINTS_OPEN, Unit.OPEN))
"""The tables in which a complaint is the same for each of its technologies. Findings may differ by technology."""

DRAWN_SHARE: Final = 0.2
"""Of the probability of a decoy, as for every margin."""


def may_tell(protected: Protected, spec: TableSpec, tally: Tally, history: Sequence[Release]) -> bool:
    """Whether the numbers of complaints give away nothing that the tables hide, within the time there is."""
    if any(spec.key(unit, period=earlier.period) not in earlier.cells for earlier in history for unit in ALONE):
        return False
    deadline = time.monotonic() + SECONDS
    return all(
        withstands(puzzle_of(protected, spec, alone, unit), tally.overlaps(ALONE[alone]), deadline=deadline)
        for alone, unit in ALIKE
    )


def puzzle_of(protected: Protected, spec: TableSpec, alone: Unit, unit: Unit) -> Puzzle:
    """What a reader of these tables holds of one of them together with the number of complaints `alone`."""
    shown, (dim, categories) = protected.release.shown(), CATEGORIES[unit]
    places: dict[Place, str] = {}
    for slug in (None, *spec.dims[TECHNOLOGY]):
        for category in (None, *categories):
            place = {name: value for name, value in ((TECHNOLOGY, slug), (dim, category)) if value is not None}
            places[slug, category] = spec.key(unit, **place)
    required = protected.certificate.required
    return Puzzle(
        mentions={slug: shown[spec.key(ALONE[alone], **{TECHNOLOGY: slug})] for slug in spec.dims[TECHNOLOGY]},
        complaints=shown[spec.key(alone)],
        categories=categories,
        shown={place: shown[cell] for place, cell in places.items() if cell in shown},
        required={place: required[cell] for place, cell in places.items() if cell in protected.release.hidden},
        several=unit is Unit.ALLEGATIONS,
    )


def drawn(period: str, probability: float, seed: bytes) -> bool:
    """Whether the numbers are kept by chance, fixed by the secret seed before anything is counted.

    Without such years a kept number would say by itself that complaints overlap.
    """
    digest = hmac.new(seed, f"complaints\0{period}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") / 2.0**64 < probability * DRAWN_SHARE


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
