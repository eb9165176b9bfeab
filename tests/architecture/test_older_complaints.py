"""Complaints from before the form asked more come through the migration whole, and back again."""

from __future__ import annotations

import flask_migrate
import pytest
import sqlalchemy as sa

from complaints.intake.rules import Standing
from complaints.platform.extensions import db
from tests import cast
from tests.databases import ROOT

MIGRATIONS = str(ROOT / "migrations")
TABLES = ("technology", "complaint", "complaint_technology", "allegation", "mailbox")
LATER = {
    "incident_precision", "incident_from", "incident_until", "reply_language", "needs_interpreter", "contact_wishes",
}  # fmt: skip


def rows_of(engine) -> dict[str, list[dict[str, object]]]:
    """What stands in the tables, column by column."""
    there = sa.MetaData()
    there.reflect(engine, only=TABLES)
    with engine.connect() as connection:
        return {
            name: [dict(row._mapping) for row in connection.execute(there.tables[name].select())] for name in TABLES
        }


@pytest.fixture
def older(app, session, make_app, empty_database):
    """An app on a database of the revision before, with two complaints: one with its day, one without."""
    cast.file_complaint(session, app, technologies=("alpr", "cameras"))
    cast.file_complaint(session, app, incident_on=None, language="es", standing=Standing.WITNESS)
    session.commit()
    with app.app_context():
        rows = rows_of(db.engine)
    rows["complaint"] = [{k: v for k, v in row.items() if k not in LATER} for row in rows["complaint"]]
    with make_app(DATABASE_URL=empty_database()).app_context():
        flask_migrate.upgrade(MIGRATIONS, "0003")
        there = sa.MetaData()
        there.reflect(db.engine, only=TABLES)
        with db.engine.begin() as connection:
            for name in TABLES:
                known = {column.name for column in there.tables[name].columns}
                told = [{k: v for k, v in row.items() if k in known} for row in rows[name]]
                connection.execute(there.tables[name].insert(), told)
        rows = rows_of(db.engine)
        yield rows


def test_every_row_is_kept_and_says_no_more_than_before(older):
    flask_migrate.upgrade(MIGRATIONS, "0004")
    after = rows_of(db.engine)
    known = [{k: v for k, v in row.items() if k not in LATER} for row in after["complaint"]]
    assert {**after, "complaint": known} == older
    told = [(row["incident_precision"], row["reply_language"], row["needs_interpreter"]) for row in after["complaint"]]
    assert told == [("day", "en", False), ("unknown", "es", False)]
    assert [row["contact_wishes"] for row in after["complaint"]] == [[], []]


def test_taken_back_everything_is_as_it_was(older):
    flask_migrate.upgrade(MIGRATIONS, "0004")
    with db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE complaint SET standing = 'guardian' WHERE standing = 'witness'"))
    flask_migrate.downgrade(MIGRATIONS, "0003")
    for row in older["complaint"]:
        # The earlier words cannot say it better.
        row["standing"] = "on_behalf" if row["standing"] == "witness" else row["standing"]
    assert rows_of(db.engine) == older


def test_what_points_to_a_complaint_still_holds_it(older):
    flask_migrate.upgrade(MIGRATIONS, "0004")
    with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM complaint"))


@pytest.mark.parametrize("lie", [
    "incident_precision = 'day', incident_on = NULL",
    "incident_precision = 'month'",
    "incident_precision = 'unknown'",
    "incident_precision = 'between', incident_on = NULL, incident_from = '2025-06-02', incident_until = '2025-06-01'",
    "incident_precision = 'year', incident_on = NULL, incident_from = '2025-01-01'",
    "incident_precision = 'about'",
    "standing = 'press'",
])  # fmt: skip
def test_a_row_that_lies_is_refused(app, session, lie):
    cast.file_complaint(session, app)
    session.commit()
    with app.app_context(), pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE complaint SET {lie}"))
