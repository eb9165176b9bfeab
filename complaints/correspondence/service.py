"""Writing to each other: every message is sealed to staff and to what the complainant's passphrase opens."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from complaints.correspondence.message_files import files_by_message
from complaints.correspondence.models import Direction, Message, Notice, NoticeKind
from complaints.correspondence.notices import has_looked, something_to_read
from complaints.correspondence.rules import checked_body
from complaints.correspondence.visits import NotYours, OpenMailbox, Visit, enter, re_enter
from complaints.evidence.models import Evidence
from complaints.intake.identity import add_name, hold, later_identities, mode_now, name_given
from complaints.intake.models import Complaint, Mailbox
from complaints.platform.audit import Actor, record
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing, Recipient, open_sealed, seal
from complaints.routing.service import routed

__all__ = [
    "NotYours",
    "OpenMailbox",
    "OpenMessage",
    "Visit",
    "acknowledge",
    "add_name",
    "enter",
    "later_identities",
    "messages_of",
    "mode_now",
    "name_given",
    "notices_of",
    "notify",
    "re_enter",
    "read_as_complainant",
    "read_as_staff",
    "statement_of",
    "submission_key",
    "technologies_of",
    "withdraw",
    "write_as_complainant",
    "write_to_complainant",
]


@dataclass(frozen=True, slots=True)
class OpenMessage:
    """A message as it can be read; `id` is its row's, `read_at` when the other side read it, if they did.

    `files` are what went with it, for its complainant.
    """

    at: datetime
    body: str
    from_us: bool
    id: int = 0
    read_at: datetime | None = None
    files: tuple[Evidence, ...] = ()


@routed.connect
def acknowledge(session: Db, *, complaint: Complaint, now: datetime, **_: Any) -> None:
    """Tell the complainant that the complaint has arrived; part of the filing's own transaction."""
    session.add(Notice(complaint_id=complaint.id, kind=NoticeKind.ACKNOWLEDGEMENT, given_at=now))


def notify(session: Db, complaint: Complaint, kind: NoticeKind, now: datetime, detail: str = "") -> None:
    """Put a notice on the complainant's page."""
    session.add(Notice(complaint_id=complaint.id, kind=kind, detail=detail, given_at=now))
    something_to_read(session, complaint.id, now)
    record(
        session,
        action="notice.given",
        subject=f"complaint:{complaint.number}",
        actor=Actor.system(),
        now=now,
        details={"kind": kind.value},
    )


def statement_of(box: OpenMailbox) -> dict[str, Any]:
    """What the complainant said, as they may read it again: the fields of intake's statement."""
    text = open_sealed(
        box.complaint.sealed_statement, context=box.complaint.context("statement"), private_key=box.private_key
    )
    statement: dict[str, Any] = json.loads(text)
    return statement


def messages_of(session: Db, complaint_id: int) -> list[Message]:
    """All messages of a complaint, sealed, oldest first."""
    query = sa.select(Message).where(Message.complaint_id == complaint_id).order_by(Message.sent_at, Message.id)
    return list(session.scalars(query))


def notices_of(session: Db, complaint_id: int) -> list[Notice]:
    """All notices of a complaint, oldest first."""
    query = sa.select(Notice).where(Notice.complaint_id == complaint_id).order_by(Notice.given_at, Notice.id)
    return list(session.scalars(query))


def read_as_complainant(session: Db, box: OpenMailbox, now: datetime) -> list[OpenMessage]:
    """The conversation for its complainant; what they had not seen yet is marked as read `now`.

    Give the beginning of the day: when exactly they looked in is nobody's business.
    """
    # First: what comes while the messages are read is still told by mail.
    has_looked(session, box.complaint.id)
    opened = []
    files = files_by_message(session, box.complaint.id)
    for message in messages_of(session, box.complaint.id):
        body = open_sealed(message.sealed_body, context=message.context, private_key=box.private_key)
        ours = message.direction is Direction.TO_COMPLAINANT
        if ours and message.read_at is None:
            message.read_at = now
        went_along = tuple(files.get(message.id, ()))
        opened.append(OpenMessage(message.sent_at, body.decode(), ours, message.id, message.read_at, went_along))
    return opened


