"""How reports speak: the names of tables, units and categories, and what a reader is told about counting and hiding."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from babel.dates import format_skeleton
from flask_babel import format_date, format_decimal, get_locale, gettext, lazy_gettext, lazy_pgettext, ngettext

from complaints.intake.labels import KINDS
from complaints.intake.rules import AllegationKind
from complaints.outcomes.rules import FindingKind
from complaints.platform.jurisdiction.profile import Localised
from complaints.reports.rules import CLOSED, NO_FINDING, Stage, TableName, Unit

# What the shipped profile says the report is made under; written here for the catalogues (see `order_name`).
SHIPPED_ORDER: Final = lazy_gettext("Executive Order 78 of February 23, 2024")

TABLE_TITLES: Final[dict[TableName, Any]] = {
    TableName.TOTALS: lazy_gettext("Complaints about each technology"),
    TableName.STATUS: lazy_gettext("Where the complaints stood at the end of the period"),
    TableName.FINDING: lazy_gettext("What was found"),
    TableName.ALLEGATION: lazy_gettext("What was alleged"),
}
SHORT_TITLES: Final[dict[TableName, Any]] = TABLE_TITLES | {
    TableName.STATUS: lazy_gettext("At the end of the period"),
}
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
}
TOTAL_NAMES: Final[dict[TableName, Any]] = {
    TableName.TOTALS: lazy_gettext("Total"),
    TableName.STATUS: lazy_gettext("All"),
    TableName.FINDING: lazy_gettext("Decided"),
    TableName.ALLEGATION: lazy_gettext("All kinds"),
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


METHODS: Final[tuple[tuple[Any, Any], ...]] = (
    (
        lazy_gettext("What counts when"),
        lazy_gettext(
            "A complaint counts as received on the day it was registered, by the clocks of {zone}, whenever the "
            "matter itself happened. It counts as decided on the day its case was first closed. A case that is "
            "reopened stays counted where it was decided first."
        ),
    ),
    (
        lazy_gettext("Complaints and mentions"),
        lazy_gettext(
            "One complaint can be about several technologies and is counted with each. The counts of the "
            "technologies therefore add up to more than the number of complaints, which is given on its own."
        ),
    ),
    (
        lazy_gettext("Who is counted"),
        lazy_gettext("Names are sealed and are not opened for counting. So two complaints by one person count as two."),
    ),
    (
        lazy_gettext("Findings"),
        lazy_gettext(
            "Each allegation gets its own finding. A complaint about a technology is counted under the first of "
            "these that applies: sustained, the policy is at fault, the technology is at fault, not sustained, "
            "nobody identified, exonerated, unfounded."
        ),
    ),
    (
        lazy_gettext("The eight items"),
        lazy_gettext(
            "Seven of the eight items are what the city’s registry said when this report was frozen. Where it "
            "says nothing, the report says “not stated”. The other item, complaints, is counted."
        ),
    ),
    (
        lazy_gettext("Frozen and signed"),
        lazy_gettext(
            "This report was built from numbers that were frozen with it and never change. Its manifest lists the "
            "digest of every file and is signed; the data, the proof that nothing hidden can be worked out, and "
            "the manifest are published beside it."
        ),
    ),
)
"""What the methods page says: a title and a paragraph each; {zone} is the city's time zone."""


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


def order_name(document: Mapping[str, Any]) -> str:
    """What the report is made under, translated where it is the order that the product ships with."""
    order = document["order"]
    return str(gettext(order)) if order else ""


def due_words(document: Mapping[str, Any], locale: str) -> str:
    """When the report is due, as the rule of the place has it."""
    due = document["due"]
    if "event" in due:
        return localised(due["event"], document["language"], locale)
    return str(format_skeleton("MMMMd", date(2001, due["month"], due["day"]), locale=get_locale()))


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


def counted_once(name: TableName, mentions: str) -> str:
    """Why a table adds up to more than the number of complaints that is given on its own."""
    match name:
        case TableName.TOTALS:
            counted = gettext("Received, counted once for each technology: %(mentions)s.", mentions=mentions)
        case TableName.ALLEGATION:
            counted = gettext("Counted once for each technology and kind of wrong: %(mentions)s.", mentions=mentions)
        case _:
            counted = gettext("Counted once for each technology: %(mentions)s.", mentions=mentions)
    return f"{counted} {gettext('That can be more than the number of complaints.')}"


def decided_sentence(decided: int, still_open: int) -> str:
    """What came of them, in a sentence."""
    first = ngettext("%(num)s was decided in it,", "%(num)s were decided in it,", decided)
    second = ngettext("%(num)s was open when it ended.", "%(num)s were open when it ended.", still_open)
    return f"{first} {second}"


def about(document: Mapping[str, Any]) -> list[str]:
    """What the report is, before its first number."""
    return [
        gettext(
            "For each technology that the police watch with, this report answers the eight questions of %(order)s: how "
            "it is used, whether it uses artificial intelligence, how many units there are, how its effectiveness is "
            "measured, how it is funded, how it is requested, whether there have been complaints, and which "
            "partnerships exist to use it.",
            order=order_name(document),
        ),
        gettext(
            "The complaints are counted from what residents told the city about a technology, with a name or without. "
            "Nothing in this report points to a person."
        ),
    ]


def why_hidden(k: int, hidden: int, cells: int) -> list[str]:
    """What is hidden and why, for somebody who never heard of statistics."""
    return [
        gettext(
            "A small number can point to a person. Whoever knows that a neighbor complained could read here what the "
            "complaint said, or what came of it. So the detailed tables do not show numbers from 1 to %(most)s, except "
            "where the totals tell the number anyway.",
            most=k - 1,
        ),
        gettext(
            "Hiding only those would not help: subtracting from a total would bring them back. So more numbers are "
            "hidden, large ones and zeros among them, and a few are chosen by chance. That a number is hidden does "
            "not tell you that it is small."
        ),
        gettext(
            "Where a number is hidden you see a range, like 0–4. The true number lies in it. Nobody can narrow it "
            "down any further from this report, its data and every earlier report taken together. Before each report "
            "is published, a program tries exactly that. If it succeeds with a single number, the report is refused."
        ),
        gettext(
            "The totals for each technology are always shown exactly, small ones too, because the order asks for "
            "them. A technology nobody complained about says 0 complaints."
        ),
        gettext(
            "In this report %(hidden)s of %(cells)s numbers in the tables are hidden.",
            hidden=number(hidden),
            cells=number(cells),
        ),
    ]


def methods(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """How the counts came about: a title and a paragraph each."""
    return [(str(title), str(text).replace("{zone}", document["time_zone"])) for title, text in METHODS]
