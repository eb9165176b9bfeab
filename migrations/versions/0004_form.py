"""What the form asks besides: how exactly a day is known, more ways to stand to the matter, and wishes."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STANDINGS = ("affected", "witness", "guardian", "advocate", "on_behalf", "organisation")
FORMER_STANDINGS = ("affected", "witness", "on_behalf", "organisation")
PRECISIONS = ("day", "month", "year", "between", "several", "unknown")
CHANNELS = ("web", "phone", "letter", "counter")
MODES = ("anonymous", "confidential", "named")
SUBJECTS = (
    "named_employee",
    "unknown_employee",
    "unit",
    "policy",
    "vendor",
    "outside_agency",
    "internal_affairs",
    "chief",
    "nobody",
)
CHECKS = {
    "anonymous_has_no_identity": "(mode = 'anonymous') = (sealed_identity IS NULL)",
    "digests_are_whole": "length(submission_key) = 32 AND length(digest) = 32",
    "received_before_it_is_registered": "received_at <= registered_at",
}
FURTHER = {
    "a_known_day_is_there": "(incident_precision = 'day') = (incident_on IS NOT NULL)",
    "a_span_has_two_ends": (
        "(incident_from IS NULL AND incident_until IS NULL) OR coalesce(incident_from <= incident_until, FALSE)"
    ),
    "what_is_about_known_has_a_span": (
        "incident_precision = 'several'"
        " OR (incident_precision IN ('month', 'year', 'between')) = (incident_from IS NOT NULL)"
    ),
}
FORMER_COLUMNS = (
    "id, number, submission_key, received_at, registered_at, channel, language, mode, about, incident_on,"
    " neighbourhood, is_safety_risk, is_possible_crime, is_federal_use, is_demonstration, withdrawn_at,"
    " sealed_identity, sealed_statement, digest"
)
PRECISION = "CASE WHEN incident_on IS NULL THEN 'unknown' ELSE 'day' END"
"""Of a complaint from before: its day was known, or nothing was."""
STANDING = "CASE WHEN standing IN ('guardian', 'advocate') THEN 'on_behalf' ELSE standing END"
"""What an earlier version can say of who speaks for somebody."""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _write_anew(
            STANDINGS,
            _new_columns(),
            CHECKS | FURTHER,
            {
                "standing": "standing",
                "incident_precision": PRECISION,
                "reply_language": "language",
                "needs_interpreter": "FALSE",
                "contact_wishes": "'[]'",
            },
        )
        return
    op.execute("ALTER TABLE complaint DROP CONSTRAINT ck_complaint_standing_is_known")
    op.create_check_constraint(op.f("ck_complaint_standing_is_known"), "complaint", _one_of("standing", STANDINGS))
    for column in _new_columns():
        op.add_column("complaint", sa.Column(column.name, _plain(column), nullable=True))
    op.execute(
        f"UPDATE complaint SET incident_precision = {PRECISION}, reply_language = language,"
        " needs_interpreter = FALSE, contact_wishes = '[]'"
    )
    for name in ("incident_precision", "reply_language", "needs_interpreter", "contact_wishes"):
        op.alter_column("complaint", name, nullable=False)
    checks = FURTHER | {"precision_is_known": _one_of("incident_precision", PRECISIONS)}
    for name, check in checks.items():
        op.create_check_constraint(op.f(f"ck_complaint_{name}"), "complaint", check)


SAYS_MORE = (
    "incident_from IS NOT NULL OR incident_precision NOT IN ('day', 'unknown') OR needs_interpreter"
    " OR reply_language <> language OR CAST(contact_wishes AS TEXT) NOT IN ('[]', 'null')"
)
"""Of a complaint that holds what an earlier version has no place for."""


def downgrade() -> None:
    if op.get_bind().scalar(sa.text(f"SELECT count(*) FROM complaint WHERE {SAYS_MORE}")):
        raise RuntimeError(
            "There are complaints with a span of days, wishes, or a language to answer in."
            " Going back would lose them, so nothing was changed."
        )
    if op.get_bind().dialect.name == "sqlite":
        _write_anew(FORMER_STANDINGS, [], CHECKS, {"standing": STANDING})
        return
    op.execute("ALTER TABLE complaint DROP CONSTRAINT ck_complaint_standing_is_known")
    op.execute(f"UPDATE complaint SET standing = {STANDING}")
    op.create_check_constraint(
        op.f("ck_complaint_standing_is_known"), "complaint", _one_of("standing", FORMER_STANDINGS)
    )
    for name in (*FURTHER, "precision_is_known"):
        op.drop_constraint(f"ck_complaint_{name}", "complaint")
    for column in _new_columns():
        op.drop_column("complaint", column.name)


def _write_anew(
    standings: tuple[str, ...], further: list[sa.Column[Any]], checks: dict[str, str], values: dict[str, str]
) -> None:
    """The table as SQLite takes another constraint: in a new one.

    Many tables point to it. The keys are looked at when everything is done: by then each complaint is there again.
    """
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TABLE complaint_before AS SELECT * FROM complaint")
    op.drop_table("complaint")
    _make_complaints(standings, further, checks)
    op.create_index("ix_complaint_incident", "complaint", ["incident_on", "neighbourhood"], unique=False)
    op.create_index("ix_complaint_registered_at", "complaint", ["registered_at"], unique=False)
    op.execute(
        f"INSERT INTO complaint ({FORMER_COLUMNS}, {', '.join(values)})"
        f" SELECT {FORMER_COLUMNS}, {', '.join(values.values())} FROM complaint_before"
    )
    op.drop_table("complaint_before")


def _make_complaints(standings: tuple[str, ...], further: list[sa.Column[Any]], checks: dict[str, str]) -> None:
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("submission_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", _words(CHANNELS, "channel_is_known"), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("mode", _words(MODES, "mode_is_known"), nullable=False),
        sa.Column("standing", _words(standings, "standing_is_known"), nullable=False),
        sa.Column("about", _words(SUBJECTS, "subject_is_known"), nullable=False),
        sa.Column("incident_on", sa.Date(), nullable=True),
        sa.Column("neighbourhood", sa.String(length=60), nullable=True),
        sa.Column("is_safety_risk", sa.Boolean(), nullable=False),
        sa.Column("is_possible_crime", sa.Boolean(), nullable=False),
        sa.Column("is_federal_use", sa.Boolean(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        *further,
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed_identity", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_statement", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        *(sa.CheckConstraint(check, name=op.f(f"ck_complaint_{name}")) for name, check in checks.items()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("number", name=op.f("uq_complaint_number")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_complaint_submission_key")),
    )


def _new_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("incident_precision", _words(PRECISIONS, "precision_is_known"), nullable=False),
        sa.Column("incident_from", sa.Date(), nullable=True),
        sa.Column("incident_until", sa.Date(), nullable=True),
        sa.Column("reply_language", sa.String(length=12), nullable=False),
        sa.Column("needs_interpreter", sa.Boolean(), nullable=False),
        sa.Column("contact_wishes", sa.JSON(), nullable=False),
    ]


def _words(words: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def _plain(column: sa.Column[Any]) -> sa.types.TypeEngine[Any]:
    """The type without the check that comes later, when every row has a word."""
    return sa.String(length=40) if isinstance(column.type, sa.Enum) else column.type


def _one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"
