"""Showing kept files to the scanner once more: those it was not there for."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from complaints.evidence.keeping import SCANS, Keeping, note_in_log
from complaints.evidence.models import Evidence
from complaints.evidence.opening import content_for_staff
from complaints.evidence.rules import ScanState
from complaints.intake.models import Complaint
from complaints.platform.attachments import Veil, scan
from complaints.platform.audit import Actor
from complaints.platform.store import Db

_NOT_SEEN = (ScanState.NOT_ASKED, ScanState.NOT_SCANNED)


def unscanned(session: Db, most: int) -> list[int]:
    """The ids of files that no scanner has seen, the oldest first; up to `most`. Ends the transaction at hand."""
    query = sa.select(Evidence.id).where(Evidence.scan.in_(_NOT_SEEN), Evidence.removed_at.is_(None))
    found = list(session.scalars(query.order_by(Evidence.id).limit(most)))
    session.rollback()
    return found


def scan_again(session: Db, keeping: Keeping, file_id: int, now: datetime) -> ScanState | None:
    """Show one file to the scanner, without holding the database meanwhile; what it said. None where it is gone.

    Raises CannotOpen, NotStored, StoreDown, and NoPrivateKey where this site cannot read.
    """
    file = session.scalars(sa.select(Evidence).where(Evidence.id == file_id)).one()
    session.expunge(file)
    session.rollback()
    with Veil.of(content_for_staff(keeping.store, keeping.ring, file)) as content:
        state = SCANS[scan(content, keeping.scanner)]
    query = sa.select(Evidence, Complaint.number).join(Complaint, Complaint.id == Evidence.complaint_id)
    row = session.execute(query.where(Evidence.id == file_id, Evidence.removed_at.is_(None))).one_or_none()
    if row is None:
        return None
    found, number = row
    if found.scan is not state:
        found.scan = state
        note_in_log(session, "evidence.scanned", number, Actor.system(), now, found, scan=state.value, file=found.id)
    return state
