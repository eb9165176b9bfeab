"""The receipt as PDF: for archives, for people who hear the page, in six languages, and without the passphrase."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import pytest
import segno
from pypdf import PdfReader, PdfWriter

from complaints.intake.paper.code import BORDER, svg_file
from complaints.intake.public.saving import PAGES
from complaints.intake.receipt import Receipt, verified
from complaints.platform.typesetting import faces_for
from tests.reports.editions.pdf_structure import fonts, headings, is_embedded, open_pdf, stated, structure, text_of

RECEIPT = Receipt("7K2M-94QX-3", datetime(2025, 6, 16, 15, 0, tzinfo=UTC), bytes(range(32)), "st_louis")
LANGUAGES = ("en", "es", "bs", "vi", "zh", "ar")


@pytest.fixture
def save(client, ring):
    """The PDF that the button gives in a language: `save("es")`."""

    def saving(language="en"):
        prefix = "" if language == "en" else f"/{language}"
        answer = client.post(f"{prefix}/complain/receipt", data={"receipt": RECEIPT.signed(ring), "as": "pdf"})
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="receipt-7K2M-94QX-3.pdf"'
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.data

    return saving


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_one_tagged_page_in_the_readers_language(save, language):
    reader = open_pdf(save(language))
    assert len(reader.pages) == 1
    assert reader.trailer["/Root"]["/Lang"].startswith(language)
    assert (stated(reader, "pdfuaid:part"), stated(reader, "pdfaid:part")) == ("1", "2")
    assert headings(reader) == [1, 2, 2, 2, 2]
    assert all(is_embedded(font) for font in fonts(reader))
    pictures = [element for element in structure(reader).all() if element.kind == "Figure"]
    assert len(pictures) == 1
    assert "7K2M-94QX-3" in pictures[0].alternative


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_words_can_be_copied_out_and_checked(save, language, ring, client):
    text = text_of(save(language))
    assert "7K2M-94QX-3" in text
    assert RECEIPT.digest.hex() in text
    assert verified(text, ring.receipts_public) == RECEIPT


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_receipt_makes_the_same_bytes(save, language):
    assert save(language) == save(language)


def test_it_names_the_pages_whole_in_the_readers_language(save):
    text = text_of(save("es"))
    for path in ("/es/follow", "/es/follow/lost", "/es/verify"):
        assert re.search(rf"https?://\S+{path}\b", text), path


def test_it_leaves_a_line_for_the_passphrase_and_says_what_is_risked(save):
    text = text_of(save())
    assert "It is safer to keep them apart." in text
    assert "Nobody can find a lost passphrase again" in text


def test_it_is_set_in_the_typefaces_of_the_product(save):
    for language in LANGUAGES:
        names = {font["/BaseFont"].partition("+")[2].partition("-")[0] for font in fonts(open_pdf(save(language)))}
        wanted = {face.replace(" ", "") for face in faces_for(language)} | {"DejaVuSansMono"}
        assert names <= wanted, (language, names)


def test_the_code_is_that_of_the_number_alone():
    drawn = set(re.findall(r"M(\d+) (\d+)h1v1h-1z", svg_file("7K2M-94QX-3")))
    expected = segno.make_qr("7K2M-94QX-3", error="q", boost_error=False)
    assert expected.mode == "alphanumeric"
    dark = {
        (str(x + BORDER), str(y + BORDER)) for y, row in enumerate(expected.matrix) for x, on in enumerate(row) if on
    }
    assert drawn == dark


def test_many_pdfs_from_one_address_wait_and_the_text_does_not(make_app, ring):
    client = make_app("public", RATELIMIT_ENABLED=True).test_client()
    block = RECEIPT.signed(ring)
    most = int(PAGES.split()[0])
    codes = [client.post("/complain/receipt", data={"receipt": block, "as": "pdf"}).status_code for _ in range(most)]
    assert set(codes) == {200}
    late = client.post("/complain/receipt", data={"receipt": block, "as": "pdf"})
    assert (late.status_code, late.headers["Retry-After"]) == (429, "600")
    assert "You can have the receipt as text at once." in late.text
    assert block.split("\n")[3] in late.text
    assert client.post("/complain/receipt", data={"receipt": block}).status_code == 200


def test_a_reader_that_saves_it_anew_does_not_lose_the_proof(save, ring):
    written = io.BytesIO()
    PdfWriter(clone_from=PdfReader(io.BytesIO(save()))).write(written)
    assert b"-----BEGIN RECEIPT-----" in written.getvalue()
