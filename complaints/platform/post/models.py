"""Mail that waits to be sent, was sent, or was given up. Nothing of a complaint ever stands in one."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from complaints.platform.store.model import Model
from complaints.platform.store.types import UtcDateTime


class OutgoingMail(Model):
    """One mail to one person. `key` says what it is about, so that the same thing is never told twice.

    `claim` is whoever is sending it now, until `claimed_until`; after that anybody may try again. A resident's address
    is sealed under `address_context`, opened by whoever sends, and gone once it was sent.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (
        sa.CheckConstraint("tries >= 0", name="tries_count_from_zero"),
        sa.CheckConstraint("sent_at IS NULL OR given_up_at IS NULL", name="it_ends_one_way"),
        sa.CheckConstraint("(claim = '') = (claimed_until IS NULL)", name="a_claim_has_its_end"),
        sa.CheckConstraint("address = '' OR sealed_address IS NULL", name="it_has_one_address"),
        sa.CheckConstraint(
            "sent_at IS NOT NULL OR address <> '' OR sealed_address IS NOT NULL", name="unsent_it_can_be_reached"
        ),
        sa.CheckConstraint("sealed_address IS NULL OR address_context <> ''", name="a_sealed_address_has_its_context"),
        sa.Index("ix_outgoing_mail_waiting", "sent_at", "given_up_at", "next_try_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(160), unique=True)
    address: Mapped[str] = mapped_column(sa.String(254))
    sealed_address: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    address_context: Mapped[str] = mapped_column(sa.String(80), default="")
    subject: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str] = mapped_column(sa.Text)
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    claim: Mapped[str] = mapped_column(sa.String(32), default="")
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    trouble: Mapped[str] = mapped_column(sa.String(200), default="")
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    given_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
