"""Decides what `disclosure protect`, `attack` and `verify` answer about a file of tables."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from complaints.disclosure.attack import AuditResult, View, attack
from complaints.disclosure.door import Protected, protect_system
from complaints.disclosure.primary import draw_decoys, own_weights, primary_suppression
from complaints.disclosure.problem import Demand
from complaints.disclosure.progress import Listener
from complaints.disclosure.publish import Release, frozen_cells, open_part
from complaints.disclosure.refusals import UnusableTables
from complaints.disclosure.suppress import DEFAULT_SECONDS
from complaints.disclosure.system import Cell, Relation, System
from complaints.disclosure.tablefile import TableFile, read
from complaints.disclosure.verify import FalseCertificate, verify

AUDIT_SECONDS = 3600.0


def protect_file(
    data: Mapping[str, Any], folder: Path, *, seconds: float = DEFAULT_SECONDS, progress: Listener | None = None
) -> dict[str, Any]:
    """The publishable file for true tables. No hidden count, weight, seed or contributor is in it.

    Raises UnusableTables, or UnsafeRelease when the audit does not pass.
    """
    file = read(data, folder=folder, published=False)
    history = _releases(file)
    system = _system(file, history)
    seed = file.seed or secrets.token_bytes(32)
    people = {i: n for i, n in file.contributors.items() if i in system.cells}
    primary = primary_suppression(system, file.k, people)
    few = frozenset(i for i in primary if (system.cells[i].value or 0) >= file.k)
    decoys = draw_decoys(system, file.decoys, seed)
    demand = Demand(file.k, primary, decoys, few, file.closure)
    weights = file.weights if file.weights is not None else own_weights(system, seed)
    protected = protect_system(
        system, demand, weights, history, exact_weights=file.weights is not None, seconds=seconds, progress=progress
    )
    return _published(file, protected)


def attack_file(data: Mapping[str, Any], folder: Path, *, seconds: float = AUDIT_SECONDS) -> dict[str, Any]:
    """What can be worked out of a published file together with its history. Hidden values in it are never read.

    Raises UnusableTables when the published numbers contradict themselves.
    """
    file = read(data, folder=folder, published=True)
    cells: dict[str, Cell] = dict(frozen_cells(_releases(file)))
    opened: dict[str, int] = {}
    for cell in file.cells.values():
        before = cells.get(cell.id)
        if before is None or before.never_published:
            cells[cell.id] = cell if not cell.never_published else replace(cell, value=None)
        elif before.value is None and cell.value is not None and not cell.never_published:
            opened[cell.id] = cell.value
            cells[cell.id] = replace(before, value=cell.value)
        elif cell.value is not None and cell.value != before.value:
            raise UnusableTables(f"The cell {cell.id!r} was published before with another count.")
    relations = dict.fromkeys(r for earlier in file.history for r in earlier.relations) | dict.fromkeys(file.relations)
    System(cells, tuple(relations), file.lo)  # refuses circles, unknown cells and false sums
    view = View(cells, tuple(relations), file.lo, file.k)
    return _answer(attack(view, set(cells), time.monotonic() + seconds), opened, file.k)


def verify_file(data: Mapping[str, Any], folder: Path) -> tuple[bool, str]:
    """Whether the file's certificate proves it, and why not. Raises UnusableTables where there is none.

    Closed years, which no sum joins to a cell of the file, were proven in a file of their own.
    """
    file = read(data, folder=folder, published=True)
    order, tables, ranges = _certificate(data)
    own, history = Release(file.cells, frozenset(file.hidden), file.relations, file.k, file.lo), _releases(file)
    near = open_part(own, history)[0]
    cells = dict(frozen_cells(history)) | {i: c for i, c in file.cells.items() if i not in file.hidden}
    cells = {i: c for i, c in cells.items() if i in near}
    shown = {i: c.value for i, c in cells.items() if c.value is not None and not c.never_published}
    missing = {i for i, c in cells.items() if c.value is None and i not in order}
    relations = [
        r for f in (*file.history, file) for r in f.relations if r.total in near and not missing & {r.total, *r.parts}
    ]
    hidden = sorted(file.hidden | (set(ranges) - set(shown)))
    try:
        pairs = [(r.total, r.parts) for r in relations]
        narrower = verify(shown, hidden, pairs, file.k, file.lo, order, tables, ranges)
    except FalseCertificate as wrong:
        return False, str(wrong)
    except KeyError as error:
        raise UnusableTables(f"The certificate does not fit the file: it lacks the cell {error}.") from error
    if not hidden:
        return True, "Nothing is hidden, so there is nothing to prove."
    clipped = f" Of {len(narrower)} it proves another range; the attack tells why no more is due." if narrower else ""
    return True, f"{len(tables)} tables prove {len(hidden)} hidden cells.{clipped}"


def _certificate(data: Mapping[str, Any]) -> tuple[list[str], list[list[int]], dict[str, tuple[int, int]]]:
    order, tables, ranges = (data.get(key) for key in ("witness_cell_order", "witnesses", "required_range"))
    if not isinstance(order, list) or not isinstance(tables, list) or not isinstance(ranges, dict):
        raise UnusableTables("The file has no certificate (witness_cell_order, witnesses, required_range).")
    if not all(isinstance(cell_id, str) for cell_id in order) or len(set(order)) != len(order):
        raise UnusableTables("'witness_cell_order' must list cell ids, each once.")
    if not all(isinstance(table, list) and len(table) == len(order) for table in tables):
        raise UnusableTables("Each of 'witnesses' must have one count for each cell of 'witness_cell_order'.")
    for cell_id, ends in ranges.items():
        if not isinstance(ends, list) or [type(end) for end in ends] != [int, int]:
            raise UnusableTables(f"The 'required_range' of {cell_id!r} must be two whole numbers.")
    return order, tables, {cell_id: (low, high) for cell_id, (low, high) in ranges.items()}


def _releases(file: TableFile) -> list[Release]:
    """The history as releases; later ones may not contradict earlier ones."""
    releases: list[Release] = []
    for number, earlier in enumerate(file.history):
        frozen = frozen_cells(releases)
        for cell in earlier.cells.values():
            before = frozen.get(cell.id)
            if before is not None and None not in (before.value, cell.value) and before.value != cell.value:
                raise UnusableTables(f"The cell {cell.id!r} has two different counts in the history.")
        cells = {i: replace(c, value=None) if c.never_published else c for i, c in earlier.cells.items()}
        releases.append(Release(cells, earlier.hidden, earlier.relations, earlier.k, earlier.lo, f"history {number}"))
    return releases


def _system(file: TableFile, history: list[Release]) -> System:
    """The file's true counts with the frozen cells of its history."""
    cells: dict[str, Cell] = dict(file.cells)
    for cell_id, frozen in frozen_cells(history).items():
        now = file.cells.get(cell_id)
        if now is not None and frozen.never_published:
            continue
        if now is not None and None not in (now.value, frozen.value) and now.value != frozen.value:
            raise UnusableTables(f"The cell {cell_id!r} was published before with another count.")
        cells[cell_id] = frozen
    if not any(not cell.frozen for cell in cells.values()):
        raise UnusableTables("Every cell of the file is frozen by an earlier release.")
    relations: dict[Relation, None] = dict.fromkeys(r for earlier in file.history for r in earlier.relations)
    System({**file.cells, **cells}, tuple(relations | dict.fromkeys(file.relations)), file.lo)
    return System(cells, tuple(relations | dict.fromkeys(file.relations)), file.lo)


