"""What a picture tells besides its pixels, by kind: only these kinds are said, never what they held."""

from __future__ import annotations

import os
from typing import Any, BinaryIO, Final

from PIL import Image

from .codes import Removed

_BY_TAG: Final = {
    Removed.POSITION: {0x8825},
    Removed.DEVICE: {0x010F, 0x0110, 0x0131, 0x013C, 0x927C, 0xA431, 0xA433, 0xA434, 0xA435, 0xC62F},
    Removed.TIMES: {0x0132, 0x9003, 0x9004, 0x882A},
    Removed.AUTHOR: {0x013B, 0x8298, 0xA430, 0x9C9D},
    Removed.COMMENTS: {0x010E, 0x9286, 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F, 0x010D},
    Removed.PREVIEW: {0x0201, 0x014A},
}
"""Exif 2.32, tags of TIFF, Exif and GPS; 0x9C9B and on are Windows' own."""
_BY_WORD: Final = {
    Removed.POSITION: (b"GPSL", b"exif:GPS", b"Iptc4xmpCore:Location"),
    Removed.AUTHOR: (b"dc:creator", b"dc:rights", b"photoshop:Author", b"xmpRights"),
    Removed.DEVICE: (b"tiff:Model", b"CreatorTool", b"aux:SerialNumber"),
    Removed.TIMES: (b"CreateDate", b"DateCreated", b"ModifyDate"),
    Removed.COMMENTS: (b"dc:title", b"dc:description", b"dc:subject"),
}
_EXIF, _GPS, _THUMBNAIL = 0x8769, 0x8825, 1
_TAIL: Final = 64
_ENDS: Final = {"JPEG": b"\xff\xd9", "PNG": b"IEND\xaeB`\x82", "GIF": b"\x3b"}


def traces_of(picture: Image.Image, source: BinaryIO, name: str) -> set[Removed]:
    """The kinds of traces in a picture that was opened from `source`."""
    exif = picture.getexif()
    tags = set(exif) | set(exif.get_ifd(_EXIF)) | set(exif.get_ifd(_THUMBNAIL))
    found = {kind for kind, known in _BY_TAG.items() if tags & known}
    if not exif.get_ifd(_GPS):
        found.discard(Removed.POSITION)
    info: dict[Any, Any] = picture.info
    words = _bytes(info.get("xmp")) + _bytes(info.get("XML:com.adobe.xmp"))
    found |= {kind for kind, known in _BY_WORD.items() if any(word in words for word in known)}
    if words or info.get("photoshop"):
        found.add(Removed.HIDDEN_DATA)
    if info.get("comment") or getattr(picture, "text", {}):
        found.add(Removed.COMMENTS)
    if name in ("JPEG", "HEIC") and getattr(picture, "n_frames", 1) > 1:
        found.add(Removed.EXTRA_PICTURES)
    return found | ({Removed.HIDDEN_DATA} if _goes_on(source, name) else set())


def _bytes(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else value or b""


def _goes_on(source: BinaryIO, name: str) -> bool:
    """Whether something follows the picture's end; Pillow stops there, others may not."""
    size = source.seek(0, os.SEEK_END)
    if name == "WebP":
        source.seek(4)
        return int.from_bytes(source.read(4), "little") + 8 + 1 < size
    if name not in _ENDS:
        return False
    source.seek(max(0, size - _TAIL))
    return not source.read().rstrip(b"\0").endswith(_ENDS[name])
