"""A report in one language: every word and number in the order of its pages, for the web page, the file and the PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from complaints.registry.rules import ReportItem
from complaints.registry.words import ITEM_TITLES
from complaints.reports import words
from complaints.reports.document import row_of, table_of
from complaints.reports.intervals import why_between
from complaints.reports.rules import TableName, Unit

Document = Mapping[str, Any]
PROTECTED = (TableName.STATUS, TableName.FINDING, TableName.ALLEGATION)


def make_edition(document: Document, locale: str) -> dict[str, Any]:
    """The report in the language at hand (the caller forces it); `locale` chooses among the profile's own texts."""
    city = words.localised(document["jurisdiction"]["names"], document["language"], locale)
    numbers = [cell for table in document["tables"] for row in _rows(table) for cell in row["cells"]]
    return {
        "language": locale,
        "registry_language": document["language"],
        "city": city,
        "title": gettext("Police surveillance technology: report for %(period)s", period=document["period"]["code"]),
        "period": words.period_words(document),
        "demonstration": gettext("This report uses invented demonstration data.")
        if document["is_demonstration"]
        else "",
        "cover": _cover(document, locale),
        "about": words.about(document),
        "summary": _summary(document),
        "technologies": [_technology(document, technology) for technology in document["technologies"]],
        "tables": [_table(document, table) for table in document["tables"]],
        "hidden": words.why_hidden(
            document["rule"]["k"], sum(isinstance(cell, list) for cell in numbers), len(numbers)
        ),
        "methods": [{"title": title, "text": text} for title, text in words.methods(document)],
        "findings": [
            {"name": str(name), "meaning": str(words.FINDING_MEANINGS[code])}
            for code, name in words.FINDING_NAMES.items()
        ],
        "words": {name: str(text) for name, text in WORDS.items()},
    }


WORDS: Mapping[str, Any] = {
    "about": lazy_gettext("About this report"),
    "summary": lazy_gettext("Summary"),
    "technologies": lazy_gettext("The technologies"),
    "tables": lazy_gettext("Tables"),
    "hidden": lazy_gettext("What is hidden, and why"),
    "methods": lazy_gettext("How we counted"),
    "findings": lazy_gettext("What the findings mean"),
    "contents": lazy_gettext("Contents"),
    "technology": lazy_gettext("Technology"),
    "number": lazy_gettext("Number"),
    "status": lazy_gettext("Where it stands"),
    "finding": lazy_gettext("Finding"),
    "allegation": lazy_gettext("Alleged"),
    "not_stated": lazy_gettext("Not stated."),
    "legend": lazy_gettext("Hatched: hidden to protect people. The true number lies in the range shown."),
    "legend_grey": lazy_gettext("Grey: hidden to protect people. The true number lies in the range shown."),
    "policy": lazy_gettext("Policy in force"),
    "retention": lazy_gettext("How long data is kept"),
    "area": lazy_gettext("Area covered"),
    "page": lazy_gettext("Page"),
    "of": lazy_gettext("of"),
    "release": lazy_gettext("Release"),
    "draft": lazy_gettext("Preview, not frozen"),
    "registry_note": lazy_gettext("The seven written items appear as the city wrote them."),
}


def _rows(table: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*table["rows"], table["all"]]


def cell(value: Any) -> dict[str, Any]:
    """A published count in words, with the ends of its range."""
    if not isinstance(value, list):
        return {"low": value, "high": value, "words": words.number(value)}
    low, high = value
    if high is None:
        return {"low": low, "high": low, "words": gettext("%(low)s or more", low=words.number(low))}
    return {"low": low, "high": high, "words": f"{words.number(low)}–{words.number(high)}"}


def _cover(document: Document, locale: str) -> list[dict[str, str]]:
    k = document["rule"]["k"]
    release = document["number"]
    facts = [
        (gettext("Period"), words.period_words(document)),
        (gettext("Due before"), words.due_words(document, locale)),
        (gettext("Made under"), words.order_name(document)),
        (
            gettext("Rule for small numbers"),
            gettext("Detailed numbers from 1 to %(most)s are hidden, and as many others as that takes.", most=k - 1),
        ),
        (gettext("Release"), gettext("Preview, not frozen") if release is None else str(release)),
        (
            gettext("Counted on") if release is None else gettext("Frozen on"),
            words.long_date(document["frozen_at"]),
        ),
    ]
    return [{"label": str(label), "value": str(value)} for label, value in facts]


def _summary(document: Document) -> dict[str, Any]:
    complaints = document["complaints"]
    totals = table_of(document, TableName.TOTALS)
    names = {technology["slug"]: words.technology_name(technology) for technology in document["technologies"]}
    received = [(names[row["technology"]], row["cells"][0]) for row in totals["rows"]]
    mentions = totals["all"]["cells"][0]
    none = sum(1 for _, count in received if not count)
    sentences = [
        gettext(
            "A complaint about several technologies is counted with each, so the bars add up to %(mentions)s.",
            mentions=words.number(mentions),
        ),
        *why_between(complaints["received"]),
    ]
    if none:
        sentences.append(
            ngettext("%(num)s technology had 0 complaints.", "%(num)s technologies had 0 complaints.", none)
        )
    return {
        "figures": [
            {"number": cell(complaints[name])["words"], "label": str(label)}
            for name, label in (
                (
                    "received",
                    ngettext("complaint received", "complaints received", cell(complaints["received"])["high"]),
                ),
                ("decided", ngettext("complaint decided", "complaints decided", cell(complaints["decided"])["high"])),
                ("open", gettext("open when the period ended")),
            )
        ],
        "sentences": sentences,
        "chart": _chart(str(gettext("Complaints received about each technology")), received, mentions_note(totals)),
        "smaller": _charts(document, None, (TableName.STATUS, TableName.FINDING)),
    }


