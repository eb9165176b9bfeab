"""Guessing: slowed down by number and address together, shown to the complainant, and of no use to lock anybody out."""

from __future__ import annotations

import json
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from complaints.correspondence.models import WrongTries
from complaints.correspondence.public.guessing import ONE_ADDRESS, ONE_NUMBER, WATCHED, may_try, note_wrong
from complaints.correspondence.rules import is_worth_an_event
from complaints.intake.number import new_number
from complaints.platform.audit import AuditEvent
from tests.correspondence.conftest import NARRATIVE, Filed
from tests.correspondence.test_public import WRONG, enter, hidden

HOME, LIBRARY = "192.0.2.1", "198.51.100.7"


@pytest.fixture
def counting(make_app, filed: Filed, session: Session) -> Flask:
    """The residents' site as it is served: tries are counted."""
    session.commit()
    app: Flask = make_app("public", RATELIMIT_ENABLED=True)
    return app


def knock(app: Flask, filed: Filed, address: str, passphrase: str = WRONG, number: str = "") -> TestResponse:
    fields = {"number": number or filed.number, "passphrase": passphrase}
    return app.test_client().post("/follow", data=fields, environ_overrides={"REMOTE_ADDR": address})


def test_the_eleventh_wrong_try_for_a_number_from_an_address_has_to_wait(counting: Flask, filed: Filed) -> None:
    answers = [knock(counting, filed, LIBRARY) for _ in range(ONE_NUMBER.amount + 1)]
    assert [answer.status_code for answer in answers] == [403] * ONE_NUMBER.amount + [429]
    assert "Try again in an hour." in answers[-1].text
    assert answers[-1].headers["Retry-After"] == "3600"
    assert filed.number in answers[-1].text


def test_right_tries_and_slips_of_the_pen_use_nothing_up(counting: Flask, filed: Filed) -> None:
    for _ in range(ONE_NUMBER.amount + 2):
        assert knock(counting, filed, HOME, filed.passphrase).status_code == 200
        assert knock(counting, filed, HOME, "one two").status_code == 422
    assert knock(counting, filed, HOME).status_code == 403


@pytest.mark.slow
def test_after_a_thousand_wrong_guesses_from_elsewhere_the_complainant_gets_in(
    counting: Flask, filed: Filed, session: Session
) -> None:
    for number in range(100):
        for _ in range(10):
            assert knock(counting, filed, f"203.0.113.{number}").status_code == 403
    page = knock(counting, filed, HOME, filed.passphrase)
    assert page.status_code == 200
    assert NARRATIVE in page.text
    assert "1000 wrong passphrases were tried since you were last here" in page.text


def test_a_number_that_nobody_has_is_limited_alike(counting: Flask, filed: Filed) -> None:
    stranger = new_number(b"q" * 32)
    answers = [knock(counting, filed, HOME, number=stranger).status_code for _ in range(ONE_NUMBER.amount + 1)]
    assert answers == [403] * ONE_NUMBER.amount + [429]


def test_in_a_library_where_somebody_guesses_every_other_number_still_has_its_tries(counting: Flask) -> None:
    with counting.test_request_context(environ_overrides={"REMOTE_ADDR": LIBRARY}):
        for turn in range(ONE_ADDRESS.amount):
            note_wrong(f"guessed {turn}")
        for _ in range(WATCHED):
            assert may_try("mine")
            note_wrong("mine")
        assert not may_try("mine")
        assert may_try("yours")
    with counting.test_request_context(environ_overrides={"REMOTE_ADDR": HOME}):
        assert may_try("mine")


def test_the_complainant_sees_how_many_and_on_which_day_and_then_it_begins_anew(
    client: FlaskClient, session: Session, filed: Filed
) -> None:
    for _ in range(3):
        enter(client, filed, passphrase=WRONG)
    page = enter(client, filed)
    assert "3 wrong passphrases were tried since you were last here" in page.text
    assert "The last one was on June 16, 2025." in page.text
    # It stays true while the page is open.
    again = client.post("/follow/page", data={"page": hidden(page, "page")})
    assert "3 wrong passphrases were tried" in again.text
    assert "were tried since you were last here" not in enter(client, filed).text
    assert session.scalars(sa.select(WrongTries)).all() == []


def test_what_is_kept_of_a_wrong_try_is_a_count_and_a_day(client: FlaskClient, session: Session, filed: Filed) -> None:
    enter(client, filed, passphrase=WRONG)
    enter(client, filed, number=new_number(b"q" * 32))
    enter(client, filed, number=new_number(b"z" * 32))
    kept = session.execute(sa.select(WrongTries.number, WrongTries.tries, WrongTries.last_on)).all()
    assert sorted(kept) == [("", 2, date(2025, 6, 16)), (filed.number, 1, date(2025, 6, 16))]


def test_many_tries_are_an_event_in_the_log_and_few_are_none(
    client: FlaskClient, session: Session, filed: Filed
) -> None:
    query = sa.select(AuditEvent).where(AuditEvent.action == "mailbox.tried")
    for _ in range(19):
        enter(client, filed, passphrase=WRONG)
    assert session.scalars(query).all() == []
    enter(client, filed, passphrase=WRONG)
    event = session.scalars(query).one()
    assert event.subject == f"complaint:{filed.number}"
    assert json.loads(event.details) == {"tries": 20}


@pytest.mark.parametrize(("tries", "is_worth"), [(0, False), (19, False), (20, True), (21, False), (100, True)])
def test_the_log_hears_of_the_20th_and_the_100th(tries: int, is_worth: bool) -> None:
    assert is_worth_an_event(tries) is is_worth


@pytest.mark.parametrize("thousands", [1, 2, 30])
def test_the_log_hears_of_each_thousandth(thousands: int) -> None:
    assert is_worth_an_event(thousands * 1000)
    assert not is_worth_an_event(thousands * 1000 + 1)
