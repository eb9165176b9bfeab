"""Mail is put down in the transaction of its cause, claimed by one sender at a time, and kept until it ends.

A sender that is killed after the server took a mail and before that is written down sends it again: at least once,
never silently lost. Both copies carry one Message-ID, by which mail programs know them for the same.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from complaints.platform.audit import Actor, record
from complaints.platform.audit.reading import read_sealed
from complaints.platform.post.models import OutgoingMail
from complaints.platform.post.rules import CLAIM_LASTS, MOST_TRIES, next_try
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing

MOST_TROUBLE = 200
INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class NotGivenUp(LookupError):
    """No mail of this number was given up."""


@dataclass(frozen=True, slots=True)
class SealedAddress:
    """An address that only the staff site can read: sealed to its keys under `context`."""

    envelope: bytes = field(repr=False)
    context: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What to write to whom. `key` says what it is about: the same key is queued once, ever."""

    key: str
    address: str | SealedAddress
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How many mails have not been sent yet, and how many were given up."""

    waiting: int
    given_up: int


def queue(session: Db, letter: Letter, now: datetime) -> bool:
    """Put a mail down to be sent; whether it is a new one. Two that queue the same at once make one mail of it."""
    insert = INSERTS[session.get_bind().dialect.name]
    values = {"key": letter.key, "subject": letter.subject, "text": letter.text, **_whither(letter.address)}
    waits = {"queued_at": now, "next_try_at": now, "tries": 0, "claim": "", "trouble": ""}
    made = insert(OutgoingMail).values(**values, **waits).on_conflict_do_nothing().returning(OutgoingMail.id)
    return session.scalar(made) is not None


def _whither(address: str | SealedAddress) -> dict[str, Any]:
    if isinstance(address, SealedAddress):
        return {"address": "", "sealed_address": address.envelope, "address_context": address.context}
    return {"address": address, "sealed_address": None, "address_context": ""}


def address_of(session: Db, ring: KeyRing, mail: OutgoingMail, now: datetime) -> str:
    """Where a mail goes; opening a sealed address is logged. Commit before sending. Raises CannotOpen, NoPrivateKey."""
    if mail.sealed_address is None:
        return mail.address
    return read_sealed(
        session,
        ring,
        mail.sealed_address,
        context=mail.address_context,
        field="mail_address",
        subject=f"mail:{mail.id}",
        actor=Actor.system(),
        now=now,
    ).decode()


def take_back(session: Db, context: str) -> None:
    """Drop what was not sent yet to an address sealed under `context`."""
    session.execute(
        sa.delete(OutgoingMail).where(OutgoingMail.address_context == context, OutgoingMail.sent_at.is_(None)),
        execution_options={"synchronize_session": False},
    )


def is_queued(session: Db, key: str) -> bool:
    """Whether a mail about this was ever put down."""
    return session.scalar(sa.select(OutgoingMail.id).where(OutgoingMail.key == key)) is not None


def claim(session: Db, now: datetime) -> OutgoingMail | None:
    """Take one mail that is due, for this sender alone; None when none is. Commit before sending it, and after None.

    The try counts from here: a mail that kills its sender waits longer each time, behind the others, and is given up
    when its tries are used.
    """
    while (mail := _first_due(session, now)) is not None:
        mail.claim, mail.claimed_until = secrets.token_hex(16), now + CLAIM_LASTS
        if mail.tries < MOST_TRIES:
            mail.tries += 1
            mail.next_try_at = next_try(mail.tries, now) or now
            session.flush()
            return mail
        session.flush()
        note_failed(session, mail, "Whoever sent it was ended each time before the end was written down.", now)
    return None


def _first_due(session: Db, now: datetime) -> OutgoingMail | None:
    query = (
        sa.select(OutgoingMail)
        .where(
            *_unfinished(),
            OutgoingMail.next_try_at <= now,
            sa.or_(OutgoingMail.claimed_until.is_(None), OutgoingMail.claimed_until <= now),
        )
        .order_by(OutgoingMail.next_try_at, OutgoingMail.id)
        .limit(1)
        # PostgreSQL lets another sender step over it; on SQLite the transaction holds the write lock already.
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return session.scalar(query)


def note_sent(session: Db, mail: OutgoingMail, now: datetime) -> None:
    """Write down that the server took a claimed mail; a sealed address is kept no longer than that."""
    if _end_claim(session, mail, sent_at=now, trouble="", sealed_address=None):
        record(session, action="mail.sent", subject=f"mail:{mail.id}", actor=Actor.system(), now=now)


def note_failed(session: Db, mail: OutgoingMail, trouble: str, now: datetime, *, for_good: bool = False) -> bool:
    """Write down that a claimed mail could not be sent; whether it is given up with that.

    `for_good`: the server will never take it. Otherwise it is tried again after a growing wait.
    """
    later = None if for_good else next_try(min(mail.tries, MOST_TRIES), now)
    said = " ".join(trouble.split())[:MOST_TROUBLE]
    if later is not None:
        _end_claim(session, mail, next_try_at=later, trouble=said)
        return False
    if _end_claim(session, mail, given_up_at=now, trouble=said):
        details = {"tries": mail.tries}
        record(
            session, action="mail.given_up", subject=f"mail:{mail.id}", actor=Actor.system(), now=now, details=details
        )
    return True


def try_again(session: Db, number: int, actor: Actor, now: datetime) -> None:
    """Let a mail that was given up start anew. Raises NotGivenUp."""
    mail = session.get(OutgoingMail, number)
    if mail is None or mail.given_up_at is None:
        raise NotGivenUp(number)
    mail.given_up_at, mail.tries, mail.next_try_at = None, 0, now
    session.flush()
    record(session, action="mail.tried_again", subject=f"mail:{number}", actor=actor, now=now)


def standing(session: Db) -> Standing:
    """How many mails wait, and how many were given up."""
    given_up = sa.func.count(OutgoingMail.given_up_at)
    row = session.execute(
        sa.select(sa.func.count(OutgoingMail.id) - sa.func.count(OutgoingMail.sent_at) - given_up, given_up)
    ).one()
    return Standing(row[0], row[1])


def unsent(session: Db) -> Sequence[OutgoingMail]:
    """Every mail that waits or was given up, the oldest first."""
    query = sa.select(OutgoingMail).where(OutgoingMail.sent_at.is_(None)).order_by(OutgoingMail.id)
    return session.scalars(query).all()


def message_id(key: str, sender: str) -> str:
    """The name of a mail, the same however often it is sent."""
    mark = hashlib.sha256(key.encode()).hexdigest()[:32]
    return f"<{mark}@{sender.rpartition('@')[2]}>"


def _unfinished() -> tuple[sa.ColumnElement[bool], ...]:
    return (OutgoingMail.sent_at.is_(None), OutgoingMail.given_up_at.is_(None))


def _end_claim(session: Db, mail: OutgoingMail, **values: Any) -> bool:
    """Let go of a claimed mail; False when the claim ran out and somebody else holds or has ended it by now."""
    ended: Any = session.execute(
        sa.update(OutgoingMail)
        .where(OutgoingMail.id == mail.id, OutgoingMail.claim == mail.claim, *_unfinished())
        .values(claim="", claimed_until=None, **values),
        execution_options={"synchronize_session": False},
    )
    return bool(ended.rowcount == 1)
