"""What complainants say of how it went: counted by year and question, and never kept with who said it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from complaints.correspondence.models import FeedbackGiven, FeedbackTally
from complaints.correspondence.rules import LEAST_SHOWN, FeedbackQuestion
from complaints.intake.models import Complaint
from complaints.platform.audit import Actor, record
from complaints.platform.store import Db

ANSWERS = range(1, 6)
INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True, slots=True)
class Counted:
    """The answers to one question in one year, from 1 to 5; None stands for fewer than five."""

    question: FeedbackQuestion
    times: tuple[int | None, ...]


def was_given(session: Db, complaint_id: int) -> bool:
    """Whether feedback came with this complaint."""
    return session.get(FeedbackGiven, complaint_id) is not None


def give(session: Db, complaint: Complaint, answers: Mapping[FeedbackQuestion, int], year: int, now: datetime) -> bool:
    """Count the answers, once for each complaint; False when that was done before. Raises ValueError for no answer.

    The log says that feedback came, on which day, and not with which complaint.
    """
    if not answers or not set(answers.values()) <= set(ANSWERS):
        raise ValueError("give at least one answer from 1 to 5")
    insert = INSERTS[session.get_bind().dialect.name]
    mark = insert(FeedbackGiven).values(complaint_id=complaint.id).on_conflict_do_nothing()
    if session.scalar(mark.returning(FeedbackGiven.complaint_id)) is None:
        return False
    for question, answer in sorted(answers.items()):
        counted = insert(FeedbackTally).values(year=year, question=question, answer=answer, times=1)
        session.execute(
            counted.on_conflict_do_update(
                index_elements=["year", "question", "answer"], set_={"times": FeedbackTally.times + 1}
            )
        )
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    record(session, action="feedback.counted", subject="feedback:all", actor=Actor.resident(), now=day)
    return True


def counts(session: Db, year: int) -> dict[int, list[Counted]]:
    """By year before `year`, the newest first: what was answered how often, with everything below five left out.

    The year that runs is not told: whoever looked before and after one case ended would learn what was said of it.

    A year in which no answer was given five times has no row.
    """
    found: dict[int, dict[FeedbackQuestion, dict[int, int]]] = {}
    over = sa.select(FeedbackTally).where(FeedbackTally.year < year).order_by(FeedbackTally.year.desc())
    for row in session.scalars(over):
        found.setdefault(row.year, {}).setdefault(row.question, {})[row.answer] = row.times
    shown = {
        past: [Counted(question, _shown(by_question.get(question, {}))) for question in FeedbackQuestion]
        for past, by_question in found.items()
    }
    return {past: rows for past, rows in shown.items() if any(times is not None for row in rows for times in row.times)}


def _shown(times: Mapping[int, int]) -> tuple[int | None, ...]:
    return tuple(times[answer] if times.get(answer, 0) >= LEAST_SHOWN else None for answer in ANSWERS)
