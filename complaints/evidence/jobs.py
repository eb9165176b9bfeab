"""What is done with files at its time: what nobody needs goes, and what the scanner missed is shown to it again."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from flask import current_app

from complaints.evidence.handing import keeping_of
from complaints.evidence.models import Evidence
from complaints.evidence.rules import SOON, ScanState
from complaints.evidence.service import scan_again, unscanned
from complaints.platform.attachments import StoreDown, store_of
from complaints.platform.extensions import db
from complaints.platform.jobs.job import Done, Job
from complaints.platform.vault import CannotOpen

AT_A_TIME = 50
"""Files that one run shows to the scanner: the next run goes on."""


def tidy(_now: datetime) -> Done:
    """Remove contents without a row, and those of files that were taken back.

    How old one is, the store says by the machine's clock, so that clock is asked here too.
    """
    store, before = store_of(current_app), datetime.now(UTC) - SOON
    removed = 0
    try:
        unfinished = store.tidy(before)
        stored = list(store.names(before))
        kept = set(db.session.scalars(sa.select(Evidence.blob).where(Evidence.removed_at.is_(None))))
        for name in stored:
            if name not in kept:
                store.delete(name)
                removed += 1
    except StoreDown as problem:
        return Done(f"the store of files does not answer: {problem}", is_well=False)
    finally:
        db.session.rollback()
    return Done(f"{removed + unfinished} removed that no complaint holds")


def look_again(now: datetime) -> Done:
    """Show the scanner what it has not seen; what it finds harmful stays, marked."""
    keeping = keeping_of(current_app)
    if not keeping.scanner:
        return Done("no scanner is set up")
    seen = harmful = waiting = lost = 0
    for file_id in unscanned(db.session, AT_A_TIME):
        try:
            state = scan_again(db.session, keeping, file_id, now)
        except (CannotOpen, LookupError, StoreDown):
            db.session.rollback()
            lost += 1
            continue
        db.session.commit()
        seen += state in (ScanState.NOTHING_FOUND, ScanState.HARMFUL)
        harmful += state is ScanState.HARMFUL
        waiting += state is ScanState.NOT_SCANNED
    words = f"{seen} scanned, {harmful} harmful, {waiting} without an answer"
    return Done(words + (f", {lost} cannot be opened" if lost else ""), is_well=not (waiting or lost))


jobs = (
    Job("files.tidy", "Remove stored contents that no complaint holds.", tidy, order=60),
    Job("files.scan", "Show files to the scanner that it has not seen.", look_again, order=61),
)
