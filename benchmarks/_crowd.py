"""Very many complaints with their cases, written straight into the tables: only for measuring pages that list them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa
from flask import Flask

from complaints.casework.models import Case
from complaints.casework.rules import Status
from complaints.intake.models import Allegation, Complaint, ComplaintTechnology
from complaints.intake.number import new_number
from complaints.intake.rules import AllegationKind, Channel, FilingMode, Standing, SubjectKind
from complaints.platform.extensions import db
from complaints.registry.models import Technology
from complaints.routing.rules import ClockKind, Track

AT_ONCE = 5_000
OPEN_SHARE = 0.3
FIRST = datetime(2023, 1, 2, 9, tzinfo=UTC)
STATEMENT = os.urandom(700)
"""About as long as a sealed statement is."""
OPEN = (Status.RECEIVED, Status.TRIAGE, Status.REFERRED)
"""Open, and in need of no investigator."""


def fill(app: Flask, count: int) -> None:
    """Write `count` complaints, three in ten of them open."""
    chance = Random(78)
    with app.app_context():
        technologies = list(db.session.scalars(sa.select(Technology.id)))
        desks = [desk.code for desk in app.extensions["profile"].desks]
        for first in range(1, count + 1, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, count + 1))
            mentions = [(number, chance.choice(technologies)) for number in numbers]
            db.session.execute(sa.insert(Complaint), list(_complaints(chance, numbers)))
            db.session.execute(
                sa.insert(ComplaintTechnology), [{"complaint_id": c, "technology_id": t} for c, t in mentions]
            )
            alleged = [{"complaint_id": c, "technology_id": t, "kind": AllegationKind.OTHER} for c, t in mentions]
            db.session.execute(sa.insert(Allegation), alleged)
            db.session.execute(sa.insert(Case), list(_cases(chance, numbers, desks)))
            db.session.commit()
        db.session.remove()


def _complaints(chance: Random, numbers: range) -> Iterator[dict[str, Any]]:
    for number in numbers:
        yield {
            "id": number,
            "number": new_number(os.urandom(16)),
            "submission_key": os.urandom(32),
            "received_at": FIRST + timedelta(minutes=15 * number),
            "registered_at": FIRST + timedelta(minutes=15 * number),
            "channel": Channel.WEB,
            "language": "en",
            "mode": FilingMode.ANONYMOUS,
            "standing": Standing.AFFECTED,
            "about": SubjectKind.UNKNOWN_EMPLOYEE,
            "incident_on": (FIRST + timedelta(days=chance.randrange(1000))).date(),
            "neighbourhood": None,
            "sealed_statement": STATEMENT,
            "digest": os.urandom(32),
        }


def _cases(chance: Random, numbers: range, desks: list[str]) -> Iterator[dict[str, Any]]:
    for number in numbers:
        is_open = chance.random() < OPEN_SHARE
        opened = FIRST + timedelta(minutes=15 * number)
        yield {
            "complaint_id": number,
            "status": chance.choice(OPEN) if is_open else Status.CLOSED,
            "track": chance.choice(tuple(Track)),
            "desk": chance.choice(desks),
            "opened_at": opened,
            "moved_at": opened,
            "closed_at": None if is_open else opened + timedelta(days=40),
            "next_due_on": (FIRST + timedelta(days=chance.randrange(1500))).date() if is_open else date.max,
            "next_clock": ClockKind.COMPLETION if is_open else None,
            "version": 1,
        }
