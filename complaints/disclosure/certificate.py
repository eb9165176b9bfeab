"""Decides which alternative tables prove a release safe: each would have published exactly the same numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from complaints.disclosure.attack import AuditResult
from complaints.disclosure.publish import Release, open_part
from complaints.disclosure.verify import verify


@dataclass(frozen=True, slots=True)
class Certificate:
    """`tables` are whole counts in the order of `order`; between them they show every hidden cell at both ends.

    `required` is the range each hidden cell must cover; for a cell proven to be at least k, two of its values.
    """

    order: tuple[str, ...]
    tables: tuple[tuple[int, ...], ...]
    required: Mapping[str, tuple[int, int]]


def witnesses(release: Release, result: AuditResult, history: Sequence[Release] = ()) -> Certificate:
    """A small choice of the attacker's own alternative tables. Nobody needs to know which table is the true one."""
    cells, _ = open_part(release, history)
    required = {i: _ends(result, i) for i in sorted(result.intervals) if not cells[i].never_published}
    chosen = [_cover(tables, required) for tables in result.pieces]
    reached = {i for tables in result.pieces for table in tables[:1] for i in table}
    order = tuple(i for i in cells if cells[i].value is not None or i in reached)
    tables = []
    for j in range(max((len(piece) for piece in chosen), default=0)):
        table = {i: value for i in order if (value := cells[i].value) is not None}
        for piece in chosen:
            table.update(piece[j % len(piece)])
        tables.append(tuple(table[i] for i in order))
    return Certificate(order, tuple(tables), required)


def verify_release(release: Release, certificate: Certificate, history: Sequence[Release] = ()) -> list[str]:
    """Check a release against its certificate; the hidden cells whose range the core narrows come back.

    Closed years, and sums over hidden cells that nothing new reaches, are left out. Raises FalseCertificate.
    """
    cells, relations = open_part(release, history)
    inside = set(certificate.order)
    elsewhere = {i for i, cell in cells.items() if cell.value is None and i not in inside and i not in release.cells}
    return verify(
        {i: cell.value for i, cell in cells.items() if cell.value is not None},
        sorted(release.hidden | (set(certificate.required) - set(release.shown()))),
        [(r.total, r.parts) for r in relations if not elsewhere.intersection((r.total, *r.parts))],
        release.k,
        release.lo,
        certificate.order,
        certificate.tables,
        certificate.required,
    )


def _ends(result: AuditResult, cell_id: str) -> tuple[int, int]:
    level = result.required[cell_id]
    if level is not None:
        return level
    low, high = result.intervals[cell_id]
    return (low, low + 1 if high is None or (high == low and cell_id not in result.given_away) else high)


def _cover(tables: Sequence[Mapping[str, int]], required: Mapping[str, tuple[int, int]]) -> list[Mapping[str, int]]:
    """Greedily few tables that show each cell at both ends of its range."""
    shows = [
        {(i, end) for i, value in table.items() if i in required for end in (0, 1) if _at(value, required[i], end)}
        for table in tables
    ]
    open_ends = set().union(*shows)
    chosen = []
    while open_ends:
        best = max(range(len(tables)), key=lambda j: len(shows[j] & open_ends))
        chosen.append(tables[best])
        open_ends -= shows[best]
    return chosen or list(tables[:1])


def _at(value: int, ends: tuple[int, int], end: int) -> bool:
    return value >= ends[1] if end else value <= ends[0]
