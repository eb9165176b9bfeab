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
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from complaints.platform.audit.actor import Actor
from complaints.platform.audit.models import AuditEvent, AuditHead
from complaints.platform.store.model import Db

Detail = str | int | bool | None
_PENDING = "audit.pending"
ZERO = bytes(32)


class FaultKind(StrEnum):
    """What can be wrong with the chain."""

    MISSING = "missing"
    OUT_OF_ORDER = "out_of_order"
    CHANGED = "changed"
    NOT_AS_PUBLISHED = "not_as_published"
    PUBLISHED_AND_MISSING = "published_and_missing"
    CUT_OFF = "cut_off"
    NO_HEAD = "no_head"


@dataclass(frozen=True, slots=True)
class ChainFault:
    """Where the chain breaks: the event that cannot be trusted and what is wrong with it.

    `other` is the last missing event of a gap, or the event that the head names of a log that was cut off.
    """

    sequence: int
    kind: FaultKind
    other: int = 0

    @property
    def problem(self) -> str:
        """The fault in plain English, for the command line and its logs."""
        gap = self.other > self.sequence
        return {
            FaultKind.MISSING: f"events {self.sequence} to {self.other} are missing"
            if gap
            else f"event {self.sequence} is missing",
            FaultKind.OUT_OF_ORDER: f"event {self.sequence} does not follow the one before it",
            FaultKind.CHANGED: f"event {self.sequence} was changed or does not belong",
            FaultKind.NOT_AS_PUBLISHED: f"event {self.sequence} differs from the head that was published",
            FaultKind.PUBLISHED_AND_MISSING: f"event {self.sequence} was published as a head and is missing",
            FaultKind.CUT_OFF: f"the log ends before event {self.sequence}, but its head says {self.other}",
            FaultKind.NO_HEAD: "the head of the log is missing",
        }[self.kind]


def record(
    session: Db,
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


def events_about(session: Db, subject: str) -> list[AuditEvent]:
    """What the log says of one subject, oldest first."""
    query = sa.select(AuditEvent).where(AuditEvent.subject == subject).order_by(AuditEvent.sequence)
    return list(session.scalars(query))


def verify_chain(session: Db, key: bytes, published_heads: Mapping[int, bytes] | None = None) -> list[ChainFault]:
    """Walk the chain from its first event; an empty list means that nothing was changed, removed, added or reordered.

    `published_heads` (sequence → digest) are heads that left the house, in releases: they show a chain made anew.
    """
    published = published_heads or {}
    faults = list(_walk(session, key, published))
    newest = sa.select(sa.func.max(AuditEvent.sequence)).scalar_subquery()
    # One statement, so that head and last event are of the same moment while others write.
    ends = session.execute(
        sa.select(AuditHead.sequence, AuditHead.digest, AuditEvent.sequence, AuditEvent.digest).outerjoin(
            AuditEvent, AuditEvent.sequence == newest
        )
    ).one_or_none()
    if ends is None:
        return [*faults, ChainFault(0, FaultKind.NO_HEAD)]
    said, digest_said, found, digest_found = ends
    end = found or 0
    if (said, digest_said) != (end, digest_found or ZERO):
        faults.append(ChainFault(end + 1, FaultKind.CUT_OFF, said))
    beyond = (sequence for sequence in sorted(published) if sequence > end)
    return [*faults, *(ChainFault(sequence, FaultKind.PUBLISHED_AND_MISSING) for sequence in beyond)]


def _walk(session: Db, key: bytes, published: Mapping[int, bytes]) -> Iterator[ChainFault]:
    expected, previous = 1, ZERO
    query = sa.select(AuditEvent).order_by(AuditEvent.sequence).execution_options(yield_per=1000)
    for row in session.scalars(query):
        if row.sequence != expected:
            yield ChainFault(expected, FaultKind.MISSING, row.sequence - 1)
        elif row.previous != previous:
            yield ChainFault(row.sequence, FaultKind.OUT_OF_ORDER)
        fields = {name: getattr(row, name) for name in ("at", "actor", "action", "subject", "details")}
        if not hmac.compare_digest(digest_of(key, row.sequence, fields, row.previous), row.digest):
            yield ChainFault(row.sequence, FaultKind.CHANGED)
        if row.sequence in published and published[row.sequence] != row.digest:
            yield ChainFault(row.sequence, FaultKind.NOT_AS_PUBLISHED)
        expected, previous = row.sequence + 1, row.digest
