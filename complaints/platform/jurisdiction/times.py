"""Reads days off, the disclosure figures and the reporting rule of a profile file."""

from datetime import date
from typing import Final

from complaints.platform.jurisdiction.profile import (
    Disclosure,
    DueEvent,
    DueOn,
    DueStep,
    Holiday,
    Licence,
    Measure,
    Observed,
    PeriodKind,
    Reporting,
)
from complaints.platform.jurisdiction.reading import Table

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COMMON_YEAR: Final = 2001
LEAST_K: Final = 5
"""The smallest threshold a profile may set: a city may ask for more, never for less."""


def holiday(table: Table) -> Holiday:
    """A fixed day (`month`, `day`) or the `nth` `weekday` of `month`."""
    names = table.localised("names")
    observed = table.word("observed", Observed)
    month = table.integer("month", 1, 12)
    if table.has("day"):
        found = Holiday(names, month, _day_of(table, month), None, None, observed)
    else:
        found = Holiday(names, month, None, _weekday(table), _nth(table), observed)
    table.done()
    return found


def _day_of(table: Table, month: int) -> int:
    """A day that exists every year, so never 29 February."""
    day = table.integer("day", 1, 31)
    try:
        date(_COMMON_YEAR, month, day)
    except ValueError:
        table.refuse("day", f"there is no day {day} in month {month} every year", "give a day that exists")
    return day


def _weekday(table: Table) -> int:
    name = table.text("weekday")
    if name not in WEEKDAYS:
        table.refuse("weekday", f'"{name}" is not a day of the week', f"use one of: {', '.join(WEEKDAYS)}")
    return WEEKDAYS.index(name)


def _nth(table: Table) -> int:
    nth = table.integer("nth", -1, 4)
    if nth == 0:
        table.refuse("nth", '"nth" is 0', "use 1 to 4, or -1 for the last one of the month")
    return nth


def disclosure(table: Table) -> Disclosure:
    found = Disclosure(table.integer("k", LEAST_K, 1000), table.number("decoy_probability", 0.0, 0.5))
    table.done()
    return found


def reporting(table: Table) -> Reporting:
    period = table.word("period", PeriodKind)
    found = Reporting(
        period=period,
        starts_on=None if period is PeriodKind.CALENDAR else _start(table, period),
        months=table.integer("months", 1, 36) if period is PeriodKind.MONTHS_SINCE_APPROVAL else None,
        due=_due(table.table("due")),
        freeze_days_before=table.integer("freeze_days_before", 0, 365),
        order=table.localised("source"),
        scope=table.localised("scope"),
        measure=table.word("measure", Measure),
        counted=table.localised("counted"),
        recipients=tuple(each.as_localised() for each in table.tables("recipients")),
        two_people=table.flag("two_people"),
        remind_days_before=table.integers("remind_days_before", 1, 365),
        licence=_licence(table.table("licence")),
        also_due=_also_due(table),
    )
    table.done()
    return found


def _due(table: Table) -> DueOn | DueEvent:
    """Either `event`, or `month` and `day`."""
    due: DueOn | DueEvent
    if table.has("event"):
        due = DueEvent(table.localised("event"))
    else:
        month = table.integer("month", 1, 12)
        due = DueOn(month, _day_of(table, month))
    table.done()
    return due


def _also_due(table: Table) -> tuple[DueStep, ...]:
    """What the order asks for after the report; most orders ask for nothing, so the key may be left out."""
    table.asked.add("also_due")
    if not table.has("also_due"):
        return ()
    return tuple(DueStep(each.localised("names"), _due(each)) for each in table.tables("also_due"))


def _licence(table: Table) -> Licence:
    found = Licence(table.text("name"), table.address("url"))
    table.done()
    return found


def _start(table: Table, period: PeriodKind) -> date:
    start = table.day("starts_on")
    # An approval happened on whatever day it did; a year that begins each year needs a day that each year has.
    if period is PeriodKind.FISCAL and (start.month, start.day) == (2, 29):
        table.refuse("starts_on", "29 February does not come every year", "use 28 February or 1 March")
    return start
