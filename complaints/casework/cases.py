"""Opening a case as its complaint is routed, finding it again, and what is written beside it: notes and conflicts."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from complaints.casework.clocks import first_to_watch, start_first
from complaints.casework.models import Case, ConflictOfInterest, Note
from complaints.casework.rules import Conflict, Status
from complaints.casework.sight import Viewer, seen_by
from complaints.intake.models import Complaint
from complaints.platform.audit import Actor, record
from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing, seal
from complaints.routing.models import RoutingDecision
from complaints.routing.rules import Route
from complaints.routing.service import routed

MOST_OF_A_NOTE = 10_000
"""Characters of a note or a reason."""


class NoSuchCase(Exception):
    """There is no case of that number, or this person may not know of it; nobody is told which."""


@routed.connect
def open_case(
    session: Db,
    *,
    complaint: Complaint,
    decision: RoutingDecision,
    route: Route,
    now: datetime,
    profile: Profile,
    **_: Any,
) -> Case:
    """Open the case of a complaint that is being filed, with its clocks: two statements in the filing's transaction."""
    kind, due_on = first_to_watch(route.clocks)
    case = Case(
        complaint_id=complaint.id,
        status=Status.RECEIVED,
        track=decision.track,
        desk=decision.desk,
        is_urgent=decision.is_urgent,
        is_restricted=decision.is_restricted,
        is_shared=profile.oversight.desk in decision.copies,
        opened_at=now,
        moved_at=now,
        next_due_on=due_on,
        next_clock=kind,
    )
    session.add(case)
    session.flush()
    start_first(session, case, route.clocks, now)
    return case


def find_case(session: Db, number: str, viewer: Viewer, *, to_change: bool = False) -> Case:
    """The case of that complaint number with its complaint, if this person may see it. Raises NoSuchCase.

    `to_change` locks the row where the database can, so that what is checked is what is changed.
    """
    query = (
        sa.select(Case)
        .join(Case.complaint)
        .options(contains_eager(Case.complaint), joinedload(Case.investigator))
        .where(Complaint.number == number, seen_by(viewer))
    )
    if to_change:
        query = query.with_for_update(of=Case).execution_options(populate_existing=True)
    case = session.scalars(query).one_or_none()
    if case is None:
        raise NoSuchCase
    return case


def note(session: Db, ring: KeyRing, case: Case, body: str, *, by_id: int, now: datetime, form_id: str = "") -> Note:
    """Add a sealed note; one form makes one, however often it is sent. ValueError for an empty or over-long one."""
    text = body.replace("\r\n", "\n").strip()
    if not 0 < len(text) <= MOST_OF_A_NOTE:
        raise ValueError("a note has at least one and at most 10,000 characters")
    seal_id = secrets.token_hex(16)
    if form_id:
        seal_id = hashlib.sha256(f"{case.complaint.number}/{by_id}/{form_id}".encode()).hexdigest()[:32]
        earlier = session.scalars(sa.select(Note).where(Note.seal_id == seal_id)).one_or_none()
        if earlier is not None:
            return earlier
    written = Note(
        case_id=case.id,
        at=now,
        by_id=by_id,
        sealed_body=seal(text.encode(), context=f"note/{seal_id}", readers=[ring.staff]),
        seal_id=seal_id,
    )
    session.add(written)
    record(
        session,
        action="case.noted",
        subject=f"complaint:{case.complaint.number}",
        actor=Actor.staff(by_id),
        now=now,
    )
    return written


def declare_conflict(session: Db, case: Case, *, staff_id: int, conflict: Conflict, by_id: int, now: datetime) -> bool:
    """Keep a member of staff off a case; False when that was declared before. Nothing ever takes it back."""
    known = sa.select(ConflictOfInterest.id).where(
        ConflictOfInterest.case_id == case.id,
        ConflictOfInterest.staff_id == staff_id,
        ConflictOfInterest.conflict == conflict,
    )
    if session.scalars(known).first() is not None:
        return False
    session.add(ConflictOfInterest(case_id=case.id, staff_id=staff_id, conflict=conflict, at=now, by_id=by_id))
    record(
        session,
        action="conflict.declared",
        subject=f"complaint:{case.complaint.number}",
        actor=Actor.staff(by_id),
        now=now,
        details={"staff": staff_id, "conflict": conflict.value},
    )
    return True
