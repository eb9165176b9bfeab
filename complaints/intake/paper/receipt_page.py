"""The receipt as a PDF: it proves the filing to whoever is shown it, and opens nothing."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext

from complaints.intake.paper.code import svg_file
from complaints.intake.paper.sheet import Addresses, Letterhead, numbered, set_sheet, step
from complaints.intake.receipt import Receipt
from complaints.platform.web.filters import moment


def receipt_pdf(receipt: Receipt, block: str, addresses: Addresses, head: Letterhead) -> bytes:
    """One page with the number, its code and the signed block. The same receipt gives the same bytes in a language."""
    return set_sheet("receipt.typ", content(receipt, block, addresses), head, receipt.received_at)


def content(receipt: Receipt, block: str, addresses: Addresses) -> dict[str, Any]:
    """The words of the receipt. `keywords` is the signed block in one line; white space in it does not matter."""
    return {
        "title": gettext("Receipt for a complaint"),
        "keywords": " ".join(block.split("\n")),
        "panel": numbered(receipt.number, svg_file(receipt.number)),
        "facts": [
            {"label": gettext("Received"), "value": moment(receipt.received_at), "machine": False},
            {"label": gettext("Fingerprint of the words"), "value": receipt.digest.hex(), "machine": True},
        ],
        "fingerprint": gettext(
            "The fingerprint was made from the words of the complaint. Other words have another one."
        ),
        "parts": [_proof(), following(addresses), _passphrase(addresses), _checking(addresses)],
        "block": block,
    }


def part(title: Any, *words: Any, **more: Any) -> dict[str, Any]:
    """A section: its title, its sentences, then `steps` in order, a `line` to write on, and what to do `after`."""
    told = {"title": str(title), "words": [str(each) for each in words]}
    return told | {"steps": [], "line": False, "after": None} | more


def _proof() -> dict[str, Any]:
    return part(
        gettext("What this paper proves"),
        gettext(
            "We received your complaint at this time, with these words and no others. "
            "Your name, your words and your passphrase are not on this paper."
        ),
    )


def following(addresses: Addresses) -> dict[str, Any]:
    """How to see what became of it."""
    return part(
        gettext("How to follow your complaint"),
        steps=[
            step(gettext("Open this page:"), addresses.follow),
            step(gettext("Write the number and your passphrase there. The square code holds the number and no more.")),
            step(gettext("You see where your complaint stands. You can read our messages and answer them.")),
        ],
    )


def _passphrase(addresses: Addresses) -> dict[str, Any]:
    return part(
        gettext("Your passphrase"),
        gettext(
            "Whoever has this number and your passphrase can read our messages to you. It is safer to keep them apart. "
            "Write the passphrase here only if nobody else gets hold of this paper:"
        ),
        line=True,
        after=step(
            gettext("Nobody can find a lost passphrase again, not even we. What you can do then:"), addresses.lost
        ),
    )


def _checking(addresses: Addresses) -> dict[str, Any]:
    return part(
        gettext("How to check this receipt"),
        gettext("Anybody can do it. Give this file to the page below, or copy the lines with dashes at both ends."),
        after=step(gettext("Open this page:"), addresses.verify),
    )
