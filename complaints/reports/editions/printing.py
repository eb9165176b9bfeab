"""Sets the pages of a report with typst: the whole report and its one-page summary, tagged and archivable."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import fontpkg
import typst
from flask_babel import gettext

TYPEFACES: Final = ("Source Sans 3", "Source Serif 4")
"""They cover Latin, Greek and Cyrillic script."""
FOLDER: Final = Path(__file__).with_name("typeset")
PLACEHOLDER: Final = "\N{WHITE SQUARE}"
"""Stands in a PDF for each character that no typeface here has. The typefaces have it themselves."""


class CannotPrint(Exception):
    """The pages cannot be set; its text is what typst says."""


def report_pdf(edition: Mapping[str, Any], frozen_at: str) -> bytes:
    """The whole report."""
    return _set("report.typ", edition, frozen_at)


def summary_pdf(edition: Mapping[str, Any], frozen_at: str) -> bytes:
    """The one-page summary as a file of its own; one page whatever the data."""
    return _set("summary.typ", edition, frozen_at)


def _set(source: str, edition: Mapping[str, Any], frozen_at: str) -> bytes:
    """A PDF dated when the release was frozen. A character that cannot be printed must not hold up a report that is
    due by law: a placeholder stands for it, and the methods say so. Raises CannotPrint."""
    try:
        return _compiled(source, edition, frozen_at)
    except typst.TypstError as problem:
        missing = unprintable("".join(_texts(edition)))
        if not missing:
            raise CannotPrint(str(problem)) from problem
    try:
        return _compiled(source, with_placeholders(edition, missing), frozen_at)
    except typst.TypstError as problem:
        raise CannotPrint(str(problem)) from problem


def with_placeholders(edition: Mapping[str, Any], missing: str) -> dict[str, Any]:
    """The edition with a placeholder for each of the characters in `missing`, and with a paragraph that says so."""
    replaced: dict[str, Any] = _replaced(edition, str.maketrans(dict.fromkeys(missing, PLACEHOLDER)))
    told = {
        "title": gettext("Characters that are not printed"),
        "text": gettext(
            "The typeface of these pages does not have every character in the world. Where it lacks one, you see "
            "%(placeholder)s here. The web page and the data of this report have the text as it is.",
            placeholder=PLACEHOLDER,
        ),
    }
    return {**replaced, "methods": [*replaced["methods"], told]}


def unprintable(text: str) -> str:
    """The characters of a text that cannot be printed here, each once. Asks typst itself, by halves."""
    found = sorted({character for character in text if ord(character) > 0x7E})
    return "".join(_lacking(found))


def _lacking(characters: list[str]) -> list[str]:
    try:
        _pdf("probe.typ", {"text": " ".join(characters)}, 0)
    except typst.TypstError:
        half = len(characters) // 2
        return _lacking(characters[:half]) + _lacking(characters[half:]) if half else characters
    return []


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _replaced(value: Any, by: Mapping[int, str]) -> Any:
    if isinstance(value, str):
        return value.translate(by)
    if isinstance(value, Mapping):
        return {name: _replaced(each, by) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(each, by) for each in value]
    return value


def _compiled(source: str, edition: Mapping[str, Any], frozen_at: str) -> bytes:
    at = int(datetime.fromisoformat(frozen_at).timestamp())
    return _pdf(source, {"edition": json.dumps(edition, ensure_ascii=False)}, at)


def _pdf(source: str, inputs: dict[str, str], at: int) -> bytes:
    """A PDF dated `at` (seconds of Unix time), with the fonts that ship with the product. Raises TypstError."""
    content: bytes = typst.compile(
        FOLDER / source,
        root=FOLDER,
        format="pdf",
        font_paths=[Path(fontpkg.path(name)).parent for name in TYPEFACES],
        ignore_system_fonts=True,
        sys_inputs=inputs,
        # PDF/UA-1 (ISO 14289-1, for people who hear the page) and PDF/A-2a (ISO 19005-2, for archives) together.
        pdf_standards=["ua-1", "a-2a"],
        timestamp=at,
    )
    return content
