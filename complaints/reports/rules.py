"""What is counted under which name, and how freezing and publishing are refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from complaints.casework.rules import Status
from complaints.intake.rules import AllegationKind
from complaints.outcomes.rules import FindingKind
from complaints.platform.jurisdiction.profile import Measure


class Unit(StrEnum):
    """What a count counts. All but the last three count mentions: a complaint about two technologies stands at both."""

    RECEIVED = "received"
    DECIDED = "decided"
    OPEN = "open"
    ALLEGATIONS = "allegations"
    COMPLAINTS_RECEIVED = "complaints_received"
    COMPLAINTS_DECIDED = "complaints_decided"
    COMPLAINTS_OPEN = "complaints_open"


class Stage(StrEnum):
    """Where an open complaint stood at the end of the period, in a reader's words rather than the desk's."""

    WAITING = "waiting"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    REFERRED = "referred"


STAGES: Final[Mapping[Status, Stage]] = MappingProxyType(
    {
        Status.RECEIVED: Stage.WAITING,
        Status.TRIAGE: Stage.WAITING,
        Status.ASSIGNED: Stage.IN_PROGRESS,
        Status.INVESTIGATING: Stage.IN_PROGRESS,
        Status.IN_REVIEW: Stage.IN_PROGRESS,
        Status.ON_HOLD: Stage.ON_HOLD,
        Status.REFERRED: Stage.REFERRED,
    }
)
"""A closed case has no stage: it is counted among the decided."""

CLOSED: Final = "closed"
NO_FINDING: Final = "no_finding"
FINDINGS: Final[tuple[str, ...]] = (*FindingKind, NO_FINDING)
"""The finding that summarises a complaint about one technology, or that it was closed without one."""

ALLEGATIONS: Final[tuple[str, ...]] = tuple(AllegationKind)


class Duration(StrEnum):
    """How many days passed from the day a complaint came in to the day its case was first closed."""

    UP_TO_30 = "up_to_30"
    FROM_31_TO_90 = "31_to_90"
    FROM_91_TO_180 = "91_to_180"
    OVER_180 = "over_180"


MOST_DAYS: Final[Mapping[Duration, int | None]] = MappingProxyType(
    {Duration.UP_TO_30: 30, Duration.FROM_31_TO_90: 90, Duration.FROM_91_TO_180: 180, Duration.OVER_180: None}
)
"""The longest of each band, in days, both ends included."""


def duration_of(received_on: date, closed_on: date) -> Duration:
    """The band of the days between two local days; a case closed on its first day took 0.

    They count from the day its deadlines count from: a letter that lay around is as old as it is.
    """
    days = (closed_on - received_on).days
    return next(band for band, most in MOST_DAYS.items() if most is None or days <= most)


def least_days(band: Duration) -> int:
    """The shortest of a band, in days."""
    place = list(Duration).index(band)
    return 0 if not place else (MOST_DAYS[list(Duration)[place - 1]] or 0) + 1


def possibly_late(shortest: int) -> tuple[Duration, ...]:
    """The bands in which a case can be late where the shortest deadline has so many days; holds only lengthen it."""
    return tuple(band for band, most in MOST_DAYS.items() if most is None or most > shortest)


class Punctuality(StrEnum):
    """Whether a case was first closed by the last day of its completion clock, as that stood then."""

    IN_TIME = "in_time"
    LATE = "late"
    NO_DEADLINE = "no_deadline"


def punctuality_of(closed_on: date, due_on: date | None) -> Punctuality:
    """Closing on the due date itself is in time."""
    if due_on is None:
        return Punctuality.NO_DEADLINE
    return Punctuality.LATE if closed_on > due_on else Punctuality.IN_TIME


class TableName(StrEnum):
    """The published tables; each has the technologies as its rows."""

    TOTALS = "totals"
    STATUS = "status"
    FINDING = "finding"
    ALLEGATION = "allegation"
    DURATION = "duration"
    PUNCTUALITY = "punctuality"


TECHNOLOGY: Final = "technology"


@dataclass(frozen=True, slots=True)
class Split:
    """One table: a unit by technology and by one more dimension, and what is true of every complaint in it.

    `alike`: a complaint falls into the same categories for each of its technologies. `several`: into one or more of
    them, not exactly one. No two splits of one unit have a category in common.
    """

    table: TableName
    unit: Unit
    dim: str
    categories: tuple[str, ...]
    alike: bool
    several: bool = False


SPLITS: Final[tuple[Split, ...]] = (
    Split(TableName.STATUS, Unit.OPEN, "stage", tuple(Stage), alike=True),
    Split(TableName.FINDING, Unit.DECIDED, "finding", FINDINGS, alike=False),
    Split(TableName.ALLEGATION, Unit.ALLEGATIONS, "allegation", ALLEGATIONS, alike=True, several=True),
    Split(TableName.DURATION, Unit.DECIDED, "duration", tuple(Duration), alike=True),
    Split(TableName.PUNCTUALITY, Unit.DECIDED, "punctuality", tuple(Punctuality), alike=True),
)
"""A case is opened and closed once for all its technologies; its findings may differ by technology."""

ALONE: Final[Mapping[Unit, Unit]] = MappingProxyType(
    {
        Unit.COMPLAINTS_RECEIVED: Unit.RECEIVED,
        Unit.COMPLAINTS_DECIDED: Unit.DECIDED,
        Unit.COMPLAINTS_OPEN: Unit.OPEN,
    }
)
"""The numbers of complaints, each with the mentions it stands beside."""


def tables_of(measure: Measure) -> tuple[TableName, ...]:
    """The tables that a report of this measure publishes; no other stands in any of its files."""
    if measure is Measure.CROSS_TABLE:
        return tuple(TableName)
    return (TableName.TOTALS,) if measure.reaches(Measure.COUNT) else ()


def summary_finding(findings: Iterable[FindingKind]) -> str:
    """The highest-ranking finding of a complaint about one technology, or NO_FINDING (domain.md: a fixed ranking)."""
    ranking = list(FindingKind)
    return min(findings, key=ranking.index, default=NO_FINDING)


class ReleaseRefused(Exception):
    """Why a release cannot be frozen, published or built; its words say what to do."""


class AlreadyFrozen(ReleaseRefused):
    """The period has its release, which never changes."""


class NumberTaken(ReleaseRefused):
    """Another release was frozen meanwhile and has the number; freezing again takes the next."""


class NotOver(ReleaseRefused):
    """Counts of a period that goes on would have to change."""


class NothingToCount(ReleaseRefused):
    """The period ended before this system took any complaint."""


class AlreadyPublished(ReleaseRefused):
    """It was published before; publishing happens once."""


class SamePerson(ReleaseRefused):
    """Whoever froze a release does not publish it too."""


class Tampered(ReleaseRefused):
    """What is stored is not what was signed."""


class NoSuchRelease(ReleaseRefused):
    """There is no release of that number."""
