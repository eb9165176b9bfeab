"""What can be found about an allegation, and what can be done about it."""

from enum import StrEnum


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
