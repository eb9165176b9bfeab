"""Somebody with an account, as they would sign in by hand."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from complaints.platform.accounts import second_factor, service
from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.permissions import Role
from complaints.platform.audit import Actor
from tests.applications import Clock

PASSWORD = "tall trees by the river"
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
"""Cheap to check, so that tests spend their time elsewhere; what a real one costs stands in passwords.py."""


@dataclass
class Person:
    """An account and what its owner knows."""

    account: Staff
    secret: str

    def code(self, moment: datetime) -> str:
        """What their telephone shows."""
        return second_factor.code_at(self.secret, moment)


def make_person(session: Session, app: Flask, email: str, role: Role, now: datetime, enrolled: bool = True) -> Person:
    """An account with a password and, unless told otherwise, a second factor."""
    account = service.add_staff(session, email, "Ada Aldous", role, "", Actor.command(), now)
    account.password_hash, secret = HASH, second_factor.new_secret()
    if enrolled:
        key = app.extensions["key_ring"].derived(second_factor.PURPOSE)
        account.sealed_totp = second_factor.sealed(secret, key, account.id)
    session.commit()
    return Person(account, secret)


@pytest.fixture
def ada(session: Session, app: Flask, now: datetime) -> Person:
    """An administrator."""
    return make_person(session, app, "ada@example.org", Role.ADMINISTRATOR, now)


@pytest.fixture
def newcomer(session: Session, app: Flask, now: datetime) -> Person:
    """A commander with a password and no second factor yet."""
    return make_person(session, app, "new@example.org", Role.COMMANDER, now, enrolled=False)


def token_of(page: Any) -> str:
    """The form token of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found is not None
    return html.unescape(found[1])


def post(client: FlaskClient, url: str, page_url: str | None = None, **data: Any) -> Any:
    """Open a page and send the form on it, as a browser does."""
    page = client.get(page_url or url)
    hidden = {"csrf_token": token_of(page)}
    secret = re.search(r'name="secret" value="([^"]+)"', page.text)
    if secret is not None:
        hidden["secret"] = html.unescape(secret[1])
    return client.post(url, data={**hidden, **data})


SignIn = Callable[..., Any]


@pytest.fixture
def enter(client: FlaskClient, clock: Clock) -> SignIn:
    """Sign in by hand, through password and code; the last answer."""

    def sign_in(person: Person, *, browser: FlaskClient | None = None, next: str = "") -> Any:
        used = browser or client
        answer = post(used, "/staff/sign-in", email=person.account.email, password=PASSWORD, next=next)
        assert answer.headers["Location"] == "/staff/second-factor"
        clock.advance(seconds=60)
        return post(used, "/staff/second-factor", code=person.code(clock()))

    return sign_in
