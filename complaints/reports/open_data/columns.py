"""The columns of the tables of a release: what each is called, holds and means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from flask_babel import lazy_gettext

ANSWERS: Final = "answers"
"""The one table of a report that only says whether there were complaints."""


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "string"
    COUNT = "integer"
    ANSWER = "boolean"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. A count is a whole number from 0 on; `is_local`: its words are in the language of the city."""

    name: str
    title: Any
    meaning: Any
    kind: Kind = Kind.TEXT
    may_be_empty: bool = False
    is_local: bool = False


_TECHNOLOGY: Final = Column(
    "technology",
    lazy_gettext("Technology, short name"),
    lazy_gettext(
        "A name for programs, the same in every report. It is also in the address of the technology’s page. "
        "A star (*) stands for all technologies together."
    ),
)
_TECHNOLOGY_NAME: Final = Column(
    "technology_name",
    lazy_gettext("Technology"),
    lazy_gettext("What the technology is called, in the language of the city."),
    is_local=True,
)
COUNTED: Final = (
    _TECHNOLOGY,
    _TECHNOLOGY_NAME,
    Column(
        "category",
        lazy_gettext("Category, short name"),
        lazy_gettext("What is counted, as a name for programs. A star (*) stands for all categories together."),
    ),
    Column("category_name", lazy_gettext("Category"), lazy_gettext("What is counted, in words."), is_local=True),
    Column(
        "value",
        lazy_gettext("Count"),
        lazy_gettext("How many there were. Empty where the number is hidden. 0 means that there were none."),
        Kind.COUNT,
        may_be_empty=True,
    ),
    Column(
        "low",
        lazy_gettext("At least"),
        lazy_gettext("The least that the number can be. The same as the count where that is shown."),
        Kind.COUNT,
    ),
    Column(
        "high",
        lazy_gettext("At most"),
        lazy_gettext(
            "The most that the number can be. The same as the count where that is shown. Empty where nothing that is "
            "published sets a limit."
        ),
        Kind.COUNT,
        may_be_empty=True,
    ),
)
ANSWERED: Final = (
    _TECHNOLOGY,
    _TECHNOLOGY_NAME,
    Column(
        "had_complaints",
        lazy_gettext("Were there complaints?"),
        lazy_gettext("“true” where there was at least one in the period, “false” where there was none."),
        Kind.ANSWER,
    ),
)


def columns_of(table: str) -> tuple[Column, ...]:
    """The columns of a table, in their order. All tables that count have the same ones."""
    return ANSWERED if table == ANSWERS else COUNTED


def key_of(table: str) -> tuple[str, ...]:
    """The columns that no two rows of a table share."""
    return ("technology",) if table == ANSWERS else ("technology", "category")
