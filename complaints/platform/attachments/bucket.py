"""Keeps sealed files in a bucket that speaks S3; how to reach it stands in AWS_… of the environment."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from complaints.platform.attachments.store import NotStored, StoreDown, checked
from complaints.platform.attachments.veil import StoreFull

PART: Final = 5 * 1024 * 1024
"""The smallest part S3 takes; two are under way at a time, so a file costs 10 MiB of memory, however large."""
_UNDER_WAY: Final = 2
_PATIENCE: Final = timedelta(seconds=20)
_NO_BUCKET: Final = "NoSuchBucket"
_NO_ROOM: Final = ("StorageFull", "QuotaExceeded", "InsufficientStorage")


class Bucket:
    """A store in `s3://bucket/prefix`."""

    def __init__(self, address: str) -> None:
        found = urlsplit(address)
        self._store = S3Store(
            found.netloc,
            prefix=found.path.strip("/") or None,
            retry_config={"max_retries": 3, "retry_timeout": _PATIENCE},
            client_options={
                "timeout": _PATIENCE,
                "connect_timeout": timedelta(seconds=5),
                "allow_http": os.environ.get("AWS_ALLOW_HTTP", "").lower() == "true",
            },
        )

    def put(self, name: str, chunks: Iterable[bytes]) -> int:
        """As Store.put."""
        counted = _Counted(chunks)
        with _plainly(name):
            if self._has(checked(name)):
                raise ValueError("There is a file of this name.")
            obstore.put(
                self._store, name, iter(counted), use_multipart=True, chunk_size=PART, max_concurrency=_UNDER_WAY
            )
        return counted.size

    def _has(self, name: str) -> bool:
        try:
            obstore.head(self._store, name)
        except (NotFoundError, FileNotFoundError):
            return False
        return True

    def chunks(self, name: str) -> Iterator[bytes]:
        """As Store.chunks."""
        with _plainly(name):
            stream = obstore.get(self._store, checked(name)).stream(min_chunk_size=256 * 1024)

        def read() -> Iterator[bytes]:
            with _plainly(name):
                for piece in stream:
                    yield bytes(piece)

        return read()

    def delete(self, name: str) -> None:
        """As Store.delete."""
        with _plainly(name):
            obstore.delete(self._store, checked(name))

    def names(self, before: datetime | None = None) -> Iterator[str]:
        """As Store.names."""
        with _plainly(""):
            for some in obstore.list(self._store):
                yield from (one["path"] for one in some if before is None or one["last_modified"] < before)

    def tidy(self, before: datetime) -> int:
        """Nothing: what was begun and left is the bucket's own to end, by its lifecycle rule."""
        return 0


class _Counted:
    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks, self.size = chunks, 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self.size += len(chunk)
            yield chunk


@contextmanager
def _plainly(name: str) -> Iterator[None]:
    """Say what went wrong in the store's own few words; an address or a key of the bucket is in none of them."""
    try:
        yield
    except (NotFoundError, FileNotFoundError) as problem:
        if _NO_BUCKET in str(problem):
            raise StoreDown("There is no such bucket.") from problem
        raise NotStored(name) from problem
    except BaseError as problem:
        if any(mark in str(problem) for mark in _NO_ROOM):
            raise StoreFull("There is no room in the bucket.") from problem
        raise StoreDown(f"The bucket does not answer as it should ({type(problem).__name__}).") from problem
