"""A case: where it stands, who works it, its clocks, and everything that was done, appended and never overwritten."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from complaints.casework.rules import ClosureReason, Conflict, HoldReason, Move, Status
from complaints.intake.models import Complaint
from complaints.platform.accounts.models import Staff
from complaints.platform.store.model import Model, enum_type
from complaints.platform.store.types import UtcDateTime
from complaints.routing.rules import ClockKind, Track


class Case(Model):
    """The work on one complaint. `version` goes up with every change: of two people who change it at once, one wins.

    `about_unit` is the unit it is about, as triage read it; `is_shared` says that civilian oversight has a copy.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        sa.CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed_has_its_time"),
        sa.CheckConstraint("(status = 'on_hold') = (hold_reason IS NOT NULL)", name="on_hold_has_its_reason"),
        sa.CheckConstraint(
            "status NOT IN ('assigned', 'investigating', 'on_hold', 'in_review') OR investigator_id IS NOT NULL",
            name="work_has_an_investigator",
        ),
        sa.CheckConstraint("closure_reason IS NULL OR status = 'closed'", name="closure_reason_when_closed"),
        # The queue reads pages in this order; an open case without a clock sorts by the far date it is given.
        sa.Index("ix_case_file_queue", "is_open", "next_due_on", "id"),
        sa.Index("ix_case_file_status", "status", "next_due_on", "id"),
        sa.Index("ix_case_file_investigator", "investigator_id", "is_open", "next_due_on", "id"),
        sa.Index("ix_case_file_desk", "desk", "is_open", "next_due_on", "id"),
        sa.Index("ix_case_file_closed_at", "closed_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(sa.ForeignKey("complaint.id"), unique=True)
    status: Mapped[Status] = mapped_column(enum_type(Status, "status_is_known"), default=Status.RECEIVED)
    is_open: Mapped[bool] = mapped_column(sa.Boolean, sa.Computed("status <> 'closed'", persisted=True))
    track: Mapped[Track] = mapped_column(enum_type(Track, "track_is_known"))
    desk: Mapped[str] = mapped_column(sa.String(40))
    is_urgent: Mapped[bool] = mapped_column(default=False)
    is_restricted: Mapped[bool] = mapped_column(default=False)
    investigator_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    hold_reason: Mapped[HoldReason | None] = mapped_column(enum_type(HoldReason, "hold_reason_is_known"))
    closure_reason: Mapped[ClosureReason | None] = mapped_column(enum_type(ClosureReason, "closure_reason_is_known"))
    referred_to: Mapped[str] = mapped_column(sa.String(40), default="")
    about_unit: Mapped[str] = mapped_column(sa.String(80), default="")
    is_shared: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    next_due_on: Mapped[date] = mapped_column(sa.Date, default=date.max)
    next_clock: Mapped[ClockKind | None] = mapped_column(enum_type(ClockKind, "next_clock_is_known"))
    version: Mapped[int] = mapped_column()

    complaint: Mapped[Complaint] = relationship(lazy="raise", innerjoin=True)
    investigator: Mapped[Staff | None] = relationship(lazy="raise", viewonly=True)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        """SQLAlchemy then adds the version to every UPDATE, and refuses one that finds another there."""
        return {"version_id_col": cls.version}


class CaseMove(Model):
    """One move of a case, with its sealed reason. Append-only.

    `detail` is the code that goes with the move: hold or closure reason, where it was referred to, why it was reopened.
    """

    __tablename__ = "case_move"
    __table_args__ = (sa.Index("ix_case_move_case_id", "case_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case_file.id"))
    move: Mapped[Move] = mapped_column(enum_type(Move, "move_is_known"))
    from_status: Mapped[Status] = mapped_column(enum_type(Status, "from_status_is_known"))
    to_status: Mapped[Status] = mapped_column(enum_type(Status, "to_status_is_known"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    investigator_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    detail: Mapped[str] = mapped_column(sa.String(40), default="")
    sealed_reason: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    seal_id: Mapped[str] = mapped_column(sa.String(32), unique=True)

    by: Mapped[Staff | None] = relationship(foreign_keys=[by_id], lazy="raise", viewonly=True)
    investigator: Mapped[Staff | None] = relationship(foreign_keys=[investigator_id], lazy="raise", viewonly=True)


class Clock(Model):
    """A deadline of a case. Paused days push `due_on` out through a ClockChange that keeps the earlier date."""

    __tablename__ = "clock"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "kind", "starts_on"),
        sa.CheckConstraint("due_on >= starts_on", name="due_after_it_starts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case_file.id"))
    kind: Mapped[ClockKind] = mapped_column(enum_type(ClockKind, "kind_is_known"))
    starts_on: Mapped[date]
    due_on: Mapped[date]
    basis: Mapped[str] = mapped_column(sa.String(120), default="")
    met_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_on: Mapped[date | None]

    changes: Mapped[list[ClockChange]] = relationship(lazy="raise", viewonly=True, order_by="ClockChange.id")


class ClockChangeReason(StrEnum):
    """Why a due date moved."""

    HOLD = "hold"
    EXTENSION = "extension"
    TRACK_CHANGED = "track_changed"


class ClockChange(Model):
    """A due date that moved: the earlier one, who moved it, when and why. Append-only."""

    __tablename__ = "clock_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    clock_id: Mapped[int] = mapped_column(sa.ForeignKey("clock.id"), index=True)
    reason: Mapped[ClockChangeReason] = mapped_column(enum_type(ClockChangeReason, "reason_is_known"))
    earlier_due_on: Mapped[date]
    due_on: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    sealed_reason: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    seal_id: Mapped[str] = mapped_column(sa.String(32), unique=True)

    by: Mapped[Staff | None] = relationship(lazy="raise", viewonly=True)


class Note(Model):
    """What staff noted on a case, sealed. Append-only."""

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case_file.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))
    sealed_body: Mapped[bytes] = mapped_column(sa.LargeBinary)
    seal_id: Mapped[str] = mapped_column(sa.String(32), unique=True)

    by: Mapped[Staff] = relationship(lazy="raise", viewonly=True)


class ConflictOfInterest(Model):
    """What keeps a member of staff off a case: declared by them or by who assigns. Append-only."""

    __tablename__ = "conflict_of_interest"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case_file.id"), index=True)
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    conflict: Mapped[Conflict] = mapped_column(enum_type(Conflict, "conflict_is_known"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))


class TechnologyOperator(Model):
    """Who operates or administers a technology, and so cannot investigate a complaint about it."""

    __tablename__ = "technology_operator"

    technology_id: Mapped[int] = mapped_column(sa.ForeignKey("technology.id"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"), primary_key=True)
