"""Releases: frozen from a draft, published once, and what is stored held against what was signed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from complaints.platform.audit import Actor, record
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing
from complaints.reports.archive import REPORT_FILE, TABLES_FILE, release_of_period
from complaints.reports.drafts import Draft, Tables, prepare, preview
from complaints.reports.models import Release, ReleaseFile
from complaints.reports.periods import Period
from complaints.reports.rules import AlreadyFrozen, AlreadyPublished, NumberTaken, Tampered
from complaints.reports.turn import refuse_overtaking
from complaints.reports.two_people import refuse_same_person
from complaints.reports.verifying.inspection import refuse_unproven, stored_faults
from complaints.reports.verifying.manifest import BuiltFile, canonical, make_manifest, readable
from complaints.reports.verifying.standalone import VERIFIER_FILE, standalone

__all__ = [
    "Draft",
    "Tables",
    "freeze",
    "note_aggregates_read",
    "prepare",
    "preview",
    "publish",
    "stored_faults",
]


def freeze(
    session: Db, ring: KeyRing, draft: Draft, editions: Sequence[BuiltFile], actor: Actor, now: datetime
) -> Release:
    """Store a release with its signed manifest. `editions` were built from `draft.document`.

    Raises AlreadyFrozen, or NumberTaken when another release took the number meanwhile.
    """
    document = draft.document
    demonstration, number = bool(document["is_demonstration"]), int(document["number"])
    if release_of_period(session, draft.period, demonstration=demonstration) is not None:
        raise AlreadyFrozen(f"The period {draft.period.code} was frozen meanwhile; its release never changes.")
    if (session.scalar(sa.select(sa.func.max(Release.number))) or 0) + 1 != number:
        raise NumberTaken("Another release was frozen meanwhile. Freeze this period again; nothing was stored.")
    files = (
        BuiltFile(REPORT_FILE, "application/json", readable(document)),
        BuiltFile(TABLES_FILE, "application/json", canonical(draft.proof)),
        BuiltFile(VERIFIER_FILE, "text/x-python", standalone()),
        *editions,
    )
    release = _signed(ring, draft, make_manifest(document, files, draft.head, two_people=draft.two_people), actor, now)
    session.add(release)
    try:
        session.flush()
    except IntegrityError as taken:
        # Two at the same moment, where the database lets both look first: its constraints let one through.
        raise NumberTaken("Another release was frozen at this moment. Freeze again; nothing was stored.") from taken
    session.add_all(
        ReleaseFile(release_id=release.id, name=f.name, media_type=f.media_type, content=f.content, digest=f.digest)
        for f in files
    )
    session.flush()
    _tell(session, "release.frozen", release, actor, now)
    return release


def _signed(ring: KeyRing, draft: Draft, manifest: dict[str, Any], actor: Actor, now: datetime) -> Release:
    signed = canonical(manifest)
    return Release(
        number=draft.document["number"],
        period=draft.period.code,
        starts_on=draft.period.starts_on,
        ends_on=draft.period.ends_on,
        frozen_at=now,
        frozen_by_id=actor.staff_id,
        two_people=draft.two_people,
        is_demonstration=draft.document["is_demonstration"],
        manifest=manifest,
        manifest_digest=hashlib.sha256(signed).digest(),
        signature=ring.sign_release(signed),
        audit_sequence=draft.head[0],
        audit_digest=draft.head[1],
    )


def publish(session: Db, ring: KeyRing, release: Release, actor: Actor, now: datetime) -> None:
    """Show a frozen release to everybody, once.

    Raises AlreadyPublished, PersonNeeded or SamePerson where two people are required, NotItsTurn while one frozen
    before it is not published, Tampered when what is stored is not what was signed, and NotProven when the attack or
    the certificate does not hold (again: a release that went around the door must not leave).
    """
    if release.published_at is not None:
        raise AlreadyPublished(f"Release {release.number} is published already.")
    refuse_same_person(release.frozen_by_id, actor.staff_id, two_people=release.two_people)
    refuse_overtaking(session, release)
    faults = stored_faults(session, ring, release)
    if faults:
        raise Tampered(f"Release {release.number} is not as it was signed: {faults[0]}")
    refuse_unproven(session, release)
    release.published_at, release.published_by_id = now, actor.staff_id
    session.flush()
    _tell(session, "release.published", release, actor, now)


def _tell(session: Db, action: str, release: Release, actor: Actor, now: datetime) -> None:
    details: dict[str, str | int | bool] = {
        "period": release.period,
        "demonstration": release.is_demonstration,
        "manifest": release.manifest_digest.hex(),
        **actor.on_behalf(),
    }
    record(session, action=action, subject=f"release:{release.number}", actor=actor, now=now, details=details)


def note_aggregates_read(session: Db, token_id: int, period: Period, now: datetime) -> None:
    """Write to the log that a machine read the protected counts of a period."""
    actor, subject = Actor.token(token_id), f"period:{period.code}"
    record(session, action="aggregates.read", subject=subject, actor=actor, now=now)
