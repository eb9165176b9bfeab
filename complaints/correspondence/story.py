"""The complaint's way in plain words, told by the stages that come after this one.

Correspondence shows it and must not import those stages, so they hand in a teller when they are loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from complaints.intake.models import Complaint
from complaints.platform.jurisdiction.profile import Profile


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads the story where and when: the city's profile, the language, the day there."""

    profile: Profile
    locale: str
    today: date


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way: `state` is done, now, next or stopped; `title` and `text` are in the reader's language.

    `at` is when it was reached, `due_on` until when it should be; `is_late` when that day is over.
    """

    title: str
    state: str
    at: datetime | None = None
    text: str = ""
    due_on: date | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is true of the whole case: who has it, what comes when, and what the router had to explain.

    `facts` are pairs of a label and words, `explanations` sentences. `closed_at` is when it was closed, if it is.
    """

    facts: tuple[tuple[str, str], ...] = ()
    explanations: tuple[str, ...] = ()
    closed_at: datetime | None = None


Teller = Callable[[Any, Complaint, Reading], list[Step]]
Overseer = Callable[[Any, Complaint, Reading], Outlook]
_tellers: list[Teller] = []
_overseers: list[Overseer] = []


def tells_the_story(teller: Teller) -> Teller:
    """Register a stage's teller; used as a decorator, once per stage."""
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def gives_the_outlook(overseer: Overseer) -> Overseer:
    """Register the stage that knows the whole case; used as a decorator, by one stage."""
    _overseers[:] = [overseer]
    return overseer


def story_of(session: Any, complaint: Complaint, reading: Reading) -> list[Step]:
    """All steps, in the order of the stages that tell them."""
    return [step for teller in _tellers for step in teller(session, complaint, reading)]


def outlook_of(session: Any, complaint: Complaint, reading: Reading) -> Outlook:
    """What is true of the whole case; nothing where no stage knows."""
    return _overseers[0](session, complaint, reading) if _overseers else Outlook()
