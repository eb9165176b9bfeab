"""How reports speak: the names of tables, units and categories, and what a reader is told about counting and hiding."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from babel.dates import format_interval, format_skeleton
from flask_babel import format_date, format_decimal, get_locale, gettext, lazy_gettext, lazy_pgettext, ngettext

from complaints.intake.labels import KINDS
from complaints.intake.rules import AllegationKind
from complaints.outcomes.rules import FindingKind
from complaints.platform.jurisdiction.profile import Localised
from complaints.reports.rules import CLOSED, NO_FINDING, Duration, Punctuality, Stage, TableName, Unit

TABLE_TITLES: Final[dict[TableName, Any]] = {
    TableName.TOTALS: lazy_gettext("Complaints about each technology"),
    TableName.STATUS: lazy_gettext("Where the complaints stood at the end of the period"),
    TableName.FINDING: lazy_gettext("What was found"),
    TableName.ALLEGATION: lazy_gettext("What was alleged"),
    TableName.DURATION: lazy_gettext("How long decisions took"),
    TableName.PUNCTUALITY: lazy_gettext("Whether decisions came in time"),
}
SHORT_TITLES: Final[dict[TableName, Any]] = TABLE_TITLES | {
    TableName.STATUS: lazy_gettext("At the end of the period"),
}
TABLE_TABS: Final[dict[TableName, Any]] = {
    TableName.TOTALS: lazy_gettext("Totals"),
    TableName.STATUS: lazy_gettext("Status"),
    TableName.FINDING: lazy_gettext("Findings"),
    TableName.ALLEGATION: lazy_gettext("Allegations"),
    TableName.DURATION: lazy_gettext("Days"),
    TableName.PUNCTUALITY: lazy_gettext("Deadlines"),
}
"""The names of the tables where there is little room."""
TABLE_NOTES: Final[dict[TableName, Any]] = {
    TableName.TOTALS: lazy_gettext("A complaint about two technologies is counted with both."),
    TableName.STATUS: lazy_gettext(
        "Every complaint that was open at some time in the period: where it stood when the period ended, or closed."
    ),
    TableName.FINDING: lazy_gettext(
        "Complaints that were closed for the first time in the period. Of several findings the most serious counts."
    ),
    TableName.ALLEGATION: lazy_gettext(
        "Complaints received in the period. One complaint can allege several kinds of wrong about a technology."
    ),
    TableName.DURATION: lazy_gettext(
        "Complaints that were closed for the first time in the period, by the days from when they came in to then."
    ),
    TableName.PUNCTUALITY: lazy_gettext(
        "Complaints that were closed for the first time in the period. "
        "A deadline counts with its extensions and pauses."
    ),
}
TOTAL_NAMES: Final[dict[TableName, Any]] = {
    TableName.TOTALS: lazy_gettext("Total"),
    TableName.STATUS: lazy_gettext("All"),
    TableName.FINDING: lazy_gettext("Decided"),
    TableName.ALLEGATION: lazy_gettext("All kinds"),
    TableName.DURATION: lazy_gettext("Decided"),
    TableName.PUNCTUALITY: lazy_gettext("Decided"),
}
UNITS: Final[dict[str, Any]] = {
    Unit.RECEIVED: lazy_pgettext("complaints", "Received"),
    Unit.DECIDED: lazy_gettext("Decided"),
    Unit.OPEN: lazy_gettext("Open at the end"),
}
STAGE_NAMES: Final[dict[str, Any]] = {
    Stage.WAITING: lazy_gettext("Waiting for an investigator"),
    Stage.IN_PROGRESS: lazy_gettext("Being looked into"),
    Stage.ON_HOLD: lazy_gettext("On hold"),
    Stage.REFERRED: lazy_gettext("Passed to another office"),
    CLOSED: lazy_pgettext("complaints", "Closed"),
}
FINDING_NAMES: Final[dict[str, Any]] = {
    FindingKind.SUSTAINED: lazy_gettext("Sustained"),
    FindingKind.POLICY_FAILURE: lazy_gettext("The policy is at fault"),
    FindingKind.SYSTEM_FAILURE: lazy_gettext("The technology is at fault"),
    FindingKind.NOT_SUSTAINED: lazy_gettext("Not sustained"),
    FindingKind.SUBJECT_NOT_IDENTIFIED: lazy_gettext("Nobody identified"),
    FindingKind.EXONERATED: lazy_gettext("Exonerated"),
    FindingKind.UNFOUNDED: lazy_gettext("Unfounded"),
    NO_FINDING: lazy_gettext("Closed without a finding"),
}
FINDING_MEANINGS: Final[dict[str, Any]] = {
    FindingKind.SUSTAINED: lazy_gettext("The evidence shows that it happened and was wrong."),
    FindingKind.POLICY_FAILURE: lazy_gettext("The rules were kept, and the rules are the problem."),
    FindingKind.SYSTEM_FAILURE: lazy_gettext("The technology or its maker caused it."),
    FindingKind.NOT_SUSTAINED: lazy_gettext("The evidence was not enough either way."),
    FindingKind.SUBJECT_NOT_IDENTIFIED: lazy_gettext("It could not be found out who did it."),
    FindingKind.EXONERATED: lazy_gettext("It happened, and it was proper."),
    FindingKind.UNFOUNDED: lazy_gettext("It did not happen."),
    NO_FINDING: lazy_gettext("For example withdrawn, outside the city’s powers, or too little to go on."),
}
DURATION_NAMES: Final[dict[str, Any]] = {
    Duration.UP_TO_30: lazy_gettext("Up to 30 days"),
    Duration.FROM_31_TO_90: lazy_gettext("31 to 90 days"),
    Duration.FROM_91_TO_180: lazy_gettext("91 to 180 days"),
    Duration.OVER_180: lazy_gettext("More than 180 days"),
}
PUNCTUALITY_NAMES: Final[dict[str, Any]] = {
    Punctuality.IN_TIME: lazy_gettext("By its deadline"),
    Punctuality.LATE: lazy_gettext("After its deadline"),
    Punctuality.NO_DEADLINE: lazy_gettext("Had no deadline"),
}


def category_name(table: str, code: str) -> str:
    """What a column of a table is called."""
    match TableName(table):
        case TableName.TOTALS:
            return str(UNITS[code])
        case TableName.STATUS:
            return str(STAGE_NAMES[code])
        case TableName.FINDING:
            return str(FINDING_NAMES[code])
        case TableName.ALLEGATION:
            return str(KINDS[AllegationKind(code)])
        case TableName.DURATION:
            return str(DURATION_NAMES[code])
        case TableName.PUNCTUALITY:
            return str(PUNCTUALITY_NAMES[code])


FACTS: Final[Mapping[str, Any]] = {
    "policy": lazy_gettext("Policy in force"),
    "retention": lazy_gettext("How long data is kept"),
    "area": lazy_gettext("Area covered"),
}
"""What stands about a technology beside the items of the order."""


def technology_name(technology: Mapping[str, Any]) -> str:
    """The registry's name, translated where it is one that ships with the product."""
    return str(gettext(technology["name"]))


