"""Releases: previewed, frozen and published; what is frozen holds what disclosure let through and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from complaints.disclosure import TableSpec
from complaints.intake.models import Complaint
from complaints.platform.audit import Actor, record
from complaints.platform.audit.models import AuditEvent, AuditHead
from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing
from complaints.registry.models import Technology
from complaints.reports.archive import (
    REPORT_FILE,
    TABLES_FILE,
    document_of,
    files_of,
    manifest_bytes,
    published_before,
    release_of_period,
)
from complaints.reports.counts import Tally, true_counts
from complaints.reports.document import make_document
from complaints.reports.manifest import BuiltFile, canonical, differences, make_manifest, readable, signature_is_good
from complaints.reports.models import Release, ReleaseFile
from complaints.reports.periods import Period
from complaints.reports.protection import proof_of, protect_tally, seed_for, spec_of
from complaints.reports.rules import (
    AlreadyFrozen,
    AlreadyPublished,
    NothingToCount,
    NotOver,
    ReleaseRefused,
    Tampered,
    refuse_same_person,
)

Tables = Callable[[str, Sequence[str]], TableSpec]
"""Which tables a release has, from the code of its period and the slugs of its technologies."""


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

    Raises UnsafeRelease, NoPrivateKey on the public site, and NotOver for a period that goes on: of two previews with
    one complaint between them, one less the other would be that complaint.
    """
    frozen = release_of_period(session, period, demonstration=demonstration)
    if frozen is not None:
        return document_of(session, frozen)
    if not period.is_over(now, profile.zone):
        raise NotOver(
            f"The period {period.code} ends on {period.ends_on.isoformat()}. It can be previewed once it is over: two "
            "previews with one complaint between them would give that complaint away."
        )
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

    Raises AlreadyFrozen, NotOver, NothingToCount, UnsafeRelease, NoPrivateKey on the public site, and UnusableTables
    for `tables` that cannot be published together.
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
    tally = true_counts(session, period.bounds(profile.zone), demonstration=demonstration)
    technologies = _technologies(session, tally, period)
    if not technologies:
        raise ReleaseRefused("The registry names no technology. Load the profile's registry first.")
    begun_at = _begun_at(session, demonstration)
    if begun_at is None or begun_at >= period.bounds(profile.zone)[1]:
        raise NothingToCount(f"This system took no complaints yet when the period {period.code} ended.")
    spec = tables(period.code, [technology.slug for technology in technologies])
    history = published_before(session, demonstration=demonstration)
    seed = seed_for(ring.decoy_seed(), demonstration=demonstration)
    protected = protect_tally(tally, spec, profile.disclosure, seed, history)
    document = make_document(
        profile, period, spec, protected.cells, technologies, number=number, now=now, demonstration=demonstration
    )
    head = session.execute(sa.select(AuditHead.sequence, AuditHead.digest).where(AuditHead.id == 1)).one()
    return Draft(period, document, proof_of(protected, history), (head.sequence, head.digest))


def _begun_at(session: Db, demonstration: bool) -> datetime | None:
    """When complaints could first come in: the beginning of the log, or the first complaint where that was earlier.

    A year in which nobody complained has a report, which says 0; a year before there was anywhere to complain has none.
    """
    first = sa.select(Complaint.registered_at).where(Complaint.is_demonstration.is_(demonstration))
    opened = sa.select(AuditEvent.at).order_by(AuditEvent.sequence).limit(1)
    found = (session.scalar(first.order_by(Complaint.registered_at).limit(1)), session.scalar(opened))
    return min((at for at in found if at is not None), default=None)


def _technologies(session: Db, tally: Tally, period: Period) -> list[Technology]:
    """Those in use at some time in the period, and any that was counted, in the registry's order."""
    counted = tally.technologies()
    query = sa.select(Technology).order_by(Technology.position, Technology.slug)
    return [
        technology
        for technology in session.scalars(query)
        if technology.retired_on is None or technology.retired_on >= period.starts_on or technology.slug in counted
    ]


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
    release = _signed(ring, draft, make_manifest(document, files, draft.head), actor, now)
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


def _signed(ring: KeyRing, draft: Draft, manifest: dict[str, Any], actor: Actor, now: datetime) -> Release:
    signed = canonical(manifest)
    return Release(
        number=draft.document["number"],
        period=draft.period.code,
        starts_on=draft.period.starts_on,
        ends_on=draft.period.ends_on,
        frozen_at=now,
        frozen_by_id=actor.staff_id,
        is_demonstration=draft.document["is_demonstration"],
        manifest=manifest,
        manifest_digest=hashlib.sha256(signed).digest(),
        signature=ring.sign_release(signed),
        audit_sequence=draft.head[0],
        audit_digest=draft.head[1],
    )


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


def _tell(session: Db, action: str, release: Release, actor: Actor, now: datetime) -> None:
    details: dict[str, str | int | bool] = {
        "period": release.period,
        "demonstration": release.is_demonstration,
        "manifest": release.manifest_digest.hex(),
    }
    record(session, action=action, subject=f"release:{release.number}", actor=actor, now=now, details=details)


def note_aggregates_read(session: Db, token_id: int, period: Period, now: datetime) -> None:
    """Write to the log that a machine read the protected counts of a period."""
    actor, subject = Actor.token(token_id), f"period:{period.code}"
    record(session, action="aggregates.read", subject=subject, actor=actor, now=now)


def note_refused_token(session: Db, token_id: int, reason: str, now: datetime) -> None:
    """Write to the log that a token of ours was presented and opened nothing."""
    actor, subject = Actor.token(token_id), f"token:{token_id}"
    record(session, action="token.refused", subject=subject, actor=actor, now=now, details={"reason": reason})
