"""What an address can be: a number that a database row can have, and where residents find a page from anywhere."""

from __future__ import annotations

from typing import Any, Final

from flask import current_app
from werkzeug.routing import IntegerConverter, Map

from complaints.platform.jurisdiction.profile import Profile

MOST: Final = 2**31 - 1
"""The largest key of a row."""


class Number(IntegerConverter):
    """`<int:…>` in every route; a larger number is not found instead of breaking a query."""

    def __init__(self, map: Map, fixed_digits: int = 0, max: int = MOST, **options: Any) -> None:
        super().__init__(map, fixed_digits=fixed_digits, max=max, **options)


def public_page(path: str, locale: str) -> str:
    """The whole address of a resident's page in a language (`https://…/es/follow`), whichever site is asked for it."""
    profile: Profile = current_app.extensions["profile"]
    base = str(current_app.config["PUBLIC_URL"] or current_app.config["BASE_URL"]).rstrip("/")
    return f"{base}{path}" if locale == profile.default_locale else f"{base}/{locale}{path}"
