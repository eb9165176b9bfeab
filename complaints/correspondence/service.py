"""Writing to each other: every message is sealed to staff and to what the complainant's passphrase opens."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy.orm import joinedload, undefer

from complaints.correspondence.models import Direction, Message, Notice, NoticeKind
from complaints.correspondence.rules import checked_body
from complaints.intake.models import Complaint, Mailbox
from complaints.platform.audit import Actor, record
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing, Recipient, mailbox_from_passphrase, open_sealed, seal
from complaints.platform.vault.mailbox import SALT_BYTES
from complaints.routing.service import routed

_NOBODY = bytes(SALT_BYTES)


class NotYours(Exception):
    """The number is unknown, or the passphrase is not the one that belongs to it; nobody is told which."""


@dataclass(frozen=True, slots=True)
class OpenMailbox:
    """A complaint whose passphrase was given, and the key that opens what its complainant may read."""

    complaint: Complaint
    private_key: X25519PrivateKey
    public_key: bytes


@dataclass(frozen=True, slots=True)
class OpenMessage:
    """A message as it can be read."""

    at: datetime
    body: str
    from_us: bool


@routed.connect
def acknowledge(session: Db, *, complaint: Complaint, now: datetime, **_: Any) -> None:
    """Tell the complainant that the complaint has arrived; part of the filing's own transaction."""
    session.add(Notice(complaint_id=complaint.id, kind=NoticeKind.ACKNOWLEDGEMENT, given_at=now))


def notify(session: Db, complaint: Complaint, kind: NoticeKind, now: datetime, detail: str = "") -> None:
    """Put a notice on the complainant's page."""
    session.add(Notice(complaint_id=complaint.id, kind=kind, detail=detail, given_at=now))
    record(
        session,
        action="notice.given",
        subject=f"complaint:{complaint.number}",
        actor=Actor.system(),
        now=now,
        details={"kind": kind.value},
    )


def enter(session: Db, number: str, passphrase: str, now: datetime) -> OpenMailbox:
    """The complaint of that number, opened by its passphrase. Raises NotYours.

    An unknown number costs the same derivation as a known one: neither the answer nor its time tells them apart.
    """
    row = _find(session, number)
    mailbox = mailbox_from_passphrase(passphrase, row[1].salt if row else _NOBODY)
    if row is None or not mailbox.is_verified_by(row[1].verifier):
        raise NotYours
    # The day alone: when a complainant looks in, to the minute, would tell their habits to whoever reads the log.
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    record(session, action="mailbox.opened", subject=f"complaint:{number}", actor=Actor.resident(), now=day)
    return OpenMailbox(row[0], mailbox.private_key, row[1].public_key)


def re_enter(session: Db, number: str, private_key: X25519PrivateKey) -> OpenMailbox:
    """The mailbox again for a page that carries its key, sealed. Raises NotYours."""
    row = _find(session, number)
    if row is None or private_key.public_key().public_bytes_raw() != row[1].public_key:
        raise NotYours
    return OpenMailbox(row[0], private_key, row[1].public_key)


def _find(session: Db, number: str) -> sa.Row[Complaint, Mailbox] | None:
    query = (
        sa.select(Complaint, Mailbox)
        .join(Mailbox, Mailbox.complaint_id == Complaint.id)
        .where(Complaint.number == number)
        .options(undefer(Complaint.sealed_statement))
    )
    return session.execute(query).one_or_none()


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
    """The conversation for its complainant; what they had not seen yet is marked as read."""
    opened = []
    for message in messages_of(session, box.complaint.id):
        body = open_sealed(message.sealed_body, context=message.context, private_key=box.private_key)
        ours = message.direction is Direction.TO_COMPLAINANT
        if ours and message.read_at is None:
            message.read_at = now
        opened.append(OpenMessage(message.sent_at, body.decode(), ours))
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
        opened.append(OpenMessage(message.sent_at, body, ours))
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
    key = hashlib.sha256(f"{complaint.number}/{form_id}".encode()).digest()
    if session.scalars(sa.select(Message.id).where(Message.submission_key == key)).one_or_none() is not None:
        return False
    seal_id = secrets.token_hex(16)
    readers: Sequence[Recipient] = (ring.staff, Recipient.of(public_key))
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
