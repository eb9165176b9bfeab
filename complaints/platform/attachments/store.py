"""Where sealed files lie: a folder, or a bucket; both behind four verbs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, Protocol

NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{7,79}")
"""8 to 80 small letters, digits, - and _: a name that is safe in every folder and bucket."""


class NotStored(LookupError):
    """There is nothing of this name."""


class StoreDown(Exception):
    """The store does not answer, or refuses us. What was asked may be asked again."""


class Store(Protocol):
    """What keeps sealed bytes by name. What is put is there whole and for good, or not there at all."""

    def put(self, name: str, chunks: Iterable[bytes]) -> int:
        """Keep these bytes; how many they were. Raises StoreFull or StoreDown, and keeps nothing then.

        What `chunks` raises goes through, and nothing is kept. ValueError for a name that is none, or taken.
        """

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes, cut anywhere. Raises NotStored (at once) or StoreDown."""

    def delete(self, name: str) -> None:
        """Forget them; nothing happens where there is nothing. Raises StoreDown."""

    def names(self, before: datetime | None = None) -> Iterator[str]:
        """Every name, or those put before a time. Raises StoreDown."""

    def tidy(self, before: datetime) -> int:
        """Take away what was begun before a time and never finished; how many. Raises StoreDown."""


def checked(name: str) -> str:
    """The name. Raises ValueError where it is none."""
    if NAME.fullmatch(name) is None:
        raise ValueError("No name for a stored file.")
    return name