def number(value: int) -> str:
    """A whole number as the reader's language groups it."""
    return str(format_decimal(value))


def long_date(text: str) -> str:
    """A date in words, from 2025-01-31."""
    return str(format_date(date.fromisoformat(text[:10]), "long"))


def localised(texts: Mapping[str, str], default: str, locale: str) -> str:
    """One of the texts of the profile."""
    return Localised(tuple(texts.items()), default).text(locale)


def counted(document: Mapping[str, Any], locale: str) -> str:
    """What this place counts, in the plural: "complaints", or its own word for them."""
    texts = document.get("counted")
    return localised(texts, document["language"], locale) if texts else str(gettext("complaints"))


def counts_complaints(document: Mapping[str, Any]) -> bool:
    """Whether what is counted is called just that, so that whole sentences can say it."""
    return bool((document.get("counted") or {}).get("en", "complaints") == "complaints")


def hidden_cells(document: Mapping[str, Any]) -> tuple[int, int]:
    """How many numbers of the tables are hidden, and how many there are."""
    rows = [row for table in document["tables"] for row in (*table["rows"], table["all"])]
    cells = [cell for row in rows for cell in row["cells"]]
    return sum(isinstance(cell, list) for cell in cells), len(cells)


def order_name(document: Mapping[str, Any], locale: str) -> str:
    """What the report is made under, in the words of the place."""
    if document.get("order_names"):
        return localised(document["order_names"], document["language"], locale)
    return str(document["order"] or "")


