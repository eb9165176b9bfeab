"""Whether this process answers, and whether it is ready to serve."""

from __future__ import annotations

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from complaints.platform.extensions import db
from complaints.platform.settings import ROOT
from complaints.platform.web.access import PUBLIC, requires


def schema_is_current() -> bool:
    """Whether the database stands at the newest migration."""
    try:
        with db.engine.connect() as connection:
            here = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError:
        return False
    return here is not None and here == ScriptDirectory(str(ROOT / "migrations")).get_current_head()


@requires(PUBLIC)
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@requires(PUBLIC)
def readyz() -> ResponseReturnValue:
    """The database is migrated and the keys are there; 503 otherwise."""
    checks = {"database": schema_is_current(), "keys": "key_ring" in current_app.extensions}
    return jsonify(status="ok" if all(checks.values()) else "not ready", **checks), 200 if all(checks.values()) else 503


def register(app: Flask) -> None:
    """Add the two addresses."""
    app.add_url_rule("/healthz", view_func=healthz)
    app.add_url_rule("/readyz", view_func=readyz)
