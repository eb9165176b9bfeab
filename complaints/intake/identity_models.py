"""A name that a complainant gave after they had filed: added beside the complaint, which itself stays as it was."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from complaints.intake.rules import FilingMode
from complaints.platform.store.model import Model, enum_type
from complaints.platform.store.types import UtcDateTime


class LaterIdentity(Model):
    """Who complains, as they said later; the newest counts. Append-only: what was named is never silently un-named.

    `submission_key` makes one form one name, however often it is sent.
    """

    __tablename__ = "later_identity"
    __table_args__ = (
        sa.CheckConstraint("mode <> 'anonymous'", name="it_is_a_name"),
        sa.CheckConstraint("length(submission_key) = 32", name="submission_key_is_whole"),
        sa.Index("ix_later_identity_complaint_id", "complaint_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(sa.ForeignKey("complaint.id"))
    mode: Mapped[FilingMode] = mapped_column(enum_type(FilingMode, "mode_is_known"))
    sealed_identity: Mapped[bytes] = mapped_column(sa.LargeBinary)
    seal_id: Mapped[str] = mapped_column(sa.String(32), unique=True)
    submission_key: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def context(self) -> str:
        """What the sealed name is bound to."""
        return f"later-identity/{self.seal_id}"
