"""A technology, every version of what the registry says of it, and the policies kept as files."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.platform.store.model import Model, enum_type
from complaints.platform.store.types import UtcDateTime
from complaints.registry.rules import TechnologyType


class Technology(Model):
    """Something the police watch with. Never deleted: a retired one keeps its complaints and its history."""

    __tablename__ = "technology"
    __table_args__ = (sa.CheckConstraint("slug <> ''", name="slug_is_given"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(60), unique=True)
    type: Mapped[TechnologyType] = mapped_column(enum_type(TechnologyType, "type_is_known"))
    position: Mapped[int] = mapped_column(default=0)
    current_version: Mapped[int] = mapped_column(default=1)
    retired_on: Mapped[date | None]

    versions: Mapped[list[TechnologyVersion]] = relationship(
        back_populates="technology", order_by="TechnologyVersion.version", lazy="raise"
    )
    current: Mapped[TechnologyVersion] = relationship(
        primaryjoin="and_(Technology.id == foreign(TechnologyVersion.technology_id),"
        " Technology.current_version == foreign(TechnologyVersion.version))",
        viewonly=True,
        uselist=False,
        lazy="joined",
        innerjoin=True,
    )

    @property
    def is_named(self) -> bool:
        """Whether it is a technology of its own; 'not known' only gathers what nobody could name."""
        return self.type is not TechnologyType.NOT_KNOWN


class TechnologyVersion(Model):
    """What the registry said from `changed_at` on. Empty text means 'not stated', and is shown as that. Append-only."""

    __tablename__ = "technology_version"
    __table_args__ = (
        sa.UniqueConstraint("technology_id", "version"),
        sa.CheckConstraint("version >= 1", name="versions_count_from_one"),
        sa.CheckConstraint("retention_days IS NULL OR retention_days >= 0", name="retention_is_not_negative"),
        sa.CheckConstraint("units_count IS NULL OR units_count >= 0", name="units_are_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    technology_id: Mapped[int] = mapped_column(sa.ForeignKey("technology.id"), index=True)
    version: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(120))
    local_name: Mapped[str] = mapped_column(sa.String(120), default="")
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    use: Mapped[str] = mapped_column(sa.Text, default="")
    artificial_intelligence: Mapped[str] = mapped_column(sa.Text, default="")
    units: Mapped[str] = mapped_column(sa.Text, default="")
    units_count: Mapped[int | None]
    effectiveness: Mapped[str] = mapped_column(sa.Text, default="")
    funding: Mapped[str] = mapped_column(sa.Text, default="")
    requests: Mapped[str] = mapped_column(sa.Text, default="")
    partnerships: Mapped[str] = mapped_column(sa.Text, default="")
    policy_title: Mapped[str] = mapped_column(sa.String(200), default="")
    policy_url: Mapped[str] = mapped_column(sa.String(500), default="")
    policy_file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("policy_file.id"))
    policy_since: Mapped[date | None]
    retention_days: Mapped[int | None]
    retention: Mapped[str] = mapped_column(sa.Text, default="")
    area: Mapped[str] = mapped_column(sa.Text, default="")
    source: Mapped[str] = mapped_column(sa.Text, default="")
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    change_note: Mapped[str] = mapped_column(sa.String(300), default="")

    technology: Mapped[Technology] = relationship(back_populates="versions", lazy="raise")


class PolicyFile(Model):
    """A policy kept as a file, because the department's page may move."""

    __tablename__ = "policy_file"
    __table_args__ = (sa.CheckConstraint("length(digest) = 32", name="digest_is_whole"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str] = mapped_column(sa.String(120))
    content: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    size: Mapped[int]
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
