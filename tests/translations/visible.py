"""What somebody reads on a page: its texts and read-aloud attributes, but for what is marked as another language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from checks.translations import FOLDER, PLACEHOLDER

SHORTEST = 12
"""A msgid must be longer than this to be looked for: short ones are found inside Spanish words."""
LEAST_LETTERS = 7
GUIDELINES = "Web Content Accessibility Guidelines"
"""The name of a document, which is the same in every language."""
_SPOKEN = ("alt", "aria-label", "content", "data-name", "label", "placeholder", "title")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_UNREAD = {"script", "style"}


class _Reader(HTMLParser):
    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []

    @property
    def _is_read(self) -> bool:
        return not self._open or self._open[-1][1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        ours = said.get("lang", self.language) == self.language and said.get("translate") != "no"
        is_read = self._is_read and ours and tag not in _UNREAD
        if is_read:
            self.texts += [said[name] or "" for name in _SPOKEN if name in said]
        if tag not in _VOID:
            self._open.append((tag, is_read))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._is_read:
            self.texts.append(data)


def texts(page: str, language: str) -> list[str]:
    """Every piece of text on the page, its white space in single blanks."""
    reader = _Reader(language)
    reader.feed(page)
    return [text for text in (" ".join(piece.split()) for piece in reader.texts) if text]


@cache
def catalogue(code: str) -> Catalog:
    """A catalogue as it is committed."""
    with (FOLDER / code / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, code)


@cache
def _english(code: str) -> re.Pattern[str]:
    """Every msgid that differs from what it is in that language, or has nothing there, longest first."""
    found = set()
    for message in catalogue("es"):
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        translated = catalogue(code).get(ids[0], message.context)
        there = translated.string if translated else ""
        found |= {said for said in ids if _is_long(said) and said not in there}
    parts = (r".{1,80}?".join(map(re.escape, PLACEHOLDER.split(said))) for said in sorted(found, key=len, reverse=True))
    return re.compile(r"(?<!\w)(?:" + "|".join(parts) + r")(?!\w)")


def _is_long(said: str) -> bool:
    """Whether enough letters stand in it beside its placeholders: without, it would be found in any language."""
    return sum(letter.isalpha() for letter in PLACEHOLDER.sub("", said)) > LEAST_LETTERS and len(said) > SHORTEST


def left_in_english(page: str, in_english: str, names: Iterable[str] = (), code: str = "es") -> list[str]:
    """What the page says in English: words of the catalogue, and sentences that never went through it.

    A text of several words that both pages have alike was never translated, unless it is one of `names`.
    """
    here, there = texts(page, code), set(texts(in_english, "en"))
    known = [text for text in here if _english(code).search(text.replace(GUIDELINES, ""))]
    alike = [text for text in here if text in there and re.search(r"[^\W\d]{2,} .*[^\W\d]{2,}", text)]
    return sorted({*known, *alike} - {*names})
