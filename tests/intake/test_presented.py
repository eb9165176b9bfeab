"""Checking a receipt from a file: the two that we give out, and a clear answer to every other, without unpacking it."""

from __future__ import annotations

import gzip
import html
import re
import tracemalloc
import zipfile
import zlib
from datetime import UTC, datetime
from io import BytesIO

import pytest

from complaints.intake.presented import LARGEST, CannotRead, Reason, read_file
from complaints.intake.receipt import BEGIN, Receipt, verified

RECEIPT = Receipt("7K2M-94QX-3", datetime(2025, 6, 16, 15, 0, tzinfo=UTC), bytes(range(32)), "st_louis")


@pytest.fixture
def block(ring):
    return RECEIPT.signed(ring)


@pytest.fixture
def check(client):
    """Give a file to the page: `check(b"…", "name.pdf")`."""

    def giving(content, name="file"):
        page = client.post("/verify", data={"receipt": "", "file": (BytesIO(content), name)})
        page.words = html.unescape(re.sub(r"<[^>]+>", " ", page.text))
        return page

    return giving


def zipped(content):
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("receipt.txt", content)
    return made.getvalue()


def bomb():
    """A PDF of 100 KB that a reader would unpack to 100 MB."""
    packed = zlib.compress(b"\x00" * 100_000_000, 9)
    head = f"%PDF-1.7\n1 0 obj <</Filter /FlateDecode /Length {len(packed)}>> stream\n"
    return head.encode() + packed + b"\nendstream endobj\n%%EOF"


PICTURE, EMPTY, PDF, FILE = "cannot read a picture", "file is empty", "no receipt in this PDF", "cannot read this file"


@pytest.mark.parametrize(("make", "name", "words"), [
    (lambda: b"", "receipt.txt", EMPTY),
    (lambda: b"\x89PNG\r\n\x1a\n" + bytes(400), "receipt.pdf", PICTURE),
    (lambda: b"\xff\xd8\xff\xe0" + bytes(400), "photo.jpg", PICTURE),
    (lambda: bytes(4) + b"ftypheic" + bytes(400), "photo.heic", PICTURE),
    (lambda: b"%PDF-1.7\nnothing of ours", "other.pdf", PDF),
    (lambda: b"%PDF-1.7\n" + BEGIN.encode() + b" cut off", "cut.pdf", PDF),
    (bomb, "bomb.pdf", PDF),
    (lambda: zipped("hello"), "receipt.docx", FILE),
    (lambda: gzip.compress(bytes(900_000)), "receipt.gz", FILE),
    (lambda: bytes(1000), "receipt.txt", FILE),
    (lambda: bytes(range(128, 256)) * 9, "receipt.txt", FILE),
    (lambda: b"hello", "receipt.txt", "no whole receipt"),
    (lambda: b"x" * 100_000, "receipt.txt", "no whole receipt"),
], ids=lambda value: value if isinstance(value, str) else "")  # fmt: skip
def test_a_wrong_file_gets_a_sentence_that_says_what_it_is(check, make, name, words):
    page = check(make(), name)
    assert page.status_code == 422
    assert words in page.words
    assert 'class="field-error"' in page.text
    assert "Error: Check a receipt" in page.words


@pytest.mark.parametrize(("size", "status"), [(LARGEST, 422), (10_000_000, 413)])
def test_a_huge_file_is_refused_in_place(client, size, status):
    # Written out: the test client would leave a temporary file of its own open.
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\n'
    body = head + b"A" * size + b"\r\n--x--\r\n"
    page = client.post("/verify", data=body, content_type="multipart/form-data; boundary=x")
    assert page.status_code == status
    assert "far too large for a receipt" in page.text


def test_ten_megabytes_pasted_are_refused_in_place(client):
    page = client.post("/verify", data={"receipt": "A" * 10_000_000})
    assert page.status_code == 413
    assert "far too large for a receipt" in page.text


def test_nothing_given_is_asked_for(client, check):
    for page in (client.post("/verify", data={}), check(b"", "")):
        assert page.status_code == 422
        assert "Paste a receipt here" in page.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_is_read_however_an_editor_saved_it(check, client, block, encoding):
    saved = client.post("/complain/receipt", data={"receipt": block}).text
    assert "This receipt is genuine" in check(saved.encode(encoding), "receipt.txt").words


def test_the_pdf_is_genuine_and_nobody_claims_to_have_read_its_page(check, client, block):
    saved = client.post("/complain/receipt", data={"receipt": block, "as": "pdf"})
    page = check(saved.data, "receipt.pdf")
    assert "This receipt is genuine" in page.words
    assert "7K2M-94QX-3" in page.words
    assert "We did not read what is printed on its page." in page.words


def test_a_changed_pdf_is_not_genuine(check, client, block):
    saved = client.post("/complain/receipt", data={"receipt": block, "as": "pdf"}).data
    line = block.split("\n")[2].encode()
    assert line in saved
    other = (b"A" if line[:1] != b"A" else b"B") + line[1:]
    assert "This receipt is not genuine" in check(saved.replace(line, other), "receipt.pdf").words


def test_a_bomb_is_not_unpacked(ring):
    content = bomb()
    tracemalloc.start()
    try:
        with pytest.raises(CannotRead) as refused:
            read_file(BytesIO(content))
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert refused.value.reason is Reason.OTHER_PDF
    assert most < 2 * LARGEST


def test_the_first_of_many_signed_lines_is_found_at_once(ring, block):
    many = b"%PDF-1.7\n" + BEGIN.encode() * 40_000
    with pytest.raises(CannotRead):
        read_file(BytesIO(many))
    assert verified(read_file(BytesIO(b"%PDF-1.7\n" + block.encode())).text, ring.receipts_public) == RECEIPT
