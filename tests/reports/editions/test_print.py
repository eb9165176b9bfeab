"""The printed report: tagged for people who hear it, sound for archives, dated and checkable."""

from __future__ import annotations

import hashlib
from itertools import pairwise

import pytest

from complaints.platform.jurisdiction.profile import Measure
from complaints.reports.editions import printing
from complaints.reports.verifying.manifest import readable
from tests.reports.editions.pdf_structure import (
    fonts,
    headings,
    is_embedded,
    open_pdf,
    stated,
    structure,
    text_of,
)

PRINTED = pytest.mark.parametrize("printed", [printing.report_pdf, printing.summary_pdf], ids=["report", "summary"])
BOTH = pytest.mark.parametrize("locale", ["en", "es"])


@pytest.fixture
def pdf(document, edition_of):
    """A file of the report in a language."""
    return lambda printed, locale: open_pdf(printed(edition_of(document, locale), document["frozen_at"]))


@PRINTED
@BOTH
def test_it_claims_to_be_for_everybody_and_for_archives_and_has_what_that_takes(pdf, printed, locale):
    reader = pdf(printed, locale)
    root = reader.trailer["/Root"]
    assert stated(reader, "pdfuaid:part") == "1"
    assert (stated(reader, "pdfaid:part"), stated(reader, "pdfaid:conformance")) == ("2", "A")
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == locale
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/OutputIntents"][0].get_object()["/S"] == "/GTS_PDFA1"
    assert "/ID" in reader.trailer
    assert "/Encrypt" not in reader.trailer
    assert not {"/AcroForm", "/OpenAction", "/AA"} & set(root)
    assert "2025" in str(reader.metadata.title)
    assert fonts(reader)
    assert all(is_embedded(font) for font in fonts(reader))
    for page in reader.pages:
        assert page["/Tabs"] == "/S"
        assert "/StructParents" in page


@PRINTED
@BOTH
def test_its_headings_begin_at_one_and_leave_out_no_level(pdf, printed, locale):
    levels = headings(pdf(printed, locale))
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@PRINTED
def test_every_table_has_a_head_whose_cells_name_their_column(pdf, printed):
    elements = list(structure(pdf(printed, "en")).all())
    tables = [element for element in elements if element.kind == "Table"]
    assert tables
    for table in tables:
        heads = [element for element in table.all() if element.kind == "TH"]
        rows = [element for element in table.all() if element.kind == "TR"]
        assert heads
        assert all(any(found.get("/Scope") == "/Column" for found in head.attributes) for head in heads)
        assert all(any(part.has_content for part in head.all()) for head in heads)
        assert {len(row.children) for row in rows} == {len(heads)}


@PRINTED
def test_what_is_drawn_says_nothing_that_is_not_written_beside_it(pdf, printed):
    """Bars are artifacts, and their numbers are the cells of tables; a figure, if there were one, would need words."""
    figures = [element for element in structure(pdf(printed, "en")).all() if element.kind == "Figure"]
    assert all(figure.alternative for figure in figures)


def test_the_cover_says_for_whom_who_signs_and_how_to_check_it(document, edition_of):
    report = open_pdf(printing.report_pdf(edition_of(document), document["frozen_at"]))
    cover = " ".join(report.pages[0].extract_text().split())
    for said in ("Board of Aldermen; The public", "Executive Order 78", "Release 2", "February 2, 2026",
                 "Prepared and frozen by", "Approved and published by", "Name, office and date"):  # fmt: skip
        assert said in cover
    assert hashlib.sha256(readable(document)).hexdigest() in cover


def test_a_preview_has_no_digest_because_nobody_signed_it(document, edition_of):
    document["number"] = None
    text = text_of(printing.report_pdf(edition_of(document), document["frozen_at"]))
    assert "Preview, not frozen" in text
    assert "SHA-256" not in text
    assert "The digest of this report" not in text


@BOTH
def test_a_running_head_names_the_technology_of_its_page(document, locale, edition_of):
    edition = edition_of(document, locale)
    report = open_pdf(printing.report_pdf(edition, document["frozen_at"]))
    for technology in edition["technologies"]:
        pages = [page.extract_text() for page in report.pages[4:]]
        assert any(page.splitlines()[0].endswith(technology["name"]) for page in pages), technology["name"]


