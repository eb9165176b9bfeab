"""The address of a one-time link, for a page, a mail or a terminal alike."""

from __future__ import annotations

from flask import current_app


def setup_address(token: str) -> str:
    """Where the link leads, from the address that this deployment gives out."""
    return f"{str(current_app.config['BASE_URL']).rstrip('/')}/staff/setup/{token}"
