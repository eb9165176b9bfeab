"""The tables of a report as a workbook: a sheet for each table that people can count with, and one that explains."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from flask_babel import gettext
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
"""What the name of a sheet must not hold; it has at most 31 characters."""
INK, WASH, HATCH = "#162E51", "#F0F0F0", 14
"""HATCH is the pattern "thin diagonal stripe" of the format."""

# A text of the registry that begins with "=" stays a text: it is no formula and no link.
OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def make_workbook(edition: Mapping[str, Any], frozen_at: str) -> bytes:
    """The workbook of one language, dated when the release was frozen: the same edition gives the same bytes.

    An exact count is a number. A hidden one is its range as text, with its ends in columns of their own.
    """
    content = io.BytesIO()
    with Workbook(content, OPTIONS) as book:
        book.set_properties(_properties(edition, frozen_at))
        book.set_size(2400, 1600)
        formats = _formats(book)
        _explain(book.add_worksheet(_sheet_name(gettext("Read me"), ())), edition, formats)
        names: list[str] = [gettext("Read me")]
        for table in edition["tables"]:
            names.append(_sheet_name(table["tab"], names))
            _fill(book.add_worksheet(names[-1]), table, formats)
    return content.getvalue()


def _properties(edition: Mapping[str, Any], frozen_at: str) -> dict[str, Any]:
    return {
        "title": edition["title"],
        "subject": edition["period"],
        "author": edition["city"],
        "comments": edition["release"],
        "created": datetime.fromisoformat(frozen_at).astimezone(UTC).replace(tzinfo=None),
    }


def _formats(book: Workbook) -> dict[str, Format]:
    text = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
    head = text | {"bold": True, "text_wrap": True, "bottom": 2, "valign": "bottom", "font_color": INK}
    return {
        "title": book.add_format(text | {"bold": True, "font_size": 16, "font_color": INK}),
        "heading": book.add_format(text | {"bold": True, "font_size": 12, "font_color": INK}),
        "label": book.add_format(text | {"bold": True, "text_wrap": True}),
        "text": book.add_format(text | {"text_wrap": True}),
        "head": book.add_format(head),
        "number-head": book.add_format(head | {"align": "right"}),
        "number": book.add_format(text | {"num_format": "#,##0", "align": "right"}),
        "hidden": book.add_format(
            text | {"align": "right", "pattern": HATCH, "fg_color": "#B9C4D2", "bg_color": "#FFFFFF"}
        ),
        "end": book.add_format(text | {"num_format": "#,##0", "align": "right", "bg_color": WASH}),
    }


def _sheet_name(title: str, taken: Sequence[str]) -> str:
    """A name that the format allows and no other sheet has."""
    name = FORBIDDEN.sub(" ", title)[:31].strip("' ")
    number = 2
    while name.lower() in {other.lower() for other in taken}:
        name = f"{name[:28]} {number}"
        number += 1
    return name


def _explain(sheet: Worksheet, edition: Mapping[str, Any], formats: Mapping[str, Format]) -> None:
    """What this is, when it was counted, what the tables are, what is hidden and how it was counted."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 96)
    sheet.hide_gridlines(2)
    lines: list[tuple[str, str, str]] = [("title", edition["title"], ""), ("text", edition["city"], "")]
    if edition["demonstration"]:
        lines.append(("label", edition["demonstration"], ""))
    lines += [("label", fact["label"], fact["value"]) for fact in edition["cover"]]
    lines.append(("heading", edition["words"]["tables"], ""))
    lines += [("label", table["tab"], f"{table['title']}. {table['note']}") for table in edition["tables"]]
    lines.append(("heading", edition["words"]["hidden"], ""))
    lines += [("text", "", text) for text in edition["hidden"]]
    lines.append(("heading", edition["words"]["methods"], ""))
    lines += [("label", part["title"], part["text"]) for part in edition["methods"]]
    if edition["proof"]:
        lines.append(("heading", edition["words"]["verify"], ""))
        lines.append(("label", edition["proof"]["label"], edition["proof"]["digest"]))
        lines.append(("text", "", edition["proof"]["text"]))
    for row, (kind, first, second) in enumerate(lines):
        sheet.write_string(row, 0, first, formats[kind])
        if second:
            sheet.write_string(row, 1, second, formats["text"])


def _fill(sheet: Worksheet, table: Mapping[str, Any], formats: Mapping[str, Format]) -> None:
    """One table: the header frozen, each count in its column, and after them the ends of every range."""
    ends = [place for place, _ in enumerate(table["columns"]) if _has_hidden(table, place)]
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, len(table["columns"]) + 2 * len(ends), 14)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, table["first"], formats["head"])
    heads = list(table["columns"])
    for place in ends:
        heads.append(gettext("%(name)s, at least", name=table["columns"][place]))
        heads.append(gettext("%(name)s, at most", name=table["columns"][place]))
    for place, name in enumerate(heads, start=1):
        sheet.write_string(0, place, name, formats["number-head"])
    for number, row in enumerate([*table["rows"], table["total"]], start=1):
        sheet.write_string(number, 0, row["label"], formats["label" if row is table["total"] else "text"])
        _counts(sheet, number, row["cells"], ends, formats)


def _has_hidden(table: Mapping[str, Any], place: int) -> bool:
    return any(row["cells"][place]["hidden"] for row in [*table["rows"], table["total"]])


def _counts(
    sheet: Worksheet,
    number: int,
    cells: Sequence[Mapping[str, Any]],
    ends: Sequence[int],
    formats: Mapping[str, Format],
) -> None:
    for place, cell in enumerate(cells, start=1):
        if cell["hidden"]:
            sheet.write_string(number, place, cell["words"], formats["hidden"])
        else:
            sheet.write_number(number, place, cell["low"], formats["number"])
    for place, end in enumerate(ends):
        column = 1 + len(cells) + 2 * place
        sheet.write_number(number, column, cells[end]["low"], formats["end"])
        if cells[end]["bounded"]:
            sheet.write_number(number, column + 1, cells[end]["high"], formats["end"])
