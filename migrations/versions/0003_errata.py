"""Errata, and two people for a release wherever the profile asks for them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TAKES_TWO = (
    "NOT two_people OR published_at IS NULL OR frozen_by_id IS NULL"
    " OR (published_by_id IS NOT NULL AND frozen_by_id <> published_by_id)"
)
CHECKS = {
    "period_is_in_order": "ends_on >= starts_on",
    "digest_is_whole": "length(manifest_digest) = 32",
    "numbers_count_from_one": "number >= 1",
}
"""What a release had to hold before."""
FURTHER = {
    "signature_is_whole": "length(signature) = 64",
    "published_after_it_was_frozen": "published_at >= frozen_at",
    "a_publisher_published": "published_by_id IS NULL OR published_at IS NOT NULL",
    "takes_two": TAKES_TWO,
}
TWO_PEOPLE = "published_at IS NULL OR frozen_by_id IS NULL OR coalesce(published_by_id <> frozen_by_id, FALSE)"
"""Of a release from before: what waits takes two, and so do errata of what two people published. Where one person did
both it was allowed, and stays so."""
COLUMNS = (
    "id, number, period, starts_on, ends_on, frozen_at, frozen_by_id, published_at, published_by_id, is_demonstration,"
    " manifest, manifest_digest, signature, audit_sequence, audit_digest"
)
FILE_COLUMNS = "id, release_id, name, media_type, content, digest"
KEEP_RELEASES = (
    """CREATE TRIGGER release_stays BEFORE DELETE ON "release"
           BEGIN SELECT RAISE(ABORT, 'a frozen release does not change'); END""",
    """CREATE TRIGGER release_file_no_update BEFORE UPDATE ON release_file
           BEGIN SELECT RAISE(ABORT, 'a frozen release does not change'); END""",
    """CREATE TRIGGER release_file_no_delete BEFORE DELETE ON release_file
           BEGIN SELECT RAISE(ABORT, 'a frozen release does not change'); END""",
)
"""The triggers of SQLite that stay as they were."""
WITHOUT = """CREATE TRIGGER release_is_frozen BEFORE UPDATE ON "release"
           WHEN OLD.published_at IS NOT NULL
           OR NEW.published_at IS NULL
           OR NEW."id" IS NOT OLD."id"
           OR NEW."number" IS NOT OLD."number"
           OR NEW."period" IS NOT OLD."period"
           OR NEW."starts_on" IS NOT OLD."starts_on"
           OR NEW."ends_on" IS NOT OLD."ends_on"
           OR NEW."frozen_at" IS NOT OLD."frozen_at"
           OR NEW."frozen_by_id" IS NOT OLD."frozen_by_id"
           OR NEW."is_demonstration" IS NOT OLD."is_demonstration"
           OR NEW."manifest" IS NOT OLD."manifest"
           OR NEW."manifest_digest" IS NOT OLD."manifest_digest"
           OR NEW."signature" IS NOT OLD."signature"
           OR NEW."audit_sequence" IS NOT OLD."audit_sequence"
           OR NEW."audit_digest" IS NOT OLD."audit_digest"
           BEGIN SELECT RAISE(ABORT, 'a frozen release does not change'); END"""
"""The trigger of SQLite that names every column of a release which must not change, before there was one more."""
WITH = """CREATE TRIGGER release_is_frozen BEFORE UPDATE ON "release"
           WHEN OLD.published_at IS NOT NULL
           OR NEW.published_at IS NULL
           OR NEW."id" IS NOT OLD."id"
           OR NEW."number" IS NOT OLD."number"
           OR NEW."period" IS NOT OLD."period"
           OR NEW."starts_on" IS NOT OLD."starts_on"
           OR NEW."ends_on" IS NOT OLD."ends_on"
           OR NEW."frozen_at" IS NOT OLD."frozen_at"
           OR NEW."frozen_by_id" IS NOT OLD."frozen_by_id"
           OR NEW."is_demonstration" IS NOT OLD."is_demonstration"
           OR NEW."manifest" IS NOT OLD."manifest"
           OR NEW."manifest_digest" IS NOT OLD."manifest_digest"
           OR NEW."signature" IS NOT OLD."signature"
           OR NEW."audit_sequence" IS NOT OLD."audit_sequence"
           OR NEW."audit_digest" IS NOT OLD."audit_digest"
           OR NEW."two_people" IS NOT OLD."two_people"
           BEGIN SELECT RAISE(ABORT, 'a frozen release does not change'); END"""
KEEP = {
    "sqlite": (
        """CREATE TRIGGER erratum_is_written BEFORE UPDATE ON erratum
           WHEN OLD.published_at IS NOT NULL
           OR OLD.set_aside_at IS NOT NULL
           OR (NEW.published_at IS NULL AND NEW.set_aside_at IS NULL)
           OR NEW."id" IS NOT OLD."id"
           OR NEW."release_id" IS NOT OLD."release_id"
           OR NEW."text" IS NOT OLD."text"
           OR NEW."cells" IS NOT OLD."cells"
           OR NEW."written_at" IS NOT OLD."written_at"
           OR NEW."written_by_id" IS NOT OLD."written_by_id"
           OR NEW."two_people" IS NOT OLD."two_people"
           BEGIN SELECT RAISE(ABORT, 'an erratum does not change'); END""",
        """CREATE TRIGGER erratum_stays BEFORE DELETE ON erratum
           BEGIN SELECT RAISE(ABORT, 'an erratum does not change'); END""",
    ),
    "postgresql": (
        """CREATE FUNCTION erratum_refuse() RETURNS trigger
           LANGUAGE plpgsql AS $$
           BEGIN IF TG_OP = 'UPDATE' THEN IF OLD.published_at IS NULL AND OLD.set_aside_at IS NULL
           AND (NEW.published_at IS NOT NULL OR NEW.set_aside_at IS NOT NULL)
           AND ROW(NEW.id, NEW.release_id, NEW.text::text, NEW.cells::text, NEW.written_at, NEW.written_by_id,
             NEW.two_people) IS NOT DISTINCT FROM ROW(OLD.id, OLD.release_id, OLD.text::text, OLD.cells::text,
             OLD.written_at, OLD.written_by_id, OLD.two_people)
           THEN RETURN NEW; END IF; END IF;
           RAISE EXCEPTION 'an erratum does not change'; END $$""",
        """CREATE TRIGGER erratum_is_written BEFORE UPDATE OR DELETE ON erratum
           FOR EACH ROW
           EXECUTE FUNCTION erratum_refuse()""",
        """CREATE TRIGGER erratum_stays BEFORE TRUNCATE ON erratum
           FOR EACH STATEMENT
           EXECUTE FUNCTION erratum_refuse()""",
    ),
}
"""What was written stays; it is published or set aside, once. What was published stays whole."""
LET_GO = {
    "sqlite": (),
    "postgresql": (
        "DROP TRIGGER erratum_is_written ON erratum",
        "DROP TRIGGER erratum_stays ON erratum",
        "DROP FUNCTION erratum_refuse()",
    ),
}
"""What must go before the table can: on SQLite triggers go with their table."""


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    if dialect == "sqlite":
        _write_anew(two_people=True)
    else:
        op.execute('ALTER TABLE "release" DISABLE TRIGGER release_is_frozen')
        op.add_column("release", sa.Column("two_people", sa.Boolean(), nullable=True))
        op.execute(f'UPDATE "release" SET two_people = ({TWO_PEOPLE})')
        op.alter_column("release", "two_people", nullable=False)
        for name, check in FURTHER.items():
            op.create_check_constraint(op.f(f"ck_release_{name}"), "release", check)
        op.execute('ALTER TABLE "release" ENABLE TRIGGER release_is_frozen')
    _make_errata()
    for statement in KEEP[dialect]:
        op.execute(statement)


def _write_anew(*, two_people: bool) -> None:
    """The releases and their files as SQLite takes another column without a default, and constraints: in new tables.

    Files point to releases, so both are written; that is the only way while foreign keys are held.
    """
    for table in ("release", "release_file"):
        op.execute(f'ALTER TABLE "{table}" RENAME TO "{table}_before"')
    _make_releases(two_people=two_people)
    more, value = (", two_people", f", {TWO_PEOPLE}") if two_people else ("", "")
    op.execute(f'INSERT INTO "release" ({COLUMNS}{more}) SELECT {COLUMNS}{value} FROM release_before')
    op.execute(f"INSERT INTO release_file ({FILE_COLUMNS}) SELECT {FILE_COLUMNS} FROM release_file_before")
    # Their triggers go with them.
    op.drop_table("release_file_before")
    op.drop_table("release_before")
    for statement in (WITH if two_people else WITHOUT, *KEEP_RELEASES):
        op.execute(statement)


def _make_releases(*, two_people: bool) -> None:
    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("manifest", sa.JSON(), nullable=False),
        sa.Column("manifest_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.Column("audit_sequence", sa.Integer(), nullable=False),
        sa.Column("audit_digest", sa.LargeBinary(length=32), nullable=False),
        *([sa.Column("two_people", sa.Boolean(), nullable=False)] if two_people else []),
        *(
            sa.CheckConstraint(check, name=op.f(f"ck_release_{name}"))
            for name, check in (CHECKS | (FURTHER if two_people else {})).items()
        ),
        sa.ForeignKeyConstraint(["frozen_by_id"], ["staff.id"], name=op.f("fk_release_frozen_by_id")),
        sa.ForeignKeyConstraint(["published_by_id"], ["staff.id"], name=op.f("fk_release_published_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("number", name=op.f("uq_release_number")),
        sa.UniqueConstraint("period", "is_demonstration", name=op.f("uq_release_period_is_demonstration")),
    )
    op.create_table(
        "release_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_release_file_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_file")),
        sa.UniqueConstraint("release_id", "name", name=op.f("uq_release_file_release_id_name")),
    )


def _make_errata() -> None:
    op.create_table(
        "erratum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("two_people", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=True),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("set_aside_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(published_at IS NULL) = (number IS NULL) AND (published_at IS NULL) = (content IS NULL)"
            " AND (published_at IS NULL) = (digest IS NULL) AND (published_at IS NULL) = (signature IS NULL)",
            name=op.f("ck_erratum_published_is_whole"),
        ),
        sa.CheckConstraint(
            "NOT two_people OR published_at IS NULL OR written_by_id IS NULL"
            " OR (published_by_id IS NOT NULL AND written_by_id <> published_by_id)",
            name=op.f("ck_erratum_takes_two"),
        ),
        sa.CheckConstraint("signature IS NULL OR length(signature) = 64", name=op.f("ck_erratum_signature_is_whole")),
        sa.CheckConstraint("published_at >= written_at", name=op.f("ck_erratum_published_after_it_was_written")),
        sa.CheckConstraint("set_aside_at >= written_at", name=op.f("ck_erratum_set_aside_after_it_was_written")),
        sa.CheckConstraint(
            "published_by_id IS NULL OR published_at IS NOT NULL", name=op.f("ck_erratum_a_publisher_published")
        ),
        sa.CheckConstraint(
            "set_aside_by_id IS NULL OR set_aside_at IS NOT NULL", name=op.f("ck_erratum_who_set_aside_did")
        ),
        sa.CheckConstraint("digest IS NULL OR length(digest) = 32", name=op.f("ck_erratum_digest_is_whole")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_erratum_numbers_count_from_one")),
        sa.CheckConstraint(
            "published_at IS NULL OR set_aside_at IS NULL", name=op.f("ck_erratum_set_aside_is_not_published")
        ),
        sa.ForeignKeyConstraint(["published_by_id"], ["staff.id"], name=op.f("fk_erratum_published_by_id")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_erratum_release_id")),
        sa.ForeignKeyConstraint(["set_aside_by_id"], ["staff.id"], name=op.f("fk_erratum_set_aside_by_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["staff.id"], name=op.f("fk_erratum_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erratum")),
        sa.UniqueConstraint("release_id", "number", name=op.f("uq_erratum_release_id_number")),
    )


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for statement in LET_GO[dialect]:
        op.execute(statement)
    op.drop_table("erratum")
    if dialect == "sqlite":
        _write_anew(two_people=False)
    else:
        for name in FURTHER:
            op.drop_constraint(f"ck_release_{name}", "release")
        op.drop_column("release", "two_people")
