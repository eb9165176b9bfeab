"""A temporary file of which nobody reads a byte but this process: what lies on the disk is encrypted, and has no name.

AES-256-CTR gives any place of the file by itself. Its keystream must never cover two texts, so a veil is only ever
written at its end; emptied, it takes another key. It guards what is left on a disk or in a copy of one. Whoever reads
this process's memory reads the content anyway.
"""

from __future__ import annotations

import errno
import io
import os
import tempfile
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CTR

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

MEMORY = 256 * 1024
"""What is no larger stays in memory and never meets a disk."""
PIECE = 64 * 1024
_BLOCK = 16
FULL = frozenset(getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EFBIG") if hasattr(errno, name))
"""What a disk, a quota or a limit says when there is no more room."""


class StoreFull(OSError):
    """There is no room for what was to be written; nothing of it is kept."""


class Veil(io.BufferedIOBase):
    """A binary file to write at its end and read anywhere; gone when it is closed.

    `memory`: bytes up to which nothing is written to a disk; `folder`: where, else the system's temporary folder.
    Writing raises StoreFull where there is no room; the veil is closed then.
    """

    def __init__(self, memory: int = MEMORY, folder: str | os.PathLike[str] | None = None) -> None:
        self._memory, self._folder = memory, folder
        self._file: IO[bytes] = io.BytesIO()
        self._key: bytes | None = None
        self._size = self._place = 0

    @classmethod
    def of(cls, pieces: Iterable[bytes]) -> Veil:
        """A veil over these bytes, at its beginning."""
        veil = cls()
        try:
            for piece in pieces:
                veil.write(piece)
        except BaseException:
            veil.close()
            raise
        veil.seek(0)
        return veil

    @property
    def size(self) -> int:
        """Bytes written so far."""
        return self._size

    @property
    def is_on_disk(self) -> bool:
        """Whether it outgrew memory."""
        return self._key is not None

    def pieces(self) -> Iterable[bytes]:
        """All of it from the beginning, 64 KiB at a time."""
        self.seek(0)
        return iter(lambda: self.read(PIECE), b"")

    def readable(self) -> bool:
        """Always."""
        return True

    def writable(self) -> bool:
        """Always, at the end."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Where the next byte is read or written."""
        self._check()
        return self._place

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """As of any file; beyond the end there is nothing to read."""
        self._check()
        place = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._size}[whence]
        if place < 0:
            raise ValueError("There is nothing before the beginning.")
        self._place = place
        return place

    def read(self, size: int | None = -1, /) -> bytes:
        """Up to `size` bytes from here."""
        self._check()
        rest = max(0, self._size - self._place)
        wanted = rest if size is None or size < 0 else min(size, rest)
        self._file.seek(self._place)
        stored = self._file.read(wanted)
        found = self._turned(stored, self._place)
        self._place += len(found)
        return found

    def read1(self, size: int = -1, /) -> bytes:
        """As `read`."""
        return self.read(size)

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill `buffer` from here; how many bytes that were."""
        view = memoryview(buffer).cast("B")
        found = self.read(len(view))
        view[: len(found)] = found
        return len(found)

    def write(self, data: ReadableBuffer, /) -> int:
        """Add `data` at the end. Raises io.UnsupportedOperation anywhere else, StoreFull without room."""
        self._check()
        if self._place != self._size:
            raise io.UnsupportedOperation("A veil is written at its end alone.")
        plain = bytes(data)
        if self._key is None and self._size + len(plain) > self._memory:
            self._to_disk()
        self._append(plain)
        self._size = self._place = self._size + len(plain)
        return len(plain)

    def truncate(self, size: int | None = None, /) -> int:
        """Empty it, under another key. Raises io.UnsupportedOperation for any other size."""
        self._check()
        if (self._place if size is None else size) != 0:
            raise io.UnsupportedOperation("A veil is emptied or kept.")
        self._file.close()
        self._file, self._key = io.BytesIO(), None
        self._size = self._place = 0
        return 0

    def close(self) -> None:
        """Forget it."""
        self._file.close()
        self._key = None
        super().close()

    def _to_disk(self) -> None:
        self._file.seek(0)
        small = self._file.read()
        self._file.close()
        self._file, self._key = _nameless(self._folder), os.urandom(32)
        self._size = 0
        self._append(small)
        self._size = len(small)

    def _append(self, plain: bytes) -> None:
        left = memoryview(self._turned(plain, self._size))
        self._file.seek(self._size)
        try:
            while left:
                left = left[self._file.write(left) :]
        except OSError as problem:
            # What part of it was written is unknown: writing there again would lay one keystream over two texts.
            self.close()
            if problem.errno in FULL:
                raise StoreFull(problem.errno, "There is no room for a temporary file.") from problem
            raise

    def _turned(self, data: bytes, place: int) -> bytes:
        """Plain to stored and back: the same work both ways."""
        if self._key is None:
            return data
        block, inside = divmod(place, _BLOCK)
        stream = Cipher(AES256(self._key), CTR(block.to_bytes(_BLOCK))).encryptor()
        stream.update(bytes(inside))
        return stream.update(data)

    def _check(self) -> None:
        if self.closed:
            raise ValueError("This veil is closed.")


def _nameless(folder: str | os.PathLike[str] | None) -> IO[bytes]:
    """A file without a name where the system can do that; it goes with its last handle everywhere."""
    try:
        return tempfile.TemporaryFile(buffering=0, dir=folder)
    except OSError as problem:
        if problem.errno in FULL:
            raise StoreFull(problem.errno, "There is no room for a temporary file.") from problem
        raise
