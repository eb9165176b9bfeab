"""Decides, without a solver, whether a certificate proves a release: whole numbers are compared and added.

`required` may be narrower than 0 to k-1 where totals that always show imply it; those cells are returned for a look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class FalseCertificate(Exception):
    """The certificate does not prove the release; the text says where it fails."""


def verify(
    shown: Mapping[str, int],
    hidden: Sequence[str],
    relations: Sequence[tuple[str, Sequence[str]]],
    k: int,
    lo: int,
    order: Sequence[str],
    tables: Sequence[Sequence[int]],
    required: Mapping[str, tuple[int, int]],
) -> list[str]:
    """Check every table against every published number and sum, and every hidden cell against its range.

    Returns the hidden cells whose range is not [lo, k-1]. Raises FalseCertificate otherwise than proven.
    """
    seen: dict[str, set[int]] = {cell_id: set() for cell_id in hidden}
    for number, row in enumerate(tables):
        table = dict(zip(order, row, strict=True))
        if any(type(value) is not int or value < 0 for value in table.values()):
            raise FalseCertificate(f"Table {number} has something other than whole counts.")
        for cell_id, value in shown.items():
            if table.get(cell_id) != value:
                raise FalseCertificate(f"Table {number} differs from the published {cell_id!r}.")
        for total, parts in relations:
            if total in table and table[total] != sum(table[part] for part in parts):
                raise FalseCertificate(f"Table {number} does not add up at {total!r}.")
        for cell_id in hidden:
            seen[cell_id].add(table[cell_id])
            if table[cell_id] < lo:
                raise FalseCertificate(f"Table {number} shows {cell_id!r} below {lo}.")
    for cell_id in hidden:
        low, high = required[cell_id]
        if not seen[cell_id] or min(seen[cell_id]) > low or max(seen[cell_id]) < high:
            raise FalseCertificate(f"The tables do not show {cell_id!r} from {low} to {high}.")
    return [cell_id for cell_id in hidden if tuple(required[cell_id]) != (lo, k - 1)]
