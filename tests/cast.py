"""The people and cases that tests of several rooms need: staff who sign in, a complaint, a case that came some way."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session

from complaints.casework.models import Case
from complaints.casework.rules import Move
from complaints.casework.service import Viewer, Wish, find_case, move
from complaints.intake.answers import Answers, Identity
from complaints.intake.models import Complaint
from complaints.intake.rules import AllegationKind, Channel, FilingMode, Standing, SubjectKind
from complaints.intake.service import prepare, receive
from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.permissions import Role
from complaints.platform.accounts.sessions import marks_of
from complaints.registry.models import Technology, TechnologyVersion
from complaints.registry.rules import TechnologyType
from complaints.routing.rules import Track
from tests.applications import NOW

NAMES = {
    Role.TRIAGE_SUPERVISOR: "Theo Triage",
    Role.INVESTIGATOR: "Ines Investigator",
    Role.COMMANDER: "Cora Commander",
    Role.OVERSIGHT_REVIEWER: "Olga Oversight",
    Role.AUDITOR: "Aldo Auditor",
}


def staff(session: Session, role: Role, name: str = "", unit: str = "") -> Staff:
    """Somebody of that role; the same one each time for the same name."""
    called = name or NAMES.get(role, f"Somebody of {role.value}")
    email = f"{called.lower().replace(' ', '.')}@example.org"
    found = session.scalars(sa.select(Staff).where(Staff.email == email)).one_or_none()
    if found is None:
        found = Staff(
            email=email, name=called, role=role, unit=unit, created_at=NOW, session_epoch=0, sealed_totp="set up"
        )
        session.add(found)
        session.flush()
    return found


@pytest.fixture
def triage(session: Session) -> Staff:
    """The triage supervisor."""
    return staff(session, Role.TRIAGE_SUPERVISOR)


@pytest.fixture
def investigator(session: Session) -> Staff:
    """The investigator."""
    return staff(session, Role.INVESTIGATOR)


@pytest.fixture
def commander(session: Session) -> Staff:
    """The commander."""
    return staff(session, Role.COMMANDER)


def sign_in(client: FlaskClient, person: Staff) -> Staff:
    """Let the client's browser be signed in as this person."""
    with client.session_transaction("/staff/") as cookie:
        cookie.clear()
        cookie.update(marks_of(person, client.application.config["CLOCK"]()))
        cookie["csrf_token"] = secrets.token_hex(20)
    return person


def csrf_token(client: FlaskClient) -> str:
    """What a form of this browser's session carries."""
    with client.session_transaction("/staff/") as cookie:
        raw = cookie["csrf_token"]
    return str(URLSafeTimedSerializer(client.application.secret_key or "", salt="wtf-csrf-token").dumps(raw))


def send(client: FlaskClient, url: str, **data: Any) -> Any:
    """Send a staff form."""
    return client.post(url, data={"csrf_token": csrf_token(client), **data})


def technology(session: Session, slug: str = "alpr", *, retention_days: int | None = 90) -> Technology:
    """A technology of the registry, made where it is missing."""
    found = session.scalars(sa.select(Technology).where(Technology.slug == slug)).one_or_none()
    if found is None:
        kinds = {"alpr": TechnologyType.LICENCE_PLATE_READER, "cameras": TechnologyType.FIXED_CAMERA}
        found = Technology(slug=slug, type=kinds.get(slug, TechnologyType.OTHER))
        session.add(found)
        session.flush()
        name = {"alpr": "License plate readers", "cameras": "Fixed cameras"}.get(slug, slug)
        session.add(
            TechnologyVersion(
                technology_id=found.id, version=1, name=name, retention_days=retention_days, changed_at=NOW
            )
        )
        session.flush()
        session.refresh(found)
    return found


def file_complaint(
    session: Session,
    app: Flask,
    *,
    technologies: Sequence[str] = ("alpr",),
    kinds: Sequence[AllegationKind] = (AllegationKind.FALSE_REASON,),
    now: datetime = NOW,
    language: str = "en",
    **answers: Any,
) -> Complaint:
    """A complaint as a resident files it, with its route and its case; `answers` are those of intake."""
    named = [technology(session, slug) for slug in technologies]
    told: dict[str, Any] = {
        "narrative": "An officer looked me up again and again.",
        "about": SubjectKind.UNKNOWN_EMPLOYEE,
        "mode": FilingMode.NAMED,
        "standing": Standing.AFFECTED,
        "incident_on": date(2025, 6, 2),
        "identity": Identity(name="Rosa Resident", email="rosa@example.org"),
    }
    told |= answers
    if told["mode"] is FilingMode.ANONYMOUS:
        told["identity"] = Identity()
    whole = Answers(technologies=tuple(technologies), kinds=tuple(kinds), **told)
    ring, profile = app.extensions["key_ring"], app.extensions["profile"]
    prepared = prepare(whole, secrets.token_bytes(32), ring, language, now, Channel.WEB)
    return receive(session, prepared, named, now, profile)


def case_of(session: Session, number: str) -> Case:
    """The case of a complaint, as triage sees it."""
    return find_case(session, number, Viewer.of(staff(session, Role.TRIAGE_SUPERVISOR)))


def step(
    session: Session, app: Flask, case: Case, made: Move, by: Staff, wish: Wish | None = None, now: datetime = NOW
) -> None:
    """Make one move."""
    ring, profile = app.extensions["key_ring"], app.extensions["profile"]
    wished = wish or Wish()
    move(session, ring, case, made, wished, by=by, expected_version=case.version, now=now, profile=profile)


def assigned_case(session: Session, app: Flask, investigator: Staff, now: datetime = NOW, **answers: Any) -> Case:
    """A case that triage gave to this investigator."""
    triage = staff(session, Role.TRIAGE_SUPERVISOR)
    case = case_of(session, file_complaint(session, app, now=now, **answers).number)
    step(session, app, case, Move.TRIAGE, triage, now=now)
    wish = Wish(reason="Theirs to look into.", track=Track.MISCONDUCT, investigator_id=investigator.id)
    step(session, app, case, Move.ASSIGN, triage, wish, now)
    return case


def case_being_investigated(
    session: Session, app: Flask, investigator: Staff, now: datetime = NOW, **answers: Any
) -> Case:
    """A case that this investigator has begun."""
    case = assigned_case(session, app, investigator, now, **answers)
    step(session, app, case, Move.BEGIN, investigator, now=now)
    return case
