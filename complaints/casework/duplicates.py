"""Naming the complaint that another one repeats: it exists, it is another one, and who names it may see it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from complaints.casework.models import Case
from complaints.casework.sight import Viewer, seen_by
from complaints.intake.models import Complaint
from complaints.platform.accounts.models import Staff
from complaints.platform.store import Db
from complaints.routing.models import DuplicateLink


class NoSuchComplaint(Exception):
    """The number is that of this very complaint, or of none that this person may know of."""


def link_duplicate(session: Db, case: Case, number: str, by: Staff, now: datetime) -> None:
    """Link the case's complaint with the one of that number, unless they are linked. Raises NoSuchComplaint."""
    query = sa.select(Complaint.id).join(Case, Case.complaint_id == Complaint.id)
    other_id = session.scalars(query.where(Complaint.number == number, seen_by(Viewer.of(by)))).one_or_none()
    if other_id is None or other_id == case.complaint_id:
        raise NoSuchComplaint(number)
    ours, theirs = DuplicateLink.complaint_id, DuplicateLink.other_id
    linked = sa.select(ours).where(
        sa.or_(
            sa.and_(ours == case.complaint_id, theirs == other_id),
            sa.and_(ours == other_id, theirs == case.complaint_id),
        )
    )
    if session.scalars(linked).first() is None:
        session.add(DuplicateLink(complaint_id=case.complaint_id, other_id=other_id, linked_at=now))
