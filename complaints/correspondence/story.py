"""The complaint's way in plain words, told by the stages that come after this one.

Correspondence shows it and must not import those stages, so they hand in a teller when they are loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from complaints.intake.models import Complaint


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way: `state` is done, now, next or stopped; `title` and `text` are in the reader's language."""

    title: str
    state: str
    at: datetime | None = None
    text: str = ""


Teller = Callable[[Any, Complaint], list[Step]]
_tellers: list[Teller] = []


def tells_the_story(teller: Teller) -> Teller:
    """Register a stage's teller; used as a decorator, once per stage."""
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def story_of(session: Any, complaint: Complaint) -> list[Step]:
    """All steps, in the order of the stages that tell them."""
    return [step for teller in _tellers for step in teller(session, complaint)]
