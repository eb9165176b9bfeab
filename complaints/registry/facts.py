"""What somebody who chooses a technology should know of it at a glance, in the words of their language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from complaints.registry.keeping import days_left
from complaints.registry.models import Technology
from complaints.registry.words import first_sentence, kept_words, left_words


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts for a page; `kept` and `uses_ai` empty: not stated. `left` in days; negative: past, None: not known."""

    type: str
    kept: str
    left: int | None
    left_words: str
    uses_ai: str
    written_in: str


def facts_of(
    technology: Technology, written_in: str, happened_on: date | None, today: date, *, is_rough: bool = False
) -> Facts:
    """The facts as the registry states them now. `written_in`: the language in which staff write.

    `is_rough`: `happened_on` is only the earliest day it can have been.
    """
    version = technology.current
    left = days_left(version.retention_days, happened_on, today)
    return Facts(
        type=technology.type.value,
        kept=kept_words(version.retention_days),
        left=left,
        left_words="" if left is None else left_words(left, is_rough=is_rough),
        uses_ai=first_sentence(version.artificial_intelligence),
        written_in=written_in,
    )
