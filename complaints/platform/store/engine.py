"""SQLite as a database of record: what was acknowledged is on the disk, and two writers queue instead of failing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
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


def prepare_sqlite(engine: Engine) -> None:
    """Set the pragmas of each SQLite connection and take over where transactions begin."""

    @sa.event.listens_for(engine, "connect")
    def _pragmas(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}").close()

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes_first.get() else "BEGIN")
