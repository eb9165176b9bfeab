"""State that travels in a page: encrypted and dated, so that nobody but this site reads or changes it."""

from __future__ import annotations

import base64
import binascii
import json
import os
import zlib
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAX_STATE_BYTES = 512 * 1024


class BrokenToken(Exception):
    """The token was changed, is for something else, or is too old (`is_stale`)."""

    def __init__(self, message: str, *, is_stale: bool = False) -> None:
        super().__init__(message)
        self.is_stale = is_stale


def seal_token(key: bytes, purpose: str, state: Any, *, now: datetime) -> str:
    """Encrypt JSON-able `state` for `purpose`; URL-safe text."""
    text = zlib.compress(json.dumps(state, separators=(",", ":"), ensure_ascii=False).encode())
    nonce = os.urandom(12)
    stamp = int(now.timestamp()).to_bytes(6)
    sealed = AESGCM(key).encrypt(nonce, stamp + text, purpose.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode().rstrip("=")


def open_token(key: bytes, purpose: str, token: str, *, now: datetime, max_age: timedelta) -> Any:
    """The state that `seal_token` was given. Raises BrokenToken."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        opened = AESGCM(key).decrypt(raw[:12], raw[12:], purpose.encode())
    except (InvalidTag, ValueError, binascii.Error) as problem:
        raise BrokenToken("This page's state was changed or cut off.") from problem
    age = now.timestamp() - int.from_bytes(opened[:6])
    if not -60 <= age <= max_age.total_seconds():
        raise BrokenToken("This page is too old.", is_stale=True)
    inflater = zlib.decompressobj()
    text = inflater.decompress(opened[6:], MAX_STATE_BYTES)
    if not inflater.eof:
        raise BrokenToken("This page's state is too large.")
    return json.loads(text)
