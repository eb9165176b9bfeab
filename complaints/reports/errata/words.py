"""How errata read on a page: which number of which table, what it was and what it should have been, in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext

from complaints.reports.editions import words
from complaints.reports.models import Erratum
from complaints.reports.rules import TableName, Unit
from complaints.reports.verifying.proof import Address, addressed, by_address, counts_of

Document = Mapping[str, Any]
ALONE_WORDS: Mapping[str, Any] = {
    Unit.COMPLAINTS_RECEIVED: lazy_gettext("Complaints received, each counted once"),
    Unit.COMPLAINTS_DECIDED: lazy_gettext("Complaints decided, each counted once"),
    Unit.COMPLAINTS_OPEN: lazy_gettext("Complaints open at the end, each counted once"),
}


def technologies(document: Document) -> dict[str, str]:
    """What a number can be about, by slug: all technologies together (`*`), and each."""
    named = {technology["slug"]: words.technology_name(technology) for technology in document["technologies"]}
    return {"*": str(gettext("All technologies")), **named}


def counted(document: Document) -> dict[tuple[str, str], str]:
    """What a number can count, by unit and category, in the order of the tables; what two tables show stands once."""
    found: dict[tuple[str, str], str] = {}
    for table, slug, category, _ in counts_of(document):
        places = addressed(table, slug, category)
        if len(places) == 1:
            found.setdefault((places[0][0], places[0][2]), _what(table, category))
    return found | {(unit, "*"): str(name) for unit, name in ALONE_WORDS.items()}


def _what(table: str, category: str) -> str:
    if table == TableName.TOTALS:
        return words.category_name(table, category)
    title = words.SHORT_TITLES[TableName(table)]
    known = words.TOTAL_NAMES[TableName(table)] if category == "*" else words.category_name(table, category)
    return f"{title}: {known}"


def shown(erratum: Erratum, document: Document, tables: bytes, locale: str) -> dict[str, Any]:
    """An erratum for a page: its text in the reader's language where it has that, and a row for each number.

    `tables` is the release's disclosure.json, which knows where each cell stands.
    """
    language = locale if locale in erratum.text else "en"
    places = {cell: address for address, cell in by_address(json.loads(tables)).items()}
    return {
        "id": erratum.id,
        "number": erratum.number,
        "published_at": erratum.published_at,
        "text": erratum.text[language],
        "language": language,
        "rows": [
            {
                "where": where(document, places[change["id"]]),
                "published": change["published"],
                "corrected": change["corrected"],
            }
            for change in erratum.cells
        ],
    }


def where(document: Document, address: Address) -> str:
    """A number's place in words: the technology, and what is counted."""
    unit, slug, category = address
    return f"{technologies(document)[slug]} · {counted(document)[unit, category]}"
