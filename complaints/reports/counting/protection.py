"""How true counts become publishable ones: which tables a release has, and the one door through disclosure.

Every unit has one table of technologies by something, whose technology totals are always shown (the order asks for
them), so that each can be attacked by itself. The decided and the open are kept apart: a complaint is never in both,
which leaves no sum between their cells but the totals that everybody sees.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from complaints.disclosure import (
    Cell,
    Certificate,
    Demand,
    Protected,
    Relation,
    Release,
    System,
    Table,
    TableSpec,
    build_system,
    draw_decoys,
    own_weights,
    primary_suppression,
    protect_system,
)
from complaints.platform.jurisdiction.profile import Disclosure, Measure
from complaints.reports.counting.backlog import Before, with_backlog
from complaints.reports.counting.counts import Tally
from complaints.reports.counting.lateness import with_lateness
from complaints.reports.counting.unique import drawn, may_tell, without_totals
from complaints.reports.rules import ALONE, SPLITS, TECHNOLOGY, Unit, tables_of


def spec_of(
    period: str,
    slugs: Sequence[str],
    measure: Measure = Measure.CROSS_TABLE,
    impossible: Collection[Mapping[str, str]] = (),
) -> TableSpec:
    """The linked tables of a period over the technologies of the registry. Raises UnusableTables without any.

    A measure that publishes fewer tables has only those, and the totals at least. `impossible` are places where
    everybody knows that nothing can be, as {"duration": "over_180"}.
    """
    splits = [split for split in SPLITS if split.table in tables_of(measure)]
    tables = [Table((TECHNOLOGY,), unit) for unit in ALONE.values()]
    for split in splits:
        # A complaint alleges a kind of wrong about a technology once, so no such count exceeds the complaints about it.
        tables.append(Table((TECHNOLOGY, split.dim), split.unit, Unit.RECEIVED if split.several else None))
    tables += [Table((), unit) for unit in ALONE]
    return TableSpec(
        # All dimensions, whatever is published: a cell is called the same in every release.
        dims={TECHNOLOGY: tuple(slugs), **{split.dim: split.categories for split in SPLITS}},
        tables=tables,
        mandatory=((), (TECHNOLOGY,)),
        structural_zeros=[
            place for place in impossible if place.keys() <= {TECHNOLOGY, *(split.dim for split in splits)}
        ],
        period=period,
    )


def protect_tally(
    tally: Tally,
    spec: TableSpec,
    rule: Disclosure,
    seed: bytes,
    history: Sequence[Release],
    before: Before = (),
    shortest: int | None = None,
) -> Protected:
    """Protect a period with every earlier release. Raises UnsafeRelease, or UnusableTables for wrong tables.

    `before` names those of the periods that this one follows without a gap; `shortest` is the fewest days that a
    deadline has, where anybody knows it. The numbers of complaints come back as
    intervals, and stand in no published table, where `unique.may_tell` says so.
    """
    counts: dict[str, int] = {}
    people: dict[str, int] = {}
    for unit, place, is_inner in _places(spec):
        key = spec.key(unit, **place)
        category = next((value for dim, value in place.items() if dim != TECHNOLOGY), None)
        people[key] = len(tally.complaints(unit, place.get(TECHNOLOGY), category))
        if is_inner:
            counts[key] = people[key]
    system = with_lateness(_as_history(build_system(counts, spec, history)), spec, shortest)
    system = with_backlog(system, spec, before)
    protected = protect_system(system, _demand(system, people, rule, seed), own_weights(system, seed), history)
    if may_tell(protected, spec, history) and not drawn(spec.period, seed):
        return protected
    return without_totals(protected, spec)


def _as_history(system: System) -> System:
    """Never published cells are those of earlier releases as yet, and stay with them: this one does not repeat them."""
    cells = {name: replace(cell, frozen=True) if cell.never_published else cell for name, cell in system.cells.items()}
    return replace(system, cells=cells)


def _demand(system: System, people: Mapping[str, int], rule: Disclosure, seed: bytes) -> Demand:
    """What must be hidden: the small cells, those with few contributors among them, and the decoys."""
    primary = primary_suppression(system, rule.k, people)
    few = frozenset(cell for cell in primary if (system.cells[cell].value or 0) >= rule.k)
    return Demand(rule.k, primary, draw_decoys(system, rule.decoy_probability, seed), few)


def untold(protected: Protected) -> Protected:
    """The same for a report that gives no number: its proof holds no cell, so there is nothing to work anything out of.

    What later releases are protected together with then has nothing of this one.
    """
    release = replace(protected.release, cells={}, hidden=frozenset(), relations=())
    return replace(protected, cells={}, release=release, certificate=Certificate((), (), {}))


def seed_for(secret: bytes, *, demonstration: bool) -> bytes:
    """The seed of the decoys; invented and real complaints have their own. Draws differ by the cell, so by period."""
    return hmac.new(secret, b"demonstration" if demonstration else b"complaints", hashlib.sha256).digest()


def _places(spec: TableSpec) -> Iterator[tuple[Unit, dict[str, str], bool]]:
    """Every cell of every table, inner ones and margins, once, and whether it is an inner one."""
    inner = {(table.unit, frozenset(table.dims)) for table in spec.all_tables}
    for unit, dims in sorted({(t.unit, d) for t in spec.all_tables for d in (t.dims, t.dims[:1], t.dims[1:], ())}):
        for place in spec.places(dims):
            yield Unit(unit), dict(place), (unit, frozenset(dims)) in inner


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
