"""The answers of a complaint that is not sent yet: they travel in the page, encrypted, and are stored nowhere."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from complaints.platform.vault import KeyRing, open_token, seal_token

PURPOSE: Final = "complaint draft 1"
MAX_AGE: Final = timedelta(days=14)
LEAST_WRITING: Final = timedelta(seconds=5)
"""Nobody reads so many pages faster. Programs do; they are asked to press once more."""

Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Draft:
    """`secret` makes number, passphrase and submission key. `typed` is what stands in each page's fields, as typed."""

    secret: bytes = field(repr=False)
    begun_at: datetime
    typed: Mapping[str, Typed] = field(default_factory=dict, repr=False)
    is_reviewed: bool = False
    was_asked_again: bool = False

    @classmethod
    def begin(cls, now: datetime) -> Draft:
        """A new draft with a secret of its own."""
        return cls(secrets.token_bytes(32), now)

    def on(self, page: str) -> Typed:
        """What was typed on that page so far."""
        return self.typed.get(page, {})

    def holding(self, page: str, typed: Typed) -> Draft:
        """The same draft with that page's fields as they stand now; empty ones are left out."""
        kept = {name: list(values) for name, values in typed.items() if any(values)}
        return replace(self, typed={**self.typed, page: kept})

    def anew(self) -> Draft:
        """The same answers as another complaint."""
        return replace(self, secret=secrets.token_bytes(32), is_reviewed=True)

    def is_hasty(self, now: datetime) -> bool:
        """Whether it was begun so short a time ago that no person can have read the pages."""
        return now - self.begun_at < LEAST_WRITING

    def sealed(self, ring: KeyRing, now: datetime) -> str:
        """The text that the page carries."""
        state = {
            "secret": base64.b64encode(self.secret).decode(),
            "begun": self.begun_at.timestamp(),
            "typed": self.typed,
            "reviewed": self.is_reviewed,
            "asked": self.was_asked_again,
        }
        return seal_token(ring.derived(PURPOSE), PURPOSE, state, now=now)

    @classmethod
    def opened(cls, token: str, ring: KeyRing, now: datetime) -> Draft:
        """The draft behind a page's text. Raises BrokenToken: changed, cut off, or older than MAX_AGE."""
        state = open_token(ring.derived(PURPOSE), PURPOSE, token, now=now, max_age=MAX_AGE)
        return cls(
            base64.b64decode(state["secret"]),
            datetime.fromtimestamp(state["begun"], tz=now.tzinfo),
            state["typed"],
            state["reviewed"],
            state["asked"],
        )
