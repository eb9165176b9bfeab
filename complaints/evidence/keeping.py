"""Keeping files: cleaned, sealed and laid by before a row tells of them.

Cleaning and sealing take seconds and need no database: `lay_by` does them first, `add` then writes the row in a short
transaction. What was laid by and never added is removed by a job.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaints.evidence.models import Evidence, context_of
from complaints.evidence.rules import (
    Held,
    Quarantine,
    ScanState,
    Source,
    TooMuch,
    allowance,
    needs_consent,
    over,
    size_class,
)
from complaints.intake.identity import later_identities, mode_now
from complaints.intake.models import Complaint, Mailbox
from complaints.intake.rules import FilingMode, storable
from complaints.platform.attachments import Cleaned, Kind, Limits, Removed, Store, Verdict, clean, scan
from complaints.platform.attachments.cleaning import Source as Stream
from complaints.platform.audit import Actor, record
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing, Recipient, seal
from complaints.platform.vault.streams import sealed_chunks

MOST_OF_A_DESCRIPTION = 300
MOST_OF_A_NAME = 120
SCANS = {
    Verdict.NOT_ASKED: ScanState.NOT_ASKED,
    Verdict.NOT_SCANNED: ScanState.NOT_SCANNED,
    Verdict.CLEAN: ScanState.NOTHING_FOUND,
    Verdict.INFECTED: ScanState.HARMFUL,
}


class NeedsConsent(Exception):
    """Nothing can be taken out of this file, and its sender gave no name: they must say first that it may be kept."""


class Harmful(Exception):
    """The scanner found a harmful program in what would be kept."""


class OverTheLimit(Exception):
    """The complaint has as many files, or as many bytes, as it may have."""

    def __init__(self, which: TooMuch) -> None:
        super().__init__(which.value)
        self.which = which


@dataclass(frozen=True, slots=True)
class Keeping:
    """What a site keeps files with; `scanner` is the address of a virus scanner, empty where there is none."""

    store: Store
    ring: KeyRing
    limits: Limits
    scanner: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """The complaint that a file is for, as far as it is known without the database while the file is worked on."""

    complaint_id: int
    number: str
    is_anonymous: bool
    public_key: bytes


@dataclass(frozen=True, slots=True)
class Sender:
    """Who hands a file in: `staff_id` for everybody but the complainant. `is_shared`: the complainant may open it."""

    source: Source
    staff_id: int | None = None
    is_shared: bool = True

    @property
    def actor(self) -> Actor:
        """As the log names them."""
        return Actor.resident() if self.staff_id is None else Actor.staff(self.staff_id)


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it was sent, and what its sender says of it; `consents` that it is kept though it was not cleaned."""

    content: Stream
    name: str
    description: str = ""
    consents: bool = False


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file that lies sealed in the store; no row tells of it yet."""

    blob: str
    seal_id: str
    stored_digest: bytes
    sealed_about: bytes
    submission_key: bytes
    kind: Kind
    media_type: str
    size: int
    is_clean: bool
    scan: ScanState
    removed: tuple[Removed, ...]


def told_name(name: str) -> str:
    """A file's name as it is kept and shown: in one line, without what no page can hold or what turns it around."""
    return " ".join(storable(name).split())[:MOST_OF_A_NAME]


def owner_of(session: Db, complaint: Complaint) -> Owner:
    """Whom files of this complaint are sealed to."""
    public_key = session.scalars(sa.select(Mailbox.public_key).where(Mailbox.complaint_id == complaint.id)).one()
    mode = mode_now(complaint, later_identities(session, complaint.id))
    return Owner(complaint.id, complaint.number, mode is FilingMode.ANONYMOUS, public_key)


def key_of(ring: KeyRing, owner: Owner, sender: Sender, original_digest: bytes) -> bytes:
    """What tells that the same file comes from the same side of the same complaint again; says nothing without keys."""
    said = f"{owner.number}/{sender.is_shared}/{sender.source is Source.STAFF}/{original_digest.hex()}"
    return hmac.new(ring.derived("files that came before 1"), said.encode(), hashlib.sha256).digest()


def kept_before(session: Db, submission_key: bytes) -> Evidence | None:
    """The file of that key, if it is kept."""
    known = sa.select(Evidence).where(Evidence.submission_key == submission_key, Evidence.removed_at.is_(None))
    return session.scalars(known).one_or_none()


def check_room(session: Db, owner: Owner, sender: Sender, limits: Limits, size: int = 1) -> None:
    """Raises OverTheLimit where a file of `size` bytes does not fit beside what the complaint has."""
    for_complainant = sender.source is not Source.STAFF
    allowed = allowance(limits.files, limits.total_bytes, for_complainant=for_complainant)
    refusal = over(held_of(session, owner.complaint_id, for_complainant), size, allowed)
    if refusal is not None:
        raise OverTheLimit(refusal)


