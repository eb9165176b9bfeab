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
