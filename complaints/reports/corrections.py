"""What was corrected in a published release, as its page and the feed tell it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import gettext, lazy_gettext

from complaints.platform.store import Db
from complaints.reports import words
from complaints.reports.errata import chain_of
from complaints.reports.models import Erratum, Release
from complaints.reports.rules import ALONE, SPLITS, Unit

ANY: Final = "*"
"""What stands in a cell's id for a dimension that it does not split."""
ALL: Final = lazy_gettext("All technologies")


def corrections(session: Db, release: Release, document: Mapping[str, Any], locale: str) -> list[dict[str, Any]]:
    """The published errata of a release in their order, in the reader's language where they were written in it."""
    return [
        {
            "number": erratum.number,
            "published_at": erratum.published_at,
            "text": text_of(erratum, locale),
            "cells": [{**change, "name": cell_name(document, change["id"])} for change in erratum.cells],
        }
        for erratum in chain_of(session, release)
    ]


def text_of(erratum: Erratum, locale: str) -> str:
    """What an erratum says, in English where it says it in no other language that fits."""
    return erratum.text.get(locale) or erratum.text["en"]


def cell_name(document: Mapping[str, Any], cell: str) -> str:
    """Which number of the report a cell's id in disclosure.json means: 2025/decided/alpr|*|sustained|*|*|*."""
    _, unit, place = cell.split("/", 2)
    technology, *categories = place.split("|")
    named = {each["slug"]: words.technology_name(each) for each in document["technologies"]}
    who = named.get(technology, str(ALL))
    found = [
        words.category_name(split.table, category)
        for split, category in zip(SPLITS, categories, strict=True)
        if category != ANY
    ]
    if unit in ALONE:
        return str(gettext("Complaints in all: %(what)s", what=words.UNITS[ALONE[Unit(unit)]]))
    if unit in words.UNITS:
        found.insert(0, str(words.UNITS[unit]))
    return f"{who}: {', '.join(found) or gettext('What was alleged')}"
