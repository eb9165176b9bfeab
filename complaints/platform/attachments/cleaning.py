"""What becomes of a file that is handed in: refused with a reason, cleaned, or taken as it is and said to be so."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from complaints.platform.attachments.kinds import HEAD_BYTES, Format, Kind, recognised
from complaints.platform.attachments.laundry import washed
from complaints.platform.attachments.limits import Limits, Refused
from complaints.platform.attachments.recordings import check_recording
from complaints.platform.attachments.texts import plain_text
from complaints.platform.attachments.veil import PIECE, Veil
from complaints.platform.attachments.washing.codes import Reason, Removed


class Source(Protocol):
    """A file that can be read anywhere: a Veil, an upload's stream, a BytesIO."""

    def read(self, size: int = -1, /) -> bytes: ...

    def seek(self, offset: int, whence: int = 0, /) -> int: ...


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file as it is kept. `content` stands at its beginning; whoever has it closes it.

    `digest` and `original_digest` are SHA-256, 32 bytes, of what is kept and of what was handed in. Where `is_clean` is
    false, what it holds besides sound and pictures is unknown: keep it apart, and say so before it is opened.
    `is_misnamed`: it was called after another kind of file than it is.
    """

    content: Veil
    format: Format
    size: int
    digest: bytes
    original_digest: bytes
    is_clean: bool
    is_misnamed: bool
    removed: tuple[Removed, ...]

    @property
    def media_type(self) -> str:
        """What it is sent as."""
        return self.format.media_type

    @property
    def kind(self) -> Kind:
        """What it is to those who look at it."""
        return self.format.kind


def clean(source: Source, name: str = "", limits: Limits | None = None) -> Cleaned:
    """The file in `source`, without what nobody meant to tell. `name` is only compared with what the file is.

    Raises Refused with its reason. `source` may be at any place, and stays open; `content` is a file of its own.
    """
    limits = limits or Limits()
    found = _format_of(source, limits)
    original = digest_of(source)
    removed: tuple[Removed, ...] = ()
    if found.kind.is_recording:
        check_recording(source, found)
        content, kept = Veil.of(_pieces(source)), found
    elif found.kind is Kind.TEXT:
        content, removed = plain_text(_pieces(source))
        kept = found
    else:
        content, kept, removed = washed(_pieces(source), found, limits)
    return Cleaned(
        content=content,
        format=kept,
        size=content.size,
        digest=_digest(content),
        original_digest=original,
        is_clean=not found.kind.is_recording,
        is_misnamed=not found.is_named_so(name),
        removed=removed,
    )


def digest_of(source: Source) -> bytes:
    """The SHA-256 of a file as it was handed in, 32 bytes."""
    found = hashlib.sha256()
    for piece in _pieces(source):
        found.update(piece)
    return found.digest()


def _format_of(source: Source, limits: Limits) -> Format:
    size = source.seek(0, os.SEEK_END)
    source.seek(0)
    found = recognised(source.read(HEAD_BYTES))
    if isinstance(found, Reason):
        raise Refused(found)
    if size > limits.of(found.kind):
        raise Refused(Reason.TOO_LARGE)
    return found


def _pieces(source: Source) -> Iterator[bytes]:
    source.seek(0)
    while piece := source.read(PIECE):
        yield piece


def _digest(content: Veil) -> bytes:
    found = hashlib.sha256()
    pieces: Iterable[bytes] = content.pieces()
    for piece in pieces:
        found.update(piece)
    content.seek(0)
    return found.digest()
