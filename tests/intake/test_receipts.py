"""Receipts: they prove the filing without the passphrase, and a changed letter shows."""

from __future__ import annotations

import base64
import html
import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest

from complaints.intake.receipt import BEGIN, END, LONGEST, NotAReceipt, NotGenuine, Receipt, verified
from tests.intake.conftest import words_on

RECEIPT = Receipt("7K2M-94QX-3", datetime(2025, 6, 16, 15, 0, tzinfo=UTC), bytes(range(32)), "st_louis")


@pytest.fixture
def block(ring):
    return RECEIPT.signed(ring)


def test_a_receipt_is_read_back_as_it_was_signed(block, ring):
    assert verified(block, ring.receipts_public) == RECEIPT
    assert RECEIPT.signed(ring) == block


def test_other_words_and_quoting_around_it_do_not_matter(block, ring):
    quoted = "Dear all,\r\n" + "".join(f"> {line}\r\n" for line in block.splitlines()) + "Bye"
    assert verified(quoted, ring.receipts_public) == RECEIPT


@pytest.mark.parametrize("change", [
    {"number": "7K2M-94QX-4"}, {"received_at": datetime(2025, 6, 17, tzinfo=UTC)},
    {"digest": bytes(32)}, {"profile": "elsewhere"},
])  # fmt: skip
def test_a_changed_receipt_is_not_genuine(block, ring, change):
    raw = base64.b64decode("".join(block.splitlines()[1:-1]))
    forged = base64.b64encode(raw[:64] + replace(RECEIPT, **change).message()).decode()
    with pytest.raises(NotGenuine):
        verified(f"{BEGIN}\n{forged}\n{END}", ring.receipts_public)


def test_a_receipt_of_another_key_is_not_genuine(block, ring):
    with pytest.raises(NotGenuine):
        verified(block, ring.releases_public)


@pytest.mark.parametrize("text", [
    "", "hello", BEGIN, f"{BEGIN}\n{END}", f"{BEGIN}\nAAA\n{END}", f"{BEGIN}\nAAAA\n{END}", "x" * (LONGEST + 1),
])  # fmt: skip
def test_what_is_no_receipt_is_told_from_a_forged_one(text, ring):
    with pytest.raises(NotAReceipt):
        verified(text, ring.receipts_public)


def shown(page):
    return html.unescape(re.sub(r"<[^>]+>", " ", page.text))


def test_the_page_calls_a_genuine_receipt_genuine_and_says_what_it_says(client, block):
    page = client.post("/verify", data={"receipt": block})
    assert page.status_code == 200
    assert "This receipt is genuine" in shown(page)
    assert "7K2M-94QX-3" in shown(page)
    assert "June 16, 2025 at 10:00" in shown(page)


def test_the_page_calls_a_changed_receipt_not_genuine(client, block):
    at = len(block) // 2
    changed = block[:at] + ("A" if block[at] != "A" else "B") + block[at + 1 :]
    page = client.post("/verify", data={"receipt": changed})
    assert "This receipt is not genuine" in shown(page)
    assert "This receipt is genuine" not in shown(page)


CONTRADICTED = "The words around this receipt say something else"


@pytest.mark.parametrize("site", ["", "/es"])
@pytest.mark.parametrize("change", [
    ("7K2M-94QX-3", "7K2M-94QX-4"), ("7K2M-94QX-3", "none"), ("16", "15"), ("10:00", "11:00"),
])  # fmt: skip
def test_a_changed_line_beside_a_genuine_receipt_is_remarked_upon(client, block, site, change):
    saved = client.post(f"{site}/complain/receipt", data={"receipt": block}).text
    head, begin, rest = saved.partition(BEGIN)
    assert change[0] in head
    page = shown(client.post("/verify", data={"receipt": head.replace(*change) + begin + rest}))
    assert CONTRADICTED in page
    assert "Only what is listed here counts." in page
    assert page.index(CONTRADICTED) < page.index("This receipt is genuine")


@pytest.mark.parametrize("site", ["", "/es"])
def test_nothing_is_remarked_upon_where_the_lines_are_as_they_were_written(client, block, site):
    saved = client.post(f"{site}/complain/receipt", data={"receipt": block}).text
    quoted = "My number is 7k2m-94qx-3.\r\n" + "".join(f"> {line}\r\n" for line in saved.splitlines())
    for text in (block, saved, quoted):
        page = shown(client.post("/verify", data={"receipt": text}))
        assert "This receipt is genuine" in page
        assert "Only what is listed here counts." in page
        assert "Fingerprint of the words" in page
        assert CONTRADICTED not in page


def test_the_saved_file_can_be_given_back(client, block):
    saved = client.post("/complain/receipt", data={"receipt": block})
    assert saved.mimetype == "text/plain"
    assert saved.headers["Content-Disposition"] == 'attachment; filename="receipt-7K2M-94QX-3.txt"'
    assert "7K2M-94QX-3" in saved.text
    page = client.post("/verify", data={"file": (BytesIO(saved.data), "receipt.txt"), "receipt": ""})
    assert "This receipt is genuine" in shown(page)


@pytest.mark.parametrize("text", ["hello", "\x00", "x" * 100_000])
def test_what_is_no_receipt_is_refused_in_place(client, text):
    page = client.post("/verify", data={"receipt": text})
    assert page.status_code == 422
    assert "no whole receipt" in shown(page)
    assert 'class="field-error"' in page.text


def test_only_a_genuine_receipt_can_be_saved(client):
    page = client.post("/complain/receipt", data={"receipt": f"{BEGIN}\n{'A' * 200}\n{END}"})
    assert page.mimetype == "text/html"
    assert "This receipt is not genuine" in shown(page)


def test_the_receipt_of_a_filing_proves_it_and_holds_no_passphrase(resident):
    resident.walk()
    page = resident.send()
    given = html.unescape(re.search(r'name="receipt" value="([^"]+)"', page.text)[1])
    passphrase = words_on(page)
    saved = resident.client.post("/complain/receipt", data={"receipt": given})
    checked = resident.client.post("/verify", data={"receipt": saved.text})
    assert "This receipt is genuine" in shown(checked)
    said = base64.b64decode("".join(given.split("\n")[1:-1]))
    for word in passphrase.split():
        assert word.encode() not in said
    assert passphrase not in saved.text
