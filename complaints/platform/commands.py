"""What stops any command: no key ring, no database, or one that was not brought up to date; each told in a sentence."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import click
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy.exc import OperationalError, ProgrammingError

from complaints.platform.extensions import db
from complaints.platform.web.health import schema_is_current

NEED_NO_RING: Final = frozenset({"keys", "profile", "disclosure"})


def plainly(command: click.Command) -> click.Command:
    """The command itself, that from now on ends with a sentence and exit code 1 where it cannot work."""
    command.invoke = partial(_invoke, command)  # type: ignore[method-assign]  # groups of others are no class of ours
    return command


def _invoke(command: click.Command, context: click.Context) -> Any:
    app = context.ensure_object(ScriptInfo).load_app()
    if command.name not in NEED_NO_RING and "key_ring" not in app.extensions:
        raise click.ClickException(app.extensions["no_key_ring"])
    try:
        return type(command).invoke(command, context)
    except (OperationalError, ProgrammingError) as problem:
        sentence = _why(app)
        if sentence is None:
            raise
        raise click.ClickException(sentence) from problem


def _why(app: Flask) -> str | None:
    """What is wrong with the database; None when it is the command itself that is."""
    with app.app_context():
        try:
            db.engine.connect().close()
        except OperationalError:
            place = db.engine.url.render_as_string(hide_password=True)
            return f"The database {place} cannot be reached. Start it, or correct FLASK_DATABASE_URL."
        if schema_is_current():
            return None
        return "The database is not up to date. Bring it there: flask --app wsgi db upgrade"