@BOTH
def test_no_heading_stands_alone_at_the_end_of_a_page(thirty, locale, edition_of):
    edition = edition_of(thirty, locale)
    titles = {table["title"] for table in edition["tables"]} | {part["title"] for part in edition["methods"]}
    titles |= {chart["title"] for one in edition["technologies"] for chart in one["charts"]}
    for page in open_pdf(printing.report_pdf(edition, thirty["frozen_at"])).pages[3:]:
        lines = [line.strip() for line in page.extract_text().splitlines() if line.strip()]
        foot = next(place for place, line in enumerate(lines) if line.startswith(edition["city"]))
        assert lines[foot - 1] not in titles


@pytest.mark.parametrize("measure", [Measure.YES_NO, Measure.COUNT, Measure.NARRATIVE])
def test_a_report_that_says_less_has_no_heading_for_what_it_leaves_out(measure, document_of, edition_of):
    content = document_of(measure)
    text = text_of(printing.report_pdf(edition_of(content), content["frozen_at"]))
    for title in ("What was found", "What was alleged", "How long decisions took", "What the findings mean"):
        assert title not in text
    assert ("Tables" in text) is (measure is not Measure.YES_NO)
    assert "Hatched" not in text
    assert "from 1 to 4 are hidden" not in text


def test_a_yes_or_no_report_answers_without_a_number(document_of, edition_of):
    content = document_of(Measure.YES_NO)
    edition = edition_of(content)
    answers = {one["slug"]: one["statements"][6]["text"] for one in edition["technologies"]}
    assert answers["alpr"] == "Yes, in this period."
    assert answers["drones"] == "No, none in this period."
    assert edition["summary"]["figures"] == edition["brief"]["figures"] == []
    assert "This report gives no numbers" in text_of(printing.report_pdf(edition, content["frozen_at"]))


def test_a_narrative_tells_the_year_of_a_technology_in_the_words_of_its_place(document_of, edition_of):
    content = document_of(Measure.NARRATIVE)
    told = next(part for part in content["narrative"] if part["technology"] == "alpr")
    text = next(one for one in edition_of(content)["technologies"] if one["slug"] == "alpr")["statements"][6]["text"]
    assert text == (
        f"Complaints or concerns about it, received in this period: {told['received']}. "
        f"{told['open_before']} were open when it began. {told['decided']} were decided in it, "
        f"{told['open']} were open when it ended."
    )
    spanish = next(one for one in edition_of(content, "es")["technologies"] if one["slug"] == "alpr")
    assert "Quejas o inquietudes" in spanish["statements"][6]["text"]


def test_each_technology_says_what_changed_since_the_report_before(document, edition_of):
    changed = next(entry for entry in document["changes"]["technologies"] if entry["slug"] == "alpr")
    changed |= {"items_changed": ["use"], "facts_changed": ["retention_days"]}
    edition = edition_of(document)
    told = next(one for one in edition["technologies"] if one["slug"] == "alpr")["changes"]
    assert told[0] == "Received: 30; for 2024: 3."
    assert told[-1] == "The city changed what it says: How it is used; How long data is kept."
    text = text_of(printing.report_pdf(edition, document["frozen_at"]))
    assert "Where the city says something else now" in text
    assert "License plate readers How it is used; How long data is kept" in text


STRANGE = "📷摄ไ\ue000\ufffe"


@PRINTED
@BOTH
def test_a_character_that_no_typeface_has_holds_up_no_report(document, edition_of, printed, locale):
    document["technologies"][0]["name"] = f"Cámaras 📷 摄 {STRANGE}"
    document["technologies"][0]["items"]["use"] = f"Watches {STRANGE} the square."
    edition = edition_of(document, locale)
    text = text_of(printed(edition, document["frozen_at"]))
    assert "Cámaras □ □ □□□□□" in text
    assert not set(STRANGE) & set(text)
    if printed is printing.report_pdf:
        assert "Watches □□□□□ the square." in text
    assert "📷" in edition["technologies"][0]["name"]


def test_the_methods_tell_what_the_square_is_and_only_where_there_is_one(document, edition_of):
    told = "Where it lacks one, you see □ here."
    assert told not in text_of(printing.report_pdf(edition_of(document, "en"), document["frozen_at"]))
    document["technologies"][0]["name"] = "Cameras 📷"
    assert told in text_of(printing.report_pdf(edition_of(document, "en"), document["frozen_at"]))


def test_pages_that_cannot_be_set_for_another_reason_are_told(document, edition_of):
    edition = edition_of(document, "en")
    del edition["cover"]
    with pytest.raises(printing.CannotPrint, match="cover"):
        printing.report_pdf(edition, document["frozen_at"])
