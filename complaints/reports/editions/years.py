"""How several published reports are told side by side, in words and charts, in the language at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask_babel import gettext, lazy_gettext, ngettext

from complaints.reports.editions import words
from complaints.reports.editions.charts import technology_charts
from complaints.reports.editions.entries import yes_or_no
from complaints.reports.open_data import history
from complaints.reports.open_data.history import Report, Year
from complaints.reports.rules import Unit

TITLES: Final[Mapping[Unit, Any]] = {
    Unit.RECEIVED: lazy_gettext("Received in the year"),
    Unit.DECIDED: lazy_gettext("Decided in the year"),
    Unit.OPEN: lazy_gettext("Open when the year ended"),
}


def side_by_side(reports: Sequence[Report]) -> dict[str, Any]:
    """The comparison page, from the reports in the order of its columns."""
    tables = [_table(reports, unit) for unit in history.COUNTED]
    received = history.compared(reports, Unit.RECEIVED)
    return {
        "tables": [table for table in tables if any(row["cells"] for row in table["rows"])],
        "complaints": [
            (report, count)
            for report, count in zip(reports, history.complaints(reports, Unit.RECEIVED), strict=True)
            if count is not None
        ],
        "never": history.never(received),
    }


def _table(reports: Sequence[Report], unit: Unit) -> dict[str, Any]:
    rows = history.compared(reports, unit)
    together = history.complaints(reports, unit)
    says = any(cell is not None for row in rows for cell in row["cells"])
    return {
        "unit": unit.value,
        "title": str(TITLES[unit]),
        "rows": rows if says else [],
        "total": together if any(count is not None for count in together) else None,
        "hidden": any(isinstance(count, list) for count in together),
        "changes": _changes([row["cells"] for row in rows], together),
    }


def _changes(rows: Sequence[Sequence[Any]], together: Sequence[Any]) -> dict[str, Any] | None:
    """What the last report says more than the one before it, by row and in all; None where there is nothing to say."""
    changes = [_change(cells) for cells in rows]
    if all(change is None for change in changes):
        return None
    return {"rows": changes, "total": _change(together)}


def _change(cells: Sequence[Any]) -> int | None:
    # A report's yes or no is a number to Python, and a range is none.
    if len(cells) < 2 or any(type(cell) is not int for cell in cells[-2:]):
        return None
    return int(cells[-1] - cells[-2])


def panel(told: Sequence[Year], slug: str, locale: str) -> dict[str, Any]:
    """What a technology's page says, from its years, the newest first."""
    newest = told[0]
    document = newest.report.document
    counts = newest.counts
    counted = [year for year in told if year.counts is not None]
    return {
        "number": newest.report.release.number,
        "period": words.period_words(document),
        "received": _received(document, newest, slug, locale),
        "decided": words.decided_sentence(*counts[1:]) if counts and any(counts) else "",
        "charts": [] if counts is None else technology_charts(document, slug),
        "is_demonstration": document["is_demonstration"],
        "years": list(told),
        "bars": counted[::-1] if len(counted) > 1 else [],
        "always_none": _always_none(told),
    }


def _received(document: Mapping[str, Any], year: Year, slug: str, locale: str) -> str:
    if year.counts is None:
        technology = next(each for each in document["technologies"] if each["slug"] == slug)
        return yes_or_no(document, technology, locale)
    return words.received_here(document, locale, year.counts[0])


def _always_none(told: Sequence[Year]) -> str:
    if len(told) < 2 or any(year.had for year in told):
        return ""
    if all(year.counts is not None for year in told):
        return str(
            ngettext(
                "0 complaints about it in the %(num)s report published so far.",
                "0 complaints about it in the %(num)s reports published so far.",
                len(told),
            )
        )
    return str(gettext("No complaints about it in any report published so far."))
