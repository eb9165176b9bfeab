"""Whether a sound or video file is whole enough to be played; what else it holds cannot be told, nor taken out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Final, Protocol

from complaints.platform.attachments.kinds import AMR, GPP, M4A, MOV, MP3, MP4, OGG, WAV, WEBM, Format
from complaints.platform.attachments.limits import Refused
from complaints.platform.attachments.washing.codes import Reason

_BOXED: Final = (MP4, MOV, M4A, GPP)
_LEAST: Final = {MP3: 128, OGG: 64, AMR: 16, WEBM: 128}
"""Bytes below which a file of this format holds no sound and no picture."""
_MOST_BOXES: Final = 100_000
_NO_FILE_SO_LONG: Final = 2**63
"""No system keeps a file of so many bytes, and nobody can seek beyond: what says so says it to break a reader."""


class Source(Protocol):
    """What can be read anywhere."""

    def read(self, size: int = -1, /) -> bytes: ...

    def seek(self, offset: int, whence: int = 0, /) -> int: ...


def check_recording(source: Source, found: Format) -> None:
    """Raises Refused where nothing can be played: a file that ends before what it needs, or holds nothing."""
    size = source.seek(0, os.SEEK_END)
    if found in _BOXED:
        names = {name for name, _ in _boxes(source, size)}
        if b"moov" not in names or not names & {b"mdat", b"moof"}:
            raise Refused(Reason.BROKEN)
    elif found is WAV:
        names = {name for name, _ in _riff_parts(source, size)}
        if not {b"fmt ", b"data"} <= names:
            raise Refused(Reason.BROKEN)
    elif size < _LEAST[found]:
        raise Refused(Reason.BROKEN)


def _boxes(source: Source, size: int) -> Iterator[tuple[bytes, int]]:
    """Name and place of each outer box that is there whole, or begins: ISO 14496-12, 4.2. Raises Refused."""
    place = 0
    for _ in range(_MOST_BOXES):
        if place >= size:
            return
        source.seek(place)
        start = source.read(16)
        if len(start) < 8:
            return
        length, name = int.from_bytes(start[:4]), start[4:8]
        if length == 1 and len(start) == 16:
            length = int.from_bytes(start[8:])
        length = length or size - place
        if length >= _NO_FILE_SO_LONG:
            raise Refused(Reason.BROKEN)
        # What plays it must be whole; the sound and pictures themselves may be cut off at the end.
        if length < 8 or (name == b"moov" and place + length > size):
            return
        yield name, place
        place += length


def _riff_parts(source: Source, size: int) -> Iterator[tuple[bytes, int]]:
    place = 12
    for _ in range(_MOST_BOXES):
        source.seek(place)
        start = source.read(8)
        if len(start) < 8:
            return
        yield start[:4], place
        length = int.from_bytes(start[4:], "little")
        place += 8 + length + length % 2
