"""Names given later, notices by mail, reviews asked for, feedback."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

REFUSES = "a name that was given stays"
KEEP = {
    "sqlite": (
        f"""CREATE TRIGGER later_identity_no_update BEFORE UPDATE ON later_identity
           BEGIN SELECT RAISE(ABORT, '{REFUSES}'); END""",
        f"""CREATE TRIGGER later_identity_no_delete BEFORE DELETE ON later_identity
           BEGIN SELECT RAISE(ABORT, '{REFUSES}'); END""",
    ),
    "postgresql": (
        f"""CREATE FUNCTION later_identity_refuse() RETURNS trigger
           LANGUAGE plpgsql AS $$
           BEGIN RAISE EXCEPTION '{REFUSES}'; END $$""",
        """CREATE TRIGGER later_identity_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON later_identity
           FOR EACH STATEMENT
           EXECUTE FUNCTION later_identity_refuse()""",
    ),
}
LET_GO = {
    "sqlite": (),
    "postgresql": (
        "DROP TRIGGER later_identity_append_only ON later_identity",
        "DROP FUNCTION later_identity_refuse()",
    ),
}
"""What must go before the table can: on SQLite triggers go with their table."""
MAIL_CHECKS = {
    "it_has_one_address": "address = '' OR sealed_address IS NULL",
    "unsent_it_can_be_reached": "sent_at IS NOT NULL OR address <> '' OR sealed_address IS NOT NULL",
    "a_sealed_address_has_its_context": "sealed_address IS NULL OR address_context <> ''",
}


def upgrade() -> None:
    with op.batch_alter_table("outgoing_mail") as mail:
        mail.add_column(sa.Column("sealed_address", sa.LargeBinary(), nullable=True))
        mail.add_column(sa.Column("address_context", sa.String(length=80), nullable=False, server_default=""))
        for name, check in MAIL_CHECKS.items():
            mail.create_check_constraint(op.f(f"ck_outgoing_mail_{name}"), check)
    with op.batch_alter_table("outgoing_mail") as mail:
        mail.alter_column("address_context", server_default=None)
    _make_identities()
    _make_wishes()
    _make_reviews()
    _make_feedback()
    for statement in KEEP[op.get_bind().dialect.name]:
        op.execute(statement)


def _make_identities() -> None:
    op.create_table(
        "later_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("sealed_identity", sa.LargeBinary(), nullable=False),
        sa.Column("seal_id", sa.String(length=32), nullable=False),
        sa.Column("submission_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "mode IN ('anonymous', 'confidential', 'named')", name=op.f("ck_later_identity_mode_is_known")
        ),
        sa.CheckConstraint("mode <> 'anonymous'", name=op.f("ck_later_identity_it_is_a_name")),
        sa.CheckConstraint("length(submission_key) = 32", name=op.f("ck_later_identity_submission_key_is_whole")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_later_identity_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_later_identity")),
        sa.UniqueConstraint("seal_id", name=op.f("uq_later_identity_seal_id")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_later_identity_submission_key")),
    )
    op.create_index("ix_later_identity_complaint_id", "later_identity", ["complaint_id", "id"])


def _make_wishes() -> None:
    op.create_table(
        "wrong_tries",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_wrong_tries_tries_count_from_zero")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_wrong_tries")),
    )
    op.create_table(
        "notice_wish",
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("sealed_address", sa.LargeBinary(), nullable=False),
        sa.Column("seal_id", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_notice_wish_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_notice_wish")),
        sa.UniqueConstraint("seal_id", name=op.f("uq_notice_wish_seal_id")),
    )
    op.create_index("ix_notice_wish_waits_since", "notice_wish", ["waits_since"])


def _make_reviews() -> None:
    checks = {
        "decision_is_known": "decision IN ('reopened', 'refused')",
        "a_decision_has_its_time": "(decision IS NULL) = (decided_at IS NULL)",
        "a_decision_has_its_maker": "(decision IS NULL) = (decided_by_id IS NULL)",
        "asked_after_it_was_closed": "asked_at >= closed_at",
        "decided_after_it_was_asked": "decided_at >= asked_at",
    }
    op.create_table(
        "review_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_reason", sa.LargeBinary(), nullable=False),
        sa.Column("seal_id", sa.String(length=32), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        *(sa.CheckConstraint(check, name=op.f(f"ck_review_request_{name}")) for name, check in checks.items()),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_review_request_complaint_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["staff.id"], name=op.f("fk_review_request_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_request")),
        sa.UniqueConstraint("seal_id", name=op.f("uq_review_request_seal_id")),
        sa.UniqueConstraint("complaint_id", "closed_at", name=op.f("uq_review_request_complaint_id_closed_at")),
    )
    undecided = sa.text("decision IS NULL")
    op.create_index(
        "uq_review_request_undecided",
        "review_request",
        ["complaint_id"],
        unique=True,
        sqlite_where=undecided,
        postgresql_where=undecided,
    )


def _make_feedback() -> None:
    op.create_table(
        "feedback_given",
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_feedback_given_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_feedback_given")),
    )
    op.create_table(
        "feedback_tally",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "question IN ('easy', 'explained', 'heard', 'again')", name=op.f("ck_feedback_tally_question_is_known")
        ),
        sa.CheckConstraint("answer BETWEEN 1 AND 5", name=op.f("ck_feedback_tally_answers_are_one_to_five")),
        sa.CheckConstraint("times >= 1", name=op.f("ck_feedback_tally_something_was_counted")),
        sa.PrimaryKeyConstraint("year", "question", "answer", name=op.f("pk_feedback_tally")),
    )


STAYS = {
    "later_identity": "names that were given later",
    "notice_wish": "addresses that mail is wished for at",
    "review_request": "requests for another look",
}
"""What an earlier version has no place for, and nobody could say again."""


def downgrade() -> None:
    for table, what in STAYS.items():
        if op.get_bind().scalar(sa.text(f"SELECT count(*) FROM {table}")):
            raise RuntimeError(f"There are {what} in {table}. Going back would delete them, so nothing was changed.")
    for statement in LET_GO[op.get_bind().dialect.name]:
        op.execute(statement)
    for table in (
        "feedback_tally",
        "feedback_given",
        "review_request",
        "notice_wish",
        "wrong_tries",
        "later_identity",
    ):
        op.drop_table(table)
    # What waits for a sealed address could not be sent any more. What was sent has lost its address, and stays.
    op.execute("DELETE FROM outgoing_mail WHERE address = '' AND sent_at IS NULL")
    with op.batch_alter_table("outgoing_mail") as mail:
        for name in MAIL_CHECKS:
            mail.drop_constraint(op.f(f"ck_outgoing_mail_{name}"), type_="check")
        mail.drop_column("address_context")
        mail.drop_column("sealed_address")
