"""Releases: previewed, frozen and published; what is frozen holds what disclosure let through and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import undefer

from complaints.disclosure import Release as PublishedTables
from complaints.disclosure import TableSpec
from complaints.platform.accounts.models import Staff
from complaints.platform.audit import Actor, record
from complaints.platform.audit.models import AuditHead
from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing
from complaints.registry.models import Technology
from complaints.reports.counts import Tally, true_counts
from complaints.reports.document import make_document
from complaints.reports.manifest import BuiltFile, canonical, differences, make_manifest, readable, signature_is_good
from complaints.reports.models import Release, ReleaseFile
from complaints.reports.periods import Period
from complaints.reports.protection import from_json, proof_of, protect_tally, seed_for, spec_of
from complaints.reports.rules import (
    AlreadyFrozen,
    AlreadyPublished,
    NoSuchRelease,
    NotOver,
    ReleaseRefused,
    Tampered,
    refuse_same_person,
)

Tables = Callable[[str, Sequence[str]], TableSpec]
"""Which tables a release has, from the code of its period and the slugs of its technologies."""
TABLES_FILE: Final = "disclosure.json"
"""The published cells with their sums, the certificate and the earlier releases, for the attacker and the verifier."""
REPORT_FILE: Final = "report.json"


@dataclass(frozen=True, slots=True)
class Draft:
    """A protected period before it is frozen: the report's content, the proof that it is safe, the log's head."""

    period: Period
    document: dict[str, Any]
    proof: dict[str, Any]
    head: tuple[int, bytes]


def preview(
    session: Db, ring: KeyRing, profile: Profile, period: Period, now: datetime, *, demonstration: bool
) -> dict[str, Any]:
    """The protected content of a period: of its release where it has one, else as it would be frozen now.

    Raises UnsafeRelease, NoPrivateKey on the public site, and NotOver for a period that has not begun.
    """
    frozen = release_of_period(session, period, demonstration=demonstration)
    if frozen is not None:
        return document_of(session, frozen)
    return _protect(session, ring, profile, period, now, None, demonstration).document


def prepare(
    session: Db,
    ring: KeyRing,
    profile: Profile,
    period: Period,
    now: datetime,
    *,
    demonstration: bool,
    tables: Tables = spec_of,
) -> Draft:
    """Everything a freeze needs, read and protected; nothing is stored yet, so no lock need be held meanwhile.

    Raises AlreadyFrozen, NotOver, UnsafeRelease, UnusableTables for `tables` that cannot be published together, and
    NoPrivateKey on the public site.
    """
    frozen = release_of_period(session, period, demonstration=demonstration)
    if frozen is not None:
        raise AlreadyFrozen(f"The period {period.code} is frozen as release {frozen.number}, which never changes.")
    if not period.is_over(now, profile.zone):
        raise NotOver(
            f"The period {period.code} ends on {period.ends_on.isoformat()}. It can be frozen once it is over."
        )
    number = (session.scalar(sa.select(sa.func.max(Release.number))) or 0) + 1
    return _protect(session, ring, profile, period, now, number, demonstration, tables)


def _protect(
    session: Db,
    ring: KeyRing,
    profile: Profile,
    period: Period,
    now: datetime,
    number: int | None,
    demonstration: bool,
    tables: Tables = spec_of,
) -> Draft:
    if not period.has_begun(now, profile.zone):
        raise NotOver(f"The period {period.code} begins on {period.starts_on.isoformat()}. There is nothing to count.")
    tally = true_counts(session, period.bounds(profile.zone), demonstration=demonstration)
    technologies = _technologies(session, tally, period)
    if not technologies:
        raise ReleaseRefused("The registry names no technology. Load the profile's registry first.")
    spec = tables(period.code, [technology.slug for technology in technologies])
    history = published_before(session, demonstration=demonstration)
    seed = seed_for(ring.decoy_seed(), demonstration=demonstration)
    protected = protect_tally(tally, spec, profile.disclosure, seed, history)
    document = make_document(
        profile, period, spec, protected.cells, technologies, number=number, now=now, demonstration=demonstration
    )
    head = session.execute(sa.select(AuditHead.sequence, AuditHead.digest).where(AuditHead.id == 1)).one()
    return Draft(period, document, proof_of(protected, history), (head.sequence, head.digest))


def _technologies(session: Db, tally: Tally, period: Period) -> list[Technology]:
    """Those in use at some time in the period, and any that was counted, in the registry's order."""
    counted = tally.technologies()
    query = sa.select(Technology).order_by(Technology.position, Technology.slug)
    return [
        technology
        for technology in session.scalars(query)
        if technology.retired_on is None or technology.retired_on >= period.starts_on or technology.slug in counted
    ]


