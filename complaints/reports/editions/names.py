"""What the tables of a release are called and what their cells count, in words: those that count, and the answers."""

from __future__ import annotations

from flask_babel import gettext

from complaints.reports.editions import words
from complaints.reports.open_data.columns import ANSWERS
from complaints.reports.rules import TableName


def is_known(table: str) -> bool:
    """Whether a table of this name can be in a release."""
    return table == ANSWERS or table in {name.value for name in TableName}


def title(table: str) -> str:
    """What a table is called."""
    return str(gettext("Were there complaints?") if table == ANSWERS else words.TABLE_TITLES[TableName(table)])


def note(table: str) -> str:
    """What a row or a cell of a table stands for."""
    if table == ANSWERS:
        return str(gettext("One row for each technology. This report gives no numbers."))
    return str(words.TABLE_NOTES[TableName(table)])
