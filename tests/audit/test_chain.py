"""Whoever reaches the database can change the log, but not without it showing."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import sessionmaker

from complaints.platform.audit import Actor, AuditEvent, AuditHead, record, verify_chain
from complaints.platform.audit.service import FaultKind, attach
from complaints.platform.store import immediate_transactions
from tests.applications import NOW

COLUMNS = "at, actor, action, subject, details, previous, digest"


def faults(session, key, heads=None):
    return [(fault.kind, fault.sequence) for fault in verify_chain(session, key, heads)]


def test_an_untouched_log_is_whole(session, log, key):
    log(5)
    assert faults(session, key) == []


def test_an_empty_log_is_whole(session, key):
    assert faults(session, key) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [("actor", "'staff:9'"), ("action", "'thing.undone'"), ("subject", "'thing:2'"), ("details", "'{}'"),
     ("at", "'2020-01-01 00:00:00+00:00'")],
)  # fmt: skip
def test_a_changed_row_is_named(session, log, tamper, key, column, value):
    log(5)
    if column == "at" and session.get_bind().dialect.name == "sqlite":
        value = "'2020-01-01 00:00:00.000000'"
    tamper(f"UPDATE audit_event SET {column} = {value} WHERE sequence = 3")
    assert faults(session, key) == [(FaultKind.CHANGED, 3)]


def test_a_removed_row_is_named(session, log, tamper, key):
    log(5)
    tamper("DELETE FROM audit_event WHERE sequence = 3")
    [fault] = verify_chain(session, key)
    assert (fault.kind, fault.sequence, fault.problem) == (FaultKind.MISSING, 3, "event 3 is missing")


def test_several_removed_rows_are_named_as_a_gap(session, log, tamper, key):
    log(6)
    tamper("DELETE FROM audit_event WHERE sequence IN (2, 3, 4)")
    assert [fault.problem for fault in verify_chain(session, key)] == ["events 2 to 4 are missing"]


def test_a_removed_row_whose_gap_was_closed_is_named(session, log, tamper, key):
    log(5)
    tamper(
        "DELETE FROM audit_event WHERE sequence = 3",
        "UPDATE audit_event SET sequence = 3 WHERE sequence = 4",
        "UPDATE audit_event SET sequence = 4 WHERE sequence = 5",
        "UPDATE audit_head SET sequence = 4",
    )
    assert (FaultKind.OUT_OF_ORDER, 3) in faults(session, key)
    assert (FaultKind.CHANGED, 3) in faults(session, key)


def test_an_inserted_row_is_named(session, log, tamper, key):
    log(3)
    zeros = "X'" + "00" * 32 + "'" if session.get_bind().dialect.name == "sqlite" else "'\\x" + "00" * 32 + "'"
    tamper(
        f"INSERT INTO audit_event (sequence, {COLUMNS}) SELECT 4, at, actor, action, subject, details, digest, {zeros} "
        "FROM audit_event WHERE sequence = 3"
    )
    assert faults(session, key) == [(FaultKind.CHANGED, 4), (FaultKind.CUT_OFF, 5)]


def test_a_copied_row_is_named_even_when_the_head_agrees(session, log, tamper, key):
    log(3)
    flip = "substr(digest, 2) || substr(digest, 1, 1)"
    if session.get_bind().dialect.name == "sqlite":
        flip = f"CAST({flip} AS BLOB)"
    tamper(
        f"INSERT INTO audit_event (sequence, {COLUMNS}) SELECT 4, at, actor, action, subject, details, digest, {flip} "
        "FROM audit_event WHERE sequence = 3",
        "UPDATE audit_head SET sequence = 4, digest = (SELECT digest FROM audit_event WHERE sequence = 4)",
    )
    assert faults(session, key) == [(FaultKind.CHANGED, 4)]


def test_two_rows_that_changed_places_are_named(session, log, tamper, key):
    log(5)
    tamper(
        "UPDATE audit_event SET sequence = 99 WHERE sequence = 2",
        "UPDATE audit_event SET sequence = 2 WHERE sequence = 3",
        "UPDATE audit_event SET sequence = 3 WHERE sequence = 99",
    )
    found = faults(session, key)
    assert {(FaultKind.CHANGED, 2), (FaultKind.CHANGED, 3), (FaultKind.OUT_OF_ORDER, 2)} <= set(found)


def test_a_cut_tail_shows_against_the_head(session, log, tamper, key):
    log(5)
    tamper("DELETE FROM audit_event WHERE sequence > 3")
    [fault] = verify_chain(session, key)
    assert (fault.kind, fault.sequence, fault.other) == (FaultKind.CUT_OFF, 4, 5)


def test_a_tail_cut_together_with_the_head_shows_against_what_was_published(session, log, tamper, key):
    log(5)
    heads = {4: session.scalars(sa.select(AuditEvent.digest).where(AuditEvent.sequence == 4)).one()}
    tamper(
        "DELETE FROM audit_event WHERE sequence > 2",
        "UPDATE audit_head SET sequence = 2, digest = (SELECT digest FROM audit_event WHERE sequence = 2)",
    )
    assert faults(session, key) == [], "nothing inside the database can show it"
    assert faults(session, key, heads) == [(FaultKind.PUBLISHED_AND_MISSING, 4)]


def test_a_chain_made_anew_with_the_stolen_key_shows_against_what_was_published(session, log, tamper, key):
    log(3)
    assert faults(session, key, {2: bytes(32)}) == [(FaultKind.NOT_AS_PUBLISHED, 2)]


def test_a_log_without_its_head_says_so(session, log, tamper, key):
    log(2)
    tamper("DELETE FROM audit_head")
    assert faults(session, key) == [(FaultKind.NO_HEAD, 0)]


def test_another_key_trusts_nothing(session, log):
    log(2)
    assert faults(session, bytes(32)) == [(FaultKind.CHANGED, 1), (FaultKind.CHANGED, 2)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET actor = 'staff:9'",
        "DELETE FROM audit_event",
        "DELETE FROM audit_event WHERE sequence = 1",
    ],
)
def test_the_database_refuses_to_change_or_remove_an_event(session, log, statement):
    log(2)
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(sa.text(statement))
    session.rollback()
    assert session.scalar(sa.select(sa.func.count()).select_from(AuditEvent)) == 2


@pytest.mark.postgres
def test_postgresql_refuses_to_empty_the_log(session, log):
    log(2)
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(sa.text("TRUNCATE audit_event"))
    session.rollback()


def test_a_transaction_that_is_rolled_back_leaves_no_event_and_no_gap(session, log, key):
    log(1)
    record(session, action="thing.done", subject="thing:1", actor=Actor.system(), now=NOW)
    session.rollback()
    log(1)
    assert session.scalar(sa.select(sa.func.max(AuditEvent.sequence))) == 2
    assert faults(session, key) == []


def test_the_events_of_one_transaction_cost_three_statements(session, key):
    for number in range(5):
        record(session, action="thing.done", subject=f"thing:{number}", actor=Actor.system(), now=NOW)
    seen = []
    sa.event.listen(session.get_bind(), "before_cursor_execute", lambda *a: seen.append(a[2]))
    session.commit()
    assert len([text for text in seen if not text.startswith("BEGIN")]) == 3
    assert session.scalar(sa.select(AuditHead.sequence)) == 5


def test_many_writers_at_once_make_one_chain(session, app, key):
    session.commit()
    factory = sessionmaker(session.get_bind(), expire_on_commit=False)
    attach(factory, lambda: key)

    def write(who):
        for number in range(5):
            with immediate_transactions(True), factory() as own:
                record(own, action="thing.done", subject=f"thing:{number}", actor=Actor.staff(who), now=NOW)
                own.commit()

    threads = [threading.Thread(target=write, args=[who]) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert session.scalar(sa.select(AuditHead.sequence)) == 20
    assert faults(session, key) == []
