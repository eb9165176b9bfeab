"""A release as a folder of files: written whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from complaints.reports.archive import manifest_bytes
from complaints.reports.manifest import MANIFEST, SIGNATURE
from complaints.reports.models import Release, ReleaseFile
from complaints.reports.rules import ReleaseRefused


def write_folder(release: Release, files: Iterable[ReleaseFile], out: Path) -> int:
    """Write the stored bytes of a release, its manifest and signature to `out`; how many files there are then.

    A folder that is there must be empty. Raises ReleaseRefused, OSError.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ReleaseRefused(f"{out} is not an empty folder. Name a new one; nothing was written.")
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        written = [(file.name, file.content) for file in files]
        written += [(MANIFEST, manifest_bytes(release)), (SIGNATURE, release.signature)]
        for name, content in written:
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        fresh.chmod(0o755)
        fresh.replace(out)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return len(written)