def lay_by(keeping: Keeping, owner: Owner, sender: Sender, upload: Upload) -> Parcel:
    """Clean a file, seal it and put it into the store; needs no database, and no key that opens anything.

    Raises Refused for a file that is not taken, NeedsConsent, Harmful, StoreFull (or another OSError) and StoreDown.
    """
    cleaned = clean(upload.content, upload.name, keeping.limits)
    with cleaned.content:
        is_anonymous = owner.is_anonymous and sender.source is Source.COMPLAINANT
        if not upload.consents and needs_consent(is_clean=cleaned.is_clean, is_anonymous=is_anonymous):
            raise NeedsConsent
        verdict = SCANS[scan(cleaned.content, keeping.scanner)]
        if verdict is ScanState.HARMFUL:
            raise Harmful
        return _sealed(keeping, owner, sender, upload, cleaned, verdict)


def _sealed(
    keeping: Keeping, owner: Owner, sender: Sender, upload: Upload, cleaned: Cleaned, verdict: ScanState
) -> Parcel:
    seal_id, blob, digest = secrets.token_hex(16), secrets.token_hex(24), hashlib.sha256()
    readers = [keeping.ring.staff, *([Recipient.of(owner.public_key)] if sender.is_shared else [])]
    cleaned.content.seek(0)
    chunks = sealed_chunks(cleaned.content, context=context_of(seal_id, "content"), readers=readers)
    keeping.store.put(blob, _digesting(chunks, digest))
    return Parcel(
        blob=blob,
        seal_id=seal_id,
        stored_digest=digest.digest(),
        sealed_about=seal(_about(cleaned, upload), context=context_of(seal_id, "about"), readers=readers),
        submission_key=key_of(keeping.ring, owner, sender, cleaned.original_digest),
        kind=cleaned.kind,
        media_type=cleaned.media_type,
        size=cleaned.size,
        is_clean=cleaned.is_clean,
        scan=verdict,
        removed=cleaned.removed,
    )


def _digesting(chunks: Iterable[bytes], digest: Any) -> Iterator[bytes]:
    for chunk in chunks:
        digest.update(chunk)
        yield chunk


def _about(cleaned: Cleaned, upload: Upload) -> bytes:
    return json.dumps(
        {
            "name": told_name(upload.name),
            "description": " ".join(storable(upload.description).split())[:MOST_OF_A_DESCRIPTION],
            "original_digest": cleaned.original_digest.hex(),
            "digest": cleaned.digest.hex(),
            "removed": [each.value for each in cleaned.removed],
        },
        ensure_ascii=False,
    ).encode()


def add(
    session: Db, parcel: Parcel, owner: Owner, sender: Sender, limits: Limits, now: datetime
) -> tuple[Evidence, bool]:
    """Write the row of a parcel; the earlier row and False where this file is kept already. Raises OverTheLimit."""
    # One at a time for each complaint: two files that come at once must not both be the last that fits.
    session.execute(sa.select(Complaint.id).where(Complaint.id == owner.complaint_id).with_for_update())
    earlier = kept_before(session, parcel.submission_key)
    if earlier is not None:
        return earlier, False
    check_room(session, owner, sender, limits, parcel.size)
    kept = Evidence(
        complaint_id=owner.complaint_id,
        source=sender.source,
        added_by_id=sender.staff_id,
        is_shared=sender.is_shared,
        kind=parcel.kind,
        media_type=parcel.media_type,
        size=parcel.size,
        is_clean=parcel.is_clean,
        quarantine=None if parcel.is_clean else Quarantine.CANNOT_BE_CLEANED,
        scan=parcel.scan,
        blob=parcel.blob,
        stored_digest=parcel.stored_digest,
        seal_id=parcel.seal_id,
        sealed_about=parcel.sealed_about,
        submission_key=parcel.submission_key,
        received_at=now,
    )
    session.add(kept)
    session.flush()
    note_in_log(session, "evidence.added", owner.number, sender.actor, now, kept, source=sender.source.value)
    return kept, True


def held_of(session: Db, complaint_id: int, for_complainant: bool) -> Held:
    """What one side's files come to: the complainant's, added by whomever, or those of staff."""
    is_kept = Evidence.removed_at.is_(None)
    counted = sa.select(
        sa.func.count().filter(is_kept),
        sa.func.coalesce(sa.func.sum(Evidence.size).filter(is_kept), 0),
        sa.func.count(),
    ).where(Evidence.complaint_id == complaint_id, (Evidence.source != Source.STAFF) == sa.literal(for_complainant))
    files, total, ever = session.execute(counted).one()
    return Held(int(files), int(total), int(ever))


def note_in_log(
    session: Db, action: str, number: str, actor: Actor, now: datetime, kept: Evidence, **more: str | int | bool
) -> None:
    """Tell the log of a file: what kind, how large, whether clean; nothing that points to this one or its sender."""
    details: dict[str, str | int | bool] = {
        "kind": kept.kind.value,
        "size": size_class(kept.size).value,
        "clean": kept.is_clean,
    }
    record(session, action=action, subject=f"complaint:{number}", actor=actor, now=now, details=details | more)
