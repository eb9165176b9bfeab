"""How true counts become publishable ones: which tables a release has, and the one door through disclosure.

Every unit has one table of technologies by something, whose technology totals are always shown (the order asks for
them), so that each can be attacked by itself. The decided and the open are kept apart: a complaint is never in both,
which leaves no sum between their cells but the totals that everybody sees.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from complaints.disclosure import Cell, Protected, Relation, Release, Table, TableSpec, protect
from complaints.platform.jurisdiction.profile import Disclosure
from complaints.reports.counts import Tally
from complaints.reports.rules import Unit
from complaints.reports.unique import ALONE, CATEGORIES, TECHNOLOGY, drawn, may_tell, without_totals


def spec_of(period: str, slugs: Sequence[str]) -> TableSpec:
    """The linked tables of a period over the technologies of the registry. Raises UnusableTables without any."""
    tables = [Table((TECHNOLOGY,), Unit.RECEIVED)]
    for unit, (dim, _) in CATEGORIES.items():
        # A complaint alleges a kind of wrong about a technology once, so no such count exceeds the complaints about it.
        at_most = Unit.RECEIVED if unit is Unit.ALLEGATIONS else None
        tables.append(Table((TECHNOLOGY, dim), unit, at_most))
    tables += [Table((), unit) for unit in ALONE]
    return TableSpec(
        dims={TECHNOLOGY: tuple(slugs), **dict(CATEGORIES.values())},
        tables=tables,
        mandatory=((), (TECHNOLOGY,)),
        period=period,
    )


def protect_tally(
    tally: Tally,
    spec: TableSpec,
    rule: Disclosure,
    seed: bytes,
    history: Sequence[Release],
) -> Protected:
    """Protect a period with every earlier release. Raises UnsafeRelease, or UnusableTables for wrong tables.

    The numbers of complaints come back as intervals, and stand in no published table, where `unique.may_tell` says so.
    """
    counts: dict[str, int] = {}
    people: dict[str, int] = {}
    for unit, place in _places(spec):
        key = spec.key(unit, **place)
        category = next((value for dim, value in place.items() if dim != TECHNOLOGY), None)
        people[key] = len(tally.complaints(unit, place.get(TECHNOLOGY), category))
        if _is_inner(unit, place):
            counts[key] = tally.count(unit, place.get(TECHNOLOGY, ""), category or "")
    protected = protect(
        counts, people, spec, k=rule.k, decoy_probability=rule.decoy_probability, seed=seed, history=history
    )
    if may_tell(protected, spec, tally, history) and not drawn(spec.period, rule.decoy_probability, seed):
        return protected
    return without_totals(protected, spec)


def seed_for(secret: bytes, *, demonstration: bool) -> bytes:
    """The seed of the decoys; invented and real complaints have their own. Draws differ by the cell, so by period."""
    return hmac.new(secret, b"demonstration" if demonstration else b"complaints", hashlib.sha256).digest()


def _places(spec: TableSpec) -> Iterator[tuple[Unit, dict[str, str]]]:
    """Every cell of every table, inner ones and margins, once."""
    for table in spec.all_tables:
        for dims in {table.dims, table.dims[:1], table.dims[1:], ()}:
            for place in spec.places(dims):
                yield Unit(table.unit), dict(place)


def _is_inner(unit: Unit, place: Mapping[str, str]) -> bool:
    if unit in ALONE:
        return not place
    return set(place) == ({TECHNOLOGY, CATEGORIES[unit][0]} if unit in CATEGORIES else {TECHNOLOGY})


def proof_of(protected: Protected, history: Sequence[Release]) -> dict[str, Any]:
    """A release as the commands `disclosure attack` and `disclosure verify` read it, with its certificate.

    Everything in it is published: what is hidden has no value here.
    """
    certificate = protected.certificate
    return {
        **to_json(protected.release),
        "required_range": {cell: list(ends) for cell, ends in certificate.required.items()},
        "witness_cell_order": list(certificate.order),
        "witnesses": [list(table) for table in certificate.tables],
        "history": [to_json(earlier) for earlier in history],
    }


def to_json(release: Release) -> dict[str, Any]:
    """A published set of tables as data: what a reader may know and later releases are protected together with."""
    return {
        "period": release.period,
        "k": release.k,
        "lo": release.lo,
        "cells": [_cell_to_json(cell) for cell in release.cells.values()],
        "relations": [{"total": relation.total, "parts": list(relation.parts)} for relation in release.relations],
        "hidden": sorted(release.hidden),
    }


FLAGS: Final = ("mandatory", "never_published", "structural_zero", "target", "camouflage")


def _cell_to_json(cell: Cell) -> dict[str, Any]:
    data: dict[str, Any] = {"id": cell.id}
    if cell.value is not None:
        data["value"] = cell.value
    data |= {name: getattr(cell, name) for name in FLAGS if getattr(cell, name) or name in FLAGS[:2]}
    return data if cell.upper is None else data | {"upper": cell.upper}


def from_json(data: Mapping[str, Any]) -> Release:
    """The published tables of an earlier release, as `to_json` wrote them."""
    cells = {
        cell["id"]: Cell(
            cell["id"], cell.get("value"), upper=cell.get("upper"), **{name: bool(cell.get(name)) for name in FLAGS}
        )
        for cell in data["cells"]
    }
    relations = tuple(Relation(relation["total"], tuple(relation["parts"])) for relation in data["relations"])
    return Release(cells, frozenset(data["hidden"]), relations, data["k"], data["lo"], data["period"])
