"""Files that residents and staff hand in, as they are kept: sealed, cleaned, counted."""

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
