"""How migrations reach the database: through the app's own engine, in one transaction."""

from __future__ import annotations

from typing import Any

from alembic import context
from flask import current_app

from complaints.platform.store import UtcDateTime


def render_item(kind: str, thing: Any, autogen: Any) -> str | bool:
    """Write our own column types by what the database sees of them."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run_migrations() -> None:
    """Run what is due on the app's database."""
    extension = current_app.extensions["migrate"]
    engine = extension.db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=extension.db.metadata,
            render_item=render_item,
            **{**extension.configure_args, "render_as_batch": True},
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("Migrations look at the database first; they cannot be written out as a script.")
run_migrations()
