"""A release as one ZIP file that unpacks to the folder which the verifier checks: the same bytes however often made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

PLAIN_FILE = 0o100644 << 16
UNIX = 3


def zipped(files: Mapping[str, bytes], folder: str, at: datetime) -> bytes:
    """`files` by their names, in `folder`, each dated `at`. Nothing is packed tighter: how tight differs by machine."""
    out = io.BytesIO()
    moment = at.astimezone(UTC).timetuple()[:6]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{name}", moment)
            entry.create_system, entry.external_attr = UNIX, PLAIN_FILE
            archive.writestr(entry, files[name])
    return out.getvalue()
