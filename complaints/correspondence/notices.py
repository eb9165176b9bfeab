"""A mail that says there is something to read, and nothing else: wished for, stopped, and due at most once a day."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from complaints.correspondence.models import NoticeWish, notice_context
from complaints.correspondence.rules import BETWEEN_MAILS, is_time_to_mail
from complaints.intake.identity import hold
from complaints.intake.models import Complaint
from complaints.platform.audit import Actor, record
from complaints.platform.post.service import SealedAddress, take_back
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing, seal


def wish_of(session: Db, complaint_id: int) -> NoticeWish | None:
    """Where mail is wished for this complaint, if it is."""
    return session.get(NoticeWish, complaint_id)


def wish_for_mail(
    session: Db, ring: KeyRing, complaint: Complaint, address: str, language: str, form_id: str, now: datetime
) -> bool:
    """Mail goes to this address from now on, and to no earlier one; it is sealed to staff, for the job that sends.

    False when this very form was sent before.
    """
    seal_id = hashlib.sha256(f"{complaint.number}/mail/{form_id}".encode()).hexdigest()[:32]
    hold(session, complaint.id)
    before = session.get(NoticeWish, complaint.id)
    if before is not None and before.seal_id == seal_id:
        return False
    stop_mail(session, complaint, now, is_told=False)
    sealed = seal(address.encode(), context=notice_context(seal_id), readers=[ring.staff])
    session.add(NoticeWish(complaint_id=complaint.id, sealed_address=sealed, seal_id=seal_id, language=language))
    _record(session, complaint, "notices.wished", now)
    session.flush()
    return True


def stop_mail(session: Db, complaint: Complaint, now: datetime, *, is_told: bool = True) -> bool:
    """No mail from now on, and the address is gone; False when none was wished for."""
    wish = session.get(NoticeWish, complaint.id)
    if wish is None:
        return False
    take_back(session, wish.context)
    session.delete(wish)
    session.flush()
    if is_told:
        _record(session, complaint, "notices.stopped", now)
    return True


def _record(session: Db, complaint: Complaint, action: str, now: datetime) -> None:
    record(session, action=action, subject=f"complaint:{complaint.number}", actor=Actor.resident(), now=now)


def something_to_read(session: Db, complaint_id: int, now: datetime) -> None:
    """Let the complainant know by mail, where they wished for it; the mail itself is written by the job."""
    session.execute(
        sa.update(NoticeWish)
        .where(NoticeWish.complaint_id == complaint_id, NoticeWish.waits_since.is_(None))
        .values(waits_since=now)
    )


def has_looked(session: Db, complaint_id: int) -> None:
    """They are reading it: what was not mailed yet is mailed no more."""
    wish = session.get(NoticeWish, complaint_id)
    if wish is not None and (wish.waits_since is not None or wish.mailed_at is not None):
        wish.waits_since = None
        take_back(session, wish.context)


def due_wishes(session: Db, now: datetime) -> Sequence[NoticeWish]:
    """Who is mailed now: something waits, and the last mail is a day old. Invented people are not written to."""
    query = (
        sa.select(NoticeWish)
        .join(Complaint, Complaint.id == NoticeWish.complaint_id)
        .where(
            NoticeWish.waits_since.is_not(None),
            sa.or_(NoticeWish.mailed_at.is_(None), NoticeWish.mailed_at <= now - BETWEEN_MAILS),
            Complaint.is_demonstration.is_(False),
        )
        .order_by(NoticeWish.complaint_id)
        # PostgreSQL: a second run of the job steps over what the first one is at.
        .with_for_update(of=NoticeWish, skip_locked=True)
    )
    return [wish for wish in session.scalars(query) if is_time_to_mail(wish.waits_since, wish.mailed_at, now)]


def note_mailed(wish: NoticeWish, now: datetime) -> tuple[str, SealedAddress]:
    """Write down that a mail is put down now; its key and its address."""
    wish.waits_since, wish.mailed_at = None, now
    return f"reading:{wish.seal_id}:{now.isoformat()}", SealedAddress(wish.sealed_address, wish.context)
