"""The invented past, loaded once a session; tests that name `demonstration` get a copy of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from complaints import create_app
from complaints.demo.loading import load
from complaints.demo.people import password
from complaints.demo.publishing import publish_past
from complaints.platform.accounts.passwords import hashed
from complaints.platform.extensions import db
from complaints.registry.service import load_profile_registry
from tests.applications import NOW
from tests.databases import Databases

COUNT, SEED = 60, 78


@pytest.fixture(scope="session")
def loaded_url(databases: Databases, template_url: str, key_ring: Path, scratch: Path) -> str:
    """A database with the invented past in it. Never connect to it: it is copied."""
    url = databases.copy(template_url)
    settings = {"DATABASE_URL": url, "INSTANCE_PATH": str(scratch / "loaded"), "KEY_DIRECTORY": str(key_ring)}
    app = create_app("all", {"TESTING": True, "CLOCK": lambda: NOW, **settings})
    ring, profile = app.extensions["key_ring"], app.extensions["profile"]
    with app.app_context():
        load_profile_registry(db.session, NOW, profile.code)
        db.session.commit()
        words = hashed(password(ring))
        for _ in load(db.session, ring, profile, count=COUNT, seed=SEED, password_hash=words, now=NOW):
            db.session.commit()
        assert len(list(publish_past(db.session, ring, profile, NOW))) == 2
        db.session.remove()
        db.engine.dispose()
    return url


@pytest.fixture
def loaded_database(databases: Databases, loaded_url: str) -> Iterator[str]:
    """The address of this test's own copy."""
    url = databases.copy(loaded_url)
    yield url
    databases.drop(url)
