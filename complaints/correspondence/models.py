"""What the city and a complainant wrote to each other, sealed to both; and the notices that fell due."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from complaints.correspondence.rules import FeedbackQuestion, ReviewDecision
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


class WrongTries(Model):
    """Wrong passphrases for one number since its page was last opened: how many, and the day of the last.

    Numbers that nobody has are counted together under the empty text, so that a try costs the same for each.
    """

    __tablename__ = "wrong_tries"
    __table_args__ = (sa.CheckConstraint("tries >= 0", name="tries_count_from_zero"),)

    number: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    tries: Mapped[int]
    last_on: Mapped[date]


class NoticeWish(Model):
    """Where a complainant wants a mail that there is something to read; sealed, and gone when they stop it.

    `waits_since` is when the oldest thing came that they were not told of yet.
    """

    __tablename__ = "notice_wish"
    __table_args__ = (sa.Index("ix_notice_wish_waits_since", "waits_since"),)

    complaint_id: Mapped[int] = mapped_column(sa.ForeignKey("complaint.id"), primary_key=True)
    sealed_address: Mapped[bytes] = mapped_column(sa.LargeBinary)
    seal_id: Mapped[str] = mapped_column(sa.String(32), unique=True)
    language: Mapped[str] = mapped_column(sa.String(12))
    waits_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def context(self) -> str:
        """What the sealed address is bound to."""
        return notice_context(self.seal_id)


def notice_context(seal_id: str) -> str:
    """The context of a sealed address, before there is a row too."""
    return f"notice-wish/{seal_id}"


class ReviewRequest(Model):
    """That a complainant asks for another look at a closed case: once for each closing, decided once.

    `closed_at` is the closing it is about; the message that tells of a refusal stands with the others.
    """

    __tablename__ = "review_request"
    __table_args__ = (
        sa.UniqueConstraint("complaint_id", "closed_at"),
        sa.Index(
            "uq_review_request_undecided",
            "complaint_id",
            unique=True,
            sqlite_where=sa.text("decision IS NULL"),
            postgresql_where=sa.text("decision IS NULL"),
        ),
        sa.CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="a_decision_has_its_time"),
        sa.CheckConstraint("(decision IS NULL) = (decided_by_id IS NULL)", name="a_decision_has_its_maker"),
        sa.CheckConstraint("asked_at >= closed_at", name="asked_after_it_was_closed"),
        sa.CheckConstraint("decided_at >= asked_at", name="decided_after_it_was_asked"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(sa.ForeignKey("complaint.id"))
    closed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sealed_reason: Mapped[bytes] = mapped_column(sa.LargeBinary)
    seal_id: Mapped[str] = mapped_column(sa.String(32), unique=True)
    decision: Mapped[ReviewDecision | None] = mapped_column(enum_type(ReviewDecision, "decision_is_known"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))

    @property
    def context(self) -> str:
        """What the sealed reason is bound to."""
        return f"review-request/{self.seal_id}"


class FeedbackGiven(Model):
    """That feedback came with a complaint, so that it comes once; what it said stands elsewhere, and no time here."""

    __tablename__ = "feedback_given"

    complaint_id: Mapped[int] = mapped_column(sa.ForeignKey("complaint.id"), primary_key=True)


class FeedbackTally(Model):
    """How often a question was answered so, in a year. Nothing leads from here to a complaint."""

    __tablename__ = "feedback_tally"
    __table_args__ = (
        sa.CheckConstraint("answer BETWEEN 1 AND 5", name="answers_are_one_to_five"),
        sa.CheckConstraint("times >= 1", name="something_was_counted"),
    )

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    question: Mapped[FeedbackQuestion] = mapped_column(
        enum_type(FeedbackQuestion, "question_is_known"), primary_key=True
    )
    answer: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    times: Mapped[int]
