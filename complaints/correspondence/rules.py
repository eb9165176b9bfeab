"""What a message may be."""

from __future__ import annotations

from typing import Final

MOST: Final = 5000
"""Characters of one message: several pages, and still sealed and shown at once."""


class UnusableBody(Exception):
    """A message that is empty or too long; `is_empty` says which."""

    def __init__(self, *, is_empty: bool) -> None:
        super().__init__("empty" if is_empty else "too long")
        self.is_empty = is_empty


def checked_body(body: str) -> str:
    """The text without white space around it and with line ends of one kind. Raises UnusableBody."""
    text = body.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
    if not text:
        raise UnusableBody(is_empty=True)
    if len(text) > MOST:
        raise UnusableBody(is_empty=False)
    return text