def _published(file: TableFile, protected: Protected) -> dict[str, Any]:
    release, result, proof = protected.release, protected.audit, protected.certificate
    hidden = sorted(release.hidden | {i for i in file.cells if i not in release.cells and i in result.intervals})
    gap = protected.bound / protected.weight if protected.weight else 1.0
    given = file.weights is not None
    weight = protected.weight if given else float(len(release.hidden))
    bound = protected.bound if given else weight * min(gap, 1.0)
    return {
        "k": file.k,
        "lo": file.lo,
        "cells": [_cell_entry(file.cells[i], hidden=i in hidden) for i in file.cells],
        "relations": [{"total": r.total, "parts": list(r.parts)} for r in file.relations],
        "hidden": hidden,
        **_answer(result, {}, file.k),
        "safe": True,
        "weight": _plain(weight),
        "optimal": protected.optimal,
        "bound": _plain(bound),
        "required_range": {i: list(ends) for i, ends in proof.required.items()},
        "witness_cell_order": list(proof.order),
        "witnesses": [list(table) for table in proof.tables],
        "history": [_earlier_entry(earlier) for earlier in file.history],
    }


def _earlier_entry(file: TableFile) -> dict[str, Any]:
    return {
        "k": file.k,
        "lo": file.lo,
        "cells": [_cell_entry(cell, hidden=cell.id in file.hidden) for cell in file.cells.values()],
        "relations": [{"total": r.total, "parts": list(r.parts)} for r in file.relations],
        "hidden": sorted(file.hidden),
    }


def _cell_entry(cell: Cell, *, hidden: bool) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": cell.id}
    if not hidden and not cell.never_published:
        entry["value"] = cell.value
    entry |= {"mandatory": cell.mandatory, "never_published": cell.never_published}
    entry |= {name: True for name in ("structural_zero", "target", "camouflage") if getattr(cell, name)}
    return entry if cell.upper is None else entry | {"upper": cell.upper}


def _answer(result: AuditResult, opened: Mapping[str, int], k: int) -> dict[str, Any]:
    """The attacker's answer. A cell hidden before and shown now is worked out by reading."""
    intervals = {i: list(ends) for i, ends in result.intervals.items()} | {i: [v, v] for i, v in opened.items()}
    return {
        "intervals": dict(sorted(intervals.items())),
        "exact": sorted({*result.exact, *opened}),
        "under_protected": sorted({*result.under_protected, *(i for i, v in opened.items() if v < k)}),
        "safe": result.safe and not opened,
    }


def _plain(number: float) -> int | float:
    rounded = round(number, 6)
    return int(rounded) if rounded == int(rounded) else rounded
