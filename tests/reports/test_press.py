"""The files of a release: readable, tagged, the same each time, and built from the frozen content alone."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from complaints.intake.rules import AllegationKind
from complaints.reports import archive
from complaints.reports.document import table_of
from complaints.reports.editions import press
from complaints.reports.rules import TableName
from tests import cast

BUILT: list[tuple[dict[str, bytes], dict[str, Any]]] = []
"""Made by the first test that needs it: nothing can change these bytes, and making them takes a while."""


@pytest.fixture
def built(request):
    """The files of a small release by name, and its frozen content."""
    if not BUILT:
        world, freeze, session = (request.getfixturevalue(name) for name in ("world", "freeze", "session"))
        world.year()
        release = freeze()
        files = {file.name: file.content for file in archive.files_of(session, release)}
        BUILT.append((files, archive.document_of(session, release)))
    return BUILT[0]


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_pdf_names_each_technology_with_its_counts_and_the_eight_items(built):
    files, document = built
    text = text_of(files["report.en.pdf"])
    for technology in document["technologies"]:
        assert technology["name"] in text
    received = {row["technology"]: row["cells"][0] for row in table_of(document, "totals")["rows"]}
    assert f"Yes. {received['alpr']} complaints about it were received in this period." in " ".join(text.split())
    assert "0 complaints about it were received in this period." in " ".join(text.split())
    for item in ("1. How it is used", "7. Whether there have been complaints", "8. Which partnerships exist"):
        assert item in " ".join(text.split())
    assert "Not stated." in text


def test_the_pdf_shows_a_hidden_number_as_its_range(built):
    files, document = built
    rows = [row for table in document["tables"] for row in table["rows"]]
    hidden = [cell for row in rows for cell in row["cells"] if isinstance(cell, list)]
    assert hidden
    text = text_of(files["report.en.pdf"])
    assert all(f"{low}–{high}" in text for low, high in hidden)


def test_the_cover_says_period_due_event_rule_and_release(built):
    files, _ = built
    cover = " ".join(PdfReader(io.BytesIO(files["report.en.pdf"])).pages[0].extract_text().split())
    assert "January 1, 2025 to December 31, 2025" in cover
    assert "first hearing on the police budget" in cover
    assert "from 1 to 4 are hidden" in cover
    assert "Release 1" in cover


def test_the_digest_on_the_cover_is_that_of_the_published_content(built):
    files, _ = built
    digest = hashlib.sha256(files["report.json"]).hexdigest()
    assert digest in PdfReader(io.BytesIO(files["report.es.pdf"])).pages[0].extract_text()
    assert digest in files["report.en.html"].decode()


def test_the_pdf_is_tagged_titled_and_in_its_language(built):
    files, _ = built
    for locale in ("en", "es"):
        reader = PdfReader(io.BytesIO(files[f"report.{locale}.pdf"]))
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in root
        assert root["/Lang"] == locale
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert reader.metadata is not None
        assert "2025" in str(reader.metadata.title)
        assert b"pdfuaid" in root["/Metadata"].get_data()
        assert reader.outline


def test_every_page_but_the_cover_has_its_number(built):
    files, _ = built
    pages = PdfReader(io.BytesIO(files["report.en.pdf"])).pages
    for number, page in enumerate(pages, 1):
        assert (f"Page {number} of {len(pages)}" in " ".join(page.extract_text().split())) is (number > 1)


def test_the_same_content_gives_the_same_bytes(built, app):
    files, document = built
    with app.app_context():
        again = {file.name: file.content for file in press.build(document, app.extensions["profile"])}
    assert again == {name: content for name, content in files.items() if name in again}
    assert {f"{name}.{locale}.pdf" for name in ("report", "summary") for locale in ("en", "es")} <= set(again)


def test_invented_data_is_said_on_every_page(world, make_app, session, later):
    for _ in range(7):
        world.complaint({"alpr": [AllegationKind.OTHER]}, datetime(2025, 5, 5, tzinfo=UTC), demonstration=True)
    world.complaint({"alpr": [AllegationKind.OTHER]}, datetime(2025, 5, 5, tzinfo=UTC))
    session.commit()
    demo = make_app("all", DEMONSTRATION=True)
    result = demo.test_cli_runner().invoke(args=["reports", "freeze", "--period", "2025"])
    assert result.exit_code == 0, result.output
    session.expire_all()
    release = archive.release_by_number(session, 1, published_only=False)
    assert archive.document_of(session, release)["complaints"]["received"] == 7
    for page in PdfReader(io.BytesIO(archive.file_of(session, release, "report.en.pdf").content)).pages:
        assert "This report uses invented demonstration data" in page.extract_text()
    html = archive.file_of(session, release, "report.en.html").content.decode()
    assert "This report uses invented demonstration data" in html


def test_the_page_that_stands_alone_needs_nothing_else(built):
    html = built[0]["report.en.html"].decode()
    assert "<h1>Police surveillance technology: report for 2025</h1>" in html
    assert "<script" not in html
    assert "<link" not in html
    assert "src=" not in html


@pytest.mark.parametrize("name", list(TableName))
def test_csv_and_json_of_a_table_say_the_same(built, name):
    files, document = built
    rows = list(csv.DictReader(io.StringIO(files[f"data/{name}.csv"].decode(), newline="")))
    cells = json.loads(files[f"data/{name}.json"])["cells"]
    as_text = [{key: "" if value is None else str(value) for key, value in cell.items()} for cell in cells]
    assert rows == as_text
    table = table_of(document, name)
    expected = (len(table["rows"]) + 1) * (len(table["categories"]) + (table["all"]["total"] is not None))
    assert len(rows) == expected
    for cell in cells:
        assert cell["low"] <= cell["high"]
        assert (cell["value"] is None) == (cell["low"] != cell["high"])


def test_a_picture_in_the_registry_does_not_stop_a_freeze(world, freeze, session):
    world.year()
    cast.technology(session, "drones").current.use = "Watches 📷 the square."
    session.commit()
    files = {file.name: file.content for file in archive.files_of(session, freeze())}
    assert "Watches 📷 the square." in files["report.en.html"].decode()
    assert "Watches 📷 the square." in files["report.json"].decode()
    assert "Watches □ the square." in " ".join(text_of(files["report.en.pdf"]).split())
