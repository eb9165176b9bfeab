"""Taking one file from a form: cleaned and sealed without holding the database, then one short transaction.

Whatever goes wrong, nothing of the file stays behind, and whoever sent it is told in words they can act on.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask

from complaints.evidence import wording
from complaints.evidence.keeping import told_name
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
    lay_by,
)
from complaints.platform.attachments import Refused, Store, StoreDown, limits, store_of
from complaints.platform.store import Db


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of a file, and the words for who sent it. `evidence` where it is kept, now or since before."""

    name: str
    result: Result
    words: Any
    evidence: Evidence | None = None

    @property
    def is_kept(self) -> bool:
        """Whether there is nothing left to do for it."""
        return self.evidence is not None


def keeping_of(app: Flask) -> Keeping:
    """What this site keeps files with."""
    return Keeping(store_of(app), app.extensions["key_ring"], limits(app), app.config["CLAMD"])


def hand_in(session: Db, keeping: Keeping, owner: Owner, sender: Sender, upload: Upload, now: datetime) -> Handed:
    """Keep a file, or say why not. Ends the transaction at hand first, and commits its own."""
    # Cleaning takes seconds; nobody else should wait for the database meanwhile.
    session.rollback()
    name = told_name(upload.name)
    try:
        parcel = lay_by(keeping, owner, sender, upload)
    except (Refused, NeedsConsent, Harmful, OSError, StoreDown) as problem:
        return Handed(name, Result.REFUSED, wording.why_not(problem))
    try:
        kept, is_new = add(session, parcel, owner, sender, keeping.limits, now)
        session.commit()
    except OverTheLimit as over:
        session.rollback()
        forget(keeping.store, parcel.blob)
        return Handed(name, Result.REFUSED, wording.LIMITS[over.which])
    if not is_new:
        forget(keeping.store, parcel.blob)
        return Handed(name, Result.KNOWN, wording.RESULTS[Result.KNOWN], kept)
    result = Result.KEPT if kept.is_clean else Result.KEPT_LOCKED
    return Handed(name, result, wording.RESULTS[result], kept)


def forget(store: Store, blob: str) -> None:
    """Let go of a content that no row needs; what cannot be reached now, a job removes later."""
    with suppress(StoreDown):
        store.delete(blob)
