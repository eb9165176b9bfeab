"""Reads a TOML table key by key, and refuses what is missing, mistyped or unknown with the line it stands on."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NoReturn, TypeVar

from complaints.platform.characters import first_strange
from complaints.platform.jurisdiction.errors import ProfileError
from complaints.platform.jurisdiction.lines import Path
from complaints.platform.jurisdiction.localised import Localised

Word = TypeVar("Word", bound=StrEnum)

CODE: Final = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")
ADDRESS: Final = re.compile(r"https://[a-z0-9.-]+\.[a-z]{2,}(?:/\S*)?")
_KINDS: Final[dict[type, str]] = {
    str: "a text in quotes",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list in square brackets",
    dict: "a table",
    date: "a date such as 2026-07-01",
}


@dataclass(frozen=True)
class Document:
    """A parsed file: its name, the line of every path, the languages its texts may and must have."""

    file: str
    lines: Mapping[Path, int]
    locales: tuple[str, ...] = ()
    required: tuple[str, ...] = ()

    def refuse(self, path: Path, problem: str, what_to_do: str) -> NoReturn:
        """Raise ProfileError at `path`, or at the nearest thing around it that has a line."""
        while path and path not in self.lines:
            path = path[:-1]
        raise ProfileError(self.file, self.lines.get(path, 1), problem, what_to_do)


class Table:
    """One table. Every reader names the key; `done()` refuses the keys that nobody asked for."""

    def __init__(self, document: Document, path: Path, values: Mapping[str, object]) -> None:
        self.document = document
        self.path = path
        self.values = values
        self.asked: set[str] = set()

    @property
    def line(self) -> int:
        return self.document.lines.get(self.path, 1)

    def line_of(self, key: str) -> int:
        return self.document.lines.get((*self.path, key), self.line)

    def refuse(self, key: str, problem: str, what_to_do: str) -> NoReturn:
        self.document.refuse((*self.path, key), problem, what_to_do)

    def has(self, key: str) -> bool:
        """Whether the key is there; one that is there and never read is refused as unknown."""
        return key in self.values

    def done(self) -> None:
        for key in self.values:
            if key not in self.asked:
                known = ", ".join(sorted(self.asked))
                self.refuse(key, f'the key "{key}" is not known here', f"remove it, or use one of: {known}")

    def _take(self, key: str, kind: type) -> object:
        self.asked.add(key)
        if key not in self.values:
            self.refuse(key, f'the key "{key}" is missing', f"add {key} = … with {_KINDS[kind]}")
        value = self.values[key]
        fits = isinstance(value, kind) or (kind is float and isinstance(value, int))
        if not fits or (isinstance(value, bool) and kind is not bool) or isinstance(value, datetime):
            self.refuse(key, f'"{key}" must be {_KINDS[kind]}', "write it in that form")
        return value

    def text(self, key: str) -> str:
        """A text that says something."""
        value = str(self._take(key, str))
        if not value.strip():
            self.refuse(key, f'"{key}" is empty', "write its text between the quotes")
        strange = first_strange(value)
        if strange:
            self.refuse(key, f'"{key}" has the character {strange}, which cannot be shown', "take it out")
        return value

    def code(self, key: str) -> str:
        """A short name for machines."""
        value = self.text(key)
        if not CODE.fullmatch(value):
            self.refuse(key, f'"{value}" cannot be a code', "use small letters, digits, hyphens or underscores")
        return value

    def integer(self, key: str, least: int, most: int) -> int:
        value = self._take(key, int)
        assert isinstance(value, int)  # _take refused everything else
        if not least <= value <= most:
            self.refuse(key, f'"{key}" is {value}', f"give a whole number from {least} to {most}")
        return value

    def number(self, key: str, least: float, most: float) -> float:
        value = self._take(key, float)
        assert isinstance(value, int | float)  # _take refused everything else
        if not least <= value <= most:
            self.refuse(key, f'"{key}" is {value}', f"give a number from {least} to {most}")
        return float(value)

    def flag(self, key: str, default: bool | None = None) -> bool:
        if default is not None and not self.has(key):
            self.asked.add(key)
            return default
        return bool(self._take(key, bool))

    def day(self, key: str) -> date:
        value = self._take(key, date)
        assert isinstance(value, date)  # _take refused everything else
        return value

    def word(self, key: str, words: type[Word]) -> Word:
        """One of the words of an enumeration."""
        value = self.text(key)
        try:
            return words(value)
        except ValueError:
            known = ", ".join(words)
            self.refuse(key, f'"{value}" is not a word for "{key}"', f"use one of: {known}")

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of different texts, not empty."""
        values = self._take(key, list)
        assert isinstance(values, list)  # _take refused everything else
        if not values:
            self.refuse(key, f'the list "{key}" is empty', "put at least one text into it, or remove the key")
        for number, value in enumerate(values):
            if not isinstance(value, str) or not value.strip():
                self._refuse_element(key, number, f'"{key}" may hold only texts', "put each between quotes")
            if value in values[:number]:
                self._refuse_element(key, number, f'"{value}" appears twice in "{key}"', "keep it once")
        return tuple(values)

    def integers(self, key: str, least: int, most: int) -> tuple[int, ...]:
        """A list of different whole numbers; it may be empty."""
        values = self._take(key, list)
        assert isinstance(values, list)  # _take refused everything else
        for number, value in enumerate(values):
            if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
                what_to_do = f"give whole numbers from {least} to {most}"
                self._refuse_element(key, number, f'"{value}" cannot stand in "{key}"', what_to_do)
            if value in values[:number]:
                self._refuse_element(key, number, f'"{value}" appears twice in "{key}"', "keep it once")
        return tuple(values)

    def address(self, key: str) -> str:
        """A full web address."""
        value = self.text(key)
        if not ADDRESS.fullmatch(value):
            self.refuse(key, f'"{value}" is not a web address', "use a full address that begins with https://")
        return value

    def _refuse_element(self, key: str, number: int, problem: str, what_to_do: str) -> NoReturn:
        self.document.refuse((*self.path, key, number), problem, what_to_do)

    def table(self, key: str) -> "Table":
        value = self._take(key, dict)
        assert isinstance(value, dict)  # _take refused everything else
        return Table(self.document, (*self.path, key), value)

    def tables(self, key: str, unique: str | None = None) -> "tuple[Table, ...]":
        """A list of tables, not empty; no two may share the text under the key `unique`."""
        values = self._take(key, list)
        assert isinstance(values, list)  # _take refused everything else
        if not values:
            self.refuse(key, f'the list "{key}" is empty', "put at least one table into it")
        for number, value in enumerate(values):
            if not isinstance(value, dict):
                self._refuse_element(key, number, f'"{key}" may hold only tables', f"write each below [[{key}]]")
        found = tuple(Table(self.document, (*self.path, key, n), value) for n, value in enumerate(values))
        if unique:
            _refuse_twins(found, unique)
        return found

    def localised(self, key: str) -> Localised:
        """A text in each language that must have one; other declared languages may have one too."""
        return self.table(key).as_localised()

    def as_localised(self) -> Localised:
        """This whole table as one text: a key a language."""
        for locale in self.values:
            if locale not in self.document.locales:
                known = ", ".join(self.document.locales)
                self.refuse(locale, f'"{locale}" is not a language of this profile', f"use one of: {known}")
        for locale in self.document.required:
            if locale not in self.values:
                self.refuse(locale, f'the text in "{locale}" is missing', f'add it as {locale} = "…"')
        return Localised(tuple((locale, self.text(locale)) for locale in self.values), self.document.required[0])


def _refuse_twins(tables: Sequence[Table], key: str) -> None:
    seen: dict[str, int] = {}
    for table in tables:
        value = table.text(key)
        if value in seen:
            table.refuse(key, f'"{value}" stands already on line {seen[value]}', "give each its own, or remove one")
        seen[value] = table.line_of(key)


def entries(table: Table) -> Iterator[tuple[str, object]]:
    """Every key of a table whose keys are data, marked as asked for."""
    for key, value in table.values.items():
        table.asked.add(key)
        yield key, value
