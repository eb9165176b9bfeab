"""The rows of the log, and the one row that holds its head."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from complaints.platform.store.model import Model
from complaints.platform.store.types import UtcDateTime


class AuditEvent(Model):
    """One thing that happened. Triggers refuse to change or remove it."""

    __tablename__ = "audit_event"
    __table_args__ = (
        sa.CheckConstraint("length(digest) = 32 AND length(previous) = 32", name="digests_are_whole"),
        sa.Index("ix_audit_event_subject", "subject", "sequence"),
    )

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(sa.String(40))
    action: Mapped[str] = mapped_column(sa.String(60))
    subject: Mapped[str] = mapped_column(sa.String(80))
    details: Mapped[str] = mapped_column(sa.Text)
    previous: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)


class AuditHead(Model):
    """The last event's place and digest: the row that writers queue for, and that a missing tail shows against."""

    __tablename__ = "audit_head"
    __table_args__ = (sa.CheckConstraint("id = 1", name="there_is_one_head"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sequence: Mapped[int]
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32))


SQLITE_TRIGGERS = tuple(
    f"CREATE TRIGGER audit_event_no_{verb.lower()} BEFORE {verb} ON audit_event "
    f"BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
    for verb in ("UPDATE", "DELETE")
)
POSTGRES_TRIGGERS = (
    "CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$",
    "CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse()",
)
FIRST_HEAD = "INSERT INTO audit_head (id, sequence, digest) VALUES (1, 0, {zero})"


def first_statements(dialect: str) -> tuple[str, ...]:
    """What must run once after the tables are made: the triggers, and a head for the empty log."""
    zero = "x'" + "00" * 32 + "'" if dialect == "sqlite" else "'\\x" + "00" * 32 + "'"
    triggers = SQLITE_TRIGGERS if dialect == "sqlite" else POSTGRES_TRIGGERS
    return (*triggers, FIRST_HEAD.format(zero=zero))


def last_statements(dialect: str) -> tuple[str, ...]:
    """What must go before the tables can: on SQLite triggers go with their table, PostgreSQL keeps the function."""
    if dialect == "sqlite":
        return ()
    return ("DROP TRIGGER audit_event_append_only ON audit_event", "DROP FUNCTION audit_event_refuse()")