def published_before(session: Db, *, demonstration: bool) -> list[PublishedTables]:
    """The tables of every earlier release, published or only frozen: all of them will be read together."""
    query = (
        sa.select(ReleaseFile.content)
        .join(Release, Release.id == ReleaseFile.release_id)
        .where(ReleaseFile.name == TABLES_FILE, Release.is_demonstration.is_(demonstration))
        .order_by(Release.number)
    )
    return [from_json(json.loads(content)) for content in session.scalars(query)]


def freeze(
    session: Db, ring: KeyRing, draft: Draft, editions: Sequence[BuiltFile], actor: Actor, now: datetime
) -> Release:
    """Store a release with its signed manifest. `editions` were built from `draft.document`.

    Raises AlreadyFrozen, or ReleaseRefused when another release took the number meanwhile.
    """
    document = draft.document
    demonstration, number = bool(document["is_demonstration"]), int(document["number"])
    if release_of_period(session, draft.period, demonstration=demonstration) is not None:
        raise AlreadyFrozen(f"The period {draft.period.code} was frozen meanwhile; its release never changes.")
    if (session.scalar(sa.select(sa.func.max(Release.number))) or 0) + 1 != number:
        raise ReleaseRefused("Another release was frozen meanwhile. Freeze this period again; nothing was stored.")
    files = (
        BuiltFile(REPORT_FILE, "application/json", readable(document)),
        BuiltFile(TABLES_FILE, "application/json", canonical(draft.proof)),
        *editions,
    )
    manifest = make_manifest(document, files, draft.head)
    signed = canonical(manifest)
    release = Release(
        number=number,
        period=draft.period.code,
        starts_on=draft.period.starts_on,
        ends_on=draft.period.ends_on,
        frozen_at=now,
        frozen_by_id=actor.staff_id,
        is_demonstration=demonstration,
        manifest=manifest,
        manifest_digest=hashlib.sha256(signed).digest(),
        signature=ring.sign_release(signed),
        audit_sequence=draft.head[0],
        audit_digest=draft.head[1],
    )
    session.add(release)
    try:
        session.flush()
    except IntegrityError as taken:
        # Two at the same moment, where the database lets both look first: its constraints let one through.
        raise ReleaseRefused("Another release was frozen at this moment. Freeze again; nothing was stored.") from taken
    session.add_all(
        ReleaseFile(release_id=release.id, name=f.name, media_type=f.media_type, content=f.content, digest=f.digest)
        for f in files
    )
    session.flush()
    _tell(session, "release.frozen", release, actor, now)
    return release


def publish(session: Db, ring: KeyRing, release: Release, actor: Actor, now: datetime) -> None:
    """Show a frozen release to everybody, once. Raises AlreadyPublished, SamePerson, or Tampered when what is stored is
    not what was signed."""
    if release.published_at is not None:
        raise AlreadyPublished(f"Release {release.number} is published already.")
    refuse_same_person(release.frozen_by_id, actor.staff_id)
    faults = stored_faults(session, ring, release)
    if faults:
        raise Tampered(f"Release {release.number} is not as it was signed: {faults[0]}")
    release.published_at, release.published_by_id = now, actor.staff_id
    session.flush()
    _tell(session, "release.published", release, actor, now)


