"""The migrations make what the models say, can be taken back, and form one line."""

from __future__ import annotations

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from complaints.platform.extensions import db
from tests.databases import ROOT

MIGRATIONS = str(ROOT / "migrations")


@pytest.fixture
def unmigrated(make_app, empty_database):
    """An app on a database with nothing in it."""
    app = make_app(DATABASE_URL=empty_database())
    with app.app_context():
        yield app


def tables() -> set[str]:
    """The tables there are, but for Alembic's own."""
    return set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}


def differences() -> list[object]:
    """What autogenerate would still write."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, db.metadata))


def test_the_migrations_form_one_line():
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


def test_migrations_make_what_the_models_say(app):
    with app.app_context():
        assert tables() == set(db.metadata.tables)
        assert not differences()


def test_migrations_go_up_down_and_up_again(unmigrated):
    flask_migrate.upgrade(MIGRATIONS)
    made = tables()
    assert made
    flask_migrate.downgrade(MIGRATIONS, "base")
    assert not tables()
    flask_migrate.upgrade(MIGRATIONS)
    assert tables() == made
    assert not differences()
