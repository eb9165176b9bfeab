"""What filing is measured against: Flask, one form, one durable commit in SQLite with the same pragmas, and no more."""

from __future__ import annotations

import os
import sqlite3
import threading

from flask import Flask, request

app = Flask(__name__)
_own = threading.local()


def _connection() -> sqlite3.Connection:
    """One for each thread, kept open, as the product's pool keeps its own."""
    if not hasattr(_own, "connection"):
        _own.connection = sqlite3.connect(os.environ["BARE_DATABASE"], isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
            _own.connection.execute(f"PRAGMA {pragma}")
        _own.connection.execute("CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, body TEXT)")
    connection: sqlite3.Connection = _own.connection
    return connection


@app.post("/")
def store() -> str:
    """Keep what was sent, and say so once it is on the disk."""
    connection = _connection()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO note (body) VALUES (?)", (request.form["draft"],))
    connection.execute("COMMIT")
    return "<!doctype html><title>Stored</title><p>Stored.</p>"
