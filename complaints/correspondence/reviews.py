"""Asking for another look at a closed case: once for each closing, with a sealed reason, and decided by staff once."""

from __future__ import annotations

import secrets
from datetime import datetime

import sqlalchemy as sa

from complaints.correspondence.models import ReviewRequest
from complaints.correspondence.rules import MOST_OF_A_REASON, ReviewDecision, checked_body
from complaints.correspondence.visits import OpenMailbox
from complaints.intake.identity import hold
from complaints.platform.audit import Actor, record
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing, Recipient, open_sealed, seal


def requests_of(session: Db, complaint_id: int) -> list[ReviewRequest]:
    """Every wish for another look, oldest first."""
    query = sa.select(ReviewRequest).where(ReviewRequest.complaint_id == complaint_id).order_by(ReviewRequest.id)
    return list(session.scalars(query))


def ask_for_review(
    session: Db, ring: KeyRing, box: OpenMailbox, reason: str, closed_at: datetime, now: datetime
) -> bool:
    """Keep the wish with its reason; False when it was asked for after this closing before. Raises UnusableBody."""
    text = checked_body(reason, MOST_OF_A_REASON)
    complaint_id = box.complaint.id
    hold(session, complaint_id)
    if any(each.closed_at == closed_at for each in requests_of(session, complaint_id)):
        return False
    asked = ReviewRequest(complaint_id=complaint_id, closed_at=closed_at, asked_at=now, seal_id=secrets.token_hex(16))
    readers = [ring.staff, Recipient.of(box.public_key)]
    asked.sealed_reason = seal(text.encode(), context=asked.context, readers=readers)
    session.add(asked)
    session.flush()
    record(
        session,
        action="review.asked",
        subject=f"complaint:{box.complaint.number}",
        actor=Actor.resident(),
        now=now,
    )
    return True


def own_reason(asked: ReviewRequest, box: OpenMailbox) -> str:
    """The reason as its writer reads it again."""
    return open_sealed(asked.sealed_reason, context=asked.context, private_key=box.private_key).decode()


def open_request(session: Db, complaint_id: int) -> ReviewRequest | None:
    """The wish that waits for a decision, if there is one."""
    return next((each for each in requests_of(session, complaint_id) if each.decision is None), None)


def settle(asked: ReviewRequest, decision: ReviewDecision, by_id: int, now: datetime) -> None:
    """Write the decision down. Raises ValueError for one that was decided before."""
    if asked.decision is not None:
        raise ValueError("this was decided before")
    # Who decides may have begun a moment before it was asked.
    asked.decision, asked.decided_at, asked.decided_by_id = decision, max(now, asked.asked_at), by_id
