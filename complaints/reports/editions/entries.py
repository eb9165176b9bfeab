"""What a report says of one technology: the eight items in the order's order, its counts, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, ngettext

from complaints.registry.rules import ReportItem
from complaints.registry.words import ITEM_TITLES
from complaints.reports.document import row_of, table_of
from complaints.reports.editions import words
from complaints.reports.editions.charts import technology_charts
from complaints.reports.editions.progress import change_of, pace_sentences
from complaints.reports.rules import TableName, Unit

Document = Mapping[str, Any]


def totals_of(document: Document, slug: str) -> tuple[int, int, int] | None:
    """Received, decided and open about one technology; None where the report gives no numbers."""
    if not document["tables"]:
        return None
    row = row_of(table_of(document, TableName.TOTALS), slug)
    received, decided, still_open = row["cells"] if row else (0, 0, 0)
    return received, decided, still_open


def entry(document: Document, technology: Mapping[str, Any], locale: str) -> dict[str, Any]:
    """One technology, in words."""
    slug = technology["slug"]
    totals = totals_of(document, slug)
    units = (Unit.RECEIVED, Unit.DECIDED, Unit.OPEN)
    return {
        "slug": slug,
        "name": words.technology_name(technology),
        "local_name": technology["local_name"],
        "is_named": technology["is_named"],
        "summary": technology["summary"],
        "received": totals[0] if totals else None,
        "figures": [
            {"number": words.number(value), "label": str(words.UNITS[unit])}
            for unit, value in zip(units, totals or (), strict=False)
        ],
        "statements": _statements(document, technology, totals, locale),
        "facts": _facts(technology),
        "pace": pace_sentences(document, slug) if totals and totals[1] else [],
        "changes": change_of(document, slug),
        "charts": technology_charts(document, slug),
    }


def _facts(technology: Mapping[str, Any]) -> list[dict[str, str]]:
    policy, days = technology["policy"], technology["retention_days"]
    how_long = "" if days is None else ngettext("%(num)s day", "%(num)s days", days)
    texts = {
        "policy": " ".join(part for part in (policy["title"], policy["url"]) if part),
        "retention": ": ".join(part for part in (technology["retention"], how_long) if part),
        "area": technology["area"],
    }
    return [{"label": str(label), "text": texts[name]} for name, label in words.FACTS.items()]


def _statements(
    document: Document, technology: Mapping[str, Any], totals: tuple[int, int, int] | None, locale: str
) -> list[dict[str, Any]]:
    """The eight items of the order, in its order; the seventh is counted."""
    found = []
    for place, item in enumerate(ReportItem, start=1):
        counted = item is ReportItem.COMPLAINTS
        text = _counted(document, technology, totals, locale) if counted else technology["items"][item.value]
        found.append({"number": place, "title": str(ITEM_TITLES[item]), "text": text, "counted": counted})
    return found


def _counted(
    document: Document, technology: Mapping[str, Any], totals: tuple[int, int, int] | None, locale: str
) -> str:
    if totals is None:
        return yes_or_no(document, technology, locale)
    received, decided, still_open = totals
    told = [words.received_here(document, locale, received)]
    before = _open_before(document, technology["slug"])
    if before:
        told.append(words.open_before_sentence(before))
    if any(totals):
        told.append(words.decided_sentence(decided, still_open))
    return " ".join(told)


def _open_before(document: Document, slug: str) -> int:
    """How many were open when the period began, where the report tells the year of a technology in sentences."""
    told = document.get("narrative") or ()
    return next((part["open_before"] for part in told if part["technology"] == slug), 0)


def yes_or_no(document: Document, technology: Mapping[str, Any], locale: str) -> str:
    """Whether there was a complaint about it, where the order asks for no more than that."""
    had = document["had_complaints"][technology["slug"]]
    if words.counts_complaints(document):
        said = gettext("Yes, in this period.") if had else gettext("No, none in this period.")
    else:
        here = words.counted(document, locale)
        said = (
            gettext("Yes, there were %(counted)s about it in this period.", counted=here)
            if had
            else gettext("No, there were no %(counted)s about it in this period.", counted=here)
        )
    return str(said)
