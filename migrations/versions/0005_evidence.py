"""Files that residents and staff hand in, as they are kept: sealed, cleaned, counted."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STAYS = (
    "id",
    "complaint_id",
    "source",
    "added_by_id",
    "is_shared",
    "kind",
    "media_type",
    "size",
    "is_clean",
    "quarantine",
    "blob",
    "stored_digest",
    "seal_id",
    "sealed_about",
    "submission_key",
    "received_at",
)
"""What never changes. It is scanned, opened for the first time and taken back, and nothing else happens to it."""
CHANGED = " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in STAYS)
KEEP = {
    "sqlite": (
        f"""CREATE TRIGGER evidence_is_kept BEFORE UPDATE ON evidence
           WHEN OLD.removed_at IS NOT NULL OR {CHANGED}
           OR (OLD.opened_at IS NOT NULL AND NEW.opened_at IS NOT OLD.opened_at)
           BEGIN SELECT RAISE(ABORT, 'a file that was handed in does not change'); END""",
        """CREATE TRIGGER evidence_stays BEFORE DELETE ON evidence
           BEGIN SELECT RAISE(ABORT, 'a file that was handed in does not change'); END""",
    ),
    "postgresql": (
        f"""CREATE FUNCTION evidence_refuse() RETURNS trigger
           LANGUAGE plpgsql AS $$
           BEGIN IF TG_OP = 'UPDATE' THEN IF OLD.removed_at IS NULL
           AND (OLD.opened_at IS NULL OR NEW.opened_at IS NOT DISTINCT FROM OLD.opened_at)
           AND ROW({", ".join(f"NEW.{name}" for name in STAYS)})
           IS NOT DISTINCT FROM ROW({", ".join(f"OLD.{name}" for name in STAYS)})
           THEN RETURN NEW; END IF; END IF;
           RAISE EXCEPTION 'a file that was handed in does not change'; END $$""",
        """CREATE TRIGGER evidence_is_kept BEFORE UPDATE OR DELETE ON evidence
           FOR EACH ROW
           EXECUTE FUNCTION evidence_refuse()""",
        """CREATE TRIGGER evidence_stays BEFORE TRUNCATE ON evidence
           FOR EACH STATEMENT
           EXECUTE FUNCTION evidence_refuse()""",
    ),
}
LET_GO = {
    "sqlite": (),
    "postgresql": (
        "DROP TRIGGER evidence_is_kept ON evidence",
        "DROP TRIGGER evidence_stays ON evidence",
        "DROP FUNCTION evidence_refuse()",
    ),
}
"""What must go before the table can: on SQLite triggers go with their table."""
CHECKS = {
    "digests_are_whole": "length(submission_key) = 32 AND length(stored_digest) = 32",
    "holds_something": "size > 0",
    "what_is_not_clean_says_why": "is_clean = (quarantine IS NULL)",
    "staff_files_have_a_sender": "(source = 'complainant') = (added_by_id IS NULL)",
    "complainants_can_open_their_own": "source = 'staff' OR is_shared",
    "taken_back_before_opened": "removed_at IS NULL OR (removed_at >= received_at AND opened_at IS NULL)",
    "opened_after_it_came": "opened_at IS NULL OR opened_at >= received_at",
    "source_is_known": "source IN ('complainant', 'clerk', 'staff')",
    "kind_is_known": "kind IN ('picture', 'paper', 'text', 'audio', 'video')",
    "quarantine_is_known": "quarantine IN ('cannot_be_cleaned')",
    "scan_is_known": "scan IN ('not_asked', 'not_scanned', 'nothing_found', 'harmful')",
}


def upgrade() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("is_clean", sa.Boolean(), nullable=False),
        sa.Column("quarantine", sa.String(length=40), nullable=True),
        sa.Column("scan", sa.String(length=40), nullable=False),
        sa.Column("blob", sa.String(length=60), nullable=False),
        sa.Column("stored_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("seal_id", sa.String(length=32), nullable=False),
        sa.Column("sealed_about", sa.LargeBinary(), nullable=False),
        sa.Column("submission_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.CheckConstraint(check, name=op.f(f"ck_evidence_{name}")) for name, check in CHECKS.items()),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_evidence_complaint_id")),
        sa.ForeignKeyConstraint(["added_by_id"], ["staff.id"], name=op.f("fk_evidence_added_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("blob", name=op.f("uq_evidence_blob")),
        sa.UniqueConstraint("seal_id", name=op.f("uq_evidence_seal_id")),
    )
    op.create_index("ix_evidence_complaint_id", "evidence", ["complaint_id", "id"])
    kept = sa.text("removed_at IS NULL")
    op.create_index(
        "uq_evidence_submission_key",
        "evidence",
        ["submission_key"],
        unique=True,
        sqlite_where=kept,
        postgresql_where=kept,
    )
    op.create_table(
        "message_file",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_file_message_id")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_message_file_evidence_id")),
        sa.PrimaryKeyConstraint("message_id", "evidence_id", name=op.f("pk_message_file")),
    )
    op.create_index("ix_message_file_evidence_id", "message_file", ["evidence_id"])
    for statement in KEEP[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().scalar(sa.text("SELECT count(*) FROM evidence")):
        raise RuntimeError("There are files that were handed in. Going back would lose them, so nothing was changed.")
    for statement in LET_GO[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_table("message_file")
    op.drop_table("evidence")
