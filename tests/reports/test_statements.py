"""How often a public page asks the database: as often for many releases as for one."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import undefer

from complaints.platform.extensions import db
from complaints.reports.models import Release, ReleaseFile


@pytest.fixture
def asked(app, session):
    """The statements that answer a page."""
    client = app.test_client()

    def count(path):
        found: list[str] = []

        def note(connection, cursor, statement, parameters, context, executemany):
            found.append(statement)

        session.commit()
        with app.app_context():
            engine = db.engine
        sa.event.listen(engine, "before_cursor_execute", note)
        answer = client.get(path)
        sa.event.remove(engine, "before_cursor_execute", note)
        assert answer.status_code == 200
        return found

    return count


def more_years(session, years):
    """The same release once more for each of these years."""
    first = session.scalars(sa.select(Release)).one()
    files = session.scalars(sa.select(ReleaseFile).options(undefer(ReleaseFile.content))).all()
    columns = {column.name: getattr(first, column.name) for column in Release.__table__.columns if column.name != "id"}
    for number, year in enumerate(years, 2):
        said = {"number": number, "period": str(year), "starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)}
        made = Release(**columns | said)
        session.add(made)
        session.flush()
        session.add_all(
            ReleaseFile(release_id=made.id, name=f.name, media_type=f.media_type, content=f.content, digest=f.digest)
            for f in files
        )
    session.commit()


@pytest.mark.parametrize("path", ["/reports/compare", "/technologies/alpr", "/reports/feed.atom", "/data.json"])
def test_many_releases_are_asked_for_at_once(world, freeze, session, asked, path):
    world.year()
    freeze(publish=True)
    asked(path)
    one = len(asked(path))
    more_years(session, range(2015, 2025))
    assert len(asked(path)) == one


def test_the_catalogue_reads_no_file_but_what_describes_a_release(world, freeze, session, app, asked):
    world.year()
    freeze(publish=True)
    asked("/data.json")
    contents = [statement for statement in asked("/data.json") if "release_file.content" in statement]
    assert len(contents) <= 2
    assert all("release_file.name =" in statement for statement in contents)
