"""Who may send a large request: whoever was given a page with a form for files in the last hours.

A ticket stands in the address of the form, where it is seen before a byte of the request is parsed. It says the hour
and nothing of a complaint: everybody who opens such a page within an hour has the same, so it is no secret and no mark.
The server in front has collected the request by then; what is saved is parsing it, and the thread that does.
"""

from __future__ import annotations

import hmac
from typing import Final

from flask import current_app

from complaints.platform.web.clock import now

NAME: Final = "ticket"
HOURS: Final = 12
_HOUR: Final = 3600


def ticket() -> str:
    """The ticket of this hour."""
    return _of(_hour())


def is_good(given: str) -> bool:
    """Whether this is a ticket of ours, of the last HOURS."""
    this = _hour()
    # Compared in bytes: a text that is not ASCII cannot be compared without telling how long it took.
    found = [hmac.compare_digest(given.encode(), _of(hour).encode()) for hour in range(this - HOURS, this + 1)]
    return any(found)


def _hour() -> int:
    return int(now().timestamp()) // _HOUR


def _of(hour: int) -> str:
    key: bytes = current_app.extensions["key_ring"].derived("upload tickets 1")
    return f"{hour}.{hmac.new(key, str(hour).encode(), 'sha256').hexdigest()[:32]}"
