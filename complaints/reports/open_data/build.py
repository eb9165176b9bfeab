"""The open data of a release: what describes its tables to people, to programs and to catalogues of data."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask_babel import force_locale

from complaints.platform.web.locale import regional
from complaints.registry.sheet import guarded
from complaints.reports.editions import names, words
from complaints.reports.open_data import csvw, datapackage, dcat, dictionary
from complaints.reports.open_data.columns import ANSWERS, columns_of
from complaints.reports.rules import TableName
from complaints.reports.verifying.manifest import BuiltFile, readable

PACKAGE: Final = "datapackage.json"
CSVW: Final = "csvw.json"
DCAT: Final = "dcat-us.json"
MEDIA_TYPES: Final = {
    PACKAGE: "application/vnd.datapackage+json",
    CSVW: "application/csvm+json",
    DCAT: "application/ld+json",
}
"""As the register of media types has them."""


def build(document: Mapping[str, Any], files: Sequence[BuiltFile]) -> list[BuiltFile]:
    """What describes the tables among `files`, made from the frozen `document` and their bytes alone.

    The addresses in it are relative to the folder of the release: where that is served is not in the document. A
    report without numbers gets its answers as a table here.
    """
    language = document["language"]
    with force_locale(regional(language, document["time_zone"])):
        made = [] if document["tables"] else _answers(document)
    made += [_dictionary(document, locale) for locale in _languages(files, language)]
    everything = [*files, *made]
    places = {f"data/{name}.csv": place for place, name in enumerate((ANSWERS, *TableName))}
    tables = sorted((file for file in everything if file.name in places), key=lambda file: places[file.name])
    with force_locale(regional(language, document["time_zone"])):
        described = {
            PACKAGE: datapackage.make_package(document, tables),
            CSVW: csvw.make_metadata(document, tables),
            DCAT: dcat.make_dataset(document, everything),
        }
    return made + [BuiltFile(name, MEDIA_TYPES[name], readable(content)) for name, content in described.items()]


def _answers(document: Mapping[str, Any]) -> list[BuiltFile]:
    """Whether there were complaints about each technology, as CSV (RFC 4180) and as JSON."""
    had = document["had_complaints"]
    cells = [
        {
            "technology": each["slug"],
            "technology_name": words.technology_name(each),
            "had_complaints": had[each["slug"]],
        }
        for each in document["technologies"]
    ]
    text = io.StringIO()
    writer = csv.DictWriter(text, [column.name for column in columns_of(ANSWERS)], lineterminator="\r\n")
    writer.writeheader()
    for cell in cells:
        writer.writerow(safe_cells({**cell, "had_complaints": "true" if cell["had_complaints"] else "false"}))
    told = {
        "release": document["number"],
        "period": document["period"],
        "is_demonstration": document["is_demonstration"],
        "table": ANSWERS,
        "title": names.title(ANSWERS),
        "note": names.note(ANSWERS),
        "cells": cells,
    }
    return [
        BuiltFile(f"data/{ANSWERS}.csv", "text/csv", text.getvalue().encode()),
        BuiltFile(f"data/{ANSWERS}.json", "application/json", readable(told)),
    ]


def safe_cells(cells: Mapping[str, Any]) -> dict[str, Any]:
    """A row that no spreadsheet runs: texts as the registry's own export guards them, numbers untouched."""
    return {name: guarded(value) if isinstance(value, str) else value for name, value in cells.items()}


def _languages(files: Sequence[BuiltFile], first: str) -> list[str]:
    """The languages the release has an edition in."""
    names = [file.name.split(".") for file in files]
    return [parts[1] for parts in names if len(parts) == 3 and (parts[0], parts[2]) == ("report", "html")] or [first]


def _dictionary(document: Mapping[str, Any], locale: str) -> BuiltFile:
    with force_locale(regional(locale, document["time_zone"])):
        return BuiltFile(dictionary.file_name(locale), "text/html", dictionary.page(document, locale))
