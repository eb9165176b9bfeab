"""How fast cases were decided, worked out of the published tables alone, so that it tells nothing they do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from complaints.reports.rules import MOST_DAYS, Duration, Punctuality, TableName, least_days

Bounds = tuple[int, int]
"""The least and the greatest that a count can be."""


def pace_of(tables: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The pace of each technology by its slug, and of all together under ''. Nothing where the tables are not there.

    `median_days` is [least, greatest] days that the median can be (the greatest null: no end), `late_share` [least,
    greatest] whole percent of the decided that had a deadline; each null where nothing was decided.
    """
    rows = {table["name"]: {row["technology"] or "": row for row in (*table["rows"], table["all"])} for table in tables}
    took, kept = rows.get(TableName.DURATION, {}), rows.get(TableName.PUNCTUALITY, {})
    return {slug: {"median_days": median_days(took[slug]), "late_share": late_share(kept[slug])} for slug in took}


def median_days(row: Mapping[str, Any]) -> list[int | None] | None:
    """The days the median lies within, whichever of the possible numbers are true; null where nothing was decided.

    Of an even number of cases the median lies between the middle two, so the band of the lower one begins it, and the
    band of the upper one ends it.
    """
    total = row["total"]
    if not total:
        return None
    cells = [_bounds(cell, total) for cell in row["cells"]]
    lower, upper = (total + 1) // 2, total // 2 + 1
    bands = list(Duration)
    first = next(band for at, band in enumerate(bands, 1) if _most(cells[:at], cells[at:], total) >= lower)
    last = next(band for at, band in enumerate(bands, 1) if _fewest(cells[:at], cells[at:], total) >= upper)
    return [least_days(first), MOST_DAYS[last]]


def late_share(row: Mapping[str, Any]) -> list[int] | None:
    """The least and greatest share of late ones in percent, rounded outwards; null where none can have had a deadline.

    How many had none is left over: the total is exact.
    """
    total = row["total"]
    bounds = {name: _bounds(cell, total) for name, cell in zip(Punctuality, row["cells"], strict=True)}
    without = bounds[Punctuality.NO_DEADLINE]
    shares = [
        (late, late + in_time)
        for late in _whole(bounds[Punctuality.LATE])
        for in_time in _possible(bounds[Punctuality.IN_TIME], total - late - without[1], total - late - without[0])
        if late + in_time
    ]
    if not shares:
        return None
    return [min(100 * late // all_ for late, all_ in shares), max(-(-100 * late // all_) for late, all_ in shares)]


def _possible(bounds: Bounds, least: int, greatest: int) -> set[int]:
    """The ends of what both ranges allow: a share is least and greatest at an end."""
    low, high = max(bounds[0], least, 0), min(bounds[1], greatest)
    return {low, high} if low <= high else set()


def _whole(bounds: Bounds) -> range:
    return range(bounds[0], bounds[1] + 1)


def _bounds(cell: Any, total: int) -> Bounds:
    if not isinstance(cell, list):
        return cell, cell
    low, high = cell
    return low, total if high is None else min(high, total)


def _most(these: Sequence[Bounds], others: Sequence[Bounds], total: int) -> int:
    """The most that some cells of a row can be together; what the others must have is not theirs."""
    return min(sum(high for _, high in these), total - sum(low for low, _ in others))


def _fewest(these: Sequence[Bounds], others: Sequence[Bounds], total: int) -> int:
    """The fewest that some cells of a row can be together; what the others cannot have is theirs."""
    return max(sum(low for low, _ in these), total - sum(high for _, high in others))
