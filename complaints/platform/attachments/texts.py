"""Makes any plain text UTF-8 with ordinary line ends, without characters that do something instead of being read."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import Final

from complaints.platform.attachments.limits import Refused
from complaints.platform.attachments.veil import Veil
from complaints.platform.attachments.washing.codes import Reason, Removed

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DOES_SOMETHING: Final = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ufeff\\ufffe\\uffff]"
)
"""Controls, and marks that turn the direction of what follows (Unicode TR 9): a text could look like another."""
_MOST_STRANGE: Final = 0.02
"""The share of controls beyond which it is no text."""


def plain_text(pieces: Iterable[bytes]) -> tuple[Veil, tuple[Removed, ...]]:
    """The text as UTF-8, and whether something was taken out. Raises Refused where it is no text.

    What is not UTF-8 and has no mark of UTF-16 is read as Windows-1252, the old code of western Europe.
    """
    pieces = list(pieces)
    for encoding in _encodings(pieces[0]):
        found = _Counter()
        try:
            content = Veil.of(found.cleaned(_decoded(pieces, encoding)))
        except UnicodeDecodeError:
            continue
        if found.strange > found.all * _MOST_STRANGE:
            content.close()
            break
        return content, (Removed.CONTROL_CHARACTERS,) if found.strange else ()
    raise Refused(Reason.UNKNOWN_KIND)


def _encodings(head: bytes) -> tuple[str, ...]:
    return next(((encoding,) for mark, encoding in _MARKS if head.startswith(mark)), ("utf-8", "cp1252"))


def _decoded(pieces: Iterable[bytes], encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    for piece in pieces:
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)


class _Counter:
    """Counts what it takes out of a text."""

    def __init__(self) -> None:
        self.all = self.strange = 0

    def cleaned(self, parts: Iterable[str]) -> Iterator[bytes]:
        """The parts without what does something, in UTF-8, with line ends of one kind."""
        was_return = False
        for part in parts:
            # A line end may lie across two parts.
            text = part.removeprefix("\n") if was_return else part
            was_return = part.endswith("\r") if part else was_return
            text, taken = _DOES_SOMETHING.subn("", text.replace("\r\n", "\n").replace("\r", "\n"))
            self.all += len(part)
            self.strange += taken
            yield text.encode()
