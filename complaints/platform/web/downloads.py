"""How a file that somebody sent us leaves again: as a file to keep, or shown where nothing in it can run."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator
from itertools import chain
from pathlib import PurePath
from typing import Final
from urllib.parse import quote

from flask import Response
from werkzeug.http import dump_options_header

from complaints.platform.attachments import KINDS

SHOWN: Final = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "text/plain"})
"""What a browser shows without running anything."""
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
"""A page of nothing but the file: no script, no form, no name of ours to act under. Browsers lay out a picture with
styles of their own."""
ENDINGS: Final = {each.media_type: each.suffix for each in KINDS}

FORBIDDEN: Final = '\\/:*?"<>|'
"""What one system or another allows in no name of a file."""
RESERVED: Final = re.compile(r"CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³]", re.IGNORECASE)
"""Names that Windows keeps for its devices, whatever ending follows."""


def can_be_shown(media_type: str) -> bool:
    """Whether a browser may show it, and need not keep it to open it."""
    return media_type in SHOWN


def as_file(chunks: Generator[bytes], *, name: str, media_type: str, size: int, shown: bool = False) -> Response:
    """The answer that hands a file out. `shown` shows it in the browser, where that is safe.

    Reads the first piece at once: what cannot be opened raises here, before anything is sent.
    """
    first = next(chunks, b"")
    response = Response(chain([first], chunks), mimetype=media_type)
    # A reader who goes away in the middle leaves no open file behind.
    response.call_on_close(chunks.close)
    response.content_length = size
    how = "inline" if shown and can_be_shown(media_type) else "attachment"
    response.headers["Content-Disposition"] = disposition(how, file_name(name, media_type))
    response.headers["Content-Security-Policy"] = POLICY
    return response


def disposition(how: str, name: str) -> str:
    """The header's value: a header holds ASCII alone, so any other name is said twice (RFC 6266, appendix D)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem, _, ending = plain.rpartition(".")
    said = dump_options_header(how, {"filename": f"{stem.strip(' .') or 'file'}.{ending}"})
    return said if name.isascii() else f"{said}; filename*=UTF-8''{quote(name, safe='')}"


def file_name(name: str, media_type: str) -> str:
    """A name without folders and unseen characters, and with the ending of what the file now is."""
    plain = "".join(" " if unicodedata.category(each)[0] == "C" or each in FORBIDDEN else each for each in name)
    stem = PurePath(plain.strip()).stem.strip(". ")[:80].rstrip(". ")
    if RESERVED.fullmatch(stem.partition(".")[0].rstrip()):
        stem = f"file-{stem}"
    return f"{stem or 'file'}.{ENDINGS[media_type]}"
