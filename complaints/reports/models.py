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
        sa.CheckConstraint("length(signature) = 64", name="signature_is_whole"),
        sa.CheckConstraint("published_at >= frozen_at", name="published_after_it_was_frozen"),
        sa.CheckConstraint("published_by_id IS NULL OR published_at IS NOT NULL", name="a_publisher_published"),
        # Where two people are required, what one froze another publishes. A job or a shell that froze names nobody.
        sa.CheckConstraint(
            "NOT two_people OR published_at IS NULL OR frozen_by_id IS NULL"
            " OR (published_by_id IS NOT NULL AND frozen_by_id <> published_by_id)",
            name="takes_two",
        ),
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
    two_people: Mapped[bool] = mapped_column(default=True)


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


class Erratum(Model):
    """What was found wrong with a published release. What was written never changes; it is published once, and is then
    a link of the release's chain, or set aside once, and then it never was part of it."""

    __tablename__ = "erratum"
    __table_args__ = (
        sa.UniqueConstraint("release_id", "number"),
        sa.CheckConstraint("number >= 1", name="numbers_count_from_one"),
        sa.CheckConstraint(
            "(published_at IS NULL) = (number IS NULL) AND (published_at IS NULL) = (content IS NULL)"
            " AND (published_at IS NULL) = (digest IS NULL) AND (published_at IS NULL) = (signature IS NULL)",
            name="published_is_whole",
        ),
        sa.CheckConstraint("published_at IS NULL OR set_aside_at IS NULL", name="set_aside_is_not_published"),
        sa.CheckConstraint("digest IS NULL OR length(digest) = 32", name="digest_is_whole"),
        sa.CheckConstraint("signature IS NULL OR length(signature) = 64", name="signature_is_whole"),
        sa.CheckConstraint("published_at >= written_at", name="published_after_it_was_written"),
        sa.CheckConstraint("set_aside_at >= written_at", name="set_aside_after_it_was_written"),
        sa.CheckConstraint("published_by_id IS NULL OR published_at IS NOT NULL", name="a_publisher_published"),
        sa.CheckConstraint("set_aside_by_id IS NULL OR set_aside_at IS NOT NULL", name="who_set_aside_did"),
        sa.CheckConstraint(
            "NOT two_people OR published_at IS NULL OR written_by_id IS NULL"
            " OR (published_by_id IS NOT NULL AND written_by_id <> published_by_id)",
            name="takes_two",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(sa.ForeignKey("release.id"))
    text: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    cells: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    two_people: Mapped[bool] = mapped_column(default=True)
    number: Mapped[int | None]
    content: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    digest: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32))
    signature: Mapped[bytes | None] = mapped_column(sa.LargeBinary(64))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    set_aside_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    set_aside_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))


class DueDate(Model):
    """On which day the event falls that a period's report is due before. Set once; a correction is a further version
    with its reason, and the earlier ones stay."""

    __tablename__ = "due_date"
    __table_args__ = (
        sa.UniqueConstraint("period", "version"),
        sa.CheckConstraint("version >= 1", name="versions_count_from_one"),
        sa.CheckConstraint("(version = 1) = (reason = '')", name="a_correction_has_its_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(sa.String(20))
    version: Mapped[int]
    due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.String(300))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
