"""A deployment to measure on: keys, migrated database and shipped registry, in a folder that is removed again."""

from __future__ import annotations

import logging
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import flask_migrate
from flask import Flask
from flask.testing import FlaskClient

from complaints import create_app
from complaints.platform.accounts import service as accounts
from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.permissions import Role
from complaints.platform.accounts.sessions import marks_of
from complaints.platform.audit import Actor
from complaints.platform.extensions import db
from complaints.platform.settings import ROOT, system_clock
from complaints.platform.vault.ring import create_ring
from complaints.registry.service import load_profile_registry


@contextmanager
def folder() -> Iterator[Path]:
    """A folder on the disk that the checkout is on: in memory, a durable commit would cost nothing."""
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=build) as name:
        yield Path(name)


@contextmanager
def deployment(path: Path, **settings: Any) -> Iterator[Flask]:
    """An app on a new deployment in `path`."""
    create_ring(path / "keys")
    app = open_app(path, **settings)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        flask_migrate.upgrade(str(ROOT / "migrations"))
        load_profile_registry(db.session, system_clock(), app.extensions["profile"].code)
        db.session.commit()
        db.session.remove()
    try:
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def open_app(path: Path, **settings: Any) -> Flask:
    """The app, with the limits on attempts off: one caller stands for many people here."""
    for name in [name for name in os.environ if name.startswith("FLASK_")]:
        del os.environ[name]
    fixed = {"INSTANCE_PATH": str(path), "RATELIMIT_ENABLED": False, "SECOND_FACTOR": "optional"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return create_app("all", fixed | settings)


def add_staff(app: Flask, role: Role) -> int:
    """Somebody who signs in; their number."""
    with app.app_context():
        name = role.value.replace("_", "-")
        email = f"{name}@bench.example"
        person = accounts.add_staff(db.session, email, name, role, "", Actor.command(), system_clock())
        db.session.commit()
        return person.id


def signed_in(app: Flask, staff_id: int) -> FlaskClient:
    """The browser of this member of staff."""
    client = app.test_client()
    with app.app_context():
        person = db.session.get(Staff, staff_id)
        if person is None:
            raise LookupError(staff_id)
        marks = marks_of(person, system_clock())
        db.session.remove()
    # The session's cookie is sent to staff pages alone.
    with client.session_transaction("/staff/queue") as cookie:
        cookie.update(marks)
    return client
