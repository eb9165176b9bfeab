"""Keeping a folder of files as it should be: made whole by a rename, left alone when right, refused otherwise."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from complaints.reports.errata.chain import ERRATA
from complaints.reports.rules import ReleaseRefused
from complaints.reports.verifying.folder import write_folder
from complaints.reports.verifying.proof import Fault
from complaints.reports.verifying.verifier import read_folder


def keep(files: Mapping[str, bytes], folder: Path) -> bool:
    """Make `folder` hold exactly `files`; whether anything was written. Errata that came since are added to it.

    Two at once wait for each other. What an earlier run left half-written beside it is taken away. Raises
    ReleaseRefused when something else is in the folder, OSError.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone_in(folder.parent):
        _sweep(folder)
        there = _read(folder)
        if not there:
            # First beside it under a name that only this job uses: nobody else's half-written folder is ever swept.
            write_folder(files, _beside(folder))
            _beside(folder).replace(folder)
            return True
        new = {name: content for name, content in files.items() if name not in there}
        if any(files.get(name) != content for name, content in there.items()) or not all(map(_is_erratum, new)):
            raise ReleaseRefused(f"{folder} holds something else. Name another folder; nothing was written.")
        for name, content in new.items():
            _add(folder, name, content)
        return bool(new)


def _is_erratum(name: str) -> bool:
    return name.startswith(ERRATA)


def _beside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.unfinished")


def _fresh_file(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.unfinished-file")


def _sweep(folder: Path) -> None:
    """Take away what a killed run left: the names that this job gives, and no others."""
    # What `write_folder` makes beside the folder that it writes, with eight letters of `tempfile`.
    half = re.compile(re.escape(f".{_beside(folder).name}-") + "[a-z0-9_]{8}")
    ours = (_beside(folder).name, _fresh_file(folder).name)
    for left in sorted(folder.parent.iterdir()):
        if left.name not in ours and not half.fullmatch(left.name):
            continue
        if left.is_symlink():
            raise ReleaseRefused(f"{left} is a link. Take it away; nothing was written.")
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()
    _sweep_errata(folder)


def _sweep_errata(folder: Path) -> None:
    """The folder of errata is empty only where a run was killed before it put the first in."""
    errata = folder / ERRATA
    if not folder.is_symlink() and not errata.is_symlink() and errata.is_dir() and not any(errata.iterdir()):
        errata.rmdir()


def _read(folder: Path) -> dict[str, bytes]:
    """What is in the folder; a link leads to files that somebody else may change. Raises ReleaseRefused, OSError."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise ReleaseRefused(f"{folder} is not a folder. Name another one; nothing was written.")
    try:
        return read_folder(folder) if folder.exists() else {}
    except Fault as found:
        raise ReleaseRefused(f"{folder} holds something else. {found} Nothing was written.") from found


def _add(folder: Path, name: str, content: bytes) -> None:
    target = folder / name
    target.parent.mkdir(exist_ok=True)
    fresh = _fresh_file(folder)
    try:
        fresh.write_bytes(content)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder against other runs of the job. The system lets go of it when a run is killed."""
    if sys.platform == "win32":
        # There is no such lock; the rename at the end still lets one of two through, whole.
        yield
        return
    import fcntl

    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)
