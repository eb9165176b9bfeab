"""Writing the log within the transaction it tells of, and checking its chain.

Each event's digest is HMAC-SHA-256 over the one before and its own fields, keyed from the site's secret: whoever
reaches only the database can neither change an event nor forge the rest of the chain after it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session, scoped_session

from complaints.platform.audit.actor import Actor
from complaints.platform.audit.models import AuditEvent, AuditHead

Detail = str | int | bool | None
_PENDING = "audit.pending"
_KEY = "audit.key"
ZERO = bytes(32)


@dataclass(frozen=True, slots=True)
class ChainFault:
    """Where the chain breaks: the first event that cannot be trusted and what is wrong with it."""

    sequence: int
    problem: str


def record(
    session: Session | scoped_session[Session],
    *,
    action: str,
    subject: str,
    actor: Actor,
    now: datetime,
    details: Mapping[str, Detail] | None = None,
) -> None:
    """Add an event to the transaction at hand; it is chained and written when that commits, and gone if it does not.

    `action` is `noun.verb`, `subject` is `kind:key`. `details` hold codes and numbers, never a word a person wrote.
    """
    fields = {
        "at": now.astimezone(UTC),
        "actor": actor.label,
        "action": action,
        "subject": subject,
        "details": json.dumps(dict(details or {}), sort_keys=True, separators=(",", ":")),
    }
    session.info.setdefault(_PENDING, []).append(fields)
    # A session with nothing but an event in it still has a transaction to commit.
    session.connection()


def digest_of(key: bytes, sequence: int, fields: Mapping[str, Any], previous: bytes) -> bytes:
    """The digest that chains an event to the one before."""
    text = json.dumps(
        [
            sequence,
            fields["at"].astimezone(UTC).isoformat(timespec="microseconds"),
            fields["actor"],
            fields["action"],
            fields["subject"],
            fields["details"],
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hmac.new(key, previous + text.encode(), hashlib.sha256).digest()


def attach(session_factory: Any, key: Callable[[], bytes]) -> None:
    """Make every session of the factory write its pending events when it commits, chained with what `key` then gives.

    Once per factory: each attachment listens for as long as the process lives.
    """

    @event.listens_for(session_factory, "before_commit")
    def _write(session: Session) -> None:
        if session.in_nested_transaction():
            return
        pending = session.info.pop(_PENDING, [])
        if pending:
            session.flush()
            _append(session, key(), pending)

    @event.listens_for(session_factory, "after_rollback")
    def _forget(session: Session) -> None:
        session.info.pop(_PENDING, None)


def _append(session: Session, key: bytes, pending: list[dict[str, Any]]) -> None:
    head = session.execute(
        sa.select(AuditHead.sequence, AuditHead.digest).where(AuditHead.id == 1).with_for_update()
    ).one()
    sequence, previous, rows = head.sequence, head.digest, []
    for fields in pending:
        sequence += 1
        digest = digest_of(key, sequence, fields, previous)
        rows.append({**fields, "sequence": sequence, "previous": previous, "digest": digest})
        previous = digest
    session.execute(sa.insert(AuditEvent.__table__), rows)  # type: ignore[arg-type]
    session.execute(
        sa.update(AuditHead).where(AuditHead.id == 1).values(sequence=sequence, digest=previous),
        execution_options={"synchronize_session": False},
    )


def events_about(session: Session | scoped_session[Session], subject: str) -> list[AuditEvent]:
    """What the log says of one subject, oldest first."""
    query = sa.select(AuditEvent).where(AuditEvent.subject == subject).order_by(AuditEvent.sequence)
    return list(session.scalars(query))


def verify_chain(
    session: Session | scoped_session[Session], key: bytes, published_heads: Mapping[int, bytes] | None = None
) -> list[ChainFault]:
    """Walk the chain from its first event; an empty list means that nothing was changed, removed, added or reordered.

    `published_heads` (sequence → digest) are heads that left the house, in releases: they show a chain made anew.
    """
    faults = list(_walk(session, key, published_heads or {}))
    head = session.execute(sa.select(AuditHead.sequence, AuditHead.digest)).one_or_none()
    last = session.execute(
        sa.select(AuditEvent.sequence, AuditEvent.digest).order_by(AuditEvent.sequence.desc()).limit(1)
    ).one_or_none()
    if head is None:
        faults.append(ChainFault(0, "the head of the log is missing"))
    elif (head.sequence, head.digest) != ((last.sequence, last.digest) if last else (0, ZERO)):
        at = last.sequence if last else 0
        faults.append(ChainFault(at + 1, f"the log ends at event {at}, but its head says {head.sequence}"))
    return faults


def _walk(
    session: Session | scoped_session[Session], key: bytes, published: Mapping[int, bytes]
) -> Iterator[ChainFault]:
    expected, previous = 1, ZERO
    query = sa.select(AuditEvent).order_by(AuditEvent.sequence).execution_options(yield_per=1000)
    for row in session.scalars(query):
        if row.sequence != expected:
            yield ChainFault(expected, f"event {expected} is missing")
        elif row.previous != previous:
            yield ChainFault(row.sequence, f"event {row.sequence} does not follow the one before it")
        fields = {name: getattr(row, name) for name in ("at", "actor", "action", "subject", "details")}
        if not hmac.compare_digest(digest_of(key, row.sequence, fields, row.previous), row.digest):
            yield ChainFault(row.sequence, f"event {row.sequence} was changed or does not belong")
        if row.sequence in published and published[row.sequence] != row.digest:
            yield ChainFault(row.sequence, f"event {row.sequence} differs from the head that was published")
        expected, previous = row.sequence + 1, row.digest
