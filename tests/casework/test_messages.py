"""Staff and the complainant write to each other through the case."""

from __future__ import annotations

import re
import secrets

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from complaints.casework.models import Clock as CaseClock
from complaints.correspondence.models import Direction, Message
from complaints.correspondence.rules import MOST
from complaints.platform.accounts.permissions import Role
from complaints.platform.audit import AuditEvent
from complaints.routing.rules import ClockKind
from tests.applications import Clock
from tests.cast import case_being_investigated, send, sign_in, staff


@pytest.fixture
def number(session: Session, app: Flask, client: FlaskClient) -> str:
    """The number of a case whose investigator is signed in."""
    ines = staff(session, Role.INVESTIGATOR)
    found = case_being_investigated(session, app, ines).complaint.number
    session.commit()
    sign_in(client, ines)
    return found


def address(number: str, what: str) -> str:
    return f"/staff/cases/{number}/{what}"


def test_a_message_is_sealed_to_the_complainant_and_logged(client: FlaskClient, session: Session, number: str) -> None:
    answer = send(client, address(number, "messages"), body="Which night was it?", form_id=secrets.token_hex(8))
    assert answer.status_code == 303
    message = session.scalars(sa.select(Message)).one()
    assert message.direction is Direction.TO_COMPLAINANT
    assert b"night" not in message.sealed_body
    assert session.scalars(sa.select(AuditEvent.action).where(AuditEvent.action == "message.written")).all()


def test_messages_stay_sealed_until_somebody_opens_them(client: FlaskClient, session: Session, number: str) -> None:
    send(client, address(number, "messages"), body="Which night was it?", form_id="f")
    page = client.get(f"/staff/cases/{number}")
    assert "Which night" not in page.text
    opened = send(client, address(number, "open"), what="messages")
    assert "Which night was it?" in opened.text
    events = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "sealed.read")).all()
    assert '"field":"messages"' in events[-1].details


def test_a_message_meets_the_update_that_is_due_and_starts_the_next(
    client: FlaskClient, session: Session, number: str, clock: Clock
) -> None:
    clock.advance(days=10)
    client.get(f"/staff/cases/{number}")
    sign_in(client, staff(session, Role.INVESTIGATOR))
    send(client, address(number, "messages"), body="We are at it.", form_id="f")
    found = session.scalars(sa.select(CaseClock).where(CaseClock.kind == ClockKind.UPDATE)).all()
    assert [(each.starts_on.isoformat(), each.met_at is None) for each in found] == [
        ("2025-06-16", False), ("2025-06-26", True)
    ]  # fmt: skip


def test_the_same_form_sent_twice_is_one_message(client: FlaskClient, session: Session, number: str) -> None:
    page = client.get(f"/staff/cases/{number}")
    found = re.search(r'name="form_id" value="(\w{32})"', page.text)
    assert found
    for _ in range(2):
        assert send(client, address(number, "messages"), body="Once.", form_id=found[1]).status_code == 303
    assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == 1


@pytest.mark.parametrize("body", ["", "  ", "x" * (MOST + 1)])
def test_an_unusable_message_is_told_and_kept(client: FlaskClient, session: Session, number: str, body: str) -> None:
    answer = send(client, address(number, "messages"), body=body, form_id="f")
    assert answer.status_code == 422
    assert body.strip()[:40] in answer.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == 0


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [(Role.TRIAGE_SUPERVISOR, "", 303), (Role.COMMANDER, "", 303), (Role.INVESTIGATOR, "Otto Other", 403)],
)
def test_only_who_is_answerable_for_the_case_writes_and_staff_see_who_did(
    client: FlaskClient, session: Session, number: str, role: Role, name: str, status: int
) -> None:
    author = sign_in(client, staff(session, role, name))
    assert ("Send the message" in client.get(f"/staff/cases/{number}").text) is (status == 303)
    for form_id in ("one", "two"):
        assert send(client, address(number, "messages"), body="Hello.", form_id=form_id).status_code == status
    page = client.get(f"/staff/cases/{number}").text
    assert page.count(f"{author.name} wrote to the complainant.") == (2 if status == 303 else 0)
    opened = send(client, address(number, "open"), what="messages").text
    assert opened.count(f"<strong>{author.name}</strong>") == (2 if status == 303 else 0)
