"""What a complaint can say: how it was filed, by whom, and which kinds of wrong it alleges."""

from enum import StrEnum


class FilingMode(StrEnum):
    """How much of themselves a complainant gives: nothing, a name only intake may see, or a name in the file."""

    ANONYMOUS = "anonymous"
    CONFIDENTIAL = "confidential"
    NAMED = "named"


class Channel(StrEnum):
    """The way a complaint arrived."""

    WEB = "web"
    PHONE = "phone"
    LETTER = "letter"
    COUNTER = "counter"


class Standing(StrEnum):
    """Whom the matter happened to, seen from the complainant."""

    AFFECTED = "affected"
    WITNESS = "witness"
    ON_BEHALF = "on_behalf"
    ORGANISATION = "organisation"


class AllegationKind(StrEnum):
    """Kinds of wrong a resident can allege about a technology."""

    UNAUTHORISED_ACCESS = "unauthorised_access"
    FALSE_REASON = "false_reason"
    OUTSIDE_POLICY = "outside_policy"
    NO_WARRANT = "no_warrant"
    KEPT_TOO_LONG = "kept_too_long"
    SHARED_WITHOUT_AUTHORITY = "shared_without_authority"
    MISIDENTIFICATION = "misidentification"
    FALSE_ALERT = "false_alert"
    PROTECTED_ACTIVITY = "protected_activity"
    DISCRIMINATORY_USE = "discriminatory_use"
    DISCRIMINATORY_PLACEMENT = "discriminatory_placement"
    PRIVATE_RECORDING = "private_recording"
    FAILURE_TO_ACTIVATE = "failure_to_activate"
    UNDISCLOSED_TECHNOLOGY = "undisclosed_technology"
    VENDOR_ACCESS = "vendor_access"
    SECURITY_BREACH = "security_breach"
    MALFUNCTION = "malfunction"
    RETALIATION = "retaliation"
    OTHER = "other"


class SubjectKind(StrEnum):
    """Whom or what a complaint is about."""

    NAMED_EMPLOYEE = "named_employee"
    UNKNOWN_EMPLOYEE = "unknown_employee"
    UNIT = "unit"
    POLICY = "policy"
    VENDOR = "vendor"
    OUTSIDE_AGENCY = "outside_agency"
    INTERNAL_AFFAIRS = "internal_affairs"
    CHIEF = "chief"
    NOBODY = "nobody"


class Flag(StrEnum):
    """Facts that routing needs and that say nothing of who complains."""

    SAFETY_RISK = "safety_risk"
    POSSIBLE_CRIME = "possible_crime"
    FEDERAL_USE = "federal_use"


class Redress(StrEnum):
    """What a complainant wants to come of it."""

    EXPLANATION = "explanation"
    RECORDS_DELETED = "records_deleted"
    PRACTICE_STOPPED = "practice_stopped"
    POLICY_CHANGED = "policy_changed"
    ACCOUNTABILITY = "accountability"
    APOLOGY = "apology"
    OTHER = "other"