def read_as_staff(session: Db, ring: KeyRing, complaint: Complaint, actor: Actor, now: datetime) -> list[OpenMessage]:
    """The conversation for a member of staff; one audit event says that it was read. Commit before showing it."""
    messages = messages_of(session, complaint.id)
    opened = []
    for message in messages:
        ours = message.direction is Direction.TO_COMPLAINANT
        if not ours and message.read_at is None:
            message.read_at = now
        body = ring.open(message.sealed_body, context=message.context).decode()
        opened.append(OpenMessage(message.sent_at, body, ours, message.id, message.read_at))
    record(
        session,
        action="sealed.read",
        subject=f"complaint:{complaint.number}",
        actor=actor,
        now=now,
        details={"field": "messages", "count": len(messages)},
    )
    return opened


def write_as_complainant(session: Db, ring: KeyRing, box: OpenMailbox, body: str, form_id: str, now: datetime) -> bool:
    """Store a message from the complainant; False when this very form was sent before. Raises UnusableBody."""
    return _store(session, ring, box.complaint, box.public_key, body, form_id, now, author_id=None)


def write_to_complainant(
    session: Db, ring: KeyRing, complaint: Complaint, body: str, author_id: int, now: datetime, form_id: str
) -> bool:
    """Store a message to the complainant; False when this very form was sent before. Raises UnusableBody."""
    public_key = session.scalars(sa.select(Mailbox.public_key).where(Mailbox.complaint_id == complaint.id)).one()
    return _store(session, ring, complaint, public_key, body, form_id, now, author_id=author_id)


def submission_key(number: str, form_id: str) -> bytes:
    """What makes one form one message, however often it is sent: 32 bytes."""
    return hashlib.sha256(f"{number}/{form_id}".encode()).digest()


def _store(
    session: Db,
    ring: KeyRing,
    complaint: Complaint,
    public_key: bytes,
    body: str,
    form_id: str,
    now: datetime,
    *,
    author_id: int | None,
) -> bool:
    text = checked_body(body)
    key = submission_key(complaint.number, form_id)
    hold(session, complaint.id)
    if session.scalars(sa.select(Message.id).where(Message.submission_key == key)).one_or_none() is not None:
        return False
    seal_id, readers = secrets.token_hex(16), (ring.staff, Recipient.of(public_key))
    direction = Direction.FROM_COMPLAINANT if author_id is None else Direction.TO_COMPLAINANT
    session.add(
        Message(
            complaint_id=complaint.id,
            direction=direction,
            sealed_body=seal(text.encode(), context=f"message/{seal_id}", readers=readers),
            seal_id=seal_id,
            submission_key=key,
            sent_at=now,
            author_id=author_id,
        )
    )
    if author_id is not None:
        something_to_read(session, complaint.id, now)
    record(
        session,
        action="message.written",
        subject=f"complaint:{complaint.number}",
        actor=Actor.resident() if author_id is None else Actor.staff(author_id),
        now=now,
        details={"direction": direction.value},
    )
    return True


def withdraw(session: Db, box: OpenMailbox, now: datetime) -> None:
    """Record that the complainant withdraws; it does not close the case. Doing it twice changes nothing."""
    hold(session, box.complaint.id)
    session.refresh(box.complaint, ["withdrawn_at"])
    if box.complaint.withdrawn_at is not None:
        return
    box.complaint.withdrawn_at = now
    record(
        session,
        action="complaint.withdrawn",
        subject=f"complaint:{box.complaint.number}",
        actor=Actor.resident(),
        now=now,
    )


def technologies_of(session: Db, complaint: Complaint) -> list[str]:
    """The names of the technologies a complaint is about."""
    query = (
        sa.select(Complaint)
        .where(Complaint.id == complaint.id)
        .options(joinedload(Complaint.technologies))
        .execution_options(populate_existing=False)
    )
    loaded = session.scalars(query).unique().one()
    return [technology.current.name for technology in loaded.technologies]
