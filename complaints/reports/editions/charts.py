"""What is drawn: labelled bars from zero for one technology or for all, with what to say below them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from complaints.reports.document import row_of, table_of
from complaints.reports.editions import words
from complaints.reports.rules import TableName

Document = Mapping[str, Any]

FIRST: Mapping[str, Any] = {
    TableName.TOTALS: lazy_gettext("Technology"),
    TableName.STATUS: lazy_gettext("Where it stands"),
    TableName.FINDING: lazy_gettext("Finding"),
    TableName.ALLEGATION: lazy_gettext("Alleged"),
    TableName.DURATION: lazy_gettext("Days"),
    TableName.PUNCTUALITY: lazy_gettext("Decided"),
}
"""What stands over the labels of a chart."""


def cell(value: Any) -> dict[str, Any]:
    """A published count in words, with the ends of its range; one without an end is not `bounded`."""
    if not isinstance(value, list):
        return {"low": value, "high": value, "words": words.number(value), "hidden": False, "bounded": True}
    low, high = value
    if high is None:
        said = gettext("%(low)s or more", low=words.number(low))
        return {"low": low, "high": low, "words": said, "hidden": True, "bounded": False}
    said = f"{words.number(low)}–{words.number(high)}"
    return {"low": low, "high": high, "words": said, "hidden": True, "bounded": True}


def bars(title: str, rows: Iterable[tuple[str, Any]], note: str = "") -> dict[str, Any]:
    """A chart: its title, its rows, what is said below it, and the greatest number it has to hold."""
    drawn = [{"label": label, **cell(value)} for label, value in rows]
    return {
        "title": title,
        "rows": drawn,
        "note": note,
        "hidden": any(bar["hidden"] for bar in drawn),
        "most": max((bar["high"] for bar in drawn), default=0),
    }


def details(document: Document) -> list[TableName]:
    """The tables that split a total, as far as this report has them."""
    names = [TableName(table["name"]) for table in document["tables"]]
    return [name for name in names if name is not TableName.TOTALS]


def small_charts(document: Document, slug: str | None, names: Sequence[TableName]) -> list[dict[str, Any]]:
    """Small multiples of one technology, or of all together, on one scale; a table of nothing but zeros is left out."""
    charts = []
    for name in names:
        table = table_of(document, name)
        row = table["all"] if slug is None else row_of(table, slug)
        if row is None or not row["total"]:
            continue
        rows = [
            (words.category_name(name, code), value)
            for code, value in zip(table["categories"], row["cells"], strict=True)
            if value != 0 or name is not TableName.ALLEGATION
        ]
        left_out = len(table["categories"]) - len(rows)
        note = _nobody_alleged(left_out) if left_out else ""
        if slug is None:
            note = f"{mentions_note(table)} {note}".strip()
        chart = bars(str(words.SHORT_TITLES[name]), rows, note)
        charts.append({"name": name.value, "first": str(FIRST[name]), **chart})
    most = max((chart["most"] for chart in charts), default=0)
    return [{**chart, "most": most} for chart in charts]


def technology_charts(document: Document, slug: str) -> list[dict[str, Any]]:
    """The small charts of one technology, for its page in the report and for a page of another room."""
    return small_charts(document, slug, details(document))


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
