"""One sealed value: encrypted once, its key wrapped for each reader, all of it bound to its record.

Layout of an envelope: version (1 byte), number of readers (1), per reader key id (8) and wrapped key (80), nonce (12),
AES-256-GCM ciphertext. Wrapping a data key instead of the text lets rotation re-wrap 80 bytes and leave the text alone.
HPKE: RFC 9180, DHKEM(X25519), HKDF-SHA256, AES-256-GCM.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_VERSION = 1
START = 2
"""Bytes of a head that say how long it is: version and number of readers."""
_ID, _WRAPPED, _NONCE, _TAG = 8, 80, 12, 16
_CHANGED = "The envelope was changed, or belongs to another record."


class CannotOpen(Exception):
    """The envelope is not for this key, not of this record, or was changed."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A public key that may be sealed to. `key_id` is 8 bytes."""

    key_id: bytes
    public_key: X25519PublicKey

    @classmethod
    def of(cls, raw: bytes) -> Recipient:
        """The recipient for 32 raw bytes of an X25519 public key."""
        return cls(key_id_of(raw), X25519PublicKey.from_public_bytes(raw))


def key_id_of(raw_public_key: bytes) -> bytes:
    """The first 8 bytes of the SHA-256 of a raw public key."""
    return hashlib.sha256(raw_public_key).digest()[:_ID]


def seal(plaintext: bytes, *, context: str, readers: Iterable[Recipient]) -> bytes:
    """Seal `plaintext` so that each of `readers` can open it, and only as part of the record named by `context`."""
    info = context.encode()
    data_key = os.urandom(32)
    head = head_for(data_key, version=_VERSION, info=info, readers=readers)
    nonce = os.urandom(_NONCE)
    return head + nonce + AESGCM(data_key).encrypt(nonce, plaintext, info)


def open_sealed(envelope: bytes, *, context: str, private_key: X25519PrivateKey) -> bytes:
    """The plaintext. Raises CannotOpen when the key, the context or a single bit is wrong."""
    wraps, body = _split(envelope)
    info = context.encode()
    data_key = unwrapped(wraps, info=info, private_key=private_key)
    try:
        return AESGCM(data_key).decrypt(body[:_NONCE], body[_NONCE:], info)
    except InvalidTag as problem:
        raise CannotOpen(_CHANGED) from problem


def readers_of(envelope: bytes) -> tuple[bytes, ...]:
    """The key ids that can open the envelope."""
    return tuple(_split(envelope)[0])


def rewrap(envelope: bytes, *, context: str, private_key: X25519PrivateKey, to: Recipient) -> bytes:
    """The same envelope with `private_key`'s place taken by `to`; the ciphertext is not touched."""
    wraps, body = _split(envelope)
    return rewrapped(wraps, version=_VERSION, info=context.encode(), private_key=private_key, to=to) + body


def head_for(data_key: bytes, *, version: int, info: bytes, readers: Iterable[Recipient]) -> bytes:
    """What stands before sealed bytes: `data_key` wrapped for each reader, bound to `info`."""
    wraps = {reader.key_id: _SUITE.encrypt(data_key, reader.public_key, info=info) for reader in readers}
    if not wraps:
        raise ValueError("Nobody was named to read this.")
    return _written(version, wraps)


def head_length(start: bytes, *, version: int) -> int:
    """How many bytes the head has whose first START bytes these are. Raises CannotOpen for another version."""
    if len(start) < START or start[0] != version:
        raise CannotOpen("This is not sealed in a known version.")
    return START + start[1] * (_ID + _WRAPPED)


def wraps_in(head: bytes) -> dict[bytes, bytes]:
    """Key id → wrapped key, of a whole head."""
    return {
        head[place : place + _ID]: head[place + _ID : place + _ID + _WRAPPED]
        for place in range(START, len(head), _ID + _WRAPPED)
    }


def unwrapped(wraps: Mapping[bytes, bytes], *, info: bytes, private_key: X25519PrivateKey) -> bytes:
    """The data key. Raises CannotOpen when it was not wrapped for this key, or for another record."""
    key_id = key_id_of(private_key.public_key().public_bytes_raw())
    if key_id not in wraps:
        raise CannotOpen("This key is not among the readers.")
    try:
        return _SUITE.decrypt(wraps[key_id], private_key, info=info)
    except (InvalidTag, ValueError) as problem:
        raise CannotOpen(_CHANGED) from problem


def rewrapped(
    wraps: Mapping[bytes, bytes], *, version: int, info: bytes, private_key: X25519PrivateKey, to: Recipient
) -> bytes:
    """A head with `private_key`'s place taken by `to`. Raises CannotOpen."""
    data_key = unwrapped(wraps, info=info, private_key=private_key)
    old = key_id_of(private_key.public_key().public_bytes_raw())
    fresh = _SUITE.encrypt(data_key, to.public_key, info=info)
    renewed = [(to.key_id, fresh) if key_id == old else (key_id, wrapped) for key_id, wrapped in wraps.items()]
    return _written(version, dict(renewed))


def _written(version: int, wraps: Mapping[bytes, bytes]) -> bytes:
    return bytes([version, len(wraps)]) + b"".join(key_id + wrapped for key_id, wrapped in wraps.items())


def _split(envelope: bytes) -> tuple[dict[bytes, bytes], bytes]:
    end = head_length(envelope[:START], version=_VERSION)
    if len(envelope) < end + _NONCE + _TAG:
        raise CannotOpen("The envelope is cut off.")
    return wraps_in(envelope[:end]), envelope[end:]
