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


KEEPERS = {
    "sqlite": {
        "audit_event_no_delete",
        "audit_event_no_update",
        "due_date_no_delete",
        "due_date_no_update",
        "erratum_is_written",
        "erratum_stays",
        "evidence_is_kept",
        "evidence_stays",
        "later_identity_no_delete",
        "later_identity_no_update",
        "release_file_no_delete",
        "release_file_no_update",
        "release_is_frozen",
        "release_stays",
    },
    "postgresql": {
        "audit_event_append_only",
        "audit_event_refuse",
        "due_date_append_only",
        "due_date_refuse",
        "erratum_is_written",
        "erratum_refuse",
        "erratum_stays",
        "evidence_is_kept",
        "evidence_refuse",
        "evidence_stays",
        "later_identity_append_only",
        "later_identity_refuse",
        "release_file_is_frozen",
        "release_file_stays",
        "release_is_frozen",
        "release_refuse",
        "release_stays",
    },
}
MESSAGES = {
    "audit": "the audit log is append-only",
    "erratum": "an erratum does not change",
    "due_date": "a day that was set stays",
    "evidence": "a file that was handed in does not change",
    "later_identity": "a name that was given stays",
    "": "a frozen release does not change",
}
"""What each refuses with, by how its name begins."""
SQLITE_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
POSTGRES_TRIGGERS = """
SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""


def plain(text: str) -> str:
    """SQL without what does not count: line ends and gaps."""
    return " ".join(text.split())


def checks() -> dict[tuple[str, str], str]:
    """The text of each CHECK in the database, by table and name."""
    there = sa.inspect(db.engine)
    return {
        (table, str(check["name"])): plain(check["sqltext"])
        for table in tables()
        for check in there.get_check_constraints(table)
    }


def triggers() -> dict[str, str]:
    """The text of each trigger, and on PostgreSQL of each function, by name."""
    query = SQLITE_TRIGGERS if db.engine.dialect.name == "sqlite" else POSTGRES_TRIGGERS
    with db.engine.connect() as connection:
        return {name: plain(text) for name, text in connection.execute(sa.text(query))}


def test_the_migrations_form_one_line():
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


def test_migrations_make_what_the_models_say(app):
    with app.app_context():
        assert tables() == set(db.metadata.tables)
        assert not differences()


def test_migrations_make_the_checks_that_the_models_make(app, unmigrated):
    # Autogenerate looks at neither.
    db.metadata.create_all(db.engine)
    said_by_models = checks()
    assert said_by_models
    with app.app_context():
        assert checks() == said_by_models


def test_the_triggers_that_keep_log_and_releases_are_there(app):
    with app.app_context():
        found, dialect = triggers(), db.engine.dialect.name
    assert set(found) == KEEPERS[dialect]
    for name, text in found.items():
        message = next(words for start, words in MESSAGES.items() if name.startswith(start))
        assert message in text or "EXECUTE FUNCTION" in text, name


@pytest.mark.sqlite
def test_the_trigger_of_a_release_names_every_column_that_must_not_change(app):
    # PostgreSQL compares whole rows; SQLite's trigger would not see a column that came later.
    with app.app_context():
        text = triggers()["release_is_frozen"]
    kept = {column.name for column in db.metadata.tables["release"].columns} - {"published_at", "published_by_id"}
    assert not {name for name in kept if f'NEW."{name}" IS NOT OLD."{name}"' not in text}


def test_migrations_go_up_down_and_up_again(unmigrated):
    flask_migrate.upgrade(MIGRATIONS)
    made, kept = tables(), triggers()
    assert made
    flask_migrate.downgrade(MIGRATIONS, "base")
    assert not tables()
    assert not triggers()
    flask_migrate.upgrade(MIGRATIONS)
    assert tables() == made
    assert triggers() == kept
    assert not differences()
