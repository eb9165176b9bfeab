"""Turns a profile file into a Profile, or refuses it with file, line and what to do."""

import hashlib
import re
import tomllib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from complaints.platform.jurisdiction.errors import ProfileError
from complaints.platform.jurisdiction.lines import Path, locate
from complaints.platform.jurisdiction.profile import (
    Desk,
    Language,
    Localised,
    Neighbourhood,
    Oversight,
    Profile,
)
from complaints.platform.jurisdiction.reading import Document, Table, entries
from complaints.platform.jurisdiction.rulebook import clock, rule
from complaints.platform.jurisdiction.times import disclosure, holiday, reporting

__all__ = ["ProfileError", "load_profile", "parse_profile"]

SHIPPED: Final = FilePath(__file__).parent
LOCALE: Final = re.compile(r"[a-z]{2,3}(?:_[A-Z][a-z]{3})?(?:_[A-Z]{2})?")
NOT_STATED: Final = "not stated"
"""What a profile says instead of a list of neighbourhoods that it does not have."""
REQUIRED_TEXTS: Final = ("police_department", "who_reads", "no_legal_advice")
"""What every page of the public site may have to say, whatever the rules are."""
MOST_BYTES: Final = 1_000_000
_DIGEST_LENGTH: Final = 12


def load_profile(name_or_path: str | FilePath) -> Profile:
    """The profile of a shipped name (`my_city`) or of a path to a TOML file. Raises ProfileError."""
    path = FilePath(name_or_path)
    if path.suffix != ".toml" and len(path.parts) == 1:
        path = SHIPPED / f"{path}.toml"
    try:
        if not path.is_file():
            known = ", ".join(shipped_names())
            raise ProfileError(path.name, 0, "there is no such profile file", f"give a path, or one of: {known}")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        problem = f"the file cannot be read ({error.strerror})"
        raise ProfileError(path.name, 0, problem, "let this program read it") from error
    if len(content) > MOST_BYTES:
        raise ProfileError(path.name, 0, f"the file has more than {MOST_BYTES:,} bytes", "give a shorter one")
    return parse_profile(content, path.name)


def shipped_names() -> tuple[str, ...]:
    """The profiles that come with the product."""
    return tuple(sorted(found.stem for found in SHIPPED.glob("*.toml")))


@lru_cache(maxsize=8)
def parse_profile(content: bytes, file: str) -> Profile:
    """The profile in `content`; `file` is how refusals call it. Raises ProfileError."""
    try:
        # Some editors of Windows put a mark before the first letter.
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ProfileError(file, line, "the text is not UTF-8", "save the file as UTF-8") from error
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(error, text, file) from error
    except RecursionError as error:
        raise ProfileError(file, 0, "the file nests its lists too deeply", "write it flatter") from error
    root = Table(Document(file, _lines(text, file)), (), values)
    return _profile(root, hashlib.sha256(content).hexdigest()[:_DIGEST_LENGTH])


def _lines(text: str, file: str) -> dict[Path, int]:
    try:
        return locate(text)
    except RecursionError as error:
        raise ProfileError(file, 0, "the file nests its lists too deeply", "write it flatter") from error


def _syntax_error(error: tomllib.TOMLDecodeError, text: str, file: str) -> ProfileError:
    """tomllib says the place only within its message."""
    place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    line = int(place[1]) if place else len(text.splitlines()) or 1
    problem = "this is not TOML: " + str(error).split(" (at ")[0].rstrip(".")
    return ProfileError(file, line, problem, "correct the line, or the one before it")


