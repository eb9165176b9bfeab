"""How routing's words read on a page, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import LazyString, lazy_gettext

from complaints.platform.jurisdiction.profile import Localised, Profile
from complaints.routing.rules import ClockKind, Proposal, RerouteReason, Track

TRACKS: Final[Mapping[Track, LazyString]] = {
    Track.MISCONDUCT: lazy_gettext("Misconduct"),
    Track.CRIMINAL: lazy_gettext("Criminal"),
    Track.TECHNOLOGY_CONCERN: lazy_gettext("Technology concern"),
    Track.SUPERVISOR_ACTION: lazy_gettext("Supervisor action"),
    Track.MEDIATION: lazy_gettext("Mediation"),
    Track.CONTACT_ONLY: lazy_gettext("Contact only"),
}
CLOCKS: Final[Mapping[ClockKind, LazyString]] = {
    ClockKind.PRESERVATION: lazy_gettext("Evidence preservation"),
    ClockKind.ACKNOWLEDGEMENT: lazy_gettext("Acknowledgement"),
    ClockKind.CLASSIFICATION: lazy_gettext("Classification"),
    ClockKind.UPDATE: lazy_gettext("Update to the complainant"),
    ClockKind.COMPLETION: lazy_gettext("Completion"),
    ClockKind.CLOSING_NOTICE: lazy_gettext("Closing notice"),
}
PROPOSALS: Final[Mapping[Proposal, LazyString]] = {
    Proposal.PROSECUTOR_REFERRAL: lazy_gettext("Refer to the prosecutor"),
    Proposal.OUTSIDE_REFERRAL: lazy_gettext("Refer to another agency"),
    Proposal.DUPLICATE_REVIEW: lazy_gettext("Look at the complaints that resemble it"),
}
REROUTE_REASONS: Final[Mapping[RerouteReason, LazyString]] = {
    RerouteReason.FACTS_DIFFER: lazy_gettext("The facts differ from what the form said"),
    RerouteReason.NEW_INFORMATION: lazy_gettext("There is new information"),
    RerouteReason.NAME_ADDED: lazy_gettext("A name was added"),
    RerouteReason.CONFLICT_OF_INTEREST: lazy_gettext("The desk has a conflict of interest"),
    RerouteReason.REFERRAL_RETURNED: lazy_gettext("The referral came back"),
}


def reason_text(reason: Mapping[str, Any], locale: str, default_locale: str) -> str:
    """A stored reason of a decision, in words: the rule's own text, or why a person decided otherwise."""
    if "reason" in reason:
        return str(REROUTE_REASONS[RerouteReason(reason["reason"])])
    return Localised(tuple(reason["text"].items()), default_locale).text(locale)


def basis_text(stored: str, profile: Profile, locale: str) -> str:
    """How a deadline counts, in the reader's language; as it was stored where the profile says it otherwise by now."""
    texts = (text for clock in profile.clocks for text in (clock.basis, clock.basis_not_stated) if text is not None)
    said = (text.text(locale) for text in texts if text.text(text.default_locale) == stored)
    return next(said, stored)
