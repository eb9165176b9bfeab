"""Whatever is typed or pasted into the complainant's pages gets a clear answer in place, and what was typed stays."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from complaints.casework.rules import ClosureReason, Move
from complaints.casework.service import Wish
from complaints.correspondence.models import Message, NoticeWish, ReviewRequest
from complaints.correspondence.service import enter as open_mailbox
from complaints.correspondence.service import read_as_complainant
from complaints.intake.identity_models import LaterIdentity
from complaints.platform.accounts.permissions import Role
from complaints.routing.rules import Track
from tests.applications import NOW
from tests.cast import case_of, staff, step
from tests.correspondence.conftest import Filed
from tests.correspondence.test_public import enter, hidden

CONTROL, EMOJI, TURNED, SCRIPT = "a\x00b\x07c\x1b[31m", "👩🏽‍🦽🏳️‍🌈", "\u202egnp.exe", "<script>alert(1)</script>"
LONG, TEN_MB = "x" * 6000, "x" * (10 * 1024 * 1024)
FIELDS = {
    "message": ("body",),
    "name": ("name", "email", "phone", "address"),
    "mail": ("email",),
    "review": ("reason",),
}
"""The text fields of each page behind the door."""
GOOD = {"mode": "named", "name": "Rosalind Quimby", "email": "rosa@example.org", "reason": "Again, please.", "body": ""}
EMPTY_IS_FINE = {("name", "email"), ("name", "phone"), ("name", "address")}
KEPT = (Message, LaterIdentity, NoticeWish, ReviewRequest)


PLACES = [(page, field) for page, fields in FIELDS.items() for field in fields]


@pytest.fixture
def closed(session: Session, app: Flask, filed: Filed) -> Filed:
    """A closed case: every page is open to its complainant."""
    case, theo = case_of(session, filed.number), staff(session, Role.TRIAGE_SUPERVISOR)
    step(session, app, case, Move.TRIAGE, theo)
    why = Wish(reason="No.", track=Track.CONTACT_ONLY, closure_reason=ClosureReason.UNABLE_TO_INVESTIGATE)
    step(session, app, case, Move.CLOSE_AT_TRIAGE, theo, why)
    session.commit()
    return filed


def send(client: FlaskClient, filed: Filed, page: str, field: str, text: str) -> TestResponse:
    token = hidden(enter(client, filed), "page")
    return client.post(f"/follow/{page}", data=GOOD | {"page": token, "form_id": "one", "send": "yes", field: text})


def kept(session: Session) -> int:
    return sum(session.scalar(sa.select(sa.func.count()).select_from(model)) or 0 for model in KEPT)


@pytest.mark.parametrize(("page", "field"), PLACES)
def test_an_empty_field_is_told_where_it_is_needed(
    client: FlaskClient, session: Session, closed: Filed, page: str, field: str
) -> None:
    answer = send(client, closed, page, field, " \t ")
    assert answer.status_code == (200 if (page, field) in EMPTY_IS_FINE else 422)
    assert kept(session) == ((page, field) in EMPTY_IS_FINE)


@pytest.mark.parametrize(("page", "field"), PLACES)
def test_what_is_too_long_is_told_and_kept_in_the_field(
    client: FlaskClient, session: Session, closed: Filed, page: str, field: str
) -> None:
    answer = send(client, closed, page, field, LONG)
    assert answer.status_code == 422
    assert "too long" in answer.text
    assert LONG in answer.text
    assert kept(session) == 0


@pytest.mark.parametrize(("page", "field"), PLACES)
def test_ten_megabytes_are_refused_unread(
    client: FlaskClient, session: Session, closed: Filed, page: str, field: str
) -> None:
    assert send(client, closed, page, field, TEN_MB).status_code == 413
    assert kept(session) == 0


@pytest.mark.parametrize(("page", "field"), PLACES)
@pytest.mark.parametrize("text", [CONTROL, EMOJI, TURNED, SCRIPT])
def test_odd_characters_are_kept_as_text_or_told_and_never_become_markup(
    client: FlaskClient, closed: Filed, page: str, field: str, text: str
) -> None:
    answer = send(client, closed, page, field, text)
    assert answer.status_code in (200, 422)
    for never in (SCRIPT, "\x00", "\x07", "\x1b", "\u202e"):
        assert never not in answer.text
    if answer.status_code == 422 and text in (EMOJI, SCRIPT):
        assert str(escape(text)) in answer.text


@pytest.mark.parametrize("text", [CONTROL, EMOJI, TURNED, SCRIPT])
def test_a_message_keeps_its_words_and_loses_what_cannot_be_shown(
    client: FlaskClient, session: Session, closed: Filed, text: str
) -> None:
    assert send(client, closed, "message", "body", f"One {text} two").status_code == 200
    box = open_mailbox(session, closed.number, closed.passphrase, NOW)
    body = read_as_complainant(session, box, NOW)[0].body
    assert body.startswith("One ")
    assert body.endswith(" two")
    assert (EMOJI in body, SCRIPT in body) == (text == EMOJI, text == SCRIPT)


@pytest.mark.parametrize("field", ["number", "passphrase"])
@pytest.mark.parametrize("text", ["", " ", LONG, CONTROL, EMOJI, TURNED, SCRIPT])
def test_the_door_answers_everything(client: FlaskClient, filed: Filed, field: str, text: str) -> None:
    answer = enter(client, filed, **{field: text})
    assert answer.status_code == 422
    assert SCRIPT not in answer.text
    assert 'class="field-error"' in answer.text


@pytest.mark.parametrize("field", ["number", "passphrase", "body", "to"])
def test_ten_megabytes_at_the_door_are_refused_unread(client: FlaskClient, filed: Filed, field: str) -> None:
    assert enter(client, filed, **{field: TEN_MB}).status_code == 413


@pytest.mark.parametrize("page", [*FIELDS, "page", "withdraw", "feedback"])
@pytest.mark.parametrize("token", ["", "x", SCRIPT, CONTROL, LONG])
def test_a_key_that_is_none_leads_to_the_door_with_what_was_typed(
    client: FlaskClient, filed: Filed, page: str, token: str
) -> None:
    typed = {"body": "Half a message", "reason": "My reason", "name": "My name"}
    answer = client.post(f"/follow/{page}", data={"page": token, "send": "yes", **typed})
    assert answer.status_code == 422
    assert SCRIPT not in answer.text
    for words in typed.values():
        assert words in answer.text


@pytest.mark.parametrize("mode", ["", "anonymous", "nobody", SCRIPT])
def test_a_mode_that_is_none_is_told(client: FlaskClient, session: Session, filed: Filed, mode: str) -> None:
    assert send(client, filed, "name", "mode", mode).status_code == 422
    assert kept(session) == 0


@pytest.mark.parametrize("email", ["rosa", "rosa@", "@example.org", "a b@example.org", "a@b", "r@e.org\nBcc: x@y.org"])
def test_an_address_that_is_none_is_told(client: FlaskClient, session: Session, filed: Filed, email: str) -> None:
    answer = send(client, filed, "mail", "email", email)
    assert answer.status_code == 422
    assert kept(session) == 0
