"""Taking one file from a form: cleaned and sealed without holding the database, then one short transaction.

Whatever goes wrong, nothing of the file stays behind, and whoever sent it is told in words they can act on.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import Flask

from complaints.evidence import wording
from complaints.evidence.models import Evidence
from complaints.evidence.rules import Result
from complaints.evidence.service import (
    Harmful,
    Keeping,
    NeedsConsent,
    OverTheLimit,
    Owner,
    Sender,
    Upload,
    add,
    check_room,
    kept_before,
    key_of,
    lay_by,
    told_name,
)
from complaints.platform.attachments import Reason, Refused, Store, StoreDown, digest_of, limits, store_of
from complaints.platform.store import Db

SECONDS_OF_A_REQUEST: Final = 60.0
"""After so long, what is left of a request is to be sent again: it holds a thread of the server all the while."""
COME_AGAIN: Final = 60
"""Seconds after which whoever came while others were at work may try again."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of a file, and the words for who sent it. `evidence` where it is kept, now or since before."""

    name: str
    result: Result
    words: Any
    evidence: Evidence | None = None
    is_busy: bool = False
    """Nothing is wrong with it: it came while others were at work, and may be sent again."""

    @property
    def is_kept(self) -> bool:
        """Whether there is nothing left to do for it."""
        return self.evidence is not None


def keeping_of(app: Flask) -> Keeping:
    """What this site keeps files with."""
    return Keeping(store_of(app), app.extensions["key_ring"], limits(app), app.config["CLAMD"])


def hand_in_all(
    session: Db, keeping: Keeping, owner: Owner, sender: Sender, uploads: Iterable[Upload], now: datetime
) -> list[Handed]:
    """Each file of a request by itself, one after another, as `hand_in`."""
    end = time.monotonic() + SECONDS_OF_A_REQUEST
    return [
        hand_in(session, keeping, owner, sender, upload, now)
        if time.monotonic() < end
        else _refused(told_name(upload.name), Refused(Reason.BUSY))
        for upload in uploads
    ]


def answer_to(handed: Sequence[Handed], *, is_fine: bool = True) -> tuple[int, dict[str, str]]:
    """The status and headers that tell a program what became of a form's files; `is_fine`: so is the rest of it."""
    if any(each.is_busy for each in handed):
        return 503, {"Retry-After": str(COME_AGAIN)}
    return (200 if is_fine and all(each.is_kept for each in handed) else 422), {}


def hand_in(session: Db, keeping: Keeping, owner: Owner, sender: Sender, upload: Upload, now: datetime) -> Handed:
    """Keep a file, or say why not. Ends the transaction at hand first, and commits its own."""
    # Cleaning takes seconds; nobody else should wait for the database meanwhile.
    session.rollback()
    name = told_name(upload.name)
    try:
        # What is known, or has no room, is not worth the work of cleaning it.
        earlier = kept_before(session, key_of(keeping.ring, owner, sender, digest_of(upload.content)))
        if earlier is not None:
            return Handed(name, Result.KNOWN, wording.RESULTS[Result.KNOWN], earlier)
        check_room(session, owner, sender, keeping.limits)
        session.rollback()
        parcel = lay_by(keeping, owner, sender, upload)
    except (Refused, NeedsConsent, Harmful, OverTheLimit, OSError, StoreDown) as problem:
        session.rollback()
        return _refused(name, problem)
    try:
        kept, is_new = add(session, parcel, owner, sender, keeping.limits, now)
        session.commit()
    except OverTheLimit as over:
        session.rollback()
        forget(keeping.store, parcel.blob)
        return _refused(name, over)
    if not is_new:
        forget(keeping.store, parcel.blob)
        return Handed(name, Result.KNOWN, wording.RESULTS[Result.KNOWN], kept)
    result = Result.KEPT if kept.is_clean else Result.KEPT_LOCKED
    return Handed(name, result, wording.kept_words(result, parcel.removed), kept)


def _refused(name: str, problem: Exception) -> Handed:
    is_busy = isinstance(problem, Refused) and problem.reason is Reason.BUSY
    return Handed(name, Result.REFUSED, wording.why_not(problem), is_busy=is_busy)


def forget(store: Store, blob: str) -> None:
    """Let go of a content that no row needs; what cannot be reached now, a job removes later."""
    with suppress(StoreDown):
        store.delete(blob)
