"""The staff menu: what the rooms offer, less what a person may not open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for
from flask_login import current_user

from complaints.platform.accounts.permissions import Permission


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry: a lazy label, the endpoint it opens, who sees it, and where it stands (small numbers first)."""

    label: Any
    endpoint: str
    permission: Permission
    order: int = 50


def prepare(app: Flask) -> None:
    """Give staff pages `staff_nav` and `current_user`. Public pages do not even look whether somebody is signed in."""
    app.extensions["staff_nav"] = []

    @app.context_processor
    def _menu() -> dict[str, Any]:
        # No endpoint: a page that is not there, which keeps the menu too.
        if app.config["SITE"] == "public" or not request.path.startswith("/staff"):
            return {"staff_nav": []}
        return {"staff_nav": _entries(app), "current_user": current_user}


def add(app: Flask, items: Iterable[NavItem]) -> None:
    """Add a room's entries to the menu."""
    app.extensions["staff_nav"] = sorted([*app.extensions["staff_nav"], *items], key=lambda item: item.order)


def _entries(app: Flask) -> list[tuple[str, str, bool]]:
    if not current_user.is_authenticated:
        return []
    return [
        (str(item.label), url_for(item.endpoint), request.endpoint == item.endpoint)
        for item in app.extensions["staff_nav"]
        if current_user.may(item.permission)
    ]
