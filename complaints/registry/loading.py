"""The technologies that ship with a city's profile, read from its file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from complaints.platform.jurisdiction.errors import ProfileError
from complaints.platform.jurisdiction.lines import locate
from complaints.platform.jurisdiction.reading import Document, Table
from complaints.registry.fields import FIELDS, Kind, Value, WrongValue, read
from complaints.registry.rules import TechnologyType, is_slug

SHIPPED: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class ShippedTechnology:
    """One technology of a profile; what `content` leaves out is not stated."""

    slug: str
    type: TechnologyType
    content: dict[str, Value]


NOT_KNOWN: Final = ShippedTechnology("not-known", TechnologyType.NOT_KNOWN, {"name": "Technology not known"})
"""Every registry has it: it gathers complaints whose technology nobody could name."""


def shipped(profile_code: str) -> tuple[ShippedTechnology, ...]:
    """The technologies that ship for a profile and "not known", which comes last. Raises ProfileError."""
    path = SHIPPED / f"{profile_code.replace('-', '_')}.toml"
    named = parse_registry(path.read_text(encoding="utf-8"), path.name) if path.is_file() else ()
    return (*named, NOT_KNOWN)


def parse_registry(text: str, file: str) -> tuple[ShippedTechnology, ...]:
    """The technologies in `text`; `file` is how refusals call it. Raises ProfileError with the line."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ProfileError(file, 0, f"this is not TOML ({problem})", "correct the line it names") from problem
    root = Table(Document(file, locate(text)), (), values)
    head = root.table("registry")
    source = head.text("source").strip()
    head.done()
    entries = tuple(_technology(table, source) for table in root.tables("technologies", unique="slug"))
    root.done()
    return entries


def _technology(table: Table, source: str) -> ShippedTechnology:
    slug = table.text("slug")
    if not is_slug(slug):
        table.refuse("slug", f'"{slug}" cannot be an address', "use small letters, digits and single hyphens")
    kind = table.word("type", TechnologyType)
    content: dict[str, Value] = {"source": source, **dict(_content(table))}
    if "name" not in content:
        table.refuse("name", 'the key "name" is missing', "give the technology a name")
    table.done()
    return ShippedTechnology(slug, kind, content)


def _content(table: Table) -> Iterator[tuple[str, Value]]:
    for field in FIELDS:
        if not table.has(field.name):
            continue
        match field.kind:
            case Kind.COUNT:
                yield field.name, table.integer(field.name, 0, field.most)
            case Kind.DATE:
                yield field.name, table.day(field.name)
            case _:
                try:
                    yield field.name, read(field, table.text(field.name), date.max)
                except WrongValue as wrong:
                    table.refuse(field.name, f"the text cannot be used ({wrong.fault})", "write it otherwise")
