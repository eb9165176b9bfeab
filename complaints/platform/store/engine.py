"""SQLite as a database of record: what was acknowledged is on the disk, and two writers queue instead of failing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

writes_first: ContextVar[bool] = ContextVar("writes_first", default=True)
"""Whether the next transaction takes the write lock at once.

A transaction that reads first and writes later fails in WAL mode when somebody else wrote in between; taking the lock
first makes it wait instead. Requests that only read say so.
"""


@contextmanager
def immediate_transactions(enabled: bool) -> Iterator[None]:
    """Within this block, transactions on SQLite begin with (or without) the write lock."""
    token = writes_first.set(enabled)
    try:
        yield
    finally:
        writes_first.reset(token)


def _make_private(path: Path) -> None:
    for part in (path, *(path.with_name(path.name + side) for side in ("-wal", "-shm"))):
        with suppress(FileNotFoundError):
            found = part.stat()
            if hasattr(os, "getuid") and found.st_uid == os.getuid() and found.st_mode & 0o077:
                part.chmod(0o600)


def prepare_sqlite(engine: Engine) -> None:
    """Set the pragmas of each SQLite connection, take over where transactions begin, and keep the file private."""
    name = engine.url.database or ""
    path = None if not name or name.startswith((":memory:", "file:")) else Path(name)
    if path is not None and path.exists():
        _make_private(path)

    @sa.event.listens_for(engine, "do_connect")
    def _private(_dialect: Any, _record: Any, _arguments: Any, _options: Any) -> None:
        # SQLite gives its side files the mode of this one.
        if path is not None and path.parent.is_dir():
            with suppress(PermissionError, FileExistsError):
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))

    @sa.event.listens_for(engine, "connect")
    def _pragmas(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}").close()

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes_first.get() else "BEGIN")
