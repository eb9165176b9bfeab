"""What the parts of a report and the day it is due are called, on the pages and in the mails of who prepares it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from babel.dates import format_skeleton
from flask_babel import get_locale, gettext, lazy_gettext

from complaints.platform.jurisdiction.profile import DueOn, Profile
from complaints.platform.web.locale import current_locale
from complaints.registry.rules import ReportItem
from complaints.registry.words import ITEM_TITLES
from complaints.reports.job.due import DueRefused, Why

PART_NAMES: Final[dict[str, Any]] = {
    **{item.value: title for item, title in ITEM_TITLES.items() if item is not ReportItem.COMPLAINTS},
    "policy": lazy_gettext("Policy in force"),
    "retention": lazy_gettext("How long data is kept"),
    "area": lazy_gettext("Area covered"),
}

SHORT_NAMES: Final[dict[str, Any]] = {
    "use": lazy_gettext("use"),
    "artificial_intelligence": lazy_gettext("artificial intelligence"),
    "units": lazy_gettext("units"),
    "effectiveness": lazy_gettext("effectiveness"),
    "funding": lazy_gettext("funding"),
    "requests": lazy_gettext("requests"),
    "partnerships": lazy_gettext("partnerships"),
    "policy": lazy_gettext("policy"),
    "retention": lazy_gettext("retention"),
    "area": lazy_gettext("area"),
}
"""Where many stand in a row."""

REFUSALS: Final[dict[Why, Any]] = {
    Why.NO_EVENT: lazy_gettext("This report is due on a fixed day. There is no event to set."),
    Why.SET_ALREADY: lazy_gettext("The day is set. To correct it, write why. The earlier day stays on record."),
    Why.SAME_DAY: lazy_gettext("This is the day that is set already."),
    Why.TOO_EARLY: lazy_gettext("The event comes after the period ends. Choose a later day."),
    Why.TOO_LATE: lazy_gettext("This is more than three years after the period. Choose an earlier day."),
    Why.TOO_LONG: lazy_gettext("Use at most 300 characters."),
    Why.NO_REASON_YET: lazy_gettext("Nothing is set yet, so there is nothing to correct. Leave this empty."),
    Why.FROZEN: lazy_gettext("This period is frozen. Its release keeps the day that was known then."),
}
ABOUT_REASON: Final = frozenset({Why.SET_ALREADY, Why.TOO_LONG, Why.NO_REASON_YET})
"""What is wrong with the reason rather than with the day."""


def short_name(part: str) -> str:
    """A part of the report in the reader's language, as it stands in a row of them."""
    return str(SHORT_NAMES[part])


def due_words(profile: Profile) -> str:
    """What the report is due before or on: the event's name, or the day of the year."""
    rule = profile.reporting.due
    if isinstance(rule, DueOn):
        # A leap year has every day there is.
        fixed = format_skeleton("MMMMd", date(2000, rule.month, rule.day), locale=get_locale())
        return str(gettext("each year on %(day)s", day=fixed))
    return rule.names.text(current_locale())


def refusal_words(refused: DueRefused) -> str:
    """Why the day of an event was not taken."""
    return str(REFUSALS[refused.why])
