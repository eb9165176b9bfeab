"""What is counted under which name, and who may freeze and publish a release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from complaints.casework.rules import Status
from complaints.intake.rules import AllegationKind
from complaints.outcomes.rules import FindingKind


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


class TableName(StrEnum):
    """The published tables; each has the technologies as its rows."""

    TOTALS = "totals"
    STATUS = "status"
    FINDING = "finding"
    ALLEGATION = "allegation"


def summary_finding(findings: Iterable[FindingKind]) -> str:
    """The highest-ranking finding of a complaint about one technology, or NO_FINDING (domain.md: a fixed ranking)."""
    ranking = list(FindingKind)
    return min(findings, key=ranking.index, default=NO_FINDING)


class ReleaseRefused(Exception):
    """Why a release cannot be frozen, published or built; its words say what to do."""


class AlreadyFrozen(ReleaseRefused):
    """The period has its release, which never changes."""


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


def refuse_same_person(frozen_by: int | None, publishing: int | None) -> None:
    """Two people: a member of staff does not publish what they froze. A command has no person and may do both.

    Raises SamePerson.
    """
    if publishing is not None and publishing == frozen_by:
        raise SamePerson("You froze this release, so somebody else must publish it.")
