"""A registry as the profile has it, and its steward at the keyboard."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.permissions import Role
from complaints.registry.service import load_profile_registry
from tests.cast import sign_in, staff


@pytest.fixture
def registry(session: Session, now: datetime) -> None:
    """The technologies of St. Louis."""
    load_profile_registry(session, now, "st_louis")
    session.commit()


@pytest.fixture
def steward(session: Session, client: FlaskClient) -> Staff:
    """Signed in on `client`."""
    person = staff(session, Role.TECHNOLOGY_STEWARD, "Stella Steward")
    session.commit()
    return sign_in(client, person)
