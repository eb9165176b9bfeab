"""Whether a database holds invented people, so that its pages say so even where the setting was forgotten."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError, ProgrammingError

from complaints.platform.accounts.models import Staff
from complaints.platform.store import immediate_transactions


def holds_invented_people(engine: Engine) -> bool:
    """Asked once, when an app starts. False where nobody can tell yet: no database, no tables, or no right to look."""
    if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").is_file():
        # Connecting would make the file.
        return False
    query = sa.select(Staff.id).where(Staff.is_demonstration.is_(True)).limit(1)
    try:
        with immediate_transactions(False), engine.connect() as connection:
            return connection.scalar(query) is not None
    except (OperationalError, ProgrammingError):
        return False
    finally:
        # A server may fork after this; each process makes connections of its own.
        engine.dispose()
