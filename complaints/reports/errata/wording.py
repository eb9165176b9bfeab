"""Decides what the words of an erratum may be: in which languages, how long, of which characters."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from complaints.platform.characters import first_strange
from complaints.reports.rules import ReleaseRefused

LONGEST: Final = 4000
"""Characters of the text in one language."""


class ErratumRefused(ReleaseRefused):
    """Why an erratum cannot be written or published; nothing was stored."""


class WithoutEnglish(ErratumRefused):
    """It says nothing in the language that every erratum is in."""


class TooLong(ErratumRefused):
    """A text is longer than LONGEST."""


class OtherLanguage(ErratumRefused):
    """A text is in a language that this site does not have, so nobody who publishes it would see it."""


class StrangeCharacter(ErratumRefused):
    """A text has a character that cannot be shown, or written to every file."""


def refuse_words(text: Mapping[str, str], languages: Collection[str]) -> None:
    """Hold `text`, by language, to the `languages` of the profile. Raises ErratumRefused with a sentence."""
    for code in text:
        if code not in languages:
            raise OtherLanguage(f"{ascii(code)[:40]} is not a language of this profile. Use {', '.join(languages)}.")
    if not text.get("en", "").strip():
        raise WithoutEnglish("Say in English what is wrong. Other languages are welcome beside it.")
    for code, words in text.items():
        if len(words) > LONGEST:
            raise TooLong(f"A text is longer than {LONGEST} characters.")
        strange = first_strange(words)
        if strange:
            raise StrangeCharacter(f"The text in {code!r} has the character {strange}, which cannot be shown.")
