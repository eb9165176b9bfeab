"""Keeps sealed files in a folder: written aside, on the disk before they have their name, and named in one step."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from complaints.platform.attachments.store import NotStored, StoreDown, checked
from complaints.platform.attachments.veil import FULL, StoreFull

PIECE: Final = 256 * 1024
_PART: Final = ".part"


class Folder:
    """A store in a folder, which it makes for its own account alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, chunks: Iterable[bytes]) -> int:
        """As Store.put."""
        target = self._folder / checked(name)
        if target.exists():
            raise ValueError("There is a file of this name.")
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = self._folder / f"{name}-{secrets.token_hex(4)}{_PART}"
        try:
            size = _written(part, chunks)
            part.rename(target)
            _settle(self._folder)
        except BaseException as problem:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            if isinstance(problem, OSError) and problem.errno in FULL:
                raise StoreFull(problem.errno, "There is no room to keep this file.") from problem
            raise
        return size

    def chunks(self, name: str) -> Iterator[bytes]:
        """As Store.chunks."""
        try:
            file = (self._folder / checked(name)).open("rb")
        except FileNotFoundError as problem:
            raise NotStored(name) from problem
        except OSError as problem:
            raise StoreDown(f"A stored file cannot be read ({problem.strerror}).") from problem

        def read() -> Iterator[bytes]:
            with file:
                while piece := file.read(PIECE):
                    yield piece

        return read()

    def delete(self, name: str) -> None:
        """As Store.delete."""
        try:
            (self._folder / checked(name)).unlink(missing_ok=True)
        except OSError as problem:
            raise StoreDown(f"A stored file cannot be taken away ({problem.strerror}).") from problem

    def names(self, before: datetime | None = None) -> Iterator[str]:
        """As Store.names."""
        yield from (path.name for path in self._files(before) if path.suffix != _PART)

    def tidy(self, before: datetime) -> int:
        """As Store.tidy."""
        left = [path for path in self._files(before) if path.suffix == _PART]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def _files(self, before: datetime | None) -> Iterator[Path]:
        if not self._folder.is_dir():
            return
        for path in sorted(self._folder.iterdir()):
            # Whoever puts and whoever looks may be two processes: a part may have become whole by now.
            with suppress(FileNotFoundError):
                if before is None or datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
                    yield path


def _written(part: Path, chunks: Iterable[bytes]) -> int:
    with os.fdopen(
        os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb"
    ) as file:
        size = sum(file.write(chunk) for chunk in chunks)
        file.flush()
        os.fsync(file.fileno())
    return size


def _settle(folder: Path) -> None:
    """See to it that the name, too, is on the disk; Windows does that by itself and lets nobody ask."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
