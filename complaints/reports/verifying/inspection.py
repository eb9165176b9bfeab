"""Whether a stored release is as it was signed, and still proven: looked at again before everybody sees it."""

from __future__ import annotations

import json

import sqlalchemy as sa

from complaints.disclosure import Refusal, audit
from complaints.disclosure import Release as PublishedTables
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing
from complaints.reports.archive import TABLES_FILE, file_of, files_of, manifest_bytes
from complaints.reports.counting.protection import from_json
from complaints.reports.models import Release, ReleaseFile
from complaints.reports.two_people import NotProven
from complaints.reports.verifying.verifier import MANIFEST, SIGNATURE, faults_of

AUDIT_SECONDS = 60.0
"""How long the attack before publishing may take; what is not finished is not passed."""


def signed_files(session: Db, release: Release) -> dict[str, bytes]:
    """Everything that a folder of the release would hold but for errata, by name."""
    stored = {file.name: file.content for file in files_of(session, release)}
    return {**stored, MANIFEST: manifest_bytes(release), SIGNATURE: release.signature}


def stored_faults(session: Db, ring: KeyRing, release: Release) -> list[str]:
    """What is wrong with a stored release; a sentence each, none when it is as it was signed and proven.

    It is the published verifier that looks: what passes here passes for everybody.
    """
    return faults_of(signed_files(session, release), ring.releases_public.public_bytes_raw())


def refuse_unproven(session: Db, release: Release) -> None:
    """Attack a release once more, with every release before it as they are stored. Raises NotProven."""
    stored = file_of(session, release, TABLES_FILE)
    if stored is None:
        raise NotProven(f"Release {release.number} has lost its tables.")
    data = json.loads(stored.content)
    history = tables_before(session, release)
    if [from_json(earlier) for earlier in data["history"]] != history:
        raise NotProven(f"Release {release.number} was not protected together with every release before it.")
    try:
        result = audit(from_json(data), history, seconds=AUDIT_SECONDS)
    except Refusal as refused:
        raise NotProven(f"Release {release.number} cannot be attacked: {refused}") from refused
    if not result.safe:
        raise NotProven(f"Release {release.number} gives away a hidden number. It is not published.")


def tables_before(session: Db, release: Release) -> list[PublishedTables]:
    """The published cells of every release that was made before this one, in their order."""
    query = (
        sa.select(ReleaseFile.content)
        .join(Release, Release.id == ReleaseFile.release_id)
        .where(
            ReleaseFile.name == TABLES_FILE,
            Release.number < release.number,
            Release.is_demonstration.is_(release.is_demonstration),
        )
        .order_by(Release.number)
    )
    return [from_json(json.loads(content)) for content in session.scalars(query)]
