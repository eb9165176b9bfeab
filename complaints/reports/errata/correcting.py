"""Whether numbers may be corrected: by the rule of the chain, and only if the attacker fails on all releases again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypedDict

import sqlalchemy as sa

from complaints.disclosure import Protected, Refusal, audit, witnesses
from complaints.disclosure import Release as PublishedTables
from complaints.platform.jurisdiction.profile import Measure
from complaints.platform.store import Db
from complaints.reports.archive import document_of
from complaints.reports.counting.protection import from_json, spec_of
from complaints.reports.counting.unique import may_tell
from complaints.reports.errata.chain import NotAddingUp, Shown, WordsOnly, corrected, first_state
from complaints.reports.models import Erratum, Release, ReleaseFile
from complaints.reports.rules import ALONE, TECHNOLOGY
from complaints.reports.verifying.inspection import AUDIT_SECONDS
from complaints.reports.verifying.proof import TABLES


class Change(TypedDict):
    """A published number and what it should have been, by the cell's id in disclosure.json."""

    id: str
    published: int
    corrected: int


class OtherForm(WordsOnly):
    """The release is older than the form of the tables, so what its numbers tell of overlaps cannot be worked out."""


def refuse_unsafe(session: Db, release: Release, chain: Sequence[Erratum], changes: Sequence[Change]) -> None:
    """Hold a further erratum to the rule, then attack every release that could tell of it as corrected.

    Each release stands as its errata leave it, this one included. Raises Fault with a sentence.
    """
    if not changes:
        return
    tables = _tables(session, release)
    states = states_of(tables, chain)
    after = corrected(tables, states, changes)
    series = _series(session, release, after)
    for place, (number, published) in enumerate(series):
        if number >= release.number:
            _attack(published, [earlier for _, earlier in series[:place]])
    own = next(published for number, published in series if number == release.number)
    _attack_overlap(session, release, own)


def states_of(tables: Mapping[str, Any], chain: Sequence[Erratum]) -> list[Shown]:
    """The numbers of a release as published, and after each of its errata."""
    states = [first_state(tables)]
    for erratum in chain:
        states.append(states[-1] | {change["id"]: change["corrected"] for change in erratum.cells})
    return states


def _tables(session: Db, release: Release) -> dict[str, Any]:
    query = sa.select(ReleaseFile.content).where(ReleaseFile.release_id == release.id, ReleaseFile.name == TABLES)
    found: dict[str, Any] = json.loads(session.scalars(query).one())
    return found


def _series(session: Db, release: Release, after: Shown) -> list[tuple[int, PublishedTables]]:
    """Every release by number, published or only frozen, with the numbers its errata leave; this one as `after`."""
    query = sa.select(Release).where(Release.is_demonstration.is_(release.is_demonstration)).order_by(Release.number)
    errata = sa.select(Erratum).where(Erratum.published_at.is_not(None)).order_by(Erratum.number)
    chains: dict[int, list[Erratum]] = {}
    for erratum in session.scalars(errata):
        chains.setdefault(erratum.release_id, []).append(erratum)
    found = []
    for each in session.scalars(query):
        tables = _tables(session, each)
        values = after if each.id == release.id else states_of(tables, chains.get(each.id, ()))[-1]
        published = from_json(tables)
        cells = {i: replace(cell, value=values.get(i, cell.value)) for i, cell in published.cells.items()}
        found.append((each.number, replace(published, cells=cells)))
    return found


def _attack(published: PublishedTables, history: Sequence[PublishedTables]) -> None:
    try:
        result = audit(published, history, seconds=AUDIT_SECONDS)
    except Refusal as refused:
        raise NotAddingUp(f"The corrected numbers do not fit together: {refused}") from refused
    if not result.safe:
        raise WordsOnly("The corrected numbers would give away a hidden one. That can be said in words only.")


def _attack_overlap(session: Db, release: Release, published: PublishedTables) -> None:
    """The numbers of complaints beside the mentions tell how they overlap; corrected ones must tell no more."""
    if not any(cell.split("/")[1:2] == [unit] for cell in published.shown() for unit in ALONE):
        return
    document = document_of(session, release)
    slugs = [technology["slug"] for technology in document["technologies"]]
    spec = spec_of(published.period, slugs, Measure(document.get("measure", Measure.CROSS_TABLE)))
    needed = {spec.key(alone) for alone in ALONE}
    needed |= {spec.key(unit, **{TECHNOLOGY: slug}) for unit in ALONE.values() for slug in slugs}
    if not needed <= published.shown().keys():
        raise OtherForm("The tables of this release have an older form. What is wrong can be said in words only.")
    result = audit(published, (), seconds=AUDIT_SECONDS)
    looked_at = Protected({}, published, result, witnesses(published, result), False, 0, 0)
    if not may_tell(looked_at, spec, ()):
        raise WordsOnly("The corrected numbers would tell how complaints overlap. That can be said in words only.")
