"""The time now, from the clock the app was given."""

from __future__ import annotations

from datetime import datetime

from flask import current_app


def now() -> datetime:
    """An aware UTC time; tests pass their own clock in the setting CLOCK."""
    moment: datetime = current_app.config["CLOCK"]()
    return moment
