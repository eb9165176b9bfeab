"""The second factor: a code from a telephone (TOTP, RFC 6238) that counts once."""

from __future__ import annotations

import base64
import binascii
import hmac
import os
from datetime import datetime

import pyotp
import segno
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

STEP_SECONDS = 30
DIGITS = 6
PURPOSE = "second factor 1"
"""What the key that seals the secrets is derived for: `ring.derived(PURPOSE)`."""


class UnreadableSecret(Exception):
    """The stored secret does not open with this key ring."""


def new_secret() -> str:
    """A secret of 160 bits, as authenticator apps read it."""
    return pyotp.random_base32()


def sealed(secret: str, key: bytes, staff_id: int) -> str:
    """The secret as it is stored: readable only with the site's key, and only on this account."""
    nonce = os.urandom(12)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, secret.encode(), _context(staff_id))).decode()


def opened(sealed_secret: str, key: bytes, staff_id: int) -> str:
    """The secret again. Raises UnreadableSecret."""
    try:
        raw = base64.b64decode(sealed_secret, validate=True)
        return AESGCM(key).decrypt(raw[:12], raw[12:], _context(staff_id)).decode()
    except (InvalidTag, ValueError, binascii.Error) as problem:
        raise UnreadableSecret("The second factor was sealed with another key.") from problem


def accepted_step(secret: str, code: str, now: datetime, last_step: int | None) -> int | None:
    """The 30-second step that `code` belongs to, at most one step early or late; None for a wrong or a used code."""
    plain = "".join(code.split())
    if len(plain) != DIGITS or not plain.isascii() or not plain.isdigit():
        return None
    current = int(now.timestamp()) // STEP_SECONDS
    found = None
    for step in (current - 1, current, current + 1):
        if hmac.compare_digest(pyotp.HOTP(secret).at(step), plain):
            found = step
    return found if found is not None and (last_step is None or found > last_step) else None


def code_at(secret: str, moment: datetime) -> str:
    """The code that a telephone shows at that time."""
    return pyotp.HOTP(secret).at(int(moment.timestamp()) // STEP_SECONDS)


def enrolment_uri(secret: str, account: str, site: str) -> str:
    """What the picture says to an authenticator app."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=site)


def picture(uri: str) -> str:
    """The QR code as an address that an <img> can show without asking any other host."""
    return segno.make(uri, error="m").svg_data_uri(scale=4, border=4, light="white")


def _context(staff_id: int) -> bytes:
    return f"staff:{staff_id}".encode()
