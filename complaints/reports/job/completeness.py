"""What the registry does not state yet of each technology that a period's report tells of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from complaints.platform.store import Db
from complaints.registry.models import Technology, TechnologyVersion
from complaints.registry.rules import ReportItem
from complaints.reports.periods import Period

_STATED: Final[dict[str, Callable[[TechnologyVersion], object]]] = {
    "policy": lambda said: said.policy_title or said.policy_url or said.policy_file_id,
    "retention": lambda said: said.retention or said.retention_days is not None,
    "units": lambda said: said.units or said.units_count is not None,
}
"""What is said in several fields; everything else in the one of its name."""
PARTS: Final[tuple[str, ...]] = (
    *(item.value for item in ReportItem if item is not ReportItem.COMPLAINTS),
    "policy",
    "retention",
    "area",
)
"""What the report says of a technology from the registry. The eighth item, complaints, is counted and never missing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A technology, and the PARTS that are "not stated"."""

    technology: Technology
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Completeness:
    """Every technology of a report, in the registry's order."""

    entries: tuple[Entry, ...]

    @property
    def incomplete(self) -> tuple[Entry, ...]:
        """Those that something is missing of."""
        return tuple(entry for entry in self.entries if entry.missing)

    @property
    def missing(self) -> int:
        """How many parts are missing, of all technologies."""
        return sum(len(entry.missing) for entry in self.entries)

    def lacking(self, part: str) -> int:
        """How many technologies a part is missing of."""
        return sum(part in entry.missing for entry in self.entries)

    @property
    def wanted(self) -> int:
        """How many parts a complete report has."""
        return len(self.entries) * len(PARTS)


def completeness(session: Db, period: Period) -> Completeness:
    """What is missing for the report of a period, in the named technologies used at some time in it.

    Reads the registry alone, no complaint: a technology that was retired before and is in the report because somebody
    complained is not named here, or this page would tell of that complaint.
    """
    query = (
        sa.select(Technology)
        .where(sa.or_(Technology.retired_on.is_(None), Technology.retired_on >= period.starts_on))
        .order_by(Technology.position, Technology.slug)
    )
    named: Sequence[Technology] = [found for found in session.scalars(query) if found.is_named]
    return Completeness(tuple(Entry(technology, missing_of(technology.current)) for technology in named))


def missing_of(said: TechnologyVersion) -> tuple[str, ...]:
    """The PARTS that an entry does not state."""
    return tuple(part for part in PARTS if not _is_stated(said, part))


def _is_stated(said: TechnologyVersion, part: str) -> bool:
    return bool(_STATED[part](said) if part in _STATED else getattr(said, part))
