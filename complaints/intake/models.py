"""What a resident said: in the clear what routing, clocks and counts need, and everything else sealed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.intake.incident import IncidentPrecision
from complaints.intake.rules import AllegationKind, Channel, FilingMode, Standing, SubjectKind
from complaints.platform.store.model import Model, enum_type
from complaints.platform.store.types import UtcDateTime
from complaints.registry.models import Technology


def _as_exactly_as_told(context: Any) -> IncidentPrecision:
    """Who gives a day knows the day; who gives none does not."""
    told = context.get_current_parameters()
    return IncidentPrecision.UNKNOWN if told.get("incident_on") is None else IncidentPrecision.DAY


def _as_they_wrote(context: Any) -> str:
    return str(context.get_current_parameters()["language"])


class Complaint(Model):
    """One complaint as it was received; nothing in it changes afterwards but the withdrawal."""

    __tablename__ = "complaint"
    __table_args__ = (
        sa.CheckConstraint("(mode = 'anonymous') = (sealed_identity IS NULL)", name="anonymous_has_no_identity"),
        sa.CheckConstraint("length(submission_key) = 32 AND length(digest) = 32", name="digests_are_whole"),
        sa.CheckConstraint("received_at <= registered_at", name="received_before_it_is_registered"),
        sa.CheckConstraint("(incident_precision = 'day') = (incident_on IS NOT NULL)", name="a_known_day_is_there"),
        sa.CheckConstraint(
            "(incident_from IS NULL AND incident_until IS NULL) OR coalesce(incident_from <= incident_until, FALSE)",
            name="a_span_has_two_ends",
        ),
        sa.CheckConstraint(
            "incident_precision = 'several'"
            " OR (incident_precision IN ('month', 'year', 'between')) = (incident_from IS NOT NULL)",
            name="what_is_about_known_has_a_span",
        ),
        # Counts go by the day of registration: a letter that lay around never changes a year that is over.
        sa.Index("ix_complaint_registered_at", "registered_at"),
        sa.Index("ix_complaint_incident", "incident_on", "neighbourhood"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(16), unique=True)
    submission_key: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    channel: Mapped[Channel] = mapped_column(enum_type(Channel, "channel_is_known"))
    language: Mapped[str] = mapped_column(sa.String(12))
    mode: Mapped[FilingMode] = mapped_column(enum_type(FilingMode, "mode_is_known"))
    standing: Mapped[Standing] = mapped_column(enum_type(Standing, "standing_is_known"))
    about: Mapped[SubjectKind] = mapped_column(enum_type(SubjectKind, "subject_is_known"))
    incident_on: Mapped[date | None]
    incident_precision: Mapped[IncidentPrecision] = mapped_column(
        enum_type(IncidentPrecision, "precision_is_known"), default=_as_exactly_as_told
    )
    incident_from: Mapped[date | None]
    incident_until: Mapped[date | None]
    neighbourhood: Mapped[str | None] = mapped_column(sa.String(60))
    is_safety_risk: Mapped[bool] = mapped_column(default=False)
    is_possible_crime: Mapped[bool] = mapped_column(default=False)
    is_federal_use: Mapped[bool] = mapped_column(default=False)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    reply_language: Mapped[str] = mapped_column(sa.String(12), default=_as_they_wrote)
    needs_interpreter: Mapped[bool] = mapped_column(default=False)
    contact_wishes: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sealed_identity: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True)
    sealed_statement: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32))

    technologies: Mapped[list[Technology]] = relationship(secondary="complaint_technology", lazy="raise", viewonly=True)
    allegations: Mapped[list[Allegation]] = relationship(back_populates="complaint", lazy="raise")

    @property
    def incident_span(self) -> tuple[date, date] | None:
        """The first and the last day that it can have been, where the day itself is not known."""
        if self.incident_from is None or self.incident_until is None:
            return None
        return self.incident_from, self.incident_until

    def context(self, field: str) -> str:
        """What a sealed field of this complaint is bound to; `field` is identity or statement."""
        return sealing_context(self.number, field)


def sealing_context(number: str, field: str) -> str:
    """The context of a sealed field, before there is a row too."""
    return f"complaint/{number}/{field}"


class ComplaintTechnology(Model):
    """A complaint's mention of a technology: what per-technology counts count."""

    __tablename__ = "complaint_technology"

    complaint_id: Mapped[int] = mapped_column(sa.ForeignKey("complaint.id"), primary_key=True)
    technology_id: Mapped[int] = mapped_column(sa.ForeignKey("technology.id"), primary_key=True, index=True)


class Allegation(Model):
    """A kind of wrong alleged about one technology; findings are made per allegation."""

    __tablename__ = "allegation"
    __table_args__ = (
        sa.UniqueConstraint("complaint_id", "technology_id", "kind"),
        sa.ForeignKeyConstraint(
            ["complaint_id", "technology_id"],
            ["complaint_technology.complaint_id", "complaint_technology.technology_id"],
            name="fk_allegation_mention",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(sa.ForeignKey("complaint.id"))
    technology_id: Mapped[int] = mapped_column(sa.ForeignKey("technology.id"))
    kind: Mapped[AllegationKind] = mapped_column(enum_type(AllegationKind, "kind_is_known"))

    complaint: Mapped[Complaint] = relationship(back_populates="allegations", lazy="raise")


class Mailbox(Model):
    """How a complainant comes back: what their passphrase makes, and the key that answers are sealed to."""

    __tablename__ = "mailbox"
    __table_args__ = (
        sa.CheckConstraint("length(salt) = 16 AND length(verifier) = 32 AND length(public_key) = 32", name="is_whole"),
    )

    complaint_id: Mapped[int] = mapped_column(sa.ForeignKey("complaint.id"), primary_key=True)
    salt: Mapped[bytes] = mapped_column(sa.LargeBinary(16))
    verifier: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
