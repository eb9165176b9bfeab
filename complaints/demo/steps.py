"""What can happen to an invented complaint after it was filed, as a plan that names posts instead of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from complaints.casework.rules import ClosureReason, HoldReason, Move, Referral, ReopenGround
from complaints.correspondence.rules import FeedbackQuestion
from complaints.intake.rules import FilingMode, SubjectKind
from complaints.outcomes.rules import FindingKind, OutcomeKind
from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.jurisdiction.readers import reader_of


class Post(StrEnum):
    """Somebody's place in the office; `people` says who holds it."""

    CLERK = "clerk"
    TRIAGE = "triage"
    FIRST_INVESTIGATOR = "investigator"
    SECOND_INVESTIGATOR = "investigator2"
    THIRD_INVESTIGATOR = "investigator3"
    COMMANDER = "commander"
    SECOND_COMMANDER = "commander2"
    OVERSIGHT = "oversight"
    STEWARD = "steward"
    RECORDS = "records"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


INVESTIGATORS = (Post.FIRST_INVESTIGATOR, Post.SECOND_INVESTIGATOR, Post.THIRD_INVESTIGATOR)
COMMANDERS = (Post.COMMANDER, Post.SECOND_COMMANDER)
UNITS: Final[Mapping[Post, SubjectKind]] = {
    Post.FIRST_INVESTIGATOR: SubjectKind.NAMED_EMPLOYEE,
    Post.SECOND_INVESTIGATOR: SubjectKind.NAMED_EMPLOYEE,
    Post.THIRD_INVESTIGATOR: SubjectKind.INTERNAL_AFFAIRS,
}
"""Each is of the unit that looks into complaints about such people, by whatever name; nobody looks into their own."""


def unit_of(profile: Profile, about: SubjectKind) -> str:
    """The unit whose desk gets complaints about such people; nothing where the profile's rules settle none."""
    reader = reader_of(profile, about)
    return reader.desk.unit if reader else ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A move of the case; the codes are those its form asks for."""

    move: Move
    reason: str = ""
    investigator: Post | None = None
    hold_reason: HoldReason | None = None
    closure_reason: ClosureReason | None = None
    referral: Referral | None = None
    ground: ReopenGround | None = None


@dataclass(frozen=True, slots=True)
class Preserved:
    """The recordings were asked for and are kept."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A note on the case."""

    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """A message to the complainant."""

    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The complainant came back with number and passphrase, and wrote."""

    text: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The complainant came back and withdrew."""


@dataclass(frozen=True, slots=True)
class WishedForMail:
    """The complainant asked to be mailed when there is something to read."""


@dataclass(frozen=True, slots=True)
class Named:
    """The complainant came back and gave a name."""

    mode: FilingMode


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """The complainant asked for another look at what was closed."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Another look was refused, with a message."""

    text: str


@dataclass(frozen=True, slots=True)
class Rated:
    """The complainant said how it went."""

    answers: Mapping[FeedbackQuestion, int]


@dataclass(frozen=True, slots=True)
class Extended:
    """Completion got more days."""

    days: int
    reason: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The investigator stepped back for a conflict of interest, and the case went to somebody else."""

    to: Post
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """A finding for each allegation in turn, with its rationale."""

    findings: tuple[FindingKind, ...]
    rationales: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Concluded:
    """The findings were approved and the case closed, with what was done and a letter to the complainant."""

    outcomes: tuple[OutcomeKind, ...]
    letter: str


OwnDeed = Answered | Withdrawn | WishedForMail | Named | AskedAgain | Rated
"""What a complainant does alone."""
Deed = Moved | Preserved | Noted | Written | Extended | HandedOver | Found | Concluded | Refused | OwnDeed


@dataclass(frozen=True, slots=True)
class Step:
    """One deed, when and by whom; the complainant has no post."""

    at: datetime
    by: Post | None
    deed: Deed
