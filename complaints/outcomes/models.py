"""Findings per allegation, every version kept, and what was done because of them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from complaints.outcomes.rules import FindingKind, OutcomeKind
from complaints.platform.store.model import Model, enum_type
from complaints.platform.store.types import UtcDateTime


class Finding(Model):
    """A finding on one allegation with its sealed rationale. A change is a new version. Append-only."""

    __tablename__ = "finding"
    __table_args__ = (
        sa.UniqueConstraint("allegation_id", "version"),
        sa.CheckConstraint("version >= 1", name="versions_count_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    allegation_id: Mapped[int] = mapped_column(sa.ForeignKey("allegation.id"))
    version: Mapped[int]
    finding: Mapped[FindingKind] = mapped_column(enum_type(FindingKind, "finding_is_known"))
    sealed_rationale: Mapped[bytes] = mapped_column(sa.LargeBinary)
    seal_id: Mapped[str] = mapped_column(sa.String(32), unique=True)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))


class Outcome(Model):
    """Something that was done because of a case. Append-only."""

    __tablename__ = "outcome"
    __table_args__ = (sa.UniqueConstraint("case_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case_file.id"))
    kind: Mapped[OutcomeKind] = mapped_column(enum_type(OutcomeKind, "kind_is_known"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))
