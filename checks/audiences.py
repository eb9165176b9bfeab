"""Which words only people who sign in, or whoever runs the machine, ever read; all others a resident may read."""

from __future__ import annotations

from fnmatch import fnmatch
from typing import Final

from babel.messages.catalog import Message

WORKPLACE: Final = (
    "complaints/*/staff*.py",
    "complaints/*/*_pages.py",
    "complaints/casework/*.py",
    "complaints/intake/forms/counter.py",
    "complaints/outcomes/forms.py",
    "complaints/platform/accounts/*",
    "complaints/platform/audit/*",
    "complaints/registry/editing.py",
    "complaints/registry/forms.py",
    "complaints/registry/importing.py",
    "complaints/registry/sheet_words.py",
    "complaints/reports/editions/cover.py",
    "complaints/reports/errata/forms.py",
    "complaints/reports/errata/pages.py",
    "complaints/reports/job/*",
    "complaints/reports/refusals.py",
    "complaints/routing/wording.py",
    "templates/*_staff/*",
    "templates/accounts/*",
    "templates/audit/*",
    "templates/casework/*",
    "templates/layouts/staff.html",
    "templates/outcomes/*",
)
"""The files of the workplace. What stands in no other file needs the languages of the staff alone."""
TOLD_TO_RESIDENTS: Final = ("complaints/casework/outlook.py", "complaints/casework/story.py")
"""Files among them that put the state of a case into words for the one who complained."""


def is_for_the_workplace(file: str) -> bool:
    """Whether a file's words are shown to nobody but staff."""
    return file not in TOLD_TO_RESIDENTS and any(fnmatch(file, pattern) for pattern in WORKPLACE)


def is_for_residents(message: Message) -> bool:
    """Whether a resident may come to read a message."""
    return not all(is_for_the_workplace(file) for file, _line in message.locations)
