"""Which moves a case can make, who may make them, and why one is refused (domain: Statuses and moves)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from complaints.platform.accounts.permissions import Permission
from complaints.routing.rules import Track


class Status(StrEnum):
    """Where a case stands (domain: Statuses and moves)."""

    RECEIVED = "received"
    TRIAGE = "triage"
    ASSIGNED = "assigned"
    INVESTIGATING = "investigating"
    ON_HOLD = "on_hold"
    IN_REVIEW = "in_review"
    REFERRED = "referred"
    CLOSED = "closed"


class Move(StrEnum):
    """The steps between statuses."""

    TRIAGE = "triage"
    ASSIGN = "assign"
    REFER = "refer"
    CLOSE_AT_TRIAGE = "close_at_triage"
    BEGIN = "begin"
    HOLD = "hold"
    RESUME = "resume"
    SEND_TO_REVIEW = "send_to_review"
    RETURN = "return"
    APPROVE = "approve"
    REFERRAL_ACCEPTED = "referral_accepted"
    REFERRAL_BOUNCED = "referral_bounced"
    REOPEN = "reopen"


class HoldReason(StrEnum):
    """Why an investigation waits."""

    CRIMINAL_CASE = "criminal_case"
    LITIGATION = "litigation"
    AWAITING_PARTY = "awaiting_party"


class ClosureReason(StrEnum):
    """Closures without a finding."""

    WITHDRAWN = "withdrawn"
    UNABLE_TO_INVESTIGATE = "unable_to_investigate"
    OUTSIDE_JURISDICTION = "outside_jurisdiction"
    DUPLICATE = "duplicate"
    MEDIATED = "mediated"
    NO_POLICY_ALLEGATION = "no_policy_allegation"
    OUT_OF_TIME = "out_of_time"


class ReopenGround(StrEnum):
    """What opens a closed case again."""

    NEW_EVIDENCE = "new_evidence"
    APPEAL = "appeal"


class Referral(StrEnum):
    """Whom a case can be passed on to."""

    PROSECUTOR = "prosecutor"
    FEDERAL_AGENCY = "federal_agency"
    STATE_AGENCY = "state_agency"
    OTHER_POLICE = "other_police"
    OTHER_OFFICE = "other_office"


class Conflict(StrEnum):
    """What stops an assignment."""

    SUBJECT_OR_WITNESS = "subject_or_witness"
    SAME_COMMAND = "same_command"
    OPERATES_TECHNOLOGY = "operates_technology"
    EARLIER_INVOLVEMENT = "earlier_involvement"
    RECUSED = "recused"


class Refusal(StrEnum):
    """Why a move is refused; the words for each are in `wording`."""

    WRONG_STATUS = "wrong_status"
    NO_PERMISSION = "no_permission"
    TRACK_NOT_CHOSEN = "track_not_chosen"
    REASON_MISSING = "reason_missing"
    INVESTIGATOR_NOT_NAMED = "investigator_not_named"
    CANNOT_INVESTIGATE = "cannot_investigate"
    SUBJECT_OR_WITNESS = "subject_or_witness"
    SAME_COMMAND = "same_command"
    OPERATES_TECHNOLOGY = "operates_technology"
    EARLIER_INVOLVEMENT = "earlier_involvement"
    RECUSED = "recused"
    NOT_THE_INVESTIGATOR = "not_the_investigator"
    HOLD_REASON_MISSING = "hold_reason_missing"
    CLOSURE_REASON_MISSING = "closure_reason_missing"
    REFERRAL_MISSING = "referral_missing"
    REMARK_MISSING = "remark_missing"
    FINDINGS_MISSING = "findings_missing"
    APPROVER_INVESTIGATED = "approver_investigated"
    REOPENING_WITHOUT_GROUND = "reopening_without_ground"


class IllegalMove(Exception):
    """A move that is refused; `reasons` holds every reason, the weightiest first."""

    def __init__(self, *reasons: Refusal) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = reasons

    @property
    def reason(self) -> Refusal:
        """The weightiest reason."""
        return self.reasons[0]


ALL_ALLEGATIONS_HAVE_FINDINGS: Final = "all_allegations_have_findings"
"""A fact of the case that a later stage knows and contributes."""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the rules need to know of a case. `known` holds the names of contributed facts that hold."""

    status: Status
    investigator_id: int | None = None
    investigator_ids: frozenset[int] = frozenset()
    known: frozenset[str] = frozenset()
    was_returned: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff as the rules see them: what their role allows, and what stands between them and this case."""

    staff_id: int
    permissions: frozenset[Permission]
    conflicts: frozenset[Conflict] = frozenset()


@dataclass(frozen=True, slots=True)
class Given:
    """What was filled in for a move; nothing where the form does not ask for it."""

    reason: str = ""
    track: Track | None = None
    investigator: Person | None = None
    hold_reason: HoldReason | None = None
    closure_reason: ClosureReason | None = None
    referral: Referral | None = None
    ground: ReopenGround | None = None


Check = Callable[[CaseFacts, Person, Given], "tuple[Refusal, ...]"]

_CONFLICTS: Final[Mapping[Conflict, Refusal]] = {conflict: Refusal(conflict.value) for conflict in Conflict}


def _conflicts_of(person: Person) -> tuple[Refusal, ...]:
    return tuple(_CONFLICTS[conflict] for conflict in Conflict if conflict in person.conflicts)


def _unless(holds: object, refusal: Refusal) -> tuple[Refusal, ...]:
    return () if holds else (refusal,)


def _named_person_can_investigate(_case: CaseFacts, _actor: Person, given: Given) -> tuple[Refusal, ...]:
    if given.investigator is None:
        return (Refusal.INVESTIGATOR_NOT_NAMED,)
    if Permission.CASE_WORK not in given.investigator.permissions:
        return (Refusal.CANNOT_INVESTIGATE,)
    return _conflicts_of(given.investigator)


CHECKS_OF_THE_CASE: Final[Mapping[str, Check]] = {
    "actor_is_the_investigator": lambda case, actor, given: _unless(
        actor.staff_id == case.investigator_id, Refusal.NOT_THE_INVESTIGATOR
    ),
    "all_allegations_have_findings": lambda case, actor, given: _unless(
        ALL_ALLEGATIONS_HAVE_FINDINGS in case.known, Refusal.FINDINGS_MISSING
    ),
    "approver_is_not_the_investigator": lambda case, actor, given: _unless(
        actor.staff_id not in case.investigator_ids | {case.investigator_id}, Refusal.APPROVER_INVESTIGATED
    ),
}
"""What is known before anything is filled in: it decides which moves a page offers."""

CHECKS_OF_WHAT_IS_GIVEN: Final[Mapping[str, Check]] = {
    "track_is_chosen": lambda case, actor, given: _unless(given.track, Refusal.TRACK_NOT_CHOSEN),
    "reason_is_written": lambda case, actor, given: _unless(given.reason.strip(), Refusal.REASON_MISSING),
    "remark_is_written_after_a_return": lambda case, actor, given: _unless(
        given.reason.strip() or not case.was_returned, Refusal.REMARK_MISSING
    ),
    "named_person_can_investigate": _named_person_can_investigate,
    "hold_reason_is_chosen": lambda case, actor, given: _unless(given.hold_reason, Refusal.HOLD_REASON_MISSING),
    "closure_reason_is_chosen": lambda case, actor, given: _unless(
        given.closure_reason, Refusal.CLOSURE_REASON_MISSING
    ),
    "referral_is_chosen": lambda case, actor, given: _unless(given.referral, Refusal.REFERRAL_MISSING),
    "there_is_new_evidence_or_an_appeal": lambda case, actor, given: _unless(
        given.ground, Refusal.REOPENING_WITHOUT_GROUND
    ),
}


@dataclass(frozen=True, slots=True)
class Needs:
    """Where a move leads, who may make it, and what must hold, by the names of the checks above."""

    to: Status
    permission: Permission
    checks: tuple[str, ...] = ()


_S, _M, _P = Status, Move, Permission

MOVES: Final[Mapping[tuple[Status, Move], Needs]] = {
    (_S.RECEIVED, _M.TRIAGE): Needs(_S.TRIAGE, _P.CASE_TRIAGE),
    (_S.TRIAGE, _M.ASSIGN): Needs(
        _S.ASSIGNED, _P.CASE_ASSIGN, ("track_is_chosen", "named_person_can_investigate", "reason_is_written")
    ),
    (_S.TRIAGE, _M.REFER): Needs(
        _S.REFERRED, _P.CASE_TRIAGE, ("track_is_chosen", "referral_is_chosen", "reason_is_written")
    ),
    (_S.TRIAGE, _M.CLOSE_AT_TRIAGE): Needs(
        _S.CLOSED, _P.CASE_TRIAGE, ("track_is_chosen", "closure_reason_is_chosen", "reason_is_written")
    ),
    (_S.ASSIGNED, _M.BEGIN): Needs(_S.INVESTIGATING, _P.CASE_WORK, ("actor_is_the_investigator",)),
    (_S.ON_HOLD, _M.RESUME): Needs(_S.INVESTIGATING, _P.CASE_WORK, ("actor_is_the_investigator",)),
    (_S.INVESTIGATING, _M.SEND_TO_REVIEW): Needs(
        _S.IN_REVIEW,
        _P.CASE_DECIDE,
        ("actor_is_the_investigator", "all_allegations_have_findings", "remark_is_written_after_a_return"),
    ),
    (_S.INVESTIGATING, _M.HOLD): Needs(
        _S.ON_HOLD, _P.CASE_WORK, ("actor_is_the_investigator", "hold_reason_is_chosen", "reason_is_written")
    ),
    (_S.IN_REVIEW, _M.APPROVE): Needs(
        _S.CLOSED,
        _P.CASE_APPROVE,
        ("approver_is_not_the_investigator", "all_allegations_have_findings"),
    ),
    (_S.IN_REVIEW, _M.RETURN): Needs(
        _S.INVESTIGATING, _P.CASE_APPROVE, ("approver_is_not_the_investigator", "reason_is_written")
    ),
    (_S.REFERRED, _M.REFERRAL_ACCEPTED): Needs(_S.CLOSED, _P.CASE_TRIAGE),
    (_S.REFERRED, _M.REFERRAL_BOUNCED): Needs(_S.TRIAGE, _P.CASE_TRIAGE),
    (_S.CLOSED, _M.REOPEN): Needs(
        _S.INVESTIGATING,
        _P.CASE_REOPEN,
        ("there_is_new_evidence_or_an_appeal", "named_person_can_investigate", "reason_is_written"),
    ),
}
"""The table of domain.md, whole, the usual step of each status first. What is not here cannot happen.

