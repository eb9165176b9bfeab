"""Each test has a database of its own, and sees what the app has committed there."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from complaints.platform.audit.service import record, verify_chain
from complaints.platform.extensions import db
from complaints.platform.web.access import PUBLIC, requires

EVENTS = sa.text("SELECT count(*) FROM audit_event")


class Somebody:
    """As much of an actor as an event needs."""

    label = "somebody"


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_one_test_commits_the_next_does_not_see(session, now, turn):
    assert session.scalar(EVENTS) == 0
    record(session, action="test.commit", subject=f"turn:{turn}", actor=Somebody(), now=now)
    session.commit()
    assert session.scalar(EVENTS) == 1


def test_a_reading_session_does_not_keep_the_app_from_writing(session, app, client, now):
    app.add_url_rule("/write", view_func=_allowed(lambda: _write(now)), methods=["POST"])
    assert session.scalar(EVENTS) == 0
    assert client.post("/write").status_code == 200
    assert session.scalar(EVENTS) == 1


def test_two_apps_on_one_database_chain_with_their_own_key(make_app, now):
    for app in (make_app(), make_app()):
        with app.app_context():
            _write(now)
            assert not verify_chain(db.session, app.extensions["audit_key"])


def test_the_database_is_the_one_that_was_asked_for(session, database_kind):
    assert session.get_bind().dialect.name == {"sqlite": "sqlite", "postgres": "postgresql"}[database_kind]


def _write(now):
    record(db.session, action="test.write", subject="test:app", actor=Somebody(), now=now)
    db.session.commit()
    return "written"


def _allowed(view):
    return requires(PUBLIC)(view)