def _chart(title: str, rows: Sequence[tuple[str, Any]], note: str = "") -> dict[str, Any]:
    bars = [{"label": label, **cell(value)} for label, value in rows]
    return {"title": title, "rows": bars, "note": note, "hidden": any(bar["low"] != bar["high"] for bar in bars)}


def _technology(document: Document, technology: Mapping[str, Any]) -> dict[str, Any]:
    slug = technology["slug"]
    totals = row_of(table_of(document, TableName.TOTALS), slug)
    received, decided, still_open = totals["cells"] if totals else (0, 0, 0)
    policy = technology["policy"]
    days = technology["retention_days"]
    how_long = "" if days is None else ngettext("%(num)s day", "%(num)s days", days)
    kept = ": ".join(part for part in (technology["retention"], how_long) if part)
    return {
        "slug": slug,
        "name": words.technology_name(technology),
        "local_name": technology["local_name"],
        "is_named": technology["is_named"],
        "summary": technology["summary"],
        "received": received,
        "figures": [
            {"number": words.number(value), "label": str(words.UNITS[unit])}
            for unit, value in zip(
                (Unit.RECEIVED, Unit.DECIDED, Unit.OPEN), (received, decided, still_open), strict=True
            )
        ],
        "statements": _statements(technology, received, decided, still_open),
        "facts": [
            {"label": str(WORDS[name]), "text": text}
            for name, text in (
                ("policy", " ".join(part for part in (policy["title"], policy["url"]) if part)),
                ("retention", kept),
                ("area", technology["area"]),
            )
        ],
        "charts": _charts(document, slug, PROTECTED),
    }


def _statements(technology: Mapping[str, Any], received: int, decided: int, still_open: int) -> list[dict[str, Any]]:
    """The eight items of the order, in its order; the seventh is counted."""
    found = []
    for place, item in enumerate(ReportItem, start=1):
        if item is ReportItem.COMPLAINTS:
            text = words.received_sentence(received)
            if received or decided or still_open:
                text += " " + words.decided_sentence(decided, still_open)
        else:
            text = technology["items"][item.value]
        counted = item is ReportItem.COMPLAINTS
        found.append({"number": place, "title": str(ITEM_TITLES[item]), "text": text, "counted": counted})
    return found


def _charts(document: Document, slug: str | None, names: Sequence[TableName]) -> list[dict[str, Any]]:
    """Small multiples of one technology, or of all together; a table of nothing but shown zeros is left out."""
    charts = []
    for name in names:
        table = table_of(document, name)
        row = table["all"] if slug is None else row_of(table, slug)
        if row is None or not row["total"]:
            continue
        bars = [
            (words.category_name(name, code), value)
            for code, value in zip(table["categories"], row["cells"], strict=True)
            if value != 0 or name is not TableName.ALLEGATION
        ]
        left_out = len(table["categories"]) - len(bars)
        note = _nobody_alleged(left_out) if left_out else ""
        if slug is None:
            note = f"{mentions_note(table)} {note}".strip()
        charts.append({"name": name.value, **_chart(str(words.SHORT_TITLES[name]), bars, note)})
    return charts


def mentions_note(table: Mapping[str, Any]) -> str:
    """What a table over all technologies adds up to, and why that is more than the number of complaints."""
    name, everything = TableName(table["name"]), table["all"]
    mentions = everything["cells"][0] if name is TableName.TOTALS else everything["total"]
    return words.counted_once(name, cell(mentions)["words"])


def _nobody_alleged(kinds: int) -> str:
    return str(
        ngettext(
            "Nobody alleged the %(num)s other kind of wrong.", "Nobody alleged the %(num)s other kinds of wrong.", kinds
        )
    )


def technology_charts(document: Document, slug: str) -> list[dict[str, Any]]:
    """The small charts of one technology, for a page of another room."""
    return [{**chart, "first": str(WORDS[chart["name"]])} for chart in _charts(document, slug, PROTECTED)]


def _table(document: Document, table: Mapping[str, Any]) -> dict[str, Any]:
    """A whole table; the kinds of wrong are many and long, so they stand as rows there."""
    name = TableName(table["name"])
    technologies = {technology["slug"]: words.technology_name(technology) for technology in document["technologies"]}
    columns = [words.category_name(name, code) for code in table["categories"]]
    has_total = name is not TableName.TOTALS
    body = [(technologies[row["technology"]], _with_total(row, has_total)) for row in table["rows"]]
    last = _with_total(table["all"], has_total)
    if has_total:
        columns.append(str(words.TOTAL_NAMES[name]))
    first = str(WORDS["technology"])
    everything = str(gettext("All technologies"))
    if name is TableName.ALLEGATION:
        first, everything = str(WORDS["allegation"]), columns[-1]
        rows = list(zip(columns, zip(*(cells for _, cells in [*body, ("", last)]), strict=True), strict=True))
        columns = [*(label for label, _ in body), str(gettext("All"))]
        body, last = [(label, list(cells)) for label, cells in rows[:-1]], list(rows[-1][1])
    return {
        "name": name.value,
        "title": str(words.TABLE_TITLES[name]),
        "note": f"{words.TABLE_NOTES[name]} {mentions_note(table)}",
        "first": first,
        "columns": columns,
        "rows": [{"label": label, "cells": [cell(value) for value in cells]} for label, cells in body],
        "total": {"label": everything, "cells": [cell(value) for value in last]},
        "hidden": any(isinstance(value, list) for _, cells in [*body, ("", last)] for value in cells),
    }


def _with_total(row: Mapping[str, Any], has_total: bool) -> list[Any]:
    return [*row["cells"], row["total"]] if has_total else list(row["cells"])
