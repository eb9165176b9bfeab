"""Finding releases again: their rows, their files, and the content they were built from, as frozen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from complaints.disclosure import Release as PublishedTables
from complaints.platform.accounts.models import Staff
from complaints.platform.audit.heads import tells_published_heads
from complaints.platform.store import Db
from complaints.reports.counting.protection import from_json
from complaints.reports.models import Erratum, Release, ReleaseFile
from complaints.reports.periods import Period
from complaints.reports.rules import NoSuchRelease, Tampered
from complaints.reports.verifying.manifest import canonical

TABLES_FILE: Final = "disclosure.json"
"""The published cells with their sums, the certificate and the earlier releases, for the attacker and the verifier."""
REPORT_FILE: Final = "report.json"


def published_before(session: Db, *, demonstration: bool) -> list[PublishedTables]:
    """The tables of every earlier release, published or only frozen: all of them will be read together."""
    query = (
        sa.select(ReleaseFile.content)
        .join(Release, Release.id == ReleaseFile.release_id)
        .where(ReleaseFile.name == TABLES_FILE, Release.is_demonstration.is_(demonstration))
        .order_by(Release.number)
    )
    return [from_json(json.loads(content)) for content in session.scalars(query)]


@tells_published_heads
def heads_in_releases(session: Db) -> dict[int, bytes]:
    """The heads of the log that stand in the manifests of releases: with them a log made anew shows."""
    heads = session.execute(sa.select(Release.audit_sequence, Release.audit_digest).where(Release.audit_sequence > 0))
    return dict(heads.all())


def manifest_bytes(release: Release) -> bytes:
    """The manifest as it was signed."""
    return canonical(release.manifest)


def releases(
    session: Db, *, published_only: bool, before: int | None = None, limit: int | None = None
) -> list[Release]:
    """The release made last first; `before` is a release number to go on below."""
    query = sa.select(Release).order_by(Release.number.desc()).limit(limit)
    if published_only:
        query = query.where(Release.published_at.is_not(None))
    if before is not None:
        query = query.where(Release.number < before)
    return list(session.scalars(query))


def by_period(found: Sequence[Release]) -> list[Release]:
    """The newest period first; a year that was made up for later stands where it belongs."""
    return sorted(found, key=lambda release: (release.ends_on, release.number), reverse=True)


def people_of(session: Db, found: Sequence[Release]) -> dict[int, str]:
    """The names of who froze and published."""
    return names_of(session, [who for release in found for who in (release.frozen_by_id, release.published_by_id)])


def names_of(session: Db, ids: Iterable[int | None]) -> dict[int, str]:
    """The names of staff by their numbers; None is nobody."""
    known = {who for who in ids if who is not None}
    if not known:
        return {}
    return {who.id: who.name for who in session.scalars(sa.select(Staff).where(Staff.id.in_(known)))}


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


def contents_of(session: Db, found: Iterable[Release], name: str) -> dict[int, Any]:
    """What one file of each release says, by the release's number, asked for at once; without those that have none."""
    numbers = {release.id: release.number for release in found}
    query = sa.select(ReleaseFile.release_id, ReleaseFile.content)
    query = query.where(ReleaseFile.release_id.in_(numbers), ReleaseFile.name == name)
    return {numbers[which]: json.loads(content) for which, content in session.execute(query)}


def documents_of(session: Db, found: Sequence[Release]) -> dict[int, dict[str, Any]]:
    """The frozen content of each release by its number, asked for at once. Raises Tampered when one has lost it."""
    contents = contents_of(session, found, REPORT_FILE)
    for release in found:
        if release.number not in contents:
            raise Tampered(f"Release {release.number} has lost its content.")
    return contents


def chains_of(session: Db, found: Iterable[Release]) -> dict[int, list[Erratum]]:
    """The published errata of each release in their order, by the release's number, asked for at once."""
    numbers = {release.id: release.number for release in found}
    chains: dict[int, list[Erratum]] = {number: [] for number in numbers.values()}
    query = sa.select(Erratum).where(Erratum.release_id.in_(numbers), Erratum.published_at.is_not(None))
    for erratum in session.scalars(query.order_by(Erratum.release_id, Erratum.number)):
        chains[numbers[erratum.release_id]].append(erratum)
    return chains


def document_before(session: Db, period: Period, *, demonstration: bool) -> dict[str, Any] | None:
    """The content of the release of the last period that ended before this one, published or only frozen."""
    query = (
        sa.select(Release)
        .where(Release.ends_on < period.ends_on, Release.is_demonstration.is_(demonstration))
        .order_by(Release.ends_on.desc(), Release.number.desc())
        .limit(1)
    )
    found = session.scalar(query)
    return None if found is None else document_of(session, found)
