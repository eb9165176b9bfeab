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


SAYS = "a frozen release does not change"
"""What the database answers to whoever tries."""
LATER = ("published_at", "published_by_id")
"""The columns that are filled in once, when a release is published."""
_KEPT = " OR ".join(
    f'NEW."{name}" IS NOT OLD."{name}"' for name in [c.name for c in Release.__table__.columns] if name not in LATER
)
SQLITE_TRIGGERS = (
    f'CREATE TRIGGER release_is_frozen BEFORE UPDATE ON "release" '
    f"WHEN OLD.published_at IS NOT NULL OR NEW.published_at IS NULL OR {_KEPT} "
    f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    f"CREATE TRIGGER release_stays BEFORE DELETE ON \"release\" BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    *(
        f"CREATE TRIGGER release_file_no_{verb.lower()} BEFORE {verb} ON release_file "
        f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
        for verb in ("UPDATE", "DELETE")
    ),
)
_PUBLISHED = "ARRAY['" + "', '".join(LATER) + "']"
POSTGRES_TRIGGERS = (
    f"CREATE FUNCTION release_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'release' THEN "
    f"IF OLD.published_at IS NULL AND NEW.published_at IS NOT NULL "
    f"AND to_jsonb(NEW) - {_PUBLISHED} = to_jsonb(OLD) - {_PUBLISHED} THEN RETURN NEW; END IF; END IF; "
    f"RAISE EXCEPTION '{SAYS}'; END $$",
    *(
        f'CREATE TRIGGER {table}_is_frozen BEFORE UPDATE OR DELETE ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION release_refuse()"
        for table in ("release", "release_file")
    ),
    *(
        f'CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON "{table}" '
        f"FOR EACH STATEMENT EXECUTE FUNCTION release_refuse()"
        for table in ("release", "release_file")
    ),
)


def first_statements(dialect: str) -> tuple[str, ...]:
    """What must run once after the tables are made: the triggers that keep a frozen release as it is."""
    return SQLITE_TRIGGERS if dialect == "sqlite" else POSTGRES_TRIGGERS


def last_statements(dialect: str) -> tuple[str, ...]:
    """What must go before the tables can: on SQLite triggers go with their table, PostgreSQL keeps the function."""
    if dialect == "sqlite":
        return ()
    tables, kinds = ("release", "release_file"), ("is_frozen", "stays")
    drops = (f'DROP TRIGGER {table}_{kind} ON "{table}"' for table in tables for kind in kinds)
    return (*drops, "DROP FUNCTION release_refuse()")
