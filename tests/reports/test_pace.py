"""The pace of decisions is worked out of published cells alone: the truth lies in it, and nothing narrower would do."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from itertools import product

import pytest

from complaints.reports import archive
from complaints.reports.document import table_of
from complaints.reports.pace import late_share, median_days, pace_of
from complaints.reports.rules import MOST_DAYS, Duration, Punctuality, least_days

BANDS = list(Duration)


def row_around(chance, counts):
    """A published row that holds the counts: some exactly, some as a range."""
    cells = []
    for count in counts:
        hidden = chance.random() < 0.6
        cells.append([max(0, count - chance.randint(0, 3)), count + chance.randint(0, 3)] if hidden else count)
    return {"cells": cells, "total": sum(counts)}


def fitting(row):
    """Every set of counts that fits a published row."""
    ranges = [range(cell[0], cell[1] + 1) if isinstance(cell, list) else [cell] for cell in row["cells"]]
    return [counts for counts in product(*ranges) if sum(counts) == row["total"]]


def middle_bands(counts):
    """The bands of the lower and the upper of the middle cases."""
    cases = [band for band, count in zip(BANDS, counts, strict=True) for _ in range(count)]
    return cases[(len(cases) - 1) // 2], cases[len(cases) // 2]


@pytest.mark.parametrize("trial", range(60))
def test_the_median_is_as_wide_as_the_counts_that_fit_and_no_wider(trial):
    chance = random.Random(trial)
    row = row_around(chance, [chance.choice((0, 0, 1, 2, 5)) for _ in BANDS])
    if not row["total"]:
        assert median_days(row) is None
        return
    bands = [middle_bands(counts) for counts in fitting(row)]
    first, last = min(BANDS.index(low) for low, _ in bands), max(BANDS.index(high) for _, high in bands)
    assert median_days(row) == [least_days(BANDS[first]), MOST_DAYS[BANDS[last]]]


@pytest.mark.parametrize("trial", range(60))
def test_the_share_of_late_ones_is_as_wide_as_the_counts_that_fit_and_no_wider(trial):
    chance = random.Random(trial)
    row = row_around(chance, [chance.choice((0, 0, 1, 2, 3, 7)) for _ in Punctuality])
    shares = [Fraction(100 * late, late + in_time) for in_time, late, _ in fitting(row) if late + in_time]
    told = late_share(row)
    if not shares:
        assert told is None
        return
    assert told[0] <= min(shares) < told[0] + 1
    assert told[1] - 1 < max(shares) <= told[1]


def test_an_exact_row_gives_its_band_and_its_share():
    assert median_days({"cells": [0, 6, 0, 0], "total": 6}) == [31, 90]
    assert median_days({"cells": [5, 0, 0, 5], "total": 10}) == [0, None], "the middle two are far apart"
    assert late_share({"cells": [5, 5, 0], "total": 10}) == [50, 50]
    assert late_share({"cells": [10, 5, 0], "total": 15}) == [33, 34]
    assert late_share({"cells": [0, 0, 7], "total": 7}) is None


def test_where_nothing_was_decided_there_is_no_pace():
    assert median_days({"cells": [0, 0, 0, 0], "total": 0}) is None
    assert late_share({"cells": [0, 0, 0], "total": 0}) is None


def test_a_range_without_an_end_ends_at_the_total():
    assert median_days({"cells": [[0, None], 0, 0, [0, None]], "total": 3}) == [0, None]
    assert late_share({"cells": [[0, None], [1, None], 0], "total": 4}) == [25, 100]


def test_the_pace_of_a_report_is_a_function_of_what_it_publishes(world, freeze, session):
    world.year()
    document = json.loads(json.dumps(archive.document_of(session, freeze())))
    assert pace_of(document["tables"]) == document["pace"]
    assert set(document["pace"]) == {"", "alpr", "cameras", "drones"}
    assert document["pace"]["drones"] == {"median_days": None, "late_share": None}
    assert document["pace"][""]["median_days"] == [0, 30], "all were decided within ten days"
    cell = table_of(document, "duration")["all"]["cells"][0]
    assert cell == 26 or cell[1] >= 26
