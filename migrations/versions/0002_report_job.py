"""What the report job needs: the days of events, mail to staff, and tokens that may freeze."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEEP = {
    "sqlite": (
        """CREATE TRIGGER due_date_no_update BEFORE UPDATE ON due_date
           BEGIN SELECT RAISE(ABORT, 'a day that was set stays'); END""",
        """CREATE TRIGGER due_date_no_delete BEFORE DELETE ON due_date
           BEGIN SELECT RAISE(ABORT, 'a day that was set stays'); END""",
    ),
    "postgresql": (
        """CREATE FUNCTION due_date_refuse() RETURNS trigger
           LANGUAGE plpgsql AS $$
           BEGIN RAISE EXCEPTION 'a day that was set stays'; END $$""",
        """CREATE TRIGGER due_date_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON due_date
           FOR EACH STATEMENT
           EXECUTE FUNCTION due_date_refuse()""",
    ),
}
"""A day that was set is never changed: a correction stands beside it."""
RELEASE = {
    "sqlite": (),
    "postgresql": (
        "DROP TRIGGER due_date_append_only ON due_date",
        "DROP FUNCTION due_date_refuse()",
    ),
}
"""What must go before the table can: on SQLite triggers go with their table."""
SCOPE = "ck_api_token_scope_is_known"
BEFORE, AFTER = "scope IN ('aggregates:read')", "scope IN ('aggregates:read', 'releases:freeze')"


def tokens(check: str) -> sa.Table:
    """The table of tokens as it stands, for SQLite, where a constraint is changed by writing the table anew."""
    return sa.Table(
        "api_token",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("token_hash", name="uq_api_token_token_hash"),
        sa.CheckConstraint(check, name=SCOPE),
    )


def allow_scopes(before: str, after: str) -> None:
    """Change which scopes a token may have."""
    with op.batch_alter_table("api_token", copy_from=tokens(before)) as batch_op:
        batch_op.drop_constraint(op.f(SCOPE), type_="check")
        batch_op.create_check_constraint(op.f(SCOPE), sa.text(after))


def upgrade() -> None:
    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(length=32), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(length=200), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(claim = '') = (claimed_until IS NULL)", name=op.f("ck_outgoing_mail_a_claim_has_its_end")),
        sa.CheckConstraint("sent_at IS NULL OR given_up_at IS NULL", name=op.f("ck_outgoing_mail_it_ends_one_way")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_outgoing_mail_tries_count_from_zero")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
        sa.UniqueConstraint("key", name=op.f("uq_outgoing_mail_key")),
    )
    op.create_index("ix_outgoing_mail_waiting", "outgoing_mail", ["sent_at", "given_up_at", "next_try_at"])
    op.create_table(
        "due_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(version = 1) = (reason = '')", name=op.f("ck_due_date_a_correction_has_its_reason")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_due_date_versions_count_from_one")),
        sa.ForeignKeyConstraint(["set_by_id"], ["staff.id"], name=op.f("fk_due_date_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_date")),
        sa.UniqueConstraint("period", "version", name=op.f("uq_due_date_period_version")),
    )
    allow_scopes(BEFORE, AFTER)
    for statement in KEEP[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in RELEASE[op.get_bind().dialect.name]:
        op.execute(statement)
    # What an older version does not know it could not read.
    op.execute("DELETE FROM api_token WHERE scope = 'releases:freeze'")
    allow_scopes(AFTER, BEFORE)
    op.drop_table("due_date")
    op.drop_table("outgoing_mail")
