"""Releases from before there were errata come through the migrations whole, and are held to what holds now."""

from __future__ import annotations

import flask
import flask_migrate
import pytest
import sqlalchemy as sa

from complaints.platform.extensions import db
from complaints.reports.models import Release
from tests.databases import ROOT
from tests.reports.conftest import World, freeze, later

__all__ = ["freeze", "later"]

MIGRATIONS = str(ROOT / "migrations")
TABLES = ("staff", "release", "release_file")


def rows_of(engine) -> dict[str, list[dict[str, object]]]:
    """What stands in the tables, column by column."""
    there = sa.MetaData()
    there.reflect(engine, only=TABLES)
    with engine.connect() as connection:
        return {
            name: [dict(row._mapping) for row in connection.execute(there.tables[name].select())] for name in TABLES
        }


def as_before(rows):
    """One that two people published, one that one person froze and published, and one that waits."""
    (release,) = rows["release"]
    del release["two_people"]
    who = rows["staff"][0]["id"]
    assert release["published_by_id"] is not None
    alone = {"id": 2, "number": 2, "period": "2024", "frozen_by_id": who, "published_by_id": who}
    waits = {"id": 3, "number": 3, "period": "2023", "frozen_by_id": who, "published_by_id": None, "published_at": None}
    return rows | {"release": [release, release | alone, release | waits]}


@pytest.fixture
def older(app, session, freeze, make_app, empty_database):
    """An app on a database of the first revision that holds releases; its context is open."""
    World(session).year()
    freeze(publish=True)
    with app.app_context():
        rows = as_before(rows_of(db.engine))
    with make_app(DATABASE_URL=empty_database()).app_context():
        flask_migrate.upgrade(MIGRATIONS, "0001")
        there = sa.MetaData()
        there.reflect(db.engine, only=TABLES)
        with db.engine.begin() as connection:
            for name in TABLES:
                connection.execute(there.tables[name].insert(), rows[name])
        yield rows


def refused(statement: str) -> str:
    """Why the database does not do it."""
    with pytest.raises(sa.exc.DBAPIError) as told, db.engine.begin() as connection:
        connection.execute(sa.text(statement))
    return str(told.value.orig)


def test_releases_from_before_stay_whole_and_are_held_to_two_people(older):
    flask_migrate.upgrade(MIGRATIONS)
    two = dict(db.session.execute(sa.select(Release.number, Release.two_people)).all())
    assert two == {1: True, 2: False, 3: True}
    after = rows_of(db.engine)
    assert after["release_file"] == older["release_file"]
    assert [{**row, "two_people": None} for row in after["release"]] == [
        {**row, "two_people": None} for row in older["release"]
    ]
    db.session.remove()
    for statement in (
        "UPDATE release SET number = 9 WHERE number = 1",
        "UPDATE release SET two_people = NOT two_people, published_at = frozen_at WHERE number = 3",
        "DELETE FROM release",
        "DELETE FROM release_file",
        "UPDATE release_file SET name = 'x'",
    ):
        assert "a frozen release does not change" in refused(statement)
    publish = "UPDATE release SET published_at = {}, published_by_id = frozen_by_id WHERE number = 3"
    assert "takes_two" in refused(publish.format("frozen_at"))
    page = flask.current_app.test_client().get("/reports/1")
    assert (page.status_code, "2025" in page.text) == (200, True)


def test_a_release_says_for_itself_whether_it_takes_two_and_cannot_lie_of_its_publishing(older):
    flask_migrate.upgrade(MIGRATIONS)
    columns = [name for name in older["release"][0] if name != "id"]
    copied = f"INSERT INTO release ({', '.join(columns)}, two_people) SELECT "

    def insert(two_people="NOT two_people OR two_people", **other):
        told = {name: other.get(name, name) for name in columns} | {"number": "99", "period": "'1999'"} | other
        values = ", ".join(told[name] for name in columns)
        return f"{copied}{values}, {two_people} FROM release WHERE number = 3"

    assert "two_people" in refused(insert().replace(", two_people)", ")").replace(", NOT two_people OR two_people", ""))
    assert "signature_is_whole" in refused(insert(signature="manifest_digest"))
    assert "a_publisher_published" in refused(insert(published_by_id="frozen_by_id"))
    assert "published_after_it_was_frozen" in refused(
        insert(frozen_by_id="NULL", published_at=f"(SELECT {EARLIER[db.engine.dialect.name]})")
    )


EARLIER = {"sqlite": "'2001-01-01 00:00:00.000000'", "postgresql": "timestamptz '2001-01-01 00:00:00Z'"}


def test_going_back_keeps_the_releases(older):
    flask_migrate.upgrade(MIGRATIONS)
    flask_migrate.downgrade(MIGRATIONS, "0002")
    assert rows_of(db.engine) == older
    assert "a frozen release does not change" in refused("UPDATE release SET number = 9 WHERE number = 3")
    flask_migrate.upgrade(MIGRATIONS)
    assert len(rows_of(db.engine)["release"]) == 3
