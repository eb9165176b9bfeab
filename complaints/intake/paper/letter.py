"""The letter for whom a clerk wrote a complaint down: the receipt on one sheet, the passphrase on another."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import gettext

from complaints.intake.paper.receipt_page import content, part
from complaints.intake.paper.sheet import Addresses, Letterhead, set_sheet, step
from complaints.intake.receipt import Receipt

LONGEST_PASSPHRASE: Final = 200
"""Characters; eight words of the longest list have 71."""


def letter_pdf(receipt: Receipt, block: str, passphrase: str, addresses: Addresses, head: Letterhead) -> bytes:
    """Two sheets: number and receipt on one, the passphrase without the number on the other. Raises CannotSet.

    Neither sheet opens the complaint without the other, so they can go into two envelopes.
    """
    words = content(receipt, block, addresses)
    kept = [each for each in words["parts"] if not each["line"]]
    letter = words | {
        "title": str(gettext("We have your complaint")),
        "parts": [_hello(), *kept],
        "second": _second(passphrase, addresses),
    }
    return set_sheet("letter.typ", letter, head, receipt.received_at)


def _hello() -> dict[str, Any]:
    return part(
        gettext("What happens next"),
        gettext("A person reads it and sends it to the right desk."),
        gettext("With this number and the passphrase on the other sheet you can see what becomes of it."),
    )


def _second(passphrase: str, addresses: Addresses) -> dict[str, Any]:
    return {
        "title": str(gettext("Your passphrase")),
        "passphrase": passphrase,
        "words": [
            str(gettext("Keep this sheet apart from the one with the number. Show it to nobody.")),
            str(gettext("Whoever has both can read our messages to you and write to us as you.")),
            str(gettext("We keep no copy. Nobody can find a lost passphrase again, not even we.")),
        ],
        "steps": [
            step(gettext("Open this page:"), addresses.follow),
            step(gettext("Write the number from the other sheet there, and these words in this order.")),
        ],
        "lost": step(gettext("If you lose it:"), addresses.lost),
        "fold": str(gettext("Fold here, so that the words are inside")),
    }
