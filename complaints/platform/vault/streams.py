"""Large contents sealed in chunks: however large, no more of them than three chunks is ever in memory.

Layout: a head as in an envelope (its version is 2), then chunks of 256 KiB, each AES-256-GCM under the one data key,
with 16 bytes of tag. The nonce of a chunk is its number (11 bytes) and a mark on the last (1 byte): no chunk can be
taken out, swapped, added or cut off unseen (STREAM: Hoang, Reyhanitabar, Rogaway, Vizar 2015). The data key is drawn
for one content alone, so no nonce comes twice.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from complaints.platform.vault.envelope import (
    START,
    CannotOpen,
    Recipient,
    head_for,
    head_length,
    rewrapped,
    unwrapped,
    wraps_in,
)

CHUNK = 256 * 1024
"""Bytes of content in each chunk but the last."""
_VERSION, _TAG = 2, 16
_PURPOSE = "stream 2 of "

Unwrap = Callable[[Mapping[bytes, bytes], bytes], bytes]
"""Wrapped keys by key id, and what they are bound to → the data key. Raises CannotOpen."""


class Readable(Protocol):
    """What bytes can be read from, a number at a time."""

    def read(self, size: int = -1, /) -> bytes: ...


def sealed_chunks(source: Readable, *, context: str, readers: Iterable[Recipient]) -> Iterator[bytes]:
    """Seal what `source` still holds so that each of `readers` can open it, as part of the record `context` alone.

    The head comes first, then chunk after chunk. Raises ValueError, at once, where nobody is named to read it.
    """
    info = (_PURPOSE + context).encode()
    data_key = os.urandom(32)
    head = head_for(data_key, version=_VERSION, info=info, readers=readers)
    return _sealed(source, head, data_key, info)


def opened_chunks(chunks: Iterable[bytes], *, context: str, private_key: X25519PrivateKey) -> Iterator[bytes]:
    """The content, piece by piece; `chunks` may be cut anywhere. Raises CannotOpen as soon as anything is wrong.

    What was given out before CannotOpen is true but not whole: keep nothing of it.
    """

    def unwrap(wraps: Mapping[bytes, bytes], info: bytes) -> bytes:
        return unwrapped(wraps, info=info, private_key=private_key)

    return opened_with(unwrap, chunks, context=context)


def opened_with(unwrap: Unwrap, chunks: Iterable[bytes], *, context: str) -> Iterator[bytes]:
    """The content, where whoever calls finds the key by the ids of the readers."""
    pieces, info = _Pieces(chunks), (_PURPOSE + context).encode()
    cipher = AESGCM(unwrap(wraps_in(_head_of(pieces)), info))
    number, piece = 0, pieces.take(CHUNK + _TAG)
    while True:
        following = pieces.take(CHUNK + _TAG)
        try:
            yield cipher.decrypt(_nonce(number, is_last=not following), piece, info)
        except (InvalidTag, ValueError) as problem:
            raise CannotOpen("A part of this content was changed, moved or cut off.") from problem
        if not following:
            return
        number, piece = number + 1, following


def rewrapped_chunks(
    chunks: Iterable[bytes], *, context: str, private_key: X25519PrivateKey, to: Recipient
) -> Iterator[bytes]:
    """The same sealed content with `private_key`'s place taken by `to`. Raises CannotOpen."""
    pieces, info = _Pieces(chunks), (_PURPOSE + context).encode()
    yield rewrapped(wraps_in(_head_of(pieces)), version=_VERSION, info=info, private_key=private_key, to=to)
    while piece := pieces.take(CHUNK + _TAG):
        yield piece


def _sealed(source: Readable, head: bytes, data_key: bytes, info: bytes) -> Iterator[bytes]:
    yield head
    cipher = AESGCM(data_key)
    number, piece = 0, _read(source)
    while True:
        # A source may end at a chunk's edge: only what follows tells whether this one is the last.
        following = _read(source) if len(piece) == CHUNK else b""
        yield cipher.encrypt(_nonce(number, is_last=not following), piece, info)
        if not following:
            return
        number, piece = number + 1, following


def _read(source: Readable) -> bytes:
    """A whole chunk, or all that is left; a pipe may give less at a time."""
    parts: list[bytes] = []
    missing = CHUNK
    while missing and (part := source.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11) + bytes([is_last])


def _head_of(pieces: _Pieces) -> bytes:
    start = pieces.take(START)
    length = head_length(start, version=_VERSION)
    head = start + pieces.take(length - START)
    if len(head) < length:
        raise CannotOpen("The content is cut off.")
    return head


class _Pieces:
    """An iterator of bytes, taken by number."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._waiting = bytearray()

    def take(self, size: int) -> bytes:
        """The next `size` bytes, or as many as there are."""
        while len(self._waiting) < size:
            more = next(self._chunks, None)
            if more is None:
                break
            self._waiting += more
        taken = bytes(self._waiting[:size])
        del self._waiting[:size]
        return taken
