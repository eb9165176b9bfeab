"""A whole published table as rows and columns of words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from complaints.reports.editions import words
from complaints.reports.editions.charts import FIRST, cell, mentions_note
from complaints.reports.rules import TableName


def grid(document: Mapping[str, Any], table: Mapping[str, Any]) -> dict[str, Any]:
    """A table with its totals; the kinds of wrong are many and long, so they stand as rows there."""
    name = TableName(table["name"])
    technologies = {technology["slug"]: words.technology_name(technology) for technology in document["technologies"]}
    columns = [words.category_name(name, code) for code in table["categories"]]
    has_total = name is not TableName.TOTALS
    body = [(technologies[row["technology"]], _with_total(row, has_total)) for row in table["rows"]]
    last = _with_total(table["all"], has_total)
    if has_total:
        columns.append(str(words.TOTAL_NAMES[name]))
    first = str(FIRST[TableName.TOTALS])
    everything = str(gettext("All technologies"))
    if name is TableName.ALLEGATION:
        first, everything = str(FIRST[name]), columns[-1]
        rows = list(zip(columns, zip(*(cells for _, cells in [*body, ("", last)]), strict=True), strict=True))
        columns = [*(label for label, _ in body), str(gettext("All"))]
        body, last = [(label, list(cells)) for label, cells in rows[:-1]], list(rows[-1][1])
    return {
        "name": name.value,
        "title": str(words.TABLE_TITLES[name]),
        "tab": str(words.TABLE_TABS[name]),
        "note": f"{words.TABLE_NOTES[name]} {mentions_note(table)}",
        "first": first,
        "columns": columns,
        "rows": [{"label": label, "cells": [cell(value) for value in cells]} for label, cells in body],
        "total": {"label": everything, "cells": [cell(value) for value in last]},
        "hidden": any(isinstance(value, list) for _, cells in [*body, ("", last)] for value in cells),
    }


def _with_total(row: Mapping[str, Any], has_total: bool) -> list[Any]:
    return [*row["cells"], row["total"]] if has_total else list(row["cells"])
