"""Frozen contents of small reports, made once for each measure, and their editions in a language."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy.orm import Session

from complaints.intake.rules import AllegationKind
from complaints.platform.jurisdiction.localised import Localised
from complaints.platform.jurisdiction.profile import Measure
from complaints.platform.web.locale import regional
from complaints.reports import archive
from complaints.reports.editions.edition import make_edition

MADE: dict[Measure, dict[str, Any]] = {}
"""Made by the first test that needs it: nothing changes a frozen content, and making one takes a while."""

Document = dict[str, Any]
Documents = Callable[..., Document]
Editions = Callable[..., dict[str, Any]]

LONG = "Automated long-range surveillance system number {} with the remarkably long designation of its makers"


@pytest.fixture
def document_of(request: pytest.FixtureRequest, app: Flask, session: Session) -> Documents:
    """The content of the report for 2025 after one for 2024: `document_of(Measure.COUNT)`; yours to change."""

    def make(measure: Measure = Measure.CROSS_TABLE) -> Document:
        if measure not in MADE:
            world, freeze = (request.getfixturevalue(name) for name in ("world", "freeze"))
            profile = app.extensions["profile"]
            counted = profile.reporting.counted
            if measure is Measure.NARRATIVE:
                texts = (("en", "complaints or concerns"), ("es", "quejas o inquietudes"))
                counted = Localised(texts, counted.default_locale)
            app.extensions["profile"] = replace(
                profile, reporting=replace(profile.reporting, measure=measure, counted=counted)
            )
            for month in (3, 4, 12):
                world.complaint({"alpr": [AllegationKind.NO_WARRANT]}, datetime(2024, month, 3, 12, tzinfo=UTC))
            freeze("2024")
            world.year()
            MADE[measure] = archive.document_of(session, freeze("2025"))
        return copy.deepcopy(MADE[measure])

    return make


@pytest.fixture
def document(document_of: Documents) -> Document:
    """The content of a report with every table."""
    return document_of()


@pytest.fixture
def edition_of(app: Flask) -> Editions:
    """A content in a language: `edition_of(document, "es")`."""

    def make(content: Document, locale: str = "en") -> dict[str, Any]:
        with app.test_request_context(), force_locale(regional(locale, content["time_zone"])):
            return make_edition(content, locale)

    return make


@pytest.fixture
def thirty(document: Document) -> Document:
    """The same with thirty technologies of very long names, new ones and ones that went out of use among them."""
    first = document["technologies"][0]
    slugs = [f"t{number}" for number in range(30)]
    document["technologies"] = [first | {"slug": slug, "name": LONG.format(slug)} for slug in slugs]
    for table in document["tables"]:
        rows = table["rows"]
        table["rows"] = [rows[place % len(rows)] | {"technology": slug} for place, slug in enumerate(slugs)]
    pace = document["pace"]
    document["pace"] = {"": pace[""]} | dict.fromkeys(slugs, pace[first["slug"]])
    entry = document["changes"]["technologies"][0]
    document["changes"]["technologies"] = [
        entry | {"slug": slug, "name": LONG.format(slug), "received": [2, place], "decided": [1, place],
                 "items_changed": ["use"], "new": place < 9, "retired": place > 25}
        for place, slug in enumerate(slugs)
    ]  # fmt: skip
    return document
