"""Why a complaint went where it went: every decision kept, the newest in force; and complaints that look alike."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from complaints.platform.store.model import Model, enum_type
from complaints.platform.store.types import UtcDateTime
from complaints.routing.rules import Track


class RoutingDecision(Model):
    """One decision of the router (no staff member) or of a person, with its reasons. Append-only."""

    __tablename__ = "routing_decision"
    __table_args__ = (
        sa.UniqueConstraint("complaint_id", "version"),
        sa.CheckConstraint("version >= 1", name="versions_count_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(sa.ForeignKey("complaint.id"))
    version: Mapped[int] = mapped_column(default=1)
    desk: Mapped[str] = mapped_column(sa.String(40))
    copies: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    track: Mapped[Track] = mapped_column(enum_type(Track, "track_is_known"))
    is_urgent: Mapped[bool] = mapped_column(default=False)
    is_restricted: Mapped[bool] = mapped_column(default=False)
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    proposals: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    explanations: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    profile_version: Mapped[str] = mapped_column(sa.String(64))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))


class DuplicateLink(Model):
    """Two complaints that may be about the same thing; linked for a person to look at, never merged."""

    __tablename__ = "duplicate_link"
    __table_args__ = (sa.CheckConstraint("complaint_id <> other_id", name="two_complaints"),)

    complaint_id: Mapped[int] = mapped_column(sa.ForeignKey("complaint.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(sa.ForeignKey("complaint.id"), primary_key=True, index=True)
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)
