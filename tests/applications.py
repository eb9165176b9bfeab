"""The app as tests meet it: its own database, keys and folder, and a clock that stands still until it is moved."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from sqlalchemy.orm import Session, sessionmaker

from complaints import create_app
from complaints.platform.audit.service import attach
from complaints.platform.extensions import db
from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.store.engine import immediate_transactions, prepare_sqlite, writes_first
from complaints.platform.vault import KeyRing

NOW = datetime(2025, 6, 16, 15, 0, tzinfo=UTC)
"""A Monday, ten in the morning in St. Louis."""

MakeApp = Callable[..., Flask]


_sessions = sessionmaker(expire_on_commit=False)


@dataclass
class Beside:
    """The session that the running test holds beside its apps, and the key that its events are chained with."""

    session: Session | None = None
    audit_key: bytes = b""


_beside = Beside()
# Once for all tests: what listens to a session factory is never let go, nor is what it holds.
attach(_sessions, lambda: _beside.audit_key)


class Clock:
    """The app's time; stands at NOW until moved."""

    def __init__(self) -> None:
        self.shift: timedelta | None = None
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at if self.shift is None else datetime.now(UTC) + self.shift

    def advance(self, **by: float) -> datetime:
        """Move on by so many `days`, `hours`, `minutes` …; the time it then is."""
        self.at += timedelta(**by)
        if self.shift is not None:
            self.shift += timedelta(**by)
        return self()

    def run(self) -> None:
        """Let time pass from here on, for tests in which somebody reads and types."""
        self.shift = self.at - datetime.now(UTC)


class Client(FlaskClient):
    """A test client beside which the test's `session` stays true: what it holds is committed before a request, and
    everything is read anew after it. Without this the two would wait for each other's locks on SQLite."""

    def open(self, *arguments: Any, **options: Any) -> Any:
        """Make the request."""
        # A session belongs to one thread; people in other threads press their buttons without it.
        session = _beside.session if threading.current_thread() is threading.main_thread() else None
        if session is not None:
            session.commit()
        try:
            return super().open(*arguments, **options)
        finally:
            if session is not None:
                session.expire_all()
                # The app puts this back to "lock first" after each request; the test's session only reads by then.
                writes_first.set(False)


@pytest.fixture
def now() -> datetime:
    """The fixed time at which a test begins."""
    return NOW


@pytest.fixture
def clock() -> Clock:
    """The clock of this test's apps: `clock.advance(days=3)`, `clock.run()`."""
    return Clock()


@pytest.fixture
def key_directory(key_ring: Path, tmp_path: Path) -> Path:
    """This test's own copy of the key ring."""
    shutil.copytree(key_ring, tmp_path / "keys")
    return tmp_path / "keys"


@pytest.fixture(scope="session")
def compiled_templates(scratch: Path) -> BytecodeCache:
    """Where templates lie once an app has compiled them."""
    (scratch / "templates").mkdir()
    return FileSystemBytecodeCache(str(scratch / "templates"))


@pytest.fixture
def make_app(
    database_url: str, key_directory: Path, tmp_path: Path, clock: Clock, compiled_templates: BytecodeCache
) -> Iterator[MakeApp]:
    """Makes apps on this test's database: `make_app("staff", SECOND_FACTOR="optional")`."""
    made: list[Flask] = []

    def make(site: str = "all", **overrides: Any) -> Flask:
        settings = {
            "TESTING": True,
            "DATABASE_URL": database_url,
            "INSTANCE_PATH": str(tmp_path / "instance"),
            "KEY_DIRECTORY": str(key_directory),
            "RATELIMIT_ENABLED": False,
            "CLOCK": clock,
        }
        app = create_app(site, settings | overrides)
        app.test_client_class = Client
        # Each app has templates of its own; they need not be compiled for each anew.
        app.jinja_env.bytecode_cache = compiled_templates
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    """Both sites in one, as the embedded default has it."""
    return make_app("all")


@pytest.fixture
def ring(app: Flask) -> KeyRing:
    """The keys of both sites."""
    keys: KeyRing = app.extensions["key_ring"]
    return keys


@pytest.fixture
def profile(app: Flask) -> Profile:
    """The city that the app serves."""
    city: Profile = app.extensions["profile"]
    return city


@pytest.fixture
def public_app(make_app: MakeApp) -> Flask:
    """The residents' site alone: it can seal and cannot read."""
    return make_app("public")


@pytest.fixture
def staff_app(make_app: MakeApp) -> Flask:
    """The staff site alone."""
    return make_app("staff")


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody's browser, with a cookie jar and without JavaScript."""
    return app.test_client()


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    """The command line: `runner.invoke(args=["keys", "list"])`."""
    return app.test_cli_runner()


@pytest.fixture
def session(database_url: str, ground: Flask) -> Iterator[Session]:
    """A database session of the test's own, outside any app, so that requests get theirs and nothing leaks.

    `client` commits it before each request and reads anew after it; commit by hand before `runner`, threads or
    a live server.
    """
    engine = sa.create_engine(database_url)
    if engine.dialect.name == "sqlite":
        prepare_sqlite(engine)
    # Every key ring of the tests is a copy of one, and so is the key that chains events.
    _beside.audit_key = ground.extensions["audit_key"]
    # A reading session must not hold SQLite's write lock against the app.
    with immediate_transactions(False), _sessions(bind=engine) as _beside.session:
        yield _beside.session
    _beside.session = None
    engine.dispose()
