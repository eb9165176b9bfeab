"""How often a mail is tried, how long between, and when it is given up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

WAITS: Final = (
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
    timedelta(hours=48),
)
"""After each failed try; after the one that follows the last wait, a mail is given up: about four days in all."""
MOST_TRIES: Final = len(WAITS) + 1
CLAIM_LASTS: Final = timedelta(minutes=10)
"""Much longer than a mail takes. A run that was killed keeps its mail from the others for no longer than this."""


def next_try(tries: int, failed_at: datetime) -> datetime | None:
    """When a mail that failed `tries` times is tried again; None when that was the last time."""
    return failed_at + WAITS[tries - 1] if tries < MOST_TRIES else None
