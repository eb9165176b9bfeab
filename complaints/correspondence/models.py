"""What the city and a complainant wrote to each other, sealed to both; and the notices that fell due."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from complaints.platform.store.model import Model, enum_type
from complaints.platform.store.types import UtcDateTime


class Direction(StrEnum):
    """Who wrote."""

    FROM_COMPLAINANT = "from_complainant"
    TO_COMPLAINANT = "to_complainant"


class NoticeKind(StrEnum):
    """What a complainant is told without anybody writing it."""

    ACKNOWLEDGEMENT = "acknowledgement"
    STATUS = "status"
    CLOSING = "closing"


class Message(Model):
    """One message; `submission_key` makes a form sent twice one message."""

    __tablename__ = "message"
    __table_args__ = (
        sa.CheckConstraint(
            "(direction = 'from_complainant') = (author_id IS NULL)", name="staff_messages_have_an_author"
        ),
        sa.CheckConstraint("length(submission_key) = 32", name="submission_key_is_whole"),
        sa.Index("ix_message_complaint_id", "complaint_id", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(sa.ForeignKey("complaint.id"))
    direction: Mapped[Direction] = mapped_column(enum_type(Direction, "direction_is_known"))
    sealed_body: Mapped[bytes] = mapped_column(sa.LargeBinary)
    seal_id: Mapped[str] = mapped_column(sa.String(32), unique=True)
    submission_key: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def context(self) -> str:
        """What the sealed body is bound to."""
        return f"message/{self.seal_id}"


class Notice(Model):
    """A notice shown on the complainant's page; its words are chosen when it is shown."""

    __tablename__ = "notice"
    __table_args__ = (sa.Index("ix_notice_complaint_id", "complaint_id", "given_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(sa.ForeignKey("complaint.id"))
    kind: Mapped[NoticeKind] = mapped_column(enum_type(NoticeKind, "kind_is_known"))
    detail: Mapped[str] = mapped_column(sa.String(40), default="")
    due_on: Mapped[date | None]
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MessageFile(Model):
    """A file that went with a message; what the file is, `evidence` knows."""

    __tablename__ = "message_file"

    message_id: Mapped[int] = mapped_column(sa.ForeignKey("message.id"), primary_key=True)
    evidence_id: Mapped[int] = mapped_column(sa.ForeignKey("evidence.id"), primary_key=True, index=True)
