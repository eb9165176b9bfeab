"""Which moves a case can make, who may make them, and why one is refused."""

from enum import StrEnum


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


class Conflict(StrEnum):
    """What stops an assignment."""

    SUBJECT_OR_WITNESS = "subject_or_witness"
    SAME_COMMAND = "same_command"
    OPERATES_TECHNOLOGY = "operates_technology"
    EARLIER_INVOLVEMENT = "earlier_involvement"
    RECUSED = "recused"
