"""A file of a complaint: in the clear what limits and work need, its content, name, words and digests sealed."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from complaints.evidence.rules import Quarantine, ScanState, Source
from complaints.platform.attachments import Kind
from complaints.platform.store.model import Model, enum_type
from complaints.platform.store.types import UtcDateTime


class Evidence(Model):
    """One file. Nothing of it changes but that it is scanned, first opened by staff, or taken back; the row stays.

    `blob` is the name under which the sealed content lies in the store, `stored_digest` the SHA-256 of what lies there.
    What the file was before it was cleaned is told by its digest, which is sealed with its name: in the clear it would
    let whoever has a phone in hand find out whether its owner complained. `submission_key` is keyed for that reason.
    `is_shared` says that it is sealed to the complainant too.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        sa.CheckConstraint("length(submission_key) = 32 AND length(stored_digest) = 32", name="digests_are_whole"),
        sa.CheckConstraint("size > 0", name="holds_something"),
        sa.CheckConstraint("is_clean = (quarantine IS NULL)", name="what_is_not_clean_says_why"),
        sa.CheckConstraint("(source = 'complainant') = (added_by_id IS NULL)", name="staff_files_have_a_sender"),
        sa.CheckConstraint("source = 'staff' OR is_shared", name="complainants_can_open_their_own"),
        sa.CheckConstraint(
            "removed_at IS NULL OR (removed_at >= received_at AND opened_at IS NULL)", name="taken_back_before_opened"
        ),
        sa.CheckConstraint("opened_at IS NULL OR opened_at >= received_at", name="opened_after_it_came"),
        sa.Index("ix_evidence_complaint_id", "complaint_id", "id"),
        # Who took a file back may send it again.
        sa.Index(
            "uq_evidence_submission_key",
            "submission_key",
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(sa.ForeignKey("complaint.id"))
    source: Mapped[Source] = mapped_column(enum_type(Source, "source_is_known"))
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    is_shared: Mapped[bool]
    kind: Mapped[Kind] = mapped_column(enum_type(Kind, "kind_is_known"))
    media_type: Mapped[str] = mapped_column(sa.String(80))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    is_clean: Mapped[bool]
    quarantine: Mapped[Quarantine | None] = mapped_column(enum_type(Quarantine, "quarantine_is_known"))
    scan: Mapped[ScanState] = mapped_column(enum_type(ScanState, "scan_is_known"), default=ScanState.NOT_ASKED)
    blob: Mapped[str] = mapped_column(sa.String(60), unique=True)
    stored_digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    seal_id: Mapped[str] = mapped_column(sa.String(32), unique=True)
    sealed_about: Mapped[bytes] = mapped_column(sa.LargeBinary)
    submission_key: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def context(self) -> str:
        """What its sealed content is bound to."""
        return context_of(self.seal_id, "content")


def context_of(seal_id: str, part: str) -> str:
    """What a sealed part is bound to, before there is a row too; `part` is content or about."""
    return f"evidence/{seal_id}/{part}"
