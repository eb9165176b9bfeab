"""What a complaint has of files, and opening them with the key they were sealed to; taking one back."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from complaints.evidence.keeping import note_in_log
from complaints.evidence.models import Evidence, context_of
from complaints.evidence.rules import Purpose, may_take_back
from complaints.platform.attachments import Store
from complaints.platform.audit import Actor
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing, open_sealed
from complaints.platform.vault.streams import opened_chunks


class Stays(Exception):
    """The file can no longer be taken back."""


@dataclass(frozen=True, slots=True)
class About:
    """What is sealed beside a file: its name and words, and the SHA-256 of what was sent and of what was kept, in hex.

    `removed` names what was taken out of it.
    """

    name: str
    description: str
    original_digest: str
    digest: str
    removed: tuple[str, ...]


def evidence_of(session: Db, complaint_id: int, *, for_complainant: bool = False) -> list[Evidence]:
    """The files of a complaint in the order they came, those taken back too; or what its complainant may open now."""
    query = sa.select(Evidence).where(Evidence.complaint_id == complaint_id).order_by(Evidence.id)
    if for_complainant:
        query = query.where(Evidence.is_shared == sa.true(), Evidence.removed_at.is_(None))
    return list(session.scalars(query))


def find(session: Db, complaint_id: int, seal_id: str) -> Evidence:
    """That file of that complaint, if it is still kept. Raises LookupError."""
    query = sa.select(Evidence).where(
        Evidence.complaint_id == complaint_id, Evidence.seal_id == seal_id, Evidence.removed_at.is_(None)
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise LookupError(seal_id)
    return found


def find_some(session: Db, complaint_id: int, seal_ids: Iterable[str], most: int) -> list[Evidence]:
    """Those files of that complaint that are still kept, in the order they came; the first `most` names are read."""
    asked = list(islice(dict.fromkeys(seal_ids), most))
    query = sa.select(Evidence).where(
        Evidence.complaint_id == complaint_id, Evidence.seal_id.in_(asked), Evidence.removed_at.is_(None)
    )
    return list(session.scalars(query.order_by(Evidence.id))) if asked else []


def about_for_complainant(evidence: Evidence, key: X25519PrivateKey) -> About:
    """Name and words of a file, opened with the complainant's key. Raises CannotOpen."""
    return _told(open_sealed(evidence.sealed_about, context=context_of(evidence.seal_id, "about"), private_key=key))


def abouts_for_staff(ring: KeyRing, files: Iterable[Evidence]) -> dict[str, About]:
    """Name and words of files, by seal id. The caller writes down that they were read. Raises NoPrivateKey."""
    return {
        each.seal_id: _told(ring.open(each.sealed_about, context=context_of(each.seal_id, "about"))) for each in files
    }


def _told(text: bytes) -> About:
    said = json.loads(text)
    return About(**(said | {"removed": tuple(said["removed"])}))


def content_for_complainant(store: Store, evidence: Evidence, key: X25519PrivateKey) -> Generator[bytes]:
    """A file's content for its complainant, piece by piece. Raises CannotOpen, and LookupError where it is gone."""
    yield from opened_chunks(store.chunks(evidence.blob), context=evidence.context, private_key=key)


def open_for_staff(
    session: Db, evidence: Evidence, number: str, *, by_id: int, purpose: Purpose, now: datetime
) -> None:
    """Write down that a member of staff opens a file, and why. The caller commits before it reads the content."""
    if evidence.opened_at is None:
        evidence.opened_at = now
    note_in_log(
        session, "evidence.opened", number, Actor.staff(by_id), now, evidence, why=purpose.value, file=evidence.id
    )


def content_for_staff(store: Store, ring: KeyRing, evidence: Evidence) -> Generator[bytes]:
    """A file's content for staff, piece by piece, once `open_for_staff` is committed. Raises CannotOpen."""
    yield from ring.open_chunks(store.chunks(evidence.blob), context=evidence.context)


def take_back(
    session: Db, evidence: Evidence, number: str, actor: Actor, now: datetime, *, is_in_message: bool
) -> None:
    """Take back a file that was added by mistake; its row stays. The caller removes the content once this is committed.

    Raises Stays where staff opened it, or it went with a message.
    """
    is_removed = evidence.removed_at is not None
    if not may_take_back(opened_at=evidence.opened_at, is_removed=is_removed, is_in_message=is_in_message):
        raise Stays
    evidence.removed_at = now
    note_in_log(session, "evidence.removed", number, actor, now, evidence)
