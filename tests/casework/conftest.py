"""The people around one case."""

from __future__ import annotations

import pytest

from complaints.platform.accounts.permissions import Role
from tests import cast


@pytest.fixture
def triage(session):
    return cast.staff(session, Role.TRIAGE_SUPERVISOR)


@pytest.fixture
def investigator(session):
    return cast.staff(session, Role.INVESTIGATOR)


@pytest.fixture
def commander(session):
    return cast.staff(session, Role.COMMANDER)


@pytest.fixture
def ring(app):
    return app.extensions["key_ring"]


@pytest.fixture
def profile(app):
    return app.extensions["profile"]


@pytest.fixture
def signed_in(client, session):
    """`signed_in(Role.COMMANDER)`: the client, signed in as that role."""

    def sign(role, name=""):
        cast.sign_in(client, cast.staff(session, role, name))
        return client

    return sign


@pytest.fixture
def filed(session, app):
    """The number of a complaint that nobody has touched yet."""
    return cast.file_complaint(session, app).number
