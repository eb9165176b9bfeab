"""Which month somebody means who wrote its name, and which year with two digits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Final

from babel import Locale

BESIDE: Final = {"ar": ("ar", "ar_SY", "ar_MA")}
"""In some languages the months have other names from country to country."""

LEAST_LETTERS: Final = 3
"""The beginning of a name counts from here on, if it is the beginning of one month alone."""


def month_number(written: str, language: str) -> str:
    """The number of a month named in `language` or in English, whole or cut short; anything else as it was written."""
    said = _plain(written)
    if not said or said.isdecimal():
        return written
    for code in (*BESIDE.get(language, (language,)), "en"):
        names = _names(code)
        if said in names:
            return str(names[said])
        begun = {number for name, number in names.items() if name.startswith(said)}
        if len(begun) == 1 and len(said) >= LEAST_LETTERS:
            return str(begun.pop())
    return written


def whole_year(written: str, today: date) -> str:
    """Two digits are a year of this century, or of the last one if that year is still to come."""
    if len(written) != 2 or not written.isdecimal():
        return written
    year = today.year // 100 * 100 + int(written)
    return str(year if year <= today.year else year - 100)


@cache
def _names(code: str) -> dict[str, int]:
    return dict(_all_names(Locale.parse(code)))


def _all_names(locale: Locale) -> Iterator[tuple[str, int]]:
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():
                yield _plain(name), number


def _plain(words: str) -> str:
    return " ".join(words.replace(".", " ").casefold().split())
