"""Joins the parts to an app: how it reads uploads, and where it keeps files."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from flask import Flask

from complaints.platform.attachments.bucket import Bucket
from complaints.platform.attachments.folder import Folder
from complaints.platform.attachments.store import Store
from complaints.platform.attachments.tickets import ticket
from complaints.platform.attachments.uploads import VeiledRequest, veil_server_buffers


def prepare(app: Flask) -> None:
    """Have `app` read uploads into veils, and open its store."""
    app.request_class = VeiledRequest
    veil_server_buffers()
    app.jinja_env.globals["upload_ticket"] = ticket
    app.extensions["attachments"] = _store(app.config["ATTACHMENTS_URL"], Path(app.config["INSTANCE_PATH"]))


def store_of(app: Flask) -> Store:
    """Where this app keeps its files."""
    store: Store = app.extensions["attachments"]
    return store


def _store(address: str, instance: Path) -> Store:
    if address.startswith("s3://"):
        return Bucket(address)
    return Folder(Path(url2pathname(urlsplit(address).path)) if address else instance / "attachments")
