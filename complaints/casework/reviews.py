"""Deciding whether a closed case is looked at again: the commander opens it again, or refuses and says why."""

from __future__ import annotations

from datetime import datetime

from complaints.casework.models import Case
from complaints.casework.rules import Person, Status
from complaints.correspondence.reviews import open_request, settle
from complaints.correspondence.rules import ReviewDecision
from complaints.correspondence.service import write_to_complainant
from complaints.intake.identity import hold
from complaints.platform.accounts.permissions import Permission
from complaints.platform.audit import Actor, record
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing


class NothingToDecide(Exception):
    """Nobody asks for another look, or somebody else has just decided it."""


def may_decide(case: Case, person: Person) -> bool:
    """Whoever may reopen a case decides, unless a conflict keeps them off it."""
    return case.status is Status.CLOSED and Permission.CASE_REOPEN in person.permissions and not person.conflicts


def refuse(session: Db, ring: KeyRing, case: Case, message: str, *, by_id: int, form_id: str, now: datetime) -> None:
    """Leave the case closed and write why to the complainant. Raises NothingToDecide, UnusableBody."""
    hold(session, case.complaint_id)
    asked = open_request(session, case.complaint_id)
    if asked is None or case.status is not Status.CLOSED:
        raise NothingToDecide
    write_to_complainant(session, ring, case.complaint, message, by_id, now, form_id)
    settle(asked, ReviewDecision.REFUSED, by_id, now)
    record(
        session,
        action="review.refused",
        subject=f"complaint:{case.complaint.number}",
        actor=Actor.staff(by_id),
        now=now,
    )


def grant(session: Db, case: Case, by_id: int, now: datetime) -> None:
    """The case was opened again: what was asked for is thereby decided. The move itself is in the log."""
    # A wish that comes at this moment is either seen here, or finds the case open.
    hold(session, case.complaint_id)
    asked = open_request(session, case.complaint_id)
    if asked is not None:
        settle(asked, ReviewDecision.REOPENED, by_id, now)
