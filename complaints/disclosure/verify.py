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
    if hidden and not tables:
        raise FalseCertificate("There is no table.")
    columns = dict(zip(order, zip(*tables, strict=True), strict=True)) if tables else {}
    for cell_id, values in columns.items():  # all tables at once: one number of each
        if set(map(type, values)) != {int} or min(values) < 0:
            raise FalseCertificate(f"The tables have something other than whole counts at {cell_id!r}.")
    for cell_id, value in shown.items():
        if tables and set(columns.get(cell_id, ())) != {value}:
            raise FalseCertificate(f"A table differs from the published {cell_id!r}.")
    for total, parts in relations:
        if total in columns and columns[total] != tuple(map(sum, zip(*[columns[part] for part in parts], strict=True))):
            raise FalseCertificate(f"A table does not add up at {total!r}.")
    for cell_id in hidden:
        (low, high), values = required[cell_id], columns.get(cell_id, ())
        if not values or not lo <= low <= high or min(values) < lo or min(values) > low or max(values) < high:
            raise FalseCertificate(f"The tables do not show {cell_id!r} from {low} to {high}.")
    return [cell_id for cell_id in hidden if tuple(required[cell_id]) != (lo, k - 1)]
