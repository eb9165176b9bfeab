"""What a number in an address can be: one that a database row can have. Every other is no address of ours."""

from __future__ import annotations

from typing import Any, Final

from werkzeug.routing import IntegerConverter, Map

MOST: Final = 2**31 - 1
"""The largest key of a row."""


class Number(IntegerConverter):
    """`<int:…>` in every route; a larger number is not found instead of breaking a query."""

    def __init__(self, map: Map, fixed_digits: int = 0, max: int = MOST, **options: Any) -> None:
        super().__init__(map, fixed_digits=fixed_digits, max=max, **options)