def due_words(document: Mapping[str, Any], due: Mapping[str, Any], locale: str) -> str:
    """When a report is due, as the rule of the place has it, with the day of this year where that is known."""
    if "event" in due:
        event = localised(due["event"], document["language"], locale)
        return f"{event} ({long_date(due['on'])})" if due.get("on") else event
    if due.get("on"):
        return long_date(due["on"])
    return str(format_skeleton("MMMMd", date(2001, due["month"], due["day"]), locale=get_locale()))


def period_name(code: str, days: tuple[date, date] | None) -> str:
    """What a period is called: a year says it by itself, a numbered one is called by its first and last day.

    A report frozen earlier does not tell the `days` of the one before it.
    """
    is_number = code.isdigit() and len(code) < len("2025")
    if not is_number:
        return code
    if days is None:
        return str(gettext("period %(number)s", number=code))
    first, last = days
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return str(first.year)
    whole_months = first.day == 1 and (last + timedelta(days=1)).day == 1
    # The thin spaces of the pattern would be missed by who searches for the title.
    skeleton = "yMMMM" if whole_months else "yMMMd"
    return str(format_interval(first, last, skeleton, locale=get_locale())).replace("\u2009", " ")


def name_of_period(document: Mapping[str, Any]) -> str:
    """What the period of a report is called."""
    return period_name(document["period"]["code"], _days(document["period"]))


def name_of_period_before(document: Mapping[str, Any]) -> str:
    """What the period of the report before is called; KeyError where nothing is compared."""
    since = document["changes"]["since"]
    return period_name(since["period"], _days(since) if "starts_on" in since else None)


def _days(period: Mapping[str, Any]) -> tuple[date, date]:
    return date.fromisoformat(period["starts_on"]), date.fromisoformat(period["ends_on"])


def period_words(document: Mapping[str, Any]) -> str:
    """From when to when."""
    period = document["period"]
    return str(
        gettext("%(first)s to %(last)s", first=long_date(period["starts_on"]), last=long_date(period["ends_on"]))
    )


def received_sentence(count: int) -> str:
    """Item 7 in a sentence; 0 is said as 0."""
    if not count:
        return str(gettext("0 complaints about it were received in this period."))
    return str(
        ngettext(
            "Yes. %(num)s complaint about it was received in this period.",
            "Yes. %(num)s complaints about it were received in this period.",
            count,
        )
    )


def received_here(document: Mapping[str, Any], locale: str, count: int) -> str:
    """Item 7 in a sentence, in the words of the place for what it counts."""
    if counts_complaints(document):
        return received_sentence(count)
    here = counted(document, locale)
    return str(
        gettext(
            "%(counted)s about it, received in this period: %(num)s.",
            counted=here[:1].upper() + here[1:],
            num=number(count),
        )
    )


def counted_once(name: TableName, mentions: str) -> str:
    """Why a table adds up to more than the number of complaints that is given on its own."""
    match name:
        case TableName.TOTALS:
            counted = gettext("Received, counted once for each technology: %(mentions)s.", mentions=mentions)
        case TableName.ALLEGATION:
            counted = gettext("Counted once for each technology and kind of wrong: %(mentions)s.", mentions=mentions)
        case _:
            counted = gettext("Counted once for each technology: %(mentions)s.", mentions=mentions)
    more = gettext("That can be more than the number of complaints.")
    return f"{counted} {more}"


def open_before_sentence(count: int) -> str:
    """How many came over from the period before."""
    return str(ngettext("%(num)s was open when it began.", "%(num)s were open when it began.", count))


def decided_sentence(decided: int, still_open: int) -> str:
    """What came of them, in a sentence."""
    first = ngettext("%(num)s was decided in it,", "%(num)s were decided in it,", decided)
    second = ngettext("%(num)s was open when it ended.", "%(num)s were open when it ended.", still_open)
    return f"{first} {second}"
