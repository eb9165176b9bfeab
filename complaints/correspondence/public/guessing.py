"""How often wrong passphrases may be tried, from where: guessing is slowed, and nobody can lock somebody else out.

Wrong tries alone are counted, for an hour: for one number from one address, and from one address over all numbers.
Above the first limit this address has to wait for this number, which opens from any other address as before. Above the
second (a library in which somebody guesses) each number still has a few tries from there. The passphrase is 88 bits: no
limit has to keep anybody from finding it. Addresses are known by a keyed hash alone, in memory or wherever
RATELIMIT_STORAGE_URI says.
"""

from __future__ import annotations

from typing import Final

from limits import RateLimitItem, RateLimitItemPerHour

from complaints.platform.extensions import limiter
from complaints.platform.web.callers import caller_key

ONE_NUMBER: Final = RateLimitItemPerHour(10, namespace="wrong-here")
"""Wrong tries for one number from one address."""
ONE_ADDRESS: Final = RateLimitItemPerHour(100, namespace="wrong-from")
"""Wrong tries from one address over all numbers, before it is watched more closely."""
WATCHED: Final = 3
"""Wrong tries for one number from an address that has used up the other limit."""
WAIT: Final = 3600
"""Seconds after which every count has begun anew."""


def may_try(number: str) -> bool:
    """Whether a passphrase for this number is looked at, from whoever asks."""
    if not limiter.enabled:
        return True
    caller = caller_key()
    most = ONE_NUMBER.amount if _used(ONE_ADDRESS, caller) < ONE_ADDRESS.amount else WATCHED
    return _used(ONE_NUMBER, number, caller) < most


def note_wrong(number: str) -> None:
    """Count a wrong try."""
    if limiter.enabled:
        caller = caller_key()
        limiter.limiter.hit(ONE_NUMBER, number, caller)
        limiter.limiter.hit(ONE_ADDRESS, caller)


def _used(limit: RateLimitItem, *who: str) -> int:
    return limit.amount - limiter.limiter.get_window_stats(limit, *who).remaining
