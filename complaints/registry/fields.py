"""What one version of a registry entry holds, and which text each field accepts, from a form and a spreadsheet alike.

Values are kept in one canonical form (line ends as \\n, no blank edges), so that what is exported reads back the same.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

Value = str | int | date | None


class Kind(StrEnum):
    """How the text of a field is read."""

    LINE = "line"
    TEXT = "text"
    COUNT = "count"
    DATE = "date"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `most` is characters for texts and the greatest number for counts."""

    name: str
    kind: Kind
    most: int
    required: bool = False

    @property
    def empty(self) -> str | None:
        """What the field holds when nothing is stated."""
        return None if self.kind in (Kind.COUNT, Kind.DATE) else ""


FIELDS: Final[tuple[Field, ...]] = (
    Field("name", Kind.LINE, 120, required=True),
    Field("local_name", Kind.LINE, 120),
    Field("summary", Kind.TEXT, 600),
    Field("use", Kind.TEXT, 5000),
    Field("artificial_intelligence", Kind.TEXT, 5000),
    Field("units", Kind.TEXT, 5000),
    Field("units_count", Kind.COUNT, 1_000_000),
    Field("effectiveness", Kind.TEXT, 5000),
    Field("funding", Kind.TEXT, 5000),
    Field("requests", Kind.TEXT, 5000),
    Field("partnerships", Kind.TEXT, 5000),
    Field("policy_title", Kind.LINE, 200),
    Field("policy_url", Kind.ADDRESS, 500),
    Field("policy_since", Kind.DATE, 10),
    Field("retention_days", Kind.COUNT, 36_500),
    Field("retention", Kind.TEXT, 2000),
    Field("area", Kind.TEXT, 2000),
    Field("source", Kind.TEXT, 2000),
)
"""In the order of forms and of the spreadsheet."""

BY_NAME: Final = {field.name: field for field in FIELDS}
POLICY_FILE: Final = "policy_file_id"
"""Versioned like the fields, but a file and not a text."""
NOTE: Final = Field("change_note", Kind.LINE, 300)


class Fault(StrEnum):
    """Why a text cannot be the value of its field."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    TOO_LARGE = "too_large"
    NOT_A_COUNT = "not_a_count"
    NOT_A_DATE = "not_a_date"
    IN_THE_FUTURE = "in_the_future"
    NOT_AN_ADDRESS = "not_an_address"
    STRANGE_CHARACTER = "strange_character"


class WrongValue(Exception):
    """A text that its field refuses: `fault` says why, `most` what would be allowed."""

    def __init__(self, fault: Fault, most: int = 0) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.most = most


_UNSEEN: Final = ("Cc", "Co", "Cs", "Zl", "Zp")
"""Controls, private use, halves of characters, separators of lines (Unicode Standard, chapter 4.5)."""
_ADDRESS: Final = re.compile(r"https?://[^\s/?#@\\]+\.[^\s/?#@\\]+(?:[/?#][^\s\\]*)?")


def read(field: Field, text: str, today: date) -> Value:
    """The value of `field` that `text` says; `today` is the city's date. Raises WrongValue."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if any(map(_is_strange, plain)):
        raise WrongValue(Fault.STRANGE_CHARACTER)
    if not plain:
        if field.required:
            raise WrongValue(Fault.MISSING)
        return field.empty
    match field.kind:
        case Kind.COUNT:
            return _count(plain, field.most)
        case Kind.DATE:
            return _past_date(plain, today)
        case Kind.ADDRESS:
            if not _ADDRESS.fullmatch(plain):
                raise WrongValue(Fault.NOT_AN_ADDRESS)
        case Kind.LINE:
            plain = " ".join(plain.split())
        case Kind.TEXT:
            plain = "\n".join(line.rstrip() for line in plain.split("\n"))
    if len(plain) > field.most:
        raise WrongValue(Fault.TOO_LONG, field.most)
    return plain


def _is_strange(character: str) -> bool:
    """Whether everybody sees something else in it, or nothing: no page, PDF or workbook can show it."""
    code = ord(character)
    is_no_character = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return is_no_character or (character not in "\n\t" and unicodedata.category(character) in _UNSEEN)


def write(value: Value) -> str:
    """The text that `read` turns into `value` again."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def read_date(text: str) -> date:
    """A date written as 2024-02-23. Raises WrongValue."""
    try:
        if len(text) != 10:
            raise WrongValue(Fault.NOT_A_DATE)
        return date.fromisoformat(text)
    except ValueError as problem:
        raise WrongValue(Fault.NOT_A_DATE) from problem


def _past_date(text: str, today: date) -> date:
    found = read_date(text)
    if found > today:
        raise WrongValue(Fault.IN_THE_FUTURE)
    return found


def _count(text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit()):
        raise WrongValue(Fault.NOT_A_COUNT)
    if len(text.lstrip("0")) > 9 or int(text) > most:
        raise WrongValue(Fault.TOO_LARGE, most)
    return int(text)
