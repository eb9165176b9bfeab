"""What is typed of an erratum: its text in each language, and rows of corrected numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from flask_babel import gettext

from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.web.filters import PlainField, plain_field
from complaints.reports.errata.words import counted, technologies
from complaints.reports.verifying.proof import by_address, load

ROWS: Final = 8
"""How many numbers can be corrected at once: with their sums, more than one error needs."""
FIRST: Final = 3
"""How many of them stand open on the page."""
LARGEST: Final = 9
"""Digits of a number."""


class WrongRow(Exception):
    """A row of corrected numbers that cannot be read: the field, and words for who typed it."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field, self.words = field, words


class ErratumForm:
    """What was sent, as it was typed."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        self.typed = typed
        self.goes_back = typed.get("go") == "back"
        self.stores = typed.get("go") == "write"
        found = {name.removeprefix("text-"): said for name, said in typed.items() if name.startswith("text-")}
        self.text = {code: said.replace("\r\n", "\n").strip() for code, said in found.items() if said.strip()}

    def sent(self) -> dict[str, str]:
        """Every field again, for the page that shows what it would look like."""
        mine = ("text-", "technology-", "counted-", "corrected-")
        return {name: said for name, said in self.typed.items() if name.startswith(mine) and said}

    def numbers(self, tables: bytes) -> dict[str, int]:
        """The corrected numbers by cell. Raises WrongRow."""
        known, found = by_address(load("", tables)), {}
        for row, number in self._rows():
            unit, _, category = self.typed.get(f"counted-{row}", "").partition("/")
            cell = known.get((unit, self.typed.get(f"technology-{row}", ""), category))
            if not number.isascii() or not number.isdecimal() or len(number) > LARGEST:
                raise WrongRow(f"corrected-{row}", str(gettext("Write a whole number.")))
            if cell is None or cell in found:
                words = gettext("The report has no such number, or it stands here twice. Choose another.")
                raise WrongRow(f"counted-{row}", str(words))
            found[cell] = int(number)
        return found

    def _rows(self) -> Iterator[tuple[int, str]]:
        for row in range(1, ROWS + 1):
            number = self.typed.get(f"corrected-{row}", "").strip()
            if number:
                yield row, number

    def fields(
        self, document: Mapping[str, Any], profile: Profile, locale: str, problems: Mapping[str, str]
    ) -> dict[str, Any]:
        """The fields of the page: a text for each language, English first, and rows of three."""
        languages = sorted(profile.languages, key=lambda language: language.code != "en")
        about = list(technologies(document).items())
        what = [("", str(gettext("Nothing")))] + [("/".join(key), words) for key, words in counted(document).items()]
        return {
            "others_typed": bool(self.text.keys() - {"en"}),
            "more_typed": any(row > FIRST for row, _ in self._rows()),
            "texts": [
                self._field(
                    f"text-{language.code}", gettext("What is wrong (%(language)s)", language=language.name), problems
                )
                for language in languages
            ],
            "rows": [
                (
                    self._field(f"counted-{row}", gettext("Which number"), problems, what),
                    self._field(f"technology-{row}", gettext("About"), problems, about),
                    self._field(f"corrected-{row}", gettext("Should be"), problems),
                )
                for row in range(1, ROWS + 1)
            ],
        }

    def _field(
        self,
        name: str,
        label: str,
        problems: Mapping[str, str],
        choices: list[tuple[str, str]] | None = None,
    ) -> PlainField:
        errors = [problems[name]] if name in problems else []
        return plain_field(name, label, self.typed.get(name, ""), errors=errors, choices=choices or ())
