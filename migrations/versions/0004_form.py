"""What the form asks besides: how exactly a day is known, more ways to stand to the matter, and wishes."""

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
