"""What a message may be."""

from __future__ import annotations

from typing import Final

MOST: Final = 5000
"""Characters of one message: several pages, and still sealed and shown at once."""


class UnusableBody(Exception):
    """A message that is empty or too long; `over` is the number of characters that are too many, 0 for an empty one."""

    def __init__(self, over: int = 0) -> None:
        super().__init__("too long" if over else "empty")
        self.over = over

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written at all."""
        return self.over == 0


def checked_body(body: str) -> str:
    """The text without white space around it and with line ends of one kind. Raises UnusableBody."""
    text = body.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
    if not text:
        raise UnusableBody
    if len(text) > MOST:
        raise UnusableBody(len(text) - MOST)
    return text
