"""Heads of the log that left the house, told by the rooms that publish them: they show a chain that was made anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from complaints.platform.store import Db

HeadTeller = Callable[[Db], Mapping[int, bytes]]
_tellers: Final[list[HeadTeller]] = []


def tells_published_heads(teller: HeadTeller) -> HeadTeller:
    """Register a room's teller (sequence → digest); used as a decorator."""
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def published_heads(session: Db) -> dict[int, bytes]:
    """Every head that was published."""
    return {sequence: digest for teller in _tellers for sequence, digest in teller(session).items()}
