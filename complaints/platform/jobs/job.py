"""What a room hands in as a job, and what a job says when it is done.

A room's `jobs.py` names its `jobs`; the factory gathers them, and `jobs run` runs them in their order. A job takes the
time, commits what it did, and must do no harm when it runs twice, or twice at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Done:
    """What a job did, in words for who reads the log; `is_well` is False when somebody should look."""

    words: str
    is_well: bool = True


@dataclass(frozen=True, slots=True)
class Job:
    """Something that is done at its time. Small `order` first: what writes mail runs before what sends it."""

    name: str
    about: str
    run: Callable[[datetime], Done]
    order: int = 50
