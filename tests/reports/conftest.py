"""Small worlds of complaints whose counts a reader can check by hand."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy.orm import Session

from complaints.casework.models import Case, CaseMove, Clock, ClockChange, ClockChangeReason
from complaints.casework.rules import HoldReason, Move, Status
from complaints.intake.models import Allegation, Complaint, ComplaintTechnology
from complaints.intake.rules import AllegationKind, Channel, FilingMode, Standing, SubjectKind
from complaints.outcomes.models import Finding
from complaints.outcomes.rules import FindingKind
from complaints.platform.accounts.permissions import Role
from complaints.platform.audit import Actor
from complaints.platform.extensions import db
from complaints.platform.jurisdiction.loader import SHIPPED
from complaints.reports import freezing, service
from complaints.reports.models import Release
from complaints.routing.rules import ClockKind, Track
from tests import cast

AFTERWARDS = datetime(2026, 2, 2, 12, 0, tzinfo=UTC)
"""When 2025 is over and its report is made."""


class World:
    """Complaints put into the database as they would stand there, without what counting never reads."""

    def __init__(self, session: Session) -> None:
        self.session, self.made = session, 0
        self.decider = cast.staff(session, Role.INVESTIGATOR)

    def complaint(
        self,
        told: Mapping[str, Sequence[AllegationKind]],
        received_at: datetime,
        *,
        demonstration: bool = False,
        due_in: int | None = 180,
    ) -> Case:
        """One that alleges `told` (slug of a technology → kinds); its case, without a move yet, due in so many days."""
        complaint = self._row(received_at, demonstration)
        self.session.add(complaint)
        self.session.flush()
        self._allege(complaint, told)
        case = Case(
            complaint_id=complaint.id,
            track=Track.TECHNOLOGY_CONCERN,
            desk="technology",
            opened_at=received_at,
            moved_at=received_at,
            status=Status.RECEIVED,
        )
        self.session.add(case)
        self.session.flush()
        if due_in is not None:
            self._due(case, received_at.date(), due_in)
        return case

    def _due(self, case: Case, starts_on: date, days: int) -> None:
        due_on = starts_on + timedelta(days=days)
        self.session.add(Clock(case_id=case.id, kind=ClockKind.COMPLETION, starts_on=starts_on, due_on=due_on))
        self.session.flush()

    def push(self, clock: Clock, days: int, reason: ClockChangeReason, at: datetime) -> None:
        """Give a deadline more days, keeping the earlier date as the case work does."""
        later = clock.due_on + timedelta(days=days)
        change = ClockChange(clock_id=clock.id, reason=reason, at=at, seal_id=secrets.token_hex(16))
        change.earlier_due_on, change.due_on = clock.due_on, later
        self.session.add(change)
        clock.due_on = later
        self.session.flush()

    def _row(self, received_at: datetime, demonstration: bool) -> Complaint:
        self.made += 1
        return Complaint(
            number=f"N-{self.made}",
            submission_key=secrets.token_bytes(32),
            received_at=received_at,
            registered_at=received_at,
            channel=Channel.WEB,
            language="en",
            mode=FilingMode.ANONYMOUS,
            standing=Standing.AFFECTED,
            about=SubjectKind.NOBODY,
            is_demonstration=demonstration,
            sealed_statement=b"sealed",
            digest=bytes(32),
        )

    def _allege(self, complaint: Complaint, told: Mapping[str, Sequence[AllegationKind]]) -> None:
        for slug, kinds in told.items():
            found = cast.technology(self.session, slug)
            self.session.add(ComplaintTechnology(complaint_id=complaint.id, technology_id=found.id))
            self.session.flush()
            self.session.add_all(
                Allegation(complaint_id=complaint.id, technology_id=found.id, kind=kind) for kind in kinds
            )

    def move(self, case: Case, to: Status, at: datetime) -> None:
        """Let the case come to a status."""
        case_move = CaseMove(
            case_id=case.id,
            move=Move.TRIAGE,
            from_status=case.status,
            to_status=to,
            at=at,
            seal_id=secrets.token_hex(16),
        )
        self.session.add(case_move)
        case.status, case.investigator_id = to, self.decider.id
        case.closed_at = at if to is Status.CLOSED else None
        case.hold_reason = HoldReason.LITIGATION if to is Status.ON_HOLD else None
        self.session.flush()

    def find(self, case: Case, slug: str, kind: AllegationKind, finding: FindingKind, at: datetime) -> None:
        """Decide one allegation; a second time makes the next version."""
        technology = cast.technology(self.session, slug)
        allegation = self.session.scalars(
            sa.select(Allegation).where(
                Allegation.complaint_id == case.complaint_id,
                Allegation.technology_id == technology.id,
                Allegation.kind == kind,
            )
        ).one()
        earlier = sa.select(sa.func.count()).select_from(Finding).where(Finding.allegation_id == allegation.id)
        version = self.session.scalars(earlier).one() + 1
        self.session.add(
            Finding(
                allegation_id=allegation.id,
                version=version,
                finding=finding,
                sealed_rationale=b"sealed",
                seal_id=secrets.token_hex(16),
                decided_at=at,
                decided_by_id=self.decider.id,
            )
        )
        self.session.flush()

    def year(self) -> None:
        """A year with enough in it that something is shown and something hidden."""
        kinds = list(AllegationKind)
        findings = list(FindingKind)
        long_ago = datetime(2022, 6, 10, 12, tzinfo=UTC)
        self.move(self.complaint({"cameras": [kinds[0]]}, long_ago), Status.CLOSED, long_ago)
        for number in range(40):
            at = datetime(2025, 1 + number % 12, 10, 12, tzinfo=UTC)
            slug = "alpr" if number % 4 else "cameras"
            kind = kinds[number % 5]
            case = self.complaint({slug: [kind]}, at)
            if number % 3 == 0:
                stages = (Status.TRIAGE, Status.INVESTIGATING, Status.ON_HOLD, Status.REFERRED)
                self.move(case, stages[number // 3 % 4], at)
            else:
                done = at.replace(day=20)
                self.find(case, slug, kind, findings[number % 4], done)
                self.move(case, Status.CLOSED, done)
        cast.technology(self.session, "drones")
        self.session.commit()


@pytest.fixture
def world(session: Session) -> World:
    """An empty registry and nobody's complaint yet."""
    return World(session)


