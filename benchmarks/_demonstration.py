"""The invented past, loaded for measuring, without the releases."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from complaints.demo.loading import load as invent
from complaints.platform.extensions import db
from complaints.platform.settings import system_clock

SEED = 78
NOBODY_SIGNS_IN = "!"


def load(app: Flask, complaints: int) -> datetime:
    """Invent so many complaints up to now; the time that now was."""
    moment = system_clock()
    with app.app_context():
        ring, profile = app.extensions["key_ring"], app.extensions["profile"]
        for _ in invent(
            db.session, ring, profile, count=complaints, seed=SEED, password_hash=NOBODY_SIGNS_IN, now=moment
        ):
            db.session.commit()
        db.session.remove()
    return moment