"No conflict of interest" is asked of everybody who makes a move, and of whoever is named: a conflict can come to light
at any time.
"""


def obstacles(move: Move, case: CaseFacts, actor: Person) -> tuple[Refusal, ...]:
    """What keeps `actor` from `move` whatever they fill in; nothing when a page may offer it."""
    needs = MOVES.get((case.status, move))
    if needs is None:
        return (Refusal.WRONG_STATUS,)
    if needs.permission not in actor.permissions:
        return (Refusal.NO_PERMISSION,)
    return _conflicts_of(actor) + _refusals(needs, CHECKS_OF_THE_CASE, case, actor, Given())


def decide(move: Move, case: CaseFacts, actor: Person, given: Given) -> Status:
    """The status that `move` leads to. Raises IllegalMove with every reason against it."""
    found = obstacles(move, case, actor)
    if not found:
        found = _refusals(MOVES[(case.status, move)], CHECKS_OF_WHAT_IS_GIVEN, case, actor, given)
    if found:
        raise IllegalMove(*found)
    return MOVES[(case.status, move)].to


def _refusals(
    needs: Needs, checks: Mapping[str, Check], case: CaseFacts, actor: Person, given: Given
) -> tuple[Refusal, ...]:
    return tuple(refusal for name in needs.checks if name in checks for refusal in checks[name](case, actor, given))
