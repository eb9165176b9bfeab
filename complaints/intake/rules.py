"""What a complaint can say: how it was filed, by whom, which kinds of wrong it alleges, and at what length."""

import unicodedata
from enum import StrEnum
from typing import Final

from complaints.platform.jurisdiction.errors import ProfileError
from complaints.platform.jurisdiction.profile import Profile

ANONYMOUS_TEXT: Final = "anonymous_discipline"
"""The profile's text on what an anonymous complaint cannot lead to."""

HELP_TEXT: Final = "safety_help"
POLICE_TEXT: Final = "safety_police"
"""The profile's texts on who helps somebody in danger, and where an officer is it; a city may leave them out."""

MOST_CHARACTERS: Final = {
    "narrative": 10_000,
    "technology_text": 500,
    "when": 200,
    "place": 500,
    "about": 1_000,
    "wants_text": 2_000,
    "contact": 500,
    "interpreter": 100,
    "whom": 500,
    "name": 200,
    "email": 254,
    "phone": 40,
    "address": 500,
}
"""The longest answers, in characters (code points), line breaks counted as one."""


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
    GUARDIAN = "guardian"
    ADVOCATE = "advocate"
    ON_BEHALF = "on_behalf"
    ORGANISATION = "organisation"


FOR_ANOTHER: Final = frozenset({Standing.GUARDIAN, Standing.ADVOCATE, Standing.ON_BEHALF})
"""Who speaks for one person, and is asked for whom."""


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


class Safety(StrEnum):
    """Whether the complainant is in danger from somebody who uses the technology; only YES is kept, as a flag."""

    YES = "yes"
    NO = "no"
    UNSAID = "unsaid"


class Redress(StrEnum):
    """What a complainant wants to come of it."""

    EXPLANATION = "explanation"
    RECORDS_DELETED = "records_deleted"
    PRACTICE_STOPPED = "practice_stopped"
    POLICY_CHANGED = "policy_changed"
    ACCOUNTABILITY = "accountability"
    APOLOGY = "apology"
    OTHER = "other"


class Knows(StrEnum):
    """Whether the person to whom it happened knows of the complaint that somebody else makes."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class ContactWish(StrEnum):
    """How a complainant does not want to be reached; kept in the clear, so that nobody has to open a name to see it."""

    ONLY_HERE = "only_here"
    NO_CALLS = "no_calls"
    NO_POST = "no_post"
    NO_WORD_TO_OTHERS = "no_word_to_others"


TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that make what follows read in another order than it was written. The two marks of right-to-left writing
(U+200F, U+061C) are none of them: they belong to its words and move nothing."""


def storable(text: str) -> str:
    """The text without what no database, page or paper can hold: control characters, halves of characters, TURNING."""
    return "".join(c for c in text if c in "\t\n" or (c not in TURNING and unicodedata.category(c) not in ("Cc", "Cs")))


def check(profile: Profile) -> None:
    """Raises ProfileError where the form would have to promise what this city cannot keep, or could not say so."""
    if profile.anonymous_bars_discipline and ANONYMOUS_TEXT not in profile.texts:
        problem = "anonymous complaints cannot lead to discipline here, and no text tells residents so"
        raise ProfileError(profile.source, 0, problem, f"add [texts.{ANONYMOUS_TEXT}]")
