"""What somebody gives to have a receipt checked: pasted text, the saved text or the PDF; and why a file is none."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Final

from complaints.intake.receipt import BEGIN, END, LONGEST

LARGEST: Final = 1_000_000
"""Bytes that are read of a file: fifteen times the PDF of a receipt. Nothing in it is unpacked, so nothing swells."""

_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\x00", b"MM\x00*", b"BM")
_BRANDS: Final = (b"heic", b"heix", b"mif1", b"avif", b"msf1")
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class Reason(StrEnum):
    """Why there is nothing to check in what was given."""

    NOTHING = "nothing"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    PICTURE = "picture"
    OTHER_PDF = "other_pdf"
    OTHER_FILE = "other_file"
    NO_RECEIPT = "no_receipt"


class CannotRead(ValueError):
    """What was given is no receipt; `reason` says what it is instead."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Presented:
    """The text to look for a receipt in. `is_pdf`: of the file only the signed lines were taken."""

    text: str
    is_pdf: bool = False


def read_file(stream: IO[bytes]) -> Presented:
    """What a file holds, of at most LARGEST bytes. Raises CannotRead."""
    content = stream.read(LARGEST + 1)
    if not content:
        raise CannotRead(Reason.EMPTY)
    if len(content) > LARGEST:
        raise CannotRead(Reason.TOO_LARGE)
    if b"%PDF-" in content[:1024]:
        return Presented(_signed_lines(content), is_pdf=True)
    if content.startswith(_PICTURES) or (content[4:8] == b"ftyp" and content[8:12] in _BRANDS):
        raise CannotRead(Reason.PICTURE)
    return Presented(_text(content))


def _signed_lines(content: bytes) -> str:
    """The receipt's PDF says the signed lines once more among what it says about itself, which is never packed."""
    start = content.find(BEGIN.encode())
    end = content.find(END.encode(), start)
    if start < 0 or end < 0 or end - start > LONGEST:
        raise CannotRead(Reason.OTHER_PDF)
    return content[start : end + len(END)].decode("ascii", errors="replace")


def _text(content: bytes) -> str:
    """The text of a file as an editor may have saved it. Raises CannotRead for what is no text."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    text = content.decode(encoding, errors="replace")
    if "\x00" in text or text.count("\ufffd") > len(text) // 10:
        raise CannotRead(Reason.OTHER_FILE)
    return text
