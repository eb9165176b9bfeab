"""How often somebody may try to sign in: a guesser is slowed down, and a stranger cannot lock anybody out.

Three counts: one caller on one account, one caller on any account, and one account from anywhere. The last would let a
stranger lock an account; it does not bind a browser that has signed in to that account before, which has its own count.
"""

from __future__ import annotations

import hashlib
import hmac

from flask import current_app
from limits import RateLimitItem, parse

from complaints.platform.accounts.rules import canonical_email
from complaints.platform.extensions import limiter
from complaints.platform.web.callers import caller_key

PER_PAIR = parse("6 per 15 minutes")
PER_CALLER = parse("30 per 15 minutes")
PER_ACCOUNT = parse("60 per hour")
PER_DEVICE = parse("10 per 15 minutes")
PER_CODE = parse("6 per 15 minutes")

Count = tuple[RateLimitItem, tuple[str, ...]]


def of_sign_in(email: str, device: str) -> list[Count]:
    """The counts of a password for this address; `device` is the cookie of a browser known to it, else empty."""
    account = _keyed(canonical_email(email))
    if device:
        return [(PER_DEVICE, ("device", account, _keyed(device)))]
    return [
        (PER_PAIR, ("pair", account, caller_key())),
        (PER_CALLER, ("caller", caller_key())),
        (PER_ACCOUNT, ("account", account)),
    ]


def of_code(staff_id: int) -> list[Count]:
    """The count of codes for an account; only who knows its password gets to try one."""
    return [(PER_CODE, ("code", str(staff_id)))]


def may_try(counts: list[Count]) -> bool:
    """Whether none of the counts is used up."""
    return not _counting() or all(limiter.limiter.test(item, "sign-in", *keys) for item, keys in counts)


def failed(counts: list[Count]) -> None:
    """Count a failed attempt."""
    if _counting():
        for item, keys in counts:
            limiter.limiter.hit(item, "sign-in", *keys)


def succeeded(counts: list[Count]) -> None:
    """Forget the failures of this caller on this account; what counts for all callers or all accounts stays."""
    if _counting():
        for item, keys in counts:
            if item in (PER_PAIR, PER_DEVICE, PER_CODE):
                limiter.limiter.clear(item, "sign-in", *keys)


def _counting() -> bool:
    return bool(current_app.config["RATELIMIT_ENABLED"])


def _keyed(text: str) -> str:
    key = current_app.extensions["key_ring"].derived("sign-in counters 1")
    return hmac.new(key, text.encode(errors="replace"), hashlib.sha256).hexdigest()[:32]
