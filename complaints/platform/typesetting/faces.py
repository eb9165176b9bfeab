"""Which typefaces a language is set in, and where they lie: in packages, so that every machine sets the same pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Final

import fontpkg
import pylopdf_fonts_zh_cn

SANS: Final = "Source Sans 3"
SERIF: Final = "Source Serif 4"
ARABIC: Final = "IBM Plex Sans Arabic"
CHINESE: Final = "Noto Sans SC"

LATIN: Final = (SANS, SERIF)
"""They cover Latin, Greek and Cyrillic script, with what Bosnian and Vietnamese put above and below the letters."""

FOR_SCRIPT: Final = {"ar": ARABIC, "zh": CHINESE}
"""What a language needs besides. Simplified Chinese has one weight; all are under the SIL Open Font License 1.1.

An Arabic typeface whose letters are put together from parts, as Noto's are, is read out of a PDF with letters doubled.
"""


def faces_for(locale: str) -> tuple[str, ...]:
    """The families a page in that language is set in, the first one first; Latin letters and figures look alike in all.

    Arabic and Chinese stand behind in every language: a name may be written in them on an English page.
    """
    own = FOR_SCRIPT.get(locale.partition("-")[0])
    others = [face for face in FOR_SCRIPT.values() if face != own]
    return (SANS, *([own] if own else []), *others)


def folders(faces: Iterable[str]) -> tuple[Path, ...]:
    """Where the files of these families lie. Raises FamilyNotInstalled where a package is missing."""
    return tuple(_folder(face) for face in faces)


@cache
def _folder(face: str) -> Path:
    where = _ELSEWHERE.get(face)
    return Path(where() if where else fontpkg.path(face)).parent


_ELSEWHERE: Final[dict[str, Callable[[], Path]]] = {CHINESE: pylopdf_fonts_zh_cn.sans_path}
"""The families that are not among those `fontpkg` knows."""
