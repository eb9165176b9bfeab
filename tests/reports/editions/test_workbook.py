"""The workbook: numbers are numbers, ranges are ranges, texts stay texts, and the same report gives the same bytes."""

from __future__ import annotations

import io
from datetime import datetime
from zipfile import ZipFile

import openpyxl
import pytest

from complaints.platform.jurisdiction.profile import Measure
from complaints.reports.document import table_of
from complaints.reports.editions.workbook import make_workbook


@pytest.fixture
def written(app, edition_of):
    """Writes a content as a workbook: `written(document, "es")`."""

    def write(content, locale="en"):
        edition = edition_of(content, locale)
        with app.test_request_context():
            return make_workbook(edition, content["frozen_at"])

    return write


def opened(content):
    """The workbook as another program reads it."""
    return openpyxl.load_workbook(io.BytesIO(content))


def test_an_exact_count_is_a_number_and_a_hidden_one_its_range_with_both_ends(document, written):
    sheet = opened(written(document))["Findings"]
    heads = [cell.value for cell in sheet[1]]
    table = table_of(document, "finding")
    seen = 0
    for place, row in enumerate([*table["rows"], table["all"]], start=2):
        for column, count in enumerate(row["cells"], start=2):
            cell = sheet.cell(place, column)
            if not isinstance(count, list):
                assert (cell.data_type, cell.value) == ("n", count)
                continue
            seen += 1
            assert (cell.data_type, cell.value) == ("s", f"{count[0]}–{count[1]}")
            least = heads.index(f"{heads[column - 1]}, at least") + 1
            ends = [sheet.cell(place, least), sheet.cell(place, least + 1)]
            assert [(end.data_type, end.value) for end in ends] == [("n", count[0]), ("n", count[1])]
    assert seen


def test_there_is_a_sheet_for_each_table_with_its_head_frozen_and_one_that_explains(document, written):
    book = opened(written(document))
    assert book.sheetnames == ["Read me", "Totals", "Status", "Findings", "Allegations", "Days", "Deadlines"]
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B2"
        assert sheet.column_dimensions["A"].width > 30
    lines = [value for row in book["Read me"].iter_rows(values_only=True) for value in row if value]
    assert "Police surveillance technology: report for 2025" in lines
    assert "What is hidden, and why" in lines
    assert any("Executive Order 78" in line for line in lines)


def test_a_report_of_totals_has_no_sheet_of_details(document_of, written):
    assert opened(written(document_of(Measure.COUNT))).sheetnames == ["Read me", "Totals"]
    assert opened(written(document_of(Measure.YES_NO))).sheetnames == ["Read me"]


def test_a_text_of_the_registry_is_never_a_formula_or_a_link(document, written):
    names = ['=HYPERLINK("https://example.org";"x")', "@SUM(1+1)", "https://example.org/", "0123"]
    for technology, name in zip(document["technologies"], names, strict=False):
        technology["name"] = name
    book = opened(written(document))
    for sheet in book.worksheets:
        assert all(cell.data_type != "f" and cell.hyperlink is None for row in sheet.iter_rows() for cell in row)
    first = [cell.value for cell in book["Totals"]["A"]]
    assert first[1 : 1 + len(document["technologies"])] == [each["name"] for each in document["technologies"]]


def test_the_same_report_gives_the_same_bytes_dated_when_it_was_frozen(document, written):
    content = written(document)
    assert content == written(document)
    with ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = opened(content).properties
    assert properties.created == datetime.fromisoformat(document["frozen_at"]).replace(tzinfo=None)
    assert properties.title == "Police surveillance technology: report for 2025"
    assert properties.creator == "City of St. Louis"


def test_two_tables_of_one_name_get_sheets_of_two_names(document, edition_of, app):
    edition = edition_of(document)
    for table in edition["tables"][:3]:
        table["tab"] = "What/was [found]? Its name is much too long for a sheet"
    with app.test_request_context():
        names = opened(make_workbook(edition, document["frozen_at"])).sheetnames
    assert len(set(names)) == len(names) == 7
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
