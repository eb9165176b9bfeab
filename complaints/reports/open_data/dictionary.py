"""The data dictionary of a release: tables, columns and categories in words, what hidden means, how it was counted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import gettext
from markupsafe import Markup

from complaints.reports.editions import names, words
from complaints.reports.editions.methods import methods
from complaints.reports.open_data import provenance
from complaints.reports.open_data.columns import ANSWERS, Column, Kind, columns_of
from complaints.reports.rules import TableName

Document = Mapping[str, Any]


def file_name(locale: str) -> str:
    """What the dictionary in a language is called in the folder of a release."""
    return f"data-dictionary.{locale}.html"


def make_dictionary(document: Document, locale: str) -> dict[str, Any]:
    """The dictionary in the language at hand (the caller forces it)."""
    terms = provenance.licence(document)
    return {
        "language": locale,
        "registry_language": document["language"],
        "title": gettext("Data dictionary for %(period)s", period=words.name_of_period(document)),
        "city": words.localised(document["jurisdiction"]["names"], document["language"], locale),
        "period": words.period_words(document),
        "release": document["number"],
        "demonstration": gettext("This report uses invented demonstration data.")
        if document["is_demonstration"]
        else "",
        "licence": None if terms is None else {"name": terms[0], "url": terms[1]},
        "columns": [_column(column) for column in columns_of("" if document["tables"] else ANSWERS)],
        "tables": _tables(document),
        "technologies": [
            {"code": each["slug"], "name": words.technology_name(each)} for each in document["technologies"]
        ],
        "hidden": _hidden(document),
        "methods": [{"title": title, "text": text} for title, text in methods(document)],
    }


def page(document: Document, locale: str) -> bytes:
    """The dictionary as one file that needs nothing else: the site's stylesheet is in it."""
    sheet = Path(current_app.static_folder or "", "site.css").read_text(encoding="utf-8")
    template = current_app.jinja_env.get_template("reports/dictionary_file.html")
    style = Markup("<style>\n{}</style>").format(Markup(sheet))
    return template.render(dictionary=make_dictionary(document, locale), sheet=style).encode()


def _column(column: Column) -> dict[str, str]:
    kind = {
        Kind.TEXT: gettext("text"),
        Kind.COUNT: gettext("whole number from 0 on"),
        Kind.ANSWER: gettext("true or false"),
    }[column.kind]
    return {
        "name": column.name,
        "title": str(column.title),
        "meaning": str(column.meaning),
        "kind": gettext("%(kind)s, can be empty", kind=kind) if column.may_be_empty else kind,
    }


def _tables(document: Document) -> list[dict[str, Any]]:
    if not document["tables"]:
        said = {"name": ANSWERS, "title": names.title(ANSWERS), "note": names.note(ANSWERS)}
        return [{**said, "categories": [], "total": ""}]
    return [_table(table) for table in document["tables"]]


def _table(table: Mapping[str, Any]) -> dict[str, Any]:
    name = TableName(table["name"])
    meanings = words.FINDING_MEANINGS if name is TableName.FINDING else {}
    return {
        "name": name.value,
        "title": names.title(name),
        "note": names.note(name),
        "categories": [
            {"code": code, "name": words.category_name(name, code), "meaning": str(meanings.get(code, ""))}
            for code in table["categories"]
        ],
        "total": "" if table["all"]["total"] is None else str(words.TOTAL_NAMES[name]),
    }


def _hidden(document: Document) -> list[str]:
    if not any(table["all"]["total"] is not None for table in document["tables"]):
        return [gettext("Nothing is hidden in these tables.")]
    k = document["rule"]["k"]
    return [
        gettext(
            "Where a number is hidden, its count is empty, and “at least” and “at most” differ. The true number is one "
            "of those from the least to the greatest, both included.",
        ),
        gettext(
            "In the detailed tables numbers from 1 to %(most)s are hidden, and as many others as that takes, large "
            "ones and zeros too. That a number is hidden does not say that it is small.",
            most=k - 1,
        ),
        gettext(
            "Do not add up the middles of the ranges, and do not count hidden numbers as 0. Work with the least and "
            "the greatest instead."
        ),
    ]
