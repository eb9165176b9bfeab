"""SQLite as a database of record: durable, strict about keys, and patient with two writers."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa
from flask import Flask

from complaints.platform.audit.models import AuditHead
from complaints.platform.extensions import db
from complaints.platform.store import immediate_transactions

pytestmark = pytest.mark.sqlite


def test_what_is_committed_is_on_the_disk(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        ask = {
            p: connection.exec_driver_sql(f"PRAGMA {p}").scalar()
            for p in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert ask == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_two_writers_who_read_first_both_get_through(app: Flask) -> None:
    """Each reads the head and adds one to it, many times; none may fail and none may be lost."""

    def add_one() -> None:
        with app.app_context():
            for _ in range(20):
                before = db.session.scalars(sa.select(AuditHead.sequence)).one()
                db.session.execute(sa.update(AuditHead).values(sequence=before + 1))
                db.session.commit()

    writers = [threading.Thread(target=add_one) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with app.app_context():
        assert db.session.get_one(AuditHead, 1).sequence == 80


def test_a_reader_is_not_kept_waiting_by_a_writer(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as writer:
        writer.execute(sa.update(AuditHead).values(sequence=5))
        with immediate_transactions(False), db.engine.connect() as reader:
            assert reader.execute(sa.select(AuditHead.sequence)).scalar() == 0
