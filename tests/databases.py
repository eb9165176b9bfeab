"""Which database a test meets: its own copy, with the schema that the real migrations make, on SQLite or PostgreSQL.

The schema is built once a session into a template; each test that asks for `database_url` gets a copy that nobody else
sees, so code under test may commit as it does in life, and nothing is left behind.
"""

from __future__ import annotations

import base64
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Protocol

import flask_migrate
import pytest
from flask import Flask

from complaints import create_app
from complaints.platform.extensions import db
from complaints.platform.vault.ring import STAFF, create_ring
from tests.postgres_server import PostgresServer

ROOT = Path(__file__).resolve().parents[1]
MEMORY = Path("/dev/shm")
"""Where files cost no disk: a durable commit here takes no time, and nothing of it outlives the session anyway."""


class Databases(Protocol):
    """Empty databases and copies of one, on one kind of server."""

    def empty(self) -> str:
        """The address of a new database with nothing in it."""

    def copy(self, url: str) -> str:
        """The address of a new database that holds what `url` holds; nobody may be connected to `url`."""

    def drop(self, url: str) -> None:
        """Take a database away, whoever is connected."""


class SqliteDatabases:
    """A file each."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.numbers = folder, count(1)

    def empty(self) -> str:
        """See Databases."""
        return f"sqlite:///{self.folder / f'{next(self.numbers)}.sqlite3'}"

    def copy(self, url: str) -> str:
        """See Databases."""
        fresh = self.empty()
        shutil.copyfile(self._path(url), self._path(fresh))
        return fresh

    def drop(self, url: str) -> None:
        """See Databases."""
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self._path(url)}{suffix}").unlink(missing_ok=True)

    @staticmethod
    def _path(url: str) -> str:
        return url.removeprefix("sqlite:///")


class PostgresDatabases:
    """A database each, on one server of the tests' own."""

    def __init__(self, server: PostgresServer) -> None:
        self.server, self.numbers = server, count(1)

    def empty(self) -> str:
        """See Databases."""
        return self._create("template0")

    def copy(self, url: str) -> str:
        """See Databases."""
        return self._create(self._name(url))

    def drop(self, url: str) -> None:
        """See Databases."""
        self.server.execute(f'DROP DATABASE "{self._name(url)}" WITH (FORCE)')

    def _create(self, template: str) -> str:
        name = f"test_{next(self.numbers)}"
        self.server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return self.server.url(name)

    @staticmethod
    def _name(url: str) -> str:
        return url.partition("@/")[2].partition("?")[0]


@pytest.fixture(scope="session")
def scratch() -> Iterator[Path]:
    """A folder for the whole session, in memory where the machine has such a place."""
    with tempfile.TemporaryDirectory(prefix="complaints-", dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    """Which database this pass runs on: `sqlite` or `postgres`."""
    return str(request.config.getoption("--database"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The tests' own PostgreSQL, for tests that need roles or a second connection as somebody else."""
    # Not inside `scratch`: the unprivileged account must be able to enter the folder above.
    server = PostgresServer(MEMORY if MEMORY.is_dir() else None)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def databases(database_kind: str, scratch: Path, request: pytest.FixtureRequest) -> Databases:
    """Where databases of this pass come from."""
    if database_kind == "postgres":
        return PostgresDatabases(request.getfixturevalue("postgres_server"))
    return SqliteDatabases(scratch)


@pytest.fixture(scope="session")
def key_ring(scratch: Path) -> Path:
    """A folder with a key ring, made once; tests get a copy as `key_directory`.

    Its decoys are drawn from a seed that is always the same: what a release hides by chance must not change from one
    run to the next.
    """
    create_ring(scratch / "keys")
    file = scratch / "keys" / STAFF
    secrets = json.loads(file.read_text()) | {"decoys": base64.b64encode(bytes(range(32))).decode()}
    file.write_text(json.dumps(secrets))
    return scratch / "keys"


@pytest.fixture(scope="session")
def ground(databases: Databases, scratch: Path, key_ring: Path) -> Flask:
    """The app that makes the template; for what is the same in every app of the session. Never let it answer."""
    places = {"INSTANCE_PATH": str(scratch / "template"), "KEY_DIRECTORY": str(key_ring)}
    return create_app("all", {"TESTING": True, "DATABASE_URL": databases.empty(), **places})


@pytest.fixture(scope="session")
def template_url(ground: Flask) -> str:
    """A database with the schema in it and no rows. Never connect to it: it is copied."""
    with ground.app_context():
        flask_migrate.upgrade(str(ROOT / "migrations"))
        db.engine.dispose()
    return str(ground.config["DATABASE_URL"])


@pytest.fixture
def database_url(databases: Databases, template_url: str) -> Iterator[str]:
    """The address of this test's own database: schema, no rows."""
    url = databases.copy(template_url)
    yield url
    databases.drop(url)


@pytest.fixture
def empty_database(databases: Databases) -> Iterator[Callable[[], str]]:
    """Makes databases without even a schema, for tests of the migrations themselves."""
    made: list[str] = []

    def make() -> str:
        made.append(databases.empty())
        return made[-1]

    yield make
    for url in made:
        databases.drop(url)
