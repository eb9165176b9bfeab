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
