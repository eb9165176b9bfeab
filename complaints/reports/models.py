"""Releases: numbered, frozen sets of published counts with the files built from them, none of which changes again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from complaints.platform.store.model import Model
from complaints.platform.store.types import UtcDateTime


class Release(Model):
    """One frozen release. Only `published_at` and its person are ever filled in later, once."""

    __tablename__ = "release"
    __table_args__ = (
        # One release a period; a demonstration in the same database does not stand in the way of the real one.
        sa.UniqueConstraint("period", "is_demonstration"),
        sa.CheckConstraint("ends_on >= starts_on", name="period_is_in_order"),
        sa.CheckConstraint("number >= 1", name="numbers_count_from_one"),
        sa.CheckConstraint("length(manifest_digest) = 32", name="digest_is_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    period: Mapped[str] = mapped_column(sa.String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    frozen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    frozen_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    manifest: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    manifest_digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    signature: Mapped[bytes] = mapped_column(sa.LargeBinary(64))
    audit_sequence: Mapped[int]
    audit_digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32))


class ReleaseFile(Model):
    """The exact bytes of one published file or table."""

    __tablename__ = "release_file"
    __table_args__ = (sa.UniqueConstraint("release_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(sa.ForeignKey("release.id"))
    name: Mapped[str] = mapped_column(sa.String(80))
    media_type: Mapped[str] = mapped_column(sa.String(80))
    content: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
