"""What stays on the complainant's page: a message half written, the language they choose, and a withdrawal."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from complaints.casework.rules import Move
from complaints.correspondence.models import Message
from complaints.correspondence.rules import MOST
from complaints.platform.accounts.permissions import Role
from tests.cast import case_of, staff, step
from tests.correspondence.conftest import NARRATIVE, Filed
from tests.correspondence.test_public import enter, hidden, send

HALF = "There is a witness, her"
TAKE_IT_BACK = "It may still be looked into. To take it back, write us a message."


@pytest.mark.parametrize(("path", "to"), [("page", "page"), ("message", "page"), ("withdraw", "withdraw")])
def test_a_language_is_a_button_that_takes_the_key_and_the_message_along(
    client: FlaskClient, filed: Filed, path: str, to: str
) -> None:
    token = hidden(enter(client, filed), "page")
    page = client.post(f"/follow/{path}", data={"page": token, "body": HALF if path != "message" else " "})
    assert f'form="carried" formaction="/es/follow/{to}" lang="es"' in page.text
    assert 'hreflang="es"' not in page.text
    other = client.post(f"/es/follow/{to}", data={"page": hidden(page, "page"), "body": HALF})
    assert other.status_code == 200
    assert '<html lang="es"' in other.text
    assert HALF in other.text
    assert f'form="carried" formaction="/follow/{to}" lang="en"' in other.text


def test_looking_for_news_or_thinking_of_withdrawing_keeps_a_message_half_written(
    client: FlaskClient, session: Session, filed: Filed
) -> None:
    page = enter(client, filed)
    for path in ("page", "withdraw"):
        assert f'form="carried" formaction="/follow/{path}"' in page.text
    asked = client.post("/follow/withdraw", data={"page": hidden(page, "page"), "body": HALF})
    carried = {name: hidden(asked, name) for name in ("page", "body")}
    assert HALF in client.post("/follow/page", data=carried).text
    assert HALF in client.post("/follow/withdraw", data={**carried, "sure": "yes"}).text
    assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == 0


def test_a_new_showing_of_the_page_is_a_new_form_so_that_the_next_message_is_not_taken_for_the_last(
    client: FlaskClient, session: Session, filed: Filed
) -> None:
    page = enter(client, filed)
    send(client, page, "The first.")
    fields = {name: hidden(page, name) for name in ("page", "form_id")}
    send(client, client.post("/follow/page", data={**fields, "body": HALF}), "The second.")
    assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == 2


@pytest.mark.parametrize(("more", "told"), [(1, "by one character."), (1234, "by 1,234 characters.")])
def test_a_message_that_is_too_long_is_told_by_how_much(
    client: FlaskClient, filed: Filed, more: int, told: str
) -> None:
    page = send(client, enter(client, filed), "x" * (MOST + more))
    assert f"This message is too long {told} Please shorten it." in page.text


def test_after_a_withdrawal_the_story_promises_nothing_more_and_says_how_to_take_it_back(
    client: FlaskClient, session: Session, app: Flask, filed: Filed
) -> None:
    before = enter(client, filed)
    assert "Somebody will read it within a few days." in before.text
    assert TAKE_IT_BACK not in before.text
    client.post("/follow/withdraw", data={"page": hidden(before, "page"), "sure": "yes"})
    after = enter(client, filed)
    assert f"You withdrew it; we wrote that down. {TAKE_IT_BACK}" in after.text
    assert "Somebody will read it" not in after.text
    assert "It has an investigator" not in after.text
    session.rollback()
    step(session, app, case_of(session, filed.number), Move.TRIAGE, staff(session, Role.TRIAGE_SUPERVISOR))
    session.commit()
    looked_at = enter(client, filed)
    assert "We decide who looks into it" in looked_at.text
    assert looked_at.text.count(TAKE_IT_BACK) == 1
    assert NARRATIVE in looked_at.text
