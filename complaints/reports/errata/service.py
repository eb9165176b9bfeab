"""Errata: what was found wrong with a published release, written by one person, published by another, never changed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from complaints.platform.audit import Actor, record
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing
from complaints.reports.archive import file_of
from complaints.reports.errata.chain import ERRATA, ERRATUM_FORMAT, first_state, numbers_of, refuse_numbers
from complaints.reports.errata.correcting import Change, refuse_unsafe
from complaints.reports.errata.wording import ErratumRefused, refuse_words
from complaints.reports.models import Erratum, Release
from complaints.reports.rules import ReleaseRefused, Tampered
from complaints.reports.two_people import refuse_same_person
from complaints.reports.verifying.manifest import MANIFEST, canonical, key_of
from complaints.reports.verifying.proof import TABLES, Fault, load


class NotPublished(ErratumRefused):
    """The release is not published."""


class Overtaken(ErratumRefused):
    """Another erratum changed the same numbers, or took the place in the chain."""


class AlreadyDone(ErratumRefused):
    """It is published, or set aside."""


class NoSuchErratum(ReleaseRefused):
    """The release has no erratum by that name."""


def chain_of(session: Db, release: Release) -> list[Erratum]:
    """The published errata of a release in their order."""
    query = sa.select(Erratum).where(Erratum.release_id == release.id, Erratum.published_at.is_not(None))
    return list(session.scalars(query.order_by(Erratum.number)))


def all_of(session: Db, release: Release) -> list[Erratum]:
    """Every erratum that was ever written for a release, in the order of writing."""
    return list(session.scalars(sa.select(Erratum).where(Erratum.release_id == release.id).order_by(Erratum.id)))


def erratum_by_id(session: Db, release: Release, erratum_id: int) -> Erratum:
    """Raises NoSuchErratum, for one of another release too."""
    found = session.get(Erratum, erratum_id)
    if found is None or found.release_id != release.id:
        raise NoSuchErratum(f"Release {release.number} has no erratum {erratum_id}.")
    return found


def examine(
    session: Db, release: Release, text: Mapping[str, str], numbers: Mapping[str, int], languages: Collection[str]
) -> list[Change]:
    """What an erratum would change: `text` by language, `numbers` by cell. Nothing is stored.

    `languages` are the codes of those that whoever publishes it sees. Raises ErratumRefused with a sentence for who
    wrote it.
    """
    if release.published_at is None:
        raise NotPublished(f"Release {release.number} is not published, so there is nothing to correct yet.")
    refuse_words(text, languages)
    shown = standing(session, release)
    changes: list[Change] = [
        {"id": cell, "published": shown.get(cell, 0), "corrected": number} for cell, number in numbers.items()
    ]
    allowed = numbers_of(release.period, release.number, changes)
    try:
        for words in text.values():
            refuse_numbers(words, allowed)
        refuse_unsafe(session, release, chain_of(session, release), changes)
    except Fault as fault:
        raise ErratumRefused(str(fault)) from fault
    return changes


def standing(session: Db, release: Release) -> dict[str, int]:
    """The published numbers of a release by cell, as its errata left them."""
    stored = file_of(session, release, TABLES)
    if stored is None:
        raise Tampered(f"Release {release.number} has lost its tables.")
    shown = first_state(load(TABLES, stored.content))
    for erratum in chain_of(session, release):
        shown |= {change["id"]: change["corrected"] for change in erratum.cells}
    return shown


def write(
    session: Db,
    release: Release,
    text: Mapping[str, str],
    numbers: Mapping[str, int],
    actor: Actor,
    now: datetime,
    *,
    languages: Collection[str],
) -> Erratum:
    """Store what is wrong with a published release, for somebody to publish. Raises ErratumRefused."""
    said = {code: words.replace("\r\n", "\n").strip() for code, words in text.items() if words.strip()}
    changes = examine(session, release, said, numbers, languages)
    erratum = Erratum(
        release_id=release.id,
        text=said,
        cells=[dict(change) for change in changes],
        written_at=now,
        written_by_id=actor.staff_id,
        two_people=release.two_people,
    )
    session.add(erratum)
    session.flush()
    _tell(session, "erratum.written", release, erratum, actor, now)
    return erratum


def publish(
    session: Db,
    ring: KeyRing,
    release: Release,
    erratum: Erratum,
    actor: Actor,
    now: datetime,
    *,
    languages: Collection[str],
) -> None:
    """Make an erratum the next link of its release's chain, signed, and show it to everybody.

    It is examined again: another may have been published since. Raises ErratumRefused, SamePerson, PersonNeeded.
    """
    _refuse_done(erratum)
    refuse_same_person(erratum.written_by_id, actor.staff_id, two_people=erratum.two_people)
    numbers = {cell["id"]: cell["corrected"] for cell in erratum.cells}
    changes = examine(session, release, erratum.text, numbers, languages)
    if changes != erratum.cells:
        raise Overtaken("Another erratum changed these numbers since this one was written. Write it again.")
    chain = chain_of(session, release)
    erratum.number = len(chain) + 1
    previous = (f"{ERRATA}{len(chain)}.json", chain[-1].digest) if chain else (MANIFEST, release.manifest_digest)
    erratum.content = canonical(_content(release, erratum, ring, (previous[0], previous[1] or b""), now))
    erratum.digest = hashlib.sha256(erratum.content).digest()
    erratum.signature = ring.sign_release(erratum.content)
    erratum.published_at, erratum.published_by_id = now, actor.staff_id
    try:
        session.flush()
    except IntegrityError as taken:
        raise Overtaken("Another erratum was published at this moment. Do it again.") from taken
    _tell(session, "erratum.published", release, erratum, actor, now)


def set_aside(session: Db, release: Release, erratum: Erratum, actor: Actor, now: datetime) -> None:
    """Leave an erratum unpublished for good; what was written stays. Raises ErratumRefused."""
    _refuse_done(erratum)
    erratum.set_aside_at, erratum.set_aside_by_id = now, actor.staff_id
    session.flush()
    _tell(session, "erratum.set_aside", release, erratum, actor, now)


def _refuse_done(erratum: Erratum) -> None:
    if erratum.published_at is not None:
        raise AlreadyDone("This erratum is published already.")
    if erratum.set_aside_at is not None:
        raise AlreadyDone("This erratum was set aside. Write another.")


def _content(
    release: Release, erratum: Erratum, ring: KeyRing, corrects: tuple[str, bytes], now: datetime
) -> dict[str, Any]:
    return {
        "format": ERRATUM_FORMAT,
        "release": release.number,
        "number": erratum.number,
        "period": release.period,
        "jurisdiction": release.manifest["jurisdiction"]["code"],
        "is_demonstration": release.is_demonstration,
        "published_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "corrects": {"file": corrects[0], "sha256": corrects[1].hex()},
        "text": erratum.text,
        "cells": erratum.cells,
        "two_people": erratum.two_people,
        "signed_with": key_of(ring),
    }


def _tell(session: Db, action: str, release: Release, erratum: Erratum, actor: Actor, now: datetime) -> None:
    details: dict[str, str | int | bool | None] = {
        "erratum": erratum.id,
        "number": erratum.number,
        "cells": len(erratum.cells),
        "digest": erratum.digest.hex() if erratum.digest else None,
        **actor.on_behalf(),
    }
    record(session, action=action, subject=f"release:{release.number}", actor=actor, now=now, details=details)
