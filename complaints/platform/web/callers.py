"""Who calls, as a keyed hash: attempts can be counted without an address being kept."""

from __future__ import annotations

import hashlib
import hmac

from flask import current_app, request


def caller_key() -> str:
    """A keyed hash of the caller's address; the address itself is neither stored nor logged."""
    key = current_app.extensions["key_ring"].derived("caller counters 1")
    return hmac.new(key, (request.remote_addr or "").encode(), hashlib.sha256).hexdigest()[:32]
