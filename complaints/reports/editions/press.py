"""Builds the files of a release from its frozen content alone: in each language a page, PDF and a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from flask import current_app
from flask_babel import force_locale
from markupsafe import Markup

from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.web.locale import regional
from complaints.reports.document import table_of
from complaints.reports.editions import printing, words, workbook
from complaints.reports.editions.edition import make_edition
from complaints.reports.open_data import build as opendata
from complaints.reports.open_data.build import safe_cells
from complaints.reports.rules import TableName
from complaints.reports.verifying.manifest import BuiltFile, readable

PRINTED: Final = ("en", "es")
"""The languages of the editions."""
SHEETS: Final = ("site.css", "report.css")


def build(document: Mapping[str, Any], profile: Profile) -> list[BuiltFile]:
    """Every edition and every table of a report. The same content and software give the same bytes."""
    files = []
    for locale in editions_of(profile):
        with force_locale(regional(locale, profile.timezone)):
            edition = make_edition(document, locale)
            files.append(BuiltFile(f"report.{locale}.html", "text/html", _page(edition)))
            for name, printed in (("report", printing.report_pdf), ("summary", printing.summary_pdf)):
                content = printed(edition, document["frozen_at"])
                files.append(BuiltFile(f"{name}.{locale}.pdf", "application/pdf", content))
            book = workbook.make_workbook(edition, document["frozen_at"])
            files.append(BuiltFile(f"tables.{locale}.xlsx", workbook.MEDIA_TYPE, book))
    with force_locale(profile.default_locale):
        for name in (table["name"] for table in document["tables"]):
            files.append(BuiltFile(f"data/{name}.csv", "text/csv", table_csv(document, name)))
            files.append(BuiltFile(f"data/{name}.json", "application/json", readable(table_json(document, name))))
    return files + opendata.build(document, files)


def editions_of(profile: Profile) -> list[str]:
    """The languages the report is printed in here."""
    return [language.code for language in profile.languages if language.code in PRINTED] or [profile.default_locale]


def _page(edition: Mapping[str, Any]) -> bytes:
    """The report as one file that needs nothing else: the stylesheets are in it."""
    folder = Path(current_app.static_folder or "")
    sheet = "\n".join((folder / name).read_text(encoding="utf-8") for name in SHEETS)
    template = current_app.jinja_env.get_template("reports/standalone.html")
    return template.render(edition=edition, sheet=Markup(f"<style>\n{sheet}</style>")).encode()


def table_json(document: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A table as records: a count is given as `value`, a hidden one as the range `low` to `high` with `value` null."""
    return {
        "release": document["number"],
        "period": document["period"],
        "is_demonstration": document["is_demonstration"],
        "table": name,
        "title": str(words.TABLE_TITLES[TableName(name)]),
        "note": str(words.TABLE_NOTES[TableName(name)]),
        "cells": list(records(document, name)),
    }


def records(document: Mapping[str, Any], name: str) -> Iterator[dict[str, Any]]:
    """Every cell of a table; `*` stands for all technologies, or for all categories together."""
    table = table_of(document, name)
    names = {technology["slug"]: words.technology_name(technology) for technology in document["technologies"]}
    for row in (*table["rows"], table["all"]):
        slug = row["technology"]
        cells = list(zip(table["categories"], row["cells"], strict=True))
        cells += [] if row["total"] is None else [("*", row["total"])]
        for category, value in cells:
            hidden = isinstance(value, list)
            yield {
                "technology": slug or "*",
                "technology_name": names[slug] if slug else "*",
                "category": category,
                "category_name": category if category == "*" else words.category_name(name, category),
                "value": None if hidden else value,
                "low": value[0] if hidden else value,
                "high": value[1] if hidden else value,
            }


def table_csv(document: Mapping[str, Any], name: str) -> bytes:
    """The same as CSV (RFC 4180): a hidden count has an empty `value` and its range; no cell runs as a formula."""
    text = io.StringIO()
    fields = ("technology", "technology_name", "category", "category_name", "value", "low", "high")
    writer = csv.DictWriter(text, fields, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(map(safe_cells, records(document, name)))
    return text.getvalue().encode()
