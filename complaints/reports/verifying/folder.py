"""A release as a folder of files with its errata: written whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from complaints.platform.store import Db
from complaints.reports.errata.chain import ERRATA
from complaints.reports.models import Erratum, Release
from complaints.reports.rules import ReleaseRefused
from complaints.reports.verifying.inspection import signed_files


def folder_of(session: Db, release: Release, errata: Iterable[Erratum]) -> dict[str, bytes]:
    """The names and bytes of everything in a release's folder: files, manifest, signature, and `errata` with theirs."""
    files = signed_files(session, release)
    for erratum in errata:
        files |= {f"{ERRATA}{erratum.number}.json": erratum.content or b""}
        files |= {f"{ERRATA}{erratum.number}.sig": erratum.signature or b""}
    return files


def write_folder(files: Mapping[str, bytes], out: Path) -> None:
    """Write the files of a release to `out`. A folder that is there must be empty. Raises ReleaseRefused, OSError."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ReleaseRefused(f"{out} is not an empty folder. Name a new one; nothing was written.")
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        for name, content in files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        fresh.chmod(0o755)
        fresh.replace(out)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
