"""What each file of a release is for, in words, and in which order somebody looks for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask_babel import get_locale, gettext, lazy_gettext

from complaints.reports.editions import names, words
from complaints.reports.rules import TableName

LANGUAGE: Final = re.compile(r"\.([a-z]{2,3})\.[a-z]+$")
TABLE: Final = re.compile(r"data/([a-z_]+)\.(csv|json)$")

GROUPS: Final[tuple[tuple[str, Any, tuple[tuple[str, Any], ...]], ...]] = (
    (
        "read",
        lazy_gettext("To read"),
        (
            (r"summary\.\w+\.pdf", lazy_gettext("The whole year on one page")),
            (r"summary\.\w+\.html", lazy_gettext("The whole year on one page, for a browser")),
            (r"report\.\w+\.pdf", lazy_gettext("The report, to read and to print")),
            (r"report\.\w+\.html", lazy_gettext("The report as one file for a browser, to keep")),
        ),
    ),
    (
        "count",
        lazy_gettext("To count with"),
        (
            (r".+\.xlsx", lazy_gettext("Every table as a workbook for a spreadsheet program")),
            (r"data/.+\.csv", lazy_gettext("A table for spreadsheets and statistics")),
            (r"data/.+\.json", lazy_gettext("A table for programs")),
            (r"report\.json", lazy_gettext("Everything the report says, for programs")),
        ),
    ),
    (
        "describe",
        lazy_gettext("What the data means"),
        (
            (r"data-dictionary\.\w+\.html", lazy_gettext("What every column and every category means, in words")),
            (r"datapackage\.json", lazy_gettext("A description of the tables for programs (Data Package)")),
            (r"csvw\.json", lazy_gettext("The same as the W3C asks for (CSV on the Web)")),
            (r"dcat-us\.json", lazy_gettext("The entry for catalogs of public data (DCAT-US)")),
        ),
    ),
    (
        "check",
        lazy_gettext("To check it"),
        (
            (
                r"disclosure\.json",
                lazy_gettext("The published numbers with the proof that no hidden one can be worked out"),
            ),
            (r"verify\.py", lazy_gettext("A program that checks all of this, with nothing to install")),
            (r"manifest\.json", lazy_gettext("What was signed: the digest of every file, and how it was counted")),
            (r"manifest\.sig", lazy_gettext("The signature over it")),
            (r".+\.pub|.+\.pem|.+key.*", lazy_gettext("The public key that the signature is checked with")),
            (r"errata/\d+\.json", lazy_gettext("A correction that was published later")),
            (r"errata/\d+\.sig", lazy_gettext("The signature over a correction")),
            (r".*", lazy_gettext("A part of the release")),
        ),
    ),
)
"""The files by what somebody wants them for: patterns of their names, the first that fits counts."""


def purpose(name: str) -> str:
    """What a file is for, with the table or the language it holds."""
    said = next(str(text) for _, _, kinds in GROUPS for pattern, text in kinds if re.fullmatch(pattern, name))
    of = _table_of(name) or _language_name(name)
    return f"{said}: {of}" if of else said


def language_of(name: str) -> str:
    """The language in a file's name; nothing where it has none."""
    found = LANGUAGE.search(name)
    return found.group(1) if found else ""


def by_group(files: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Entries of a manifest (`name`, `bytes`) by use; one thing in several languages or formats together."""
    waiting = {file["name"]: file for file in files}
    groups = []
    for code, title, kinds in GROUPS:
        found: dict[str, list[Mapping[str, Any]]] = {}
        for pattern, said in kinds:
            for name in sorted((name for name in waiting if re.fullmatch(pattern, name)), key=_place):
                found.setdefault(_table_of(name) or str(said), []).append(waiting.pop(name))
        if found:
            things = [{"purpose": purpose, "files": together} for purpose, together in found.items()]
            groups.append({"code": code, "title": str(title), "things": things})
    return groups


def _place(name: str) -> tuple[int, str]:
    """Tables in the order they have in the report, everything else by name."""
    found = TABLE.match(name)
    known = [table.value for table in TableName]
    return (known.index(found.group(1)) if found and found.group(1) in known else -1, name)


def size_words(count: int) -> str:
    """A number of bytes as a reader says it."""
    if count < 1024:
        return str(gettext("%(size)s bytes", size=words.number(count)))
    return str(gettext("%(size)s KB", size=words.number((count + 1023) // 1024)))


def _table_of(name: str) -> str:
    found = TABLE.match(name)
    return names.title(found.group(1)) if found and names.is_known(found.group(1)) else ""


def _language_name(name: str) -> str:
    code, locale = language_of(name), get_locale()
    return str(locale.languages.get(code, code)) if code and locale else ""
