"""Where the pages of accounts hang, and what the staff site needs before the first of them is asked for."""

from __future__ import annotations

from flask import Blueprint, current_app, request, url_for
from flask_login import current_user

bp = Blueprint("accounts", __name__)


def start_page() -> str:
    """The first page of the menu that the person may open; their own account where there is none."""
    for item in current_app.extensions.get("staff_nav", ()):
        if current_user.may(item.permission) and item.endpoint != "accounts.own":
            return url_for(item.endpoint)
    return url_for("accounts.own")


def local(path: str) -> str:
    """A path of this site in the language at hand."""
    return f"{request.script_root}{path}"
