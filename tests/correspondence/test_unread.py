"""New and unread: the complainant sees what is new since the last visit, staff on which day it was read."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from complaints.correspondence.service import write_to_complainant
from complaints.intake.models import Complaint
from complaints.platform.accounts.permissions import Role
from complaints.platform.vault import KeyRing
from tests.applications import Clock
from tests.cast import send as send_form
from tests.cast import sign_in, staff
from tests.correspondence.conftest import Filed
from tests.correspondence.test_public import enter, hidden, send

NEW = "<strong>New</strong>"


@pytest.fixture
def answered(session: Session, ring: KeyRing, now: datetime, filed: Filed) -> Filed:
    """Two messages of ours wait for the complainant."""
    complaint = session.scalars(sa.select(Complaint)).one()
    for body in ("Which night was it?", "And which car?"):
        write_to_complainant(session, ring, complaint, body, staff(session, Role.INVESTIGATOR).id, now, body)
    session.commit()
    return filed


def test_what_is_new_is_marked_while_the_page_is_open_and_not_next_time(client: FlaskClient, answered: Filed) -> None:
    page = enter(client, answered)
    assert "You have 2 new messages" in page.text
    assert page.text.count(NEW) == 2
    again = client.post("/follow/page", data={"page": hidden(page, "page")})
    assert again.text.count(NEW) == 2
    sent = send(client, page, "The second of June.")
    assert sent.text.count(NEW) == 2
    later = enter(client, answered)
    assert NEW not in later.text
    assert "new messages" not in later.text


def test_staff_see_the_day_on_which_it_was_read_and_never_the_hour(
    client: FlaskClient, session: Session, app: Flask, answered: Filed, clock: Clock
) -> None:
    desk = app.test_client()
    sign_in(desk, staff(session, Role.TRIAGE_SUPERVISOR))
    session.commit()
    case = f"/staff/cases/{answered.number}"
    assert send_form(desk, f"{case}/open", what="messages").text.count("not read yet") == 2
    clock.advance(days=2, hours=3)
    enter(client, answered)
    sign_in(desk, staff(session, Role.TRIAGE_SUPERVISOR))
    opened = send_form(desk, f"{case}/open", what="messages").text
    assert opened.count("read on June 18, 2025") == 2
    assert "1:00" not in opened


def test_a_message_that_nobody_opened_shows_on_the_case_and_in_the_queue(
    client: FlaskClient, session: Session, app: Flask, filed: Filed
) -> None:
    desk = app.test_client()
    sign_in(desk, staff(session, Role.TRIAGE_SUPERVISOR))
    session.commit()
    case, waiting = f"/staff/cases/{filed.number}", "/staff/queue?needs=message"
    assert filed.number not in desk.get(waiting).text
    send(client, enter(client, filed), "There is a witness.")
    assert "1 unread message" in desk.get(case).text
    assert filed.number in desk.get(waiting).text
    send_form(desk, f"{case}/open", what="messages")
    assert "unread message" not in desk.get(case).text
    assert filed.number not in desk.get(waiting).text


def test_a_page_that_came_too_late_goes_on_with_what_was_typed(client: FlaskClient, filed: Filed, clock: Clock) -> None:
    page = enter(client, filed)
    clock.advance(minutes=31)
    late = send(client, page, "Written slowly.")
    assert hidden(late, "body") == "Written slowly."
    assert "Written slowly.</textarea>" in enter(client, filed, body="Written slowly.").text
