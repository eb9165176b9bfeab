"""Coming back: what a number and a passphrase open, what is new then, and what wrong passphrases leave behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import undefer

from complaints.correspondence.models import Direction, Message, WrongTries
from complaints.correspondence.rules import is_worth_an_event
from complaints.intake.models import Complaint, Mailbox
from complaints.platform.audit import Actor, record
from complaints.platform.store import Db
from complaints.platform.vault import mailbox_from_passphrase
from complaints.platform.vault.mailbox import SALT_BYTES

_NOBODY = bytes(SALT_BYTES)
_UNKNOWN = ""
"""Under what numbers that nobody has are counted."""
INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class NotYours(Exception):
    """The number is unknown, or the passphrase is not the one that belongs to it; nobody is told which."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What was found when the passphrase was given, and stays true while the page is open.

    `fresh`: ids of messages that were new. `tries`: wrong passphrases since the visit before, the last on `tried_on`.
    """

    fresh: frozenset[int] = frozenset()
    tries: int = 0
    tried_on: date | None = None


@dataclass(frozen=True, slots=True)
class OpenMailbox:
    """A complaint whose passphrase was given, and the key that opens what its complainant may read."""

    complaint: Complaint
    private_key: X25519PrivateKey = field(repr=False)
    public_key: bytes
    visit: Visit = Visit()


def enter(session: Db, number: str, passphrase: str, now: datetime, today: date | None = None) -> OpenMailbox:
    """The complaint of that number, opened by its passphrase. Raises NotYours; the caller commits then too.

    An unknown number costs the same derivation and the same write as a known one: neither the answer nor its time tells
    them apart. `today` is the day where the city is; without it, that of UTC.
    """
    lock = _lock(session, number)
    mailbox = mailbox_from_passphrase(passphrase, lock.salt if lock else _NOBODY)
    # Nothing more is read of the complaint until the passphrase fits: reading takes time that could be measured.
    if lock is None or not mailbox.is_verified_by(lock.verifier):
        _count_wrong(session, number if lock else _UNKNOWN, today or now.date(), now)
        raise NotYours
    complaint = _complaint(session, number)
    # The day alone: when a complainant looks in, to the minute, would tell their habits to whoever reads the log.
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    record(session, action="mailbox.opened", subject=f"complaint:{number}", actor=Actor.resident(), now=day)
    return OpenMailbox(complaint, mailbox.private_key, lock.public_key, _arrival(session, complaint))


def re_enter(session: Db, number: str, private_key: X25519PrivateKey, visit: Visit | None = None) -> OpenMailbox:
    """The mailbox again for a page that carries its key, sealed. Raises NotYours."""
    lock = _lock(session, number)
    if lock is None or private_key.public_key().public_bytes_raw() != lock.public_key:
        raise NotYours
    return OpenMailbox(_complaint(session, number), private_key, lock.public_key, visit or Visit())


def _lock(session: Db, number: str) -> sa.Row[bytes, bytes, bytes] | None:
    """Salt, verifier and public key of the number's mailbox; None for a number that nobody has."""
    query = (
        sa.select(Mailbox.salt, Mailbox.verifier, Mailbox.public_key)
        .join(Complaint, Complaint.id == Mailbox.complaint_id)
        .where(Complaint.number == number)
    )
    return session.execute(query).one_or_none()


def _complaint(session: Db, number: str) -> Complaint:
    query = sa.select(Complaint).where(Complaint.number == number).options(undefer(Complaint.sealed_statement))
    return session.scalars(query).one()


def _count_wrong(session: Db, number: str, today: date, now: datetime) -> None:
    insert = INSERTS[session.get_bind().dialect.name]
    counted = insert(WrongTries).values(number=number, tries=1, last_on=today)
    again = {"tries": WrongTries.tries + 1, "last_on": today}
    tries = session.scalar(
        counted.on_conflict_do_update(index_elements=["number"], set_=again).returning(WrongTries.tries)
    )
    if is_worth_an_event(tries or 0):
        subject = f"complaint:{number}" if number else "complaint:unknown"
        details = {"tries": tries}
        record(session, action="mailbox.tried", subject=subject, actor=Actor.system(), now=now, details=details)


def _arrival(session: Db, complaint: Complaint) -> Visit:
    """What is new; the count of wrong tries begins anew."""
    unread = sa.select(Message.id).where(
        Message.complaint_id == complaint.id,
        Message.direction == Direction.TO_COMPLAINANT,
        Message.read_at.is_(None),
    )
    fresh = frozenset(session.scalars(unread))
    wrong = session.execute(
        sa.select(WrongTries.tries, WrongTries.last_on).where(WrongTries.number == complaint.number)
    ).one_or_none()
    if wrong is None:
        return Visit(fresh)
    session.execute(sa.delete(WrongTries).where(WrongTries.number == complaint.number))
    return Visit(fresh, wrong.tries, wrong.last_on)