def stored_faults(session: Db, ring: KeyRing, release: Release) -> list[str]:
    """What is wrong with a stored release; a sentence each, none when it is as it was signed."""
    if not signature_is_good(manifest_bytes(release), release.signature, ring.releases_public):
        return ["The manifest does not carry this deployment's signature."]
    return differences(release.manifest, {file.name: file.content for file in files_of(session, release)})


def manifest_bytes(release: Release) -> bytes:
    """The manifest as it was signed."""
    return canonical(release.manifest)


def _tell(session: Db, action: str, release: Release, actor: Actor, now: datetime) -> None:
    details: dict[str, str | int | bool] = {
        "period": release.period,
        "demonstration": release.is_demonstration,
        "manifest": release.manifest_digest.hex(),
    }
    record(session, action=action, subject=f"release:{release.number}", actor=actor, now=now, details=details)


def releases(
    session: Db, *, published_only: bool, before: int | None = None, limit: int | None = None
) -> list[Release]:
    """The newest first; `before` is a release number to go on below."""
    query = sa.select(Release).order_by(Release.number.desc()).limit(limit)
    if published_only:
        query = query.where(Release.published_at.is_not(None))
    if before is not None:
        query = query.where(Release.number < before)
    return list(session.scalars(query))


def people_of(session: Db, found: Sequence[Release]) -> dict[int, str]:
    """The names of who froze and published."""
    ids = {who for release in found for who in (release.frozen_by_id, release.published_by_id) if who is not None}
    if not ids:
        return {}
    return {who.id: who.name for who in session.scalars(sa.select(Staff).where(Staff.id.in_(ids)))}


def release_by_number(session: Db, number: int, *, published_only: bool) -> Release:
    """Raises NoSuchRelease, for one that is not published too where only those are asked for."""
    found = session.scalar(sa.select(Release).where(Release.number == number))
    if found is None or (published_only and found.published_at is None):
        raise NoSuchRelease(f"There is no release {number}.")
    return found


def release_of_period(session: Db, period: Period, *, demonstration: bool) -> Release | None:
    """The release that froze a period."""
    query = sa.select(Release).where(Release.period == period.code, Release.is_demonstration.is_(demonstration))
    return session.scalar(query)


def file_of(session: Db, release: Release, name: str) -> ReleaseFile | None:
    """One file of a release with its bytes."""
    query = sa.select(ReleaseFile).where(ReleaseFile.release_id == release.id, ReleaseFile.name == name)
    return session.scalar(query.options(undefer(ReleaseFile.content)))


def files_of(session: Db, release: Release) -> list[ReleaseFile]:
    """Every file of a release with its bytes."""
    query = sa.select(ReleaseFile).where(ReleaseFile.release_id == release.id).order_by(ReleaseFile.name)
    return list(session.scalars(query.options(undefer(ReleaseFile.content))))


def document_of(session: Db, release: Release) -> dict[str, Any]:
    """The frozen content that every edition was built from."""
    file = file_of(session, release, REPORT_FILE)
    if file is None:
        raise Tampered(f"Release {release.number} has lost its content.")
    content: dict[str, Any] = json.loads(file.content)
    return content


def note_aggregates_read(session: Db, token_id: int, period: Period, now: datetime) -> None:
    """Write to the log that a machine read the protected counts of a period."""
    actor, subject = Actor.token(token_id), f"period:{period.code}"
    record(session, action="aggregates.read", subject=subject, actor=actor, now=now)


def note_refused_token(session: Db, token_id: int, reason: str, now: datetime) -> None:
    """Write to the log that a token of ours was presented and opened nothing."""
    actor, subject = Actor.token(token_id), f"token:{token_id}"
    record(session, action="token.refused", subject=subject, actor=actor, now=now, details={"reason": reason})
