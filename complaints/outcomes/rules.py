"""What can be found about an allegation, what sums up a case, and what can be done about it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Final

from complaints.casework.rules import CaseFacts, Person, Status
from complaints.platform.accounts.permissions import Permission


class FindingKind(StrEnum):
    """Findings per allegation, by a preponderance of the evidence; the order is the ranking that summarises a case."""

    SUSTAINED = "sustained"
    POLICY_FAILURE = "policy_failure"
    SYSTEM_FAILURE = "system_failure"
    NOT_SUSTAINED = "not_sustained"
    SUBJECT_NOT_IDENTIFIED = "subject_not_identified"
    EXONERATED = "exonerated"
    UNFOUNDED = "unfounded"


class OutcomeKind(StrEnum):
    """What was done; DISCIPLINE is never published by case."""

    TRAINING = "training"
    DISCIPLINE = "discipline"
    ACCESS_REVOKED = "access_revoked"
    POLICY_CHANGED = "policy_changed"
    DEVICE_MOVED = "device_moved"
    DATA_DELETED = "data_deleted"
    SHARING_ENDED = "sharing_ended"
    VENDOR_NOTIFIED = "vendor_notified"
    REFERRED_FOR_PROSECUTION = "referred_for_prosecution"
    RECOMMENDATION_ACCEPTED = "recommendation_accepted"
    RECOMMENDATION_DECLINED = "recommendation_declined"
    NONE = "none"


NOT_TOLD_BY_CASE: Final = frozenset({OutcomeKind.DISCIPLINE, OutcomeKind.NONE})
"""What a closing letter leaves out: discipline is never told of a single case."""

_RANKING: Final = {kind: place for place, kind in enumerate(FindingKind)}


def summary(findings: Iterable[FindingKind]) -> FindingKind | None:
    """The finding that stands for the whole case: the first of its findings in the fixed ranking; None without any."""
    return min(findings, key=_RANKING.__getitem__, default=None)


class FindingRefusal(StrEnum):
    """Why a finding is not taken."""

    NOT_BEING_INVESTIGATED = "not_being_investigated"
    NO_PERMISSION = "no_permission"
    NOT_THE_INVESTIGATOR = "not_the_investigator"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    FINDING_MISSING = "finding_missing"
    RATIONALE_MISSING = "rationale_missing"
    RATIONALE_TOO_LONG = "rationale_too_long"


class RefusedFinding(Exception):
    """A finding that is not taken; `reasons` holds every reason."""

    def __init__(self, *reasons: FindingRefusal) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = reasons


MOST_OF_A_RATIONALE: Final = 20_000
"""Characters."""


def obstacles_to_deciding(case: CaseFacts, person: Person) -> tuple[FindingRefusal, ...]:
    """What keeps this person from deciding anything in this case, whatever they write."""
    if case.status is not Status.INVESTIGATING:
        return (FindingRefusal.NOT_BEING_INVESTIGATED,)
    if Permission.CASE_DECIDE not in person.permissions:
        return (FindingRefusal.NO_PERMISSION,)
    if person.staff_id != case.investigator_id:
        return (FindingRefusal.NOT_THE_INVESTIGATOR,)
    return (FindingRefusal.CONFLICT_OF_INTEREST,) if person.conflicts else ()


def check_finding(case: CaseFacts, person: Person, kind: FindingKind | None, rationale: str) -> None:
    """Raises RefusedFinding with every reason: a finding is its investigator's, and says why."""
    found = obstacles_to_deciding(case, person)
    if not found:
        if kind is None:
            found += (FindingRefusal.FINDING_MISSING,)
        if not rationale.strip():
            found += (FindingRefusal.RATIONALE_MISSING,)
        if len(rationale) > MOST_OF_A_RATIONALE:
            found += (FindingRefusal.RATIONALE_TOO_LONG,)
    if found:
        raise RefusedFinding(*found)


class OutcomesRefusal(StrEnum):
    """Why outcomes are not taken."""

    MISSING = "missing"
    NONE_AND_OTHERS = "none_and_others"


class RefusedOutcomes(Exception):
    """Outcomes that say nothing, or say "nothing" beside something."""

    def __init__(self, reason: OutcomesRefusal) -> None:
        super().__init__(reason)
        self.reason = reason


def check_outcomes(kinds: Collection[OutcomeKind]) -> None:
    """What was done is always said, if only that nothing was. Raises RefusedOutcomes."""
    if not kinds:
        raise RefusedOutcomes(OutcomesRefusal.MISSING)
    if OutcomeKind.NONE in kinds and len(kinds) > 1:
        raise RefusedOutcomes(OutcomesRefusal.NONE_AND_OTHERS)
