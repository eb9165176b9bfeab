"""The whole invented past: every complaint with its history, in one order of time, cut off at the present."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from complaints.casework.rules import MOVES, Move, Status
from complaints.demo.filings import YEARS, Filer, Filing
from complaints.demo.histories import history
from complaints.demo.steps import Concluded, Moved, Step
from complaints.platform.jurisdiction.profile import Profile
from complaints.registry.rules import TechnologyType

LEADS_TO: Final[Mapping[Move, Status]] = {move: needs.to for (_, move), needs in MOVES.items()}
FEWEST_FOR_ALL_STATUSES: Final = 2 * len(Status)
BEFORE: Final = timedelta(days=1)
"""Staff were there a day before the first complaint."""


@dataclass(frozen=True, slots=True)
class Life:
    """One complaint and what happened to it up to now."""

    filing: Filing
    steps: Sequence[Step]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the whole past: which complaint, and its filing (None) or a step."""

    at: datetime
    complaint: int
    step: Step | None


def begins_at(now: datetime) -> datetime:
    """When the invented past begins."""
    return now - YEARS - BEFORE


def lives(
    count: int, seed: int, profile: Profile, technologies: Mapping[str, TechnologyType], now: datetime
) -> list[Life]:
    """So many complaints with their histories. The same arguments give the same lives.

    Every status is shown by one at least, where there are enough complaints for that.
    """
    filer = Filer(seed, profile, technologies, now)
    shown = list(Status) if count >= FEWEST_FOR_ALL_STATUSES else []
    made = [_in_status(filer, index, status) for index, status in enumerate(shown)]
    for index, at, event in filer.all(count - len(shown)):
        filing = filer.filing(index + len(shown), at, event)
        steps = history(filing, Random(f"{seed}/{index + len(shown)}/life"), filer.workdays, now)
        made.append(Life(filing, [step for step in steps if step.at <= now]))
    return made


def _in_status(filer: Filer, index: int, status: Status) -> Life:
    """A life that has come to `status` by now and no further: the youngest one found."""
    hours = 20
    while True:
        filing = filer.filing(index, filer.now - timedelta(hours=hours))
        steps = history(filing, Random(f"{filer.seed}/{index}/{hours}"), filer.workdays, filer.now)
        until = _steps_until(steps, status)
        if until is not None and all(step.at <= filer.now for step in until):
            return Life(filing, until)
        hours += 20


def status_after(step: Step) -> Status | None:
    """Where a step leaves the case; None for one that does not move it."""
    match step.deed:
        case Moved(move=made):
            return LEADS_TO[made]
        case Concluded():
            return Status.CLOSED
        case _:
            return None


def _steps_until(steps: Sequence[Step], status: Status) -> Sequence[Step] | None:
    """The steps up to the move that leads to `status`; None where none does."""
    if status is Status.RECEIVED:
        return []
    for place, step in enumerate(steps, start=1):
        if status_after(step) is status:
            return steps[:place]
    return None


def entries(past: Sequence[Life]) -> list[Entry]:
    """Everything that happened, in order of time; of one complaint's, in its own order."""
    found = [Entry(life.filing.at, index, None) for index, life in enumerate(past)]
    found += [Entry(step.at, index, step) for index, life in enumerate(past) for step in life.steps]
    return sorted(found, key=lambda entry: entry.at)
