"""The people around one case."""

from __future__ import annotations

import pytest

from tests import cast


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
