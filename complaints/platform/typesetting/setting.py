"""Sets one document with typst; nothing but the source, the inputs, the typefaces and the date decides on its bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import typst

from complaints.platform.typesetting.faces import LATIN, folders

FOR_ARCHIVES: Final = ("ua-1", "a-2a")
"""PDF/UA-1 (ISO 14289-1, for people who hear the page) and PDF/A-2a (ISO 19005-2, for archives) together."""
_PROBE: Final = Path(__file__).with_name("typeset") / "probe.typ"


class CannotSet(Exception):
    """The pages cannot be set; its text is what typst says."""


def pdf(source: Path, inputs: Mapping[str, Any], at: int, faces: Iterable[str] = LATIN) -> bytes:
    """A tagged, archivable PDF dated `at` (seconds of Unix time), set in these families and none of the machine's.

    Each input reaches `source` as JSON text in `sys.inputs`. A character that no family has, a picture without its
    words or a missing title raises CannotSet.
    """
    written = {name: json.dumps(value, ensure_ascii=False) for name, value in inputs.items()}
    return _compiled(source, written, at, faces)


def unprintable(text: str, faces: Iterable[str] = LATIN) -> str:
    """The characters of a text that cannot be printed in these families, each once. Asks typst itself, by halves."""
    found = sorted({character for character in text if ord(character) > 0x7E})
    return "".join(_lacking(found, tuple(faces)))


def _lacking(characters: list[str], faces: tuple[str, ...]) -> list[str]:
    try:
        _compiled(_PROBE, {"text": " ".join(characters), "faces": json.dumps(faces)}, 0, faces)
    except CannotSet:
        half = len(characters) // 2
        return _lacking(characters[:half], faces) + _lacking(characters[half:], faces) if half else characters
    return []


def _compiled(source: Path, inputs: dict[str, str], at: int, faces: Iterable[str]) -> bytes:
    try:
        content: bytes = typst.compile(
            source,
            root=source.parent,
            format="pdf",
            font_paths=list(folders(faces)),
            ignore_system_fonts=True,
            sys_inputs=inputs,
            pdf_standards=list(FOR_ARCHIVES),
            timestamp=at,
        )
    except typst.TypstError as problem:
        raise CannotSet(str(problem)) from problem
    return content
