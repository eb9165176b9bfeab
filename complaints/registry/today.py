"""The date in the city: a policy in force "since tomorrow" is a mistake there, whatever the date elsewhere."""

from __future__ import annotations

from datetime import date

from flask import current_app

from complaints.platform.jurisdiction import Profile
from complaints.platform.web.clock import now


def today() -> date:
    """The city's date now."""
    profile: Profile = current_app.extensions["profile"]
    return now().astimezone(profile.zone).date()