@pytest.fixture
def later(clock: Any) -> datetime:
    """The app's clock stands after the year 2025."""
    clock.at = AFTERWARDS
    return AFTERWARDS


Freeze = Callable[..., Release]


@pytest.fixture
def freeze(app: Flask, session: Session, later: datetime) -> Freeze:
    """Freezes a period as a command does; `publish=True`: and a commander publishes it."""

    def make(period: str = "2025", *, publish: bool = False, actor: Actor | None = None) -> Release:
        publisher = cast.staff(session, Role.COMMANDER).id
        session.commit()
        # The app's session goes with the context, as it does after a request: what was not committed is gone.
        try:
            with app.app_context():
                wanted, who, at = freezing.period_of(period), actor or Actor.command(), app.config["CLOCK"]()
                made = freezing.freeze_period(wanted, who, at)
                if publish:
                    service.publish(db.session, app.extensions["key_ring"], made, Actor.staff(publisher), at)
                    db.session.commit()
                return made
        finally:
            session.expire_all()

    return make


@pytest.fixture
def run(runner: FlaskCliRunner, session: Session) -> Callable[..., Any]:
    """The command line beside the test's session: `run("reports", "freeze", "--period", "2025")`."""

    def invoke(*arguments: str) -> Any:
        session.commit()
        result = runner.invoke(args=list(arguments))
        session.expire_all()
        return result

    return invoke


@pytest.fixture
def folder(world: World, freeze: Freeze, run: Callable[..., Any], tmp_path: Path) -> Path:
    """A release, frozen, published and written out."""
    world.year()
    freeze(publish=True)
    out = tmp_path / "out" / "release-1"
    result = run("reports", "build", "1", "--out", str(out))
    assert result.exit_code == 0, result.output
    return out


City = Callable[..., str]


@pytest.fixture
def city(tmp_path: Path) -> City:
    """Writes the profile of another city: `city('period = "fiscal"\nstarts_on = 2020-07-01', "month = 3\nday = 1")`."""

    def make(period: str, due: str = "") -> str:
        text = (SHIPPED / "st_louis.toml").read_text(encoding="utf-8")
        text = re.sub(r'^period = "calendar".*$', period, text, count=1, flags=re.MULTILINE)
        if due:
            text = re.sub(
                r"^(\[reporting\.due\]\n).*?\n\n", rf"\1{due}\n\n", text, count=1, flags=re.MULTILINE | re.DOTALL
            )
        path = tmp_path / "city.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return make
