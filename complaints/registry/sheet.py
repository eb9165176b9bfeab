"""The registry as a spreadsheet: what is written opens safely in any of them, and reads back exactly as it was.

UTF-8 with a byte-order mark, as spreadsheets expect it. A cell that a spreadsheet would run as a formula gets an
apostrophe in front (OWASP, CSV injection); reading takes exactly that apostrophe away again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from complaints.registry.fields import FIELDS, Fault, Field, Kind, Value, WrongValue, read, write
from complaints.registry.rules import TechnologyType, is_slug

POSITION: Final = Field("position", Kind.COUNT, 1_000_000)
RETIRED: Final = Field("retired_on", Kind.DATE, 10)
COLUMNS: Final = ("slug", "type", POSITION.name, *(each.name for each in FIELDS), RETIRED.name)
MOST_BYTES: Final = 1_000_000
MOST_ROWS: Final = 500
_FORMULAS: Final = tuple("=+-@＝＋－＠")  # fmt: skip
_HIDDEN: Final = tuple("'\t\r\n")


class SheetFault(StrEnum):
    """Why a sheet, a row or a cell cannot be read."""

    NOT_UTF8 = "not_utf8"
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    EMPTY = "empty"
    UNKNOWN_COLUMN = "unknown_column"
    MISSING_COLUMN = "missing_column"
    REPEATED_COLUMN = "repeated_column"
    TOO_MANY_CELLS = "too_many_cells"
    TOO_MANY_ROWS = "too_many_rows"
    NOT_A_SLUG = "not_a_slug"
    REPEATED_SLUG = "repeated_slug"
    UNKNOWN_TYPE = "unknown_type"
    OTHER_TYPE = "other_type"
    SECOND_NOT_KNOWN = "second_not_known"
    CANNOT_RETIRE = "cannot_retire"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong where: `row` as a spreadsheet numbers it (the header is 1), 0 for the file as a whole."""

    row: int
    column: str
    fault: SheetFault | Fault
    most: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One technology as the sheet has it."""

    number: int
    slug: str
    type: TechnologyType
    position: int | None
    content: Mapping[str, Value]
    retired_on: date | None


@dataclass(slots=True)
class Sheet:
    """What a file holds: rows, or what is wrong with it. Use the rows only when nothing is wrong."""

    rows: list[Row] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)


def guarded(text: str) -> str:
    """A cell that no spreadsheet runs."""
    return f"'{text}" if _needs_guard(text) else text


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    return cell[1:] if cell.startswith("'") and _needs_guard(cell[1:]) else cell


def _needs_guard(text: str) -> bool:
    return text.startswith(_HIDDEN) or text.lstrip().startswith(_FORMULAS)


def write_sheet(rows: Iterable[Mapping[str, Value]]) -> bytes:
    """The file; each row has a value for every one of COLUMNS."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([guarded(write(row[name])) for name in COLUMNS] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def read_sheet(content: bytes, today: date) -> Sheet:
    """Read a file; `today` is the city's date. Commas, semicolons and tabs are all understood as separators."""
    sheet = Sheet()
    if len(content) > MOST_BYTES:
        sheet.wrong.append(Wrong(0, "", SheetFault.TOO_LARGE, MOST_BYTES // 1000))
        return sheet
    try:
        table = list(_cells(content.decode("utf-8-sig")))
    except UnicodeDecodeError:
        sheet.wrong.append(Wrong(0, "", SheetFault.NOT_UTF8))
    except csv.Error:
        sheet.wrong.append(Wrong(0, "", SheetFault.BROKEN))
    else:
        _read_table(sheet, table, today)
    return sheet


def _cells(text: str) -> Iterable[list[str]]:
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _read_table(sheet: Sheet, table: list[list[str]], today: date) -> None:
    if not table or not any(cell.strip() for cell in table[0]):
        sheet.wrong.append(Wrong(0, "", SheetFault.EMPTY))
        return
    header = [cell.strip().casefold() for cell in table[0]]
    sheet.wrong.extend(_wrong_header(header))
    if sheet.wrong:
        return
    if len(table) > MOST_ROWS + 1:
        sheet.wrong.append(Wrong(0, "", SheetFault.TOO_MANY_ROWS, MOST_ROWS))
        return
    seen: set[str] = set()
    for number, cells in enumerate(table[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(header) :]):
            sheet.wrong.append(Wrong(number, "", SheetFault.TOO_MANY_CELLS))
            continue
        padded = [*cells, *[""] * len(header)]
        _read_row(sheet, number, {name: unguarded(padded[at]) for at, name in enumerate(header)}, seen, today)


def _wrong_header(header: Sequence[str]) -> Iterable[Wrong]:
    for name in dict.fromkeys(header):
        if name not in COLUMNS:
            yield Wrong(1, name[:40], SheetFault.UNKNOWN_COLUMN)
        elif header.count(name) > 1:
            yield Wrong(1, name, SheetFault.REPEATED_COLUMN)
    yield from (Wrong(1, name, SheetFault.MISSING_COLUMN) for name in COLUMNS if name not in header)


def _read_row(sheet: Sheet, number: int, cells: Mapping[str, str], seen: set[str], today: date) -> None:
    before = len(sheet.wrong)
    slug, kind = cells["slug"].strip(), cells["type"].strip()
    if not is_slug(slug):
        sheet.wrong.append(Wrong(number, "slug", SheetFault.NOT_A_SLUG))
    elif slug in seen:
        sheet.wrong.append(Wrong(number, "slug", SheetFault.REPEATED_SLUG))
    seen.add(slug)
    if kind not in set(TechnologyType):
        sheet.wrong.append(Wrong(number, "type", SheetFault.UNKNOWN_TYPE))
    values: dict[str, Value] = {}
    for each in (POSITION, *FIELDS, RETIRED):
        try:
            values[each.name] = read(each, cells[each.name], today)
        except WrongValue as wrong:
            sheet.wrong.append(Wrong(number, each.name, wrong.fault, wrong.most))
    if len(sheet.wrong) == before:
        position, retired = values.pop(POSITION.name), values.pop(RETIRED.name)
        assert position is None or isinstance(position, int)
        assert retired is None or isinstance(retired, date)
        sheet.rows.append(Row(number, slug, TechnologyType(kind), position, values, retired))
