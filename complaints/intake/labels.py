"""How each answer is called, in words a resident uses; staff pages and reports call them the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from babel.dates import format_skeleton
from flask_babel import format_date, get_locale, gettext
from flask_babel import lazy_gettext as _

from complaints.intake.incident import IncidentPrecision
from complaints.intake.rules import (
    AllegationKind,
    Channel,
    ContactWish,
    FilingMode,
    Flag,
    Knows,
    Redress,
    Safety,
    Standing,
    SubjectKind,
)

_K = AllegationKind

KINDS: Final[dict[AllegationKind, Any]] = {
    _K.UNAUTHORISED_ACCESS: _("Somebody looked me or others up without a work reason"),
    _K.FALSE_REASON: _("A false reason was given for a search"),
    _K.OUTSIDE_POLICY: _("It was used for something it is not meant for"),
    _K.NO_WARRANT: _("It was used without a warrant or permission"),
    _K.KEPT_TOO_LONG: _("Recordings or data were kept too long"),
    _K.SHARED_WITHOUT_AUTHORITY: _("Data was shared with somebody who should not have it"),
    _K.MISIDENTIFICATION: _("It took me or others for somebody else"),
    _K.FALSE_ALERT: _("A false alert or a misreading led to a stop or worse"),
    _K.PROTECTED_ACTIVITY: _("A protest, worship or free speech was watched"),
    _K.DISCRIMINATORY_USE: _("It was used on people because of who they are"),
    _K.DISCRIMINATORY_PLACEMENT: _("It was put up in some neighborhoods more than in others"),
    _K.PRIVATE_RECORDING: _("It recorded where people expect privacy"),
    _K.FAILURE_TO_ACTIVATE: _("It was not switched on, or was tampered with"),
    _K.UNDISCLOSED_TECHNOLOGY: _("The public was not told about it"),
    _K.VENDOR_ACCESS: _("A company looked at the data or sold it"),
    _K.SECURITY_BREACH: _("The data was stolen, leaked or left open"),
    _K.MALFUNCTION: _("It does not work properly"),
    _K.RETALIATION: _("Somebody was punished for complaining"),
    _K.OTHER: _("Something else"),
}

KIND_HINTS: Final[dict[AllegationKind, Any]] = {
    _K.UNAUTHORISED_ACCESS: _("For example an officer who looks up a former partner or a neighbor."),
    _K.FALSE_REASON: _("For example a case number that does not exist."),
    _K.OUTSIDE_POLICY: _("For example a tool for serious crime used for parking."),
    _K.NO_WARRANT: _("For example a phone searched or located without a judge."),
    _K.KEPT_TOO_LONG: _("For example plate scans that are still there after the time limit."),
    _K.SHARED_WITHOUT_AUTHORITY: _("For example with immigration, another police force or a private person."),
    _K.MISIDENTIFICATION: _("For example a wrong face match, or a match that nobody checked."),
    _K.FALSE_ALERT: _("For example a misread plate, or a noise reported as a gunshot."),
    _K.PROTECTED_ACTIVITY: _("For example filming people at a march or outside a mosque."),
    _K.DISCRIMINATORY_USE: _("For example race, religion, gender, disability or where they come from."),
    _K.DISCRIMINATORY_PLACEMENT: _("For example many cameras in one part of the city and few elsewhere."),
    _K.PRIVATE_RECORDING: _("For example a camera that sees into a home or a yard."),
    _K.FAILURE_TO_ACTIVATE: _("For example a body camera that was off during a stop."),
    _K.UNDISCLOSED_TECHNOLOGY: _("For example a device that is on no list and was never approved."),
    _K.VENDOR_ACCESS: _("For example the firm that runs the cameras."),
    _K.SECURITY_BREACH: _("For example a camera picture that anybody could open."),
    _K.MALFUNCTION: _("For example a camera that points the wrong way."),
    _K.RETALIATION: _("For example stopped more often since an earlier complaint."),
    _K.OTHER: _("You can say what it was in your own words."),
}

SUBJECTS: Final[dict[SubjectKind, Any]] = {
    SubjectKind.UNKNOWN_EMPLOYEE: _("An officer or employee whose name I do not know"),
    SubjectKind.NAMED_EMPLOYEE: _("An officer or employee whose name or badge number I know"),
    SubjectKind.UNIT: _("A whole unit or team"),
    SubjectKind.POLICY: _("A rule or a decision, not one person"),
    SubjectKind.VENDOR: _("A company that makes or runs the technology"),
    SubjectKind.OUTSIDE_AGENCY: _("Another agency, not the city police"),
    SubjectKind.INTERNAL_AFFAIRS: _("The police unit that looks into complaints (internal affairs)"),
    SubjectKind.CHIEF: _("The chief of police"),
    SubjectKind.NOBODY: _("Nobody in particular: it is about the technology itself"),
}

SAFETY: Final[dict[Safety, Any]] = {
    Safety.YES: _("Yes, I am in danger, or somebody else is"),
    Safety.NO: _("No"),
    Safety.UNSAID: _("I would rather not say"),
}

SAFETY_HINTS: Final[dict[Safety, Any]] = {
    Safety.YES: _("We treat it as urgent, and only a few people see it. The next page shows who can help you now."),
    Safety.UNSAID: _("We treat your complaint like any other. You can tell us later."),
}

FLAGS: Final[dict[Flag, Any]] = {
    Flag.SAFETY_RISK: _("Somebody is in danger"),
    Flag.POSSIBLE_CRIME: _("I think a crime was committed"),
    Flag.FEDERAL_USE: _("Immigration or another federal agency had a part in it"),
}

FLAG_HINTS: Final[dict[Flag, Any]] = {
    Flag.POSSIBLE_CRIME: _("For example stalking, or breaking into data. You do not have to be sure."),
    Flag.FEDERAL_USE: _("We never pass on your name to them because you tick this."),
}

REDRESS: Final[dict[Redress, Any]] = {
    Redress.EXPLANATION: _("An explanation of what happened"),
    Redress.RECORDS_DELETED: _("Data or recordings deleted"),
    Redress.PRACTICE_STOPPED: _("That it stops"),
    Redress.POLICY_CHANGED: _("A change of the rules"),
    Redress.ACCOUNTABILITY: _("That somebody answers for it"),
    Redress.APOLOGY: _("An apology"),
    Redress.OTHER: _("Something else"),
}

MODES: Final[dict[FilingMode, Any]] = {
    FilingMode.ANONYMOUS: _("Anonymous: I give no name"),
    FilingMode.CONFIDENTIAL: _("Confidential: only the people who need it learn my name"),
    FilingMode.NAMED: _("With my name in the file"),
}

MODE_HINTS: Final[dict[FilingMode, Any]] = {
    FilingMode.ANONYMOUS: _("You can still follow your complaint and write to us. We cannot reach you any other way."),
    FilingMode.CONFIDENTIAL: _(
        "Your name is locked apart from the complaint. We do not tell it to whoever you complain about. "
        "A court could order us to."
    ),
    FilingMode.NAMED: _("Whoever looks into it sees your name. It may become known to whoever you complain about."),
}

STANDINGS: Final[dict[Standing, Any]] = {
    Standing.AFFECTED: _("It happened to me"),
    Standing.WITNESS: _("I saw or heard it"),
    Standing.GUARDIAN: _("It happened to my child, or to somebody in my care"),
    Standing.ADVOCATE: _("I am a lawyer or an advocate for somebody"),
    Standing.ON_BEHALF: _("I speak for somebody else, as a friend or relative"),
    Standing.ORGANISATION: _("I speak for an organization"),
}

KNOWS: Final[dict[Knows, Any]] = {
    Knows.YES: _("Yes, they know"),
    Knows.NO: _("No, they do not know"),
    Knows.UNSURE: _("I am not sure, or would rather not say"),
}

CONTACT_WISHES: Final[dict[ContactWish, Any]] = {
    ContactWish.ONLY_HERE: _("Write to me only here, on this site"),
    ContactWish.NO_CALLS: _("Do not call me"),
    ContactWish.NO_POST: _("Send nothing to my home"),
    ContactWish.NO_WORD_TO_OTHERS: _("Leave no message with others or on my phone"),
}

PRECISIONS: Final[dict[IncidentPrecision, Any]] = {
    IncidentPrecision.DAY: _("The day is known"),
    IncidentPrecision.MONTH: _("Only the month is known"),
    IncidentPrecision.YEAR: _("Only the year is known"),
    IncidentPrecision.BETWEEN: _("Some time between two days"),
    IncidentPrecision.SEVERAL: _("Several times"),
    IncidentPrecision.UNKNOWN: _("Not known when"),
}

CHANNELS: Final[dict[Channel, Any]] = {
    Channel.WEB: _("Website"),
    Channel.PHONE: _("Phone"),
    Channel.LETTER: _("Letter"),
    Channel.COUNTER: _("At the counter"),
}


def contact_words(wishes: Iterable[str]) -> list[str]:
    """How somebody does not want to be reached, as it stands in the row of their complaint."""
    return [str(CONTACT_WISHES[ContactWish(wish)]) for wish in wishes]


def when_words(
    precision: IncidentPrecision, day: date | None, span: tuple[date, date] | None, told_on: date | None = None
) -> str:
    """When it happened in words, no more exactly than it is known.

    `told_on`: the day it was told. A month or a year that still ran then ends there in the span, and was meant whole.
    """
    if day is not None:
        return str(format_date(day, "long"))
    if span is None:
        several = precision is IncidentPrecision.SEVERAL
        return str(gettext("Several times, days not known") if several else gettext("Day not known"))
    first, last = span
    days = _ends(first, last, told_on)
    said: dict[IncidentPrecision, Any] = {
        IncidentPrecision.MONTH: _rough("yMMMM", first),
        IncidentPrecision.YEAR: _rough("y", first),
        IncidentPrecision.BETWEEN: gettext("Some time from %(first)s to %(last)s", **days),
        IncidentPrecision.SEVERAL: gettext("Several times from %(first)s to %(last)s", **days),
    }
    return str(said[precision])


def _ends(first: date, last: date, told_on: date | None) -> dict[str, str]:
    """Both ends of a span in words: whole years and whole months without a day."""
    is_open = last == told_on
    if (
        (first.month, first.day) == (1, 1)
        and first.year < last.year
        and (is_open or (last.month, last.day) == (12, 31))
    ):
        return {"first": _rough("y", first), "last": _rough("y", last)}
    if first.day == 1 and (is_open or (last + timedelta(days=1)).day == 1):
        return {"first": _rough("yMMMM", first), "last": _rough("yMMMM", last)}
    return {"first": str(format_date(first, "long")), "last": str(format_date(last, "long"))}


def _rough(skeleton: str, day: date) -> str:
    return str(format_skeleton(skeleton, day, locale=get_locale()))