def _profile(root: Table, digest: str) -> Profile:
    head = root.table("profile")
    languages = tuple(_language(table) for table in root.tables("languages", unique="code"))
    text_locales = _text_locales(head, languages)
    document = replace(root.document, locales=tuple(language.code for language in languages), required=text_locales)
    root.document = document
    desks = tuple(_desk(table) for table in root.tables("desks", unique="code"))
    texts = _texts(root.table("texts"))
    profile = Profile(
        code=head.code("code"),
        names=root.localised("names"),
        version=head.text("version"),
        languages=languages,
        default_locale=text_locales[0],
        text_locales=text_locales,
        timezone=_timezone(head),
        leave_url=head.address("leave_url"),
        anonymous_bars_discipline=head.flag("anonymous_bars_discipline"),
        names_staff=head.flag("names_staff", False),
        review_days=_review_days(root),
        neighbourhoods=_neighbourhoods(root),
        desks=desks,
        holidays=tuple(holiday(table) for table in root.tables("holidays")),
        clocks=tuple(clock(table) for table in root.tables("clocks")),
        rules=tuple(rule(table) for table in root.tables("rules", unique="id")),
        disclosure=disclosure(root.table("disclosure")),
        reporting=reporting(root.table("reporting")),
        oversight=_oversight(root.table("oversight"), desks, texts),
        texts=MappingProxyType(texts),
        source=document.file,
        digest=digest,
    )
    head.done()
    root.done()
    return profile


def _language(table: Table) -> Language:
    code = table.text("code")
    if not LOCALE.fullmatch(code):
        table.refuse("code", f'"{code}" is not a language code', 'use one such as "en", "es" or "zh_Hans"')
    direction = table.text("dir")
    if direction not in ("ltr", "rtl"):
        table.refuse("dir", f'"{direction}" is not a direction', 'use "ltr" or "rtl"')
    language = Language(code, table.text("name"), direction)
    table.done()
    return language


def _text_locales(head: Table, languages: tuple[Language, ...]) -> tuple[str, ...]:
    """The languages in which every text must be there, the default one first."""
    known = [language.code for language in languages]
    default = head.text("default_locale")
    chosen = head.texts("text_locales")
    for key, codes in (("default_locale", (default,)), ("text_locales", chosen)):
        for code in codes:
            if code not in known:
                head.refuse(key, f'"{code}" is not among the languages', f"use one of: {', '.join(known)}")
    return (default, *(code for code in chosen if code != default))


def _timezone(head: Table) -> str:
    name = head.text("timezone")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        head.refuse("timezone", f'"{name}" is not a known time zone', 'use a name such as "America/Chicago"')
    return name


def _neighbourhoods(root: Table) -> tuple[Neighbourhood, ...]:
    """None where the file says so in so many words: an empty list could be an oversight."""
    said = root.values.get("neighbourhoods")
    if said == NOT_STATED:
        root.asked.add("neighbourhoods")
        return ()
    if isinstance(said, str) or said == []:
        root.refuse("neighbourhoods", "there are no neighbourhoods here", f'list them, or write "{NOT_STATED}"')
    return tuple(_neighbourhood(table) for table in root.tables("neighbourhoods", unique="code"))


def _neighbourhood(table: Table) -> Neighbourhood:
    neighbourhood = Neighbourhood(table.code("code"), table.text("name"))
    table.done()
    return neighbourhood


def _desk(table: Table) -> Desk:
    desk = Desk(
        code=table.code("code"),
        names=table.localised("names"),
        about=table.localised("about") if table.has("about") else None,
        unit=table.code("unit"),
        cleared=table.flag("cleared", False),
        line=table.line,
    )
    table.asked.add("about")
    table.done()
    return desk


def _review_days(root: Table) -> int | None:
    """Most cities set no end to it, so the table may be left out."""
    root.asked.add("review")
    if not root.has("review"):
        return None
    table = root.table("review")
    days = table.integer("days", 1, 3650)
    table.text("source")
    table.done()
    return days


def _oversight(table: Table, desks: tuple[Desk, ...], texts: dict[str, Localised]) -> Oversight:
    oversight = Oversight(
        active=table.flag("active"),
        names=table.localised("names"),
        desk=table.code("desk"),
        explanation=table.code("explanation"),
        source=table.text("source"),
        line=table.line,
    )
    if oversight.desk not in {desk.code for desk in desks}:
        table.refuse("desk", f'there is no desk "{oversight.desk}"', "add it below [[desks]], or name another")
    if oversight.explanation not in texts:
        table.refuse("explanation", f'there is no text "{oversight.explanation}"', "add it below [texts]")
    table.done()
    return oversight


def _texts(table: Table) -> dict[str, Localised]:
    texts = {key: table.localised(key) for key, _ in entries(table)}
    for key in REQUIRED_TEXTS:
        if key not in texts:
            table.refuse(next(iter(texts), key), f'the text "{key}" is missing', f"add [texts.{key}]")
    return texts
