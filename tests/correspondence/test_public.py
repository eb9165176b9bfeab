"""The complainant's page: opened by number and passphrase, closed to everybody else, and nothing left on the device."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from complaints.correspondence.models import Message, Notice, NoticeKind
from complaints.correspondence.rules import MOST
from complaints.correspondence.service import write_to_complainant
from complaints.intake.models import Complaint
from complaints.intake.number import new_number
from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.permissions import Role
from complaints.platform.audit import AuditEvent
from complaints.platform.vault import KeyRing
from tests.applications import NOW, Clock
from tests.correspondence.conftest import NARRATIVE, Filed

WRONG = "one two three four five six seven eight"


def enter(client: FlaskClient, filed: Filed, **changes: str) -> TestResponse:
    return client.post("/follow", data={"number": filed.number, "passphrase": filed.passphrase, **changes})


def hidden(page: TestResponse, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page.text)
    assert found, f"the page carries no {name}"
    return found[1]


def send(client: FlaskClient, page: TestResponse, body: str) -> TestResponse:
    fields = {"page": hidden(page, "page"), "form_id": hidden(page, "form_id"), "body": body}
    return client.post("/follow/message", data=fields)


def test_number_and_passphrase_show_the_status_and_what_was_told(client: FlaskClient, filed: Filed) -> None:
    page = enter(client, filed)
    assert page.status_code == 200
    assert "We received your complaint" in page.text
    assert NARRATIVE in page.text


def test_it_is_as_forgiving_as_a_phone_keyboard(client: FlaskClient, filed: Filed) -> None:
    typed = {"number": filed.number.lower().replace("-", " "), "passphrase": f"  {filed.passphrase.title()} "}
    assert enter(client, filed, **typed).status_code == 200


def test_an_unknown_number_and_a_wrong_passphrase_get_the_very_same_answer(client: FlaskClient, filed: Filed) -> None:
    stranger = new_number(b"q" * 32)
    wrong = enter(client, filed, passphrase=WRONG)
    unknown = enter(client, filed, number=stranger)
    assert wrong.status_code == unknown.status_code == 403
    assert wrong.text.replace(filed.number, "N") == unknown.text.replace(stranger, "N").replace(filed.passphrase, WRONG)


def test_a_slip_of_the_pen_is_told_beside_the_field_and_keeps_what_was_typed(client: FlaskClient, filed: Filed) -> None:
    last = filed.number[-1]
    slipped = filed.number[:-1] + ("3" if last != "3" else "4")
    page = enter(client, filed, number=slipped)
    assert page.status_code == 422
    assert "One character of this number is wrong" in page.text
    assert slipped in page.text


@pytest.mark.parametrize("field", ["number", "passphrase"])
def test_an_empty_field_is_asked_for(client: FlaskClient, filed: Filed, field: str) -> None:
    assert enter(client, filed, **{field: " "}).status_code == 422


def test_no_cookie_is_set_and_no_address_names_the_complaint(client: FlaskClient, filed: Filed) -> None:
    page = enter(client, filed)
    sent = send(client, page, "One more thing.")
    for answer in (client.get("/follow"), page, sent):
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
    assert not re.findall(rf'(?:href|action)="[^"]*{filed.number}', page.text)


def test_a_message_is_sealed_and_read_again(client: FlaskClient, session: Session, filed: Filed) -> None:
    sent = send(client, enter(client, filed), "There is a <b>witness</b>.")
    assert sent.status_code == 200
    assert "There is a &lt;b&gt;witness&lt;/b&gt;." in sent.text
    stored = session.scalars(sa.select(Message)).one()
    assert b"witness" not in stored.sealed_body
    assert "There is a &lt;b&gt;witness" in enter(client, filed).text


def test_the_same_form_sent_twice_is_one_message(client: FlaskClient, session: Session, filed: Filed) -> None:
    page = enter(client, filed)
    assert send(client, page, "Once.").status_code == 200
    assert send(client, page, "Once.").status_code == 200
    assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == 1


@pytest.mark.parametrize("body", ["", "   ", "x" * (MOST + 1)])
def test_an_unusable_message_is_told_and_kept(client: FlaskClient, session: Session, filed: Filed, body: str) -> None:
    page = send(client, enter(client, filed), body)
    assert page.status_code == 422
    assert body.strip()[:50] in page.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == 0


def test_our_answer_is_there_and_marked_as_read(
    client: FlaskClient, session: Session, ring: KeyRing, filed: Filed, now: datetime
) -> None:
    writer = Staff(email="i@example.org", name="I", role=Role.INVESTIGATOR, created_at=now)
    session.add(writer)
    session.flush()
    complaint = session.scalars(sa.select(Complaint)).one()
    write_to_complainant(session, ring, complaint, "Which night was it?", writer.id, now, "form-1")
    session.commit()
    assert session.scalars(sa.select(Message.read_at)).one() is None
    assert "Which night was it?" in enter(client, filed).text
    # Staff learn on which day it was read, and not when.
    midnight = datetime(2025, 6, 16, tzinfo=ZoneInfo("America/Chicago"))
    assert session.scalars(sa.select(Message.read_at)).one() == midnight


def test_after_half_an_hour_the_passphrase_is_asked_again_and_the_message_is_shown(
    client: FlaskClient, session: Session, filed: Filed, clock: Clock
) -> None:
    page = enter(client, filed)
    clock.advance(minutes=31)
    late = send(client, page, "Written slowly.")
    assert late.status_code == 422
    assert "Written slowly." in late.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == 0


@pytest.mark.parametrize("token", ["", "broken", "A" * 200])
def test_a_broken_page_asks_again(client: FlaskClient, filed: Filed, token: str) -> None:
    assert client.post("/follow/page", data={"page": token}).status_code == 422


def test_withdrawing_asks_once_more_is_written_down_and_closes_nothing(
    client: FlaskClient, session: Session, filed: Filed, now: datetime
) -> None:
    token = hidden(enter(client, filed), "page")
    asked = client.post("/follow/withdraw", data={"page": token})
    assert "Withdraw your complaint?" in asked.text
    assert session.scalars(sa.select(Complaint.withdrawn_at)).one() is None
    done = client.post("/follow/withdraw", data={"page": token, "sure": "yes"})
    assert "You have withdrawn your complaint" in done.text
    assert session.scalars(sa.select(Complaint.withdrawn_at)).one() == now


def test_the_arrival_is_acknowledged_in_the_filing_itself(session: Session, filed: Filed) -> None:
    assert session.scalars(sa.select(Notice.kind)).all() == [NoticeKind.ACKNOWLEDGEMENT]


def test_every_opening_is_in_the_log_and_says_nothing_of_who(
    client: FlaskClient, session: Session, filed: Filed
) -> None:
    enter(client, filed)
    send(client, enter(client, filed), "Hello.")
    events = session.scalars(sa.select(AuditEvent).order_by(AuditEvent.sequence)).all()
    actions = [event.action for event in events]
    assert actions.count("mailbox.opened") == 2
    assert "message.written" in actions
    # The day is known, the hour is not.
    visits = {event.at for event in events if event.action == "mailbox.opened"}
    assert visits == {NOW.replace(hour=0, minute=0, second=0, microsecond=0)}
    for event in events:
        assert "Rosalind" not in event.details + event.subject + event.actor


def test_the_public_site_alone_can_do_all_of_it(public_app: Flask, filed: Filed, session: Session) -> None:
    session.commit()
    client = public_app.test_client()
    assert NARRATIVE in send(client, enter(client, filed), "From the public site.").text


@pytest.mark.parametrize("prefix", ["/es", "/ar"])
def test_it_speaks_the_language_of_its_address(client: FlaskClient, filed: Filed, prefix: str) -> None:
    page = client.post(f"{prefix}/follow", data={"number": filed.number, "passphrase": filed.passphrase})
    assert page.status_code == 200
    assert f'<html lang="{prefix[1:]}"' in page.text
    assert f'action="{prefix}/follow/message#messages"' in page.text
