"""What every page of the form has in common: what was typed, what it must know, and the answers it makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from wtforms import Form

from complaints.platform.jurisdiction.profile import Profile
from complaints.registry.models import Technology

MOST_CARRIED: Final = 40_000
"""Characters of one page. Four times the longest answer: somebody may go back with a text that is too long."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a form must know to offer its answers.

    `technologies` are those of the registry, None where it is asked only later; `named` those chosen so far; `way` and
    `signs` what the finder was told; `happened_on` the day, None where it is not known, `earliest` then the
    first day that it can have been, if that is; `safety`, `standing`
    and `mode` what was answered to these three questions.
    """

    profile: Profile
    locale: str
    today: date
    technologies: Sequence[Technology] | None
    named: Sequence[Technology] = ()
    way: str = ""
    signs: Sequence[str] = ()
    happened_on: date | None = None
    earliest: date | None = None
    safety: str = ""
    standing: str = ""
    mode: str = ""


class PageForm(Form):
    """A page of the form: what was typed, and the answers it makes."""

    def __init__(self, typed: Any, circumstances: Circumstances) -> None:
        super().__init__(typed)
        self.circumstances = circumstances
        self.offer()

    def offer(self) -> None:
        """Fill in the choices."""

    def typed(self) -> dict[str, list[str]]:
        """What stands in the fields, as it came."""
        return {field.name: list(field.raw_data or ()) for field in self}

    def stays_here(self) -> bool:
        """Whether something on this page was asked for, like a search, and nothing answered yet."""
        return False

    def can_travel(self) -> bool:
        """Whether all of it is short enough to be carried to the next page, right or wrong."""
        return sum(len(text) for texts in self.typed().values() for text in texts) <= MOST_CARRIED

    def answers(self) -> dict[str, Any]:
        """The part of `Answers` that the page makes; only after it validated."""
        return {}
