"""How a list of the API is cut into pages: so many at a time, and a cursor that says where to go on."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

from flask import url_for

MOST: Final = 100
USUAL: Final = 50
Item = TypeVar("Item")


class WrongQuery(Exception):
    """A cursor, a limit or a format that cannot be."""


def page_of(
    found: Sequence[Item],
    query: Mapping[str, str],
    endpoint: str,
    key: Callable[[Item], str],
    shown: Callable[[Item], dict[str, Any]],
) -> dict[str, Any]:
    """The first of `found`, and the address of the rest."""
    limit = limit_of(query)
    here = found[:limit]
    following = None
    if len(found) > limit:
        following = url_for(endpoint, cursor=cursor_of(key(here[-1])), limit=limit)
    return {"items": [shown(item) for item in here], "next": following}


def limit_of(query: Mapping[str, str]) -> int:
    """How many are wanted. Raises WrongQuery."""
    wanted = query.get("limit", str(USUAL))
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) <= 3 and 1 <= int(wanted) <= MOST):
        raise WrongQuery(f"The limit is a whole number from 1 to {MOST}.")
    return int(wanted)


def after_cursor(query: Mapping[str, str]) -> str:
    """The key of the last one of the page before; nothing on the first page. Raises WrongQuery."""
    try:
        return read_cursor(query.get("cursor", ""))
    except ValueError as wrong:
        raise WrongQuery("The cursor names no place in this list.") from wrong


def cursor_of(key: str) -> str:
    """A place in a list, as it stands in the address of the next page."""
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> str:
    """The key in a cursor. Raises ValueError for one that we did not make."""
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as wrong:
        raise ValueError("This is no cursor of ours.") from wrong
