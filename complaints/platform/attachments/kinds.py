"""Which files are taken, told by what is in them; a name or a declared type is never believed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from complaints.platform.attachments.washing.codes import Reason

HEAD_BYTES: Final = 4096
"""How much of a file's beginning `recognised` wants to see."""


class Kind(StrEnum):
    """What a file is to those who look at it."""

    PICTURE = "picture"
    PAPER = "paper"
    TEXT = "text"
    AUDIO = "audio"
    VIDEO = "video"

    @property
    def is_recording(self) -> bool:
        """Sound or moving pictures: large, and not cleaned."""
        return self in (Kind.AUDIO, Kind.VIDEO)


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: what it is called, how it is sent, and how its name ends (without the dot)."""

    name: str
    kind: Kind
    media_type: str
    suffix: str
    other_suffixes: tuple[str, ...] = ()

    def is_named_so(self, name: str) -> bool:
        """Whether a file's name ends as this format's names do; one without an ending says nothing wrong."""
        ending = name.rpartition(".")[2].lower() if "." in name else self.suffix
        return ending in (self.suffix, *self.other_suffixes)


JPEG = Format("JPEG", Kind.PICTURE, "image/jpeg", "jpg", ("jpeg", "jpe", "jfif", "mpo"))
PNG = Format("PNG", Kind.PICTURE, "image/png", "png", ("apng",))
WEBP = Format("WebP", Kind.PICTURE, "image/webp", "webp")
GIF = Format("GIF", Kind.PICTURE, "image/gif", "gif")
HEIC = Format("HEIC", Kind.PICTURE, "image/heic", "heic", ("heif", "hif"))
PDF = Format("PDF", Kind.PAPER, "application/pdf", "pdf")
TEXT = Format("text", Kind.TEXT, "text/plain", "txt", ("text", "md", "csv", "log", "eml"))
MP3 = Format("MP3", Kind.AUDIO, "audio/mpeg", "mp3")
M4A = Format("M4A", Kind.AUDIO, "audio/mp4", "m4a", ("m4b", "mp4", "aac"))
WAV = Format("WAV", Kind.AUDIO, "audio/wav", "wav", ("wave",))
OGG = Format("Ogg", Kind.AUDIO, "audio/ogg", "ogg", ("oga", "opus"))
AMR = Format("AMR", Kind.AUDIO, "audio/amr", "amr", ("3ga",))
MP4 = Format("MP4", Kind.VIDEO, "video/mp4", "mp4", ("m4v", "m4a"))
MOV = Format("MOV", Kind.VIDEO, "video/quicktime", "mov", ("qt", "mp4"))
WEBM = Format("WebM", Kind.VIDEO, "video/webm", "webm")
GPP = Format("3GP", Kind.VIDEO, "video/3gpp", "3gp", ("3gpp", "3g2", "mp4", "m4a"))

KINDS: Final = (JPEG, PNG, WEBP, GIF, HEIC, PDF, TEXT, MP3, M4A, WAV, OGG, AMR, MP4, MOV, WEBM, GPP)
"""Everything that is taken."""

_STARTS: Final = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"OggS", OGG),
    (b"#!AMR", AMR),
    (b"ID3", MP3),
    (b"Rar!\x1a\x07", Reason.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Reason.ARCHIVE),
    (b"\x1f\x8b", Reason.ARCHIVE),
    (b"BZh", Reason.ARCHIVE),
    (b"\xfd7zXZ\0", Reason.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", Reason.ARCHIVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Reason.OFFICE),
    (b"{\\rtf", Reason.OFFICE),
    (b"\x7fELF", Reason.PROGRAM),
    (b"\xca\xfe\xba\xbe", Reason.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Reason.PROGRAM),
    (b"\xce\xfa\xed\xfe", Reason.PROGRAM),
    (b"#!", Reason.PROGRAM),
)
_RIFF: Final = {b"WEBP": WEBP, b"WAVE": WAV}
_HEIC_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
_VIDEO_BRANDS: Final = (b"iso", b"mp4", b"avc", b"dash", b"MSNV", b"M4V", b"f4v", b"mmp4")
_OLD_QUICKTIME: Final = (b"moov", b"mdat", b"wide", b"free", b"skip")
_OFFICE_PARTS: Final = (b"[Content_Types].xml", b"word/", b"mimetypeapplication/vnd.oasis", b"Index/Document.iwa")
_WEBM_MARK, _MATROSKA = b"webm", b"\x1a\x45\xdf\xa3"
_TEXT_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def recognised(head: bytes) -> Format | Reason:
    """The format of a file that begins so, or why no such file is taken. `head`: up to HEAD_BYTES."""
    if not head:
        return Reason.EMPTY
    for start, found in _STARTS:
        if head.startswith(start):
            return found
    return _in_container(head) or _by_its_looks(head)


def _in_container(head: bytes) -> Format | Reason | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Reason.OFFICE if any(part in head for part in _OFFICE_PARTS) else Reason.ARCHIVE
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], Reason.UNKNOWN_KIND)
    if head.startswith(_MATROSKA):
        return WEBM if _WEBM_MARK in head[:64] else Reason.UNKNOWN_KIND
    if head[4:8] == b"ftyp":
        return _by_brand(head[8:12])
    if head[4:8] in _OLD_QUICKTIME:
        return MOV
    return None


def _by_brand(brand: bytes) -> Format | Reason:
    if brand in _HEIC_BRANDS:
        return HEIC
    if brand.startswith((b"M4A", b"M4B")):
        return M4A
    if brand.startswith((b"3gp", b"3g2")):
        return GPP
    if brand == b"qt  ":
        return MOV
    return MP4 if brand.startswith(_VIDEO_BRANDS) else Reason.UNKNOWN_KIND


def _by_its_looks(head: bytes) -> Format | Reason:
    # Readers of PDF look for its mark in the first 1,024 bytes, so must we: a page of HTML may stand before it.
    if b"%PDF-" in head[:1024]:
        return PDF
    if _is_mp3_frame(head[:4]):
        return MP3
    if head.startswith(_TEXT_MARKS) or b"\0" not in head:
        return TEXT
    if head.startswith(b"MZ"):
        return Reason.PROGRAM
    return Reason.ARCHIVE if head[257:262] == b"ustar" else Reason.UNKNOWN_KIND


def _is_mp3_frame(start: bytes) -> bool:
    """ISO 11172-3, 2.4.1.3: eleven bits set, layer III, and neither a reserved version nor a forbidden rate."""
    if len(start) < 4 or start[0] != 0xFF or start[1] & 0xE0 != 0xE0:
        return False
    version, layer = start[1] >> 3 & 3, start[1] >> 1 & 3
    rate, frequency = start[2] >> 4, start[2] >> 2 & 3
    return version != 1 and layer == 1 and rate not in (0, 15) and frequency != 3
