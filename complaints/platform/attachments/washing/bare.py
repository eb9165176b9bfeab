"""Takes out of a JPEG or JPEG 2000 that lies in a PDF what is not picture, without drawing it anew."""

from __future__ import annotations

from typing import Final

_APP0, _APP14, _APP15, _COMMENT = 0xE0, 0xEE, 0xEF, 0xFE
_SCAN, _END = 0xDA, 0xD9
_ALONE: Final = (0x01, *range(0xD0, 0xD9))
"""Markers without a length: ISO 10918-1, table B.1."""
_BESIDE: Final = (b"xml ", b"uuid", b"uinf", b"jp2i", b"free")
_SIGNATURE: Final = b"\0\0\0\x0cjP  \r\n\x87\n"


def bare_jpeg(data: bytes) -> bytes:
    """Without application data (but JFIF's and Adobe's, which say how colours are meant), comments, and what follows.

    What is no JPEG, or a broken one, is given back as it is.
    """
    if not data.startswith(b"\xff\xd8"):
        return data
    kept, place = [data[:2]], 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == _END:
            return b"".join([*kept, b"\xff\xd9"])
        if marker == 0xFF or marker in _ALONE:
            kept.append(data[place : place + 2] if marker != 0xFF else b"")
            place += 2 if marker != 0xFF else 1
            continue
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4])
        if marker == _SCAN:
            end = _after_scan(data, end)
        if not (_APP0 < marker <= _APP15 and marker != _APP14) and marker != _COMMENT:
            kept.append(data[place:end])
        place = end
    return b"".join([*kept, data[place : place + 2]])


def _after_scan(data: bytes, place: int) -> int:
    """Where the next marker stands that is neither a stuffed byte nor a restart."""
    while (place := data.find(b"\xff", place)) >= 0:
        following = data[place + 1 : place + 2]
        if following not in (b"\0", b"\xff") and not b"\xd0" <= following <= b"\xd7":
            return place
        place += 1 if following == b"\xff" else 2
    return len(data)


def bare_jpeg2000(data: bytes) -> bytes:
    """Without boxes of XML, of unnamed kinds, and of addresses (ISO 15444-1, annex I). A bare codestream stays."""
    if not data.startswith(_SIGNATURE):
        return data
    kept, place = [], 0
    while place + 8 <= len(data):
        length, kind = int.from_bytes(data[place : place + 4]), data[place + 4 : place + 8]
        if length == 1:
            length = int.from_bytes(data[place + 8 : place + 16])
        length = length or len(data) - place
        if length < 8:
            return data
        if kind not in _BESIDE:
            kept.append(data[place : place + length])
        place += length
    return b"".join(kept)
