"""The preservation clock where only a span is known: by the earliest day it can have been."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from complaints.routing.clocks import first_clocks
from tests.routing.cases import ST_LOUIS, rows

CAME = datetime(2025, 6, 16, 15, tzinfo=UTC)
KEPT = 30

SPANS = {
    "while recordings of the first day are there, they set the term": (
        (date(2025, 6, 1), date(2025, 6, 10)), date(2025, 6, 1), date(2025, 7, 1)),
    "when some are going, it is today": ((date(2025, 5, 1), date(2025, 6, 10)), date(2025, 6, 16), date(2025, 6, 16)),
    "when all are gone, that is seen": ((date(2025, 1, 1), date(2025, 1, 31)), date(2025, 1, 1), date(2025, 3, 2)),
    "when nothing is known, it is today": (None, date(2025, 6, 16), date(2025, 6, 16)),
}  # fmt: skip


@pytest.mark.parametrize(("span", "starts_on", "due_on"), SPANS.values(), ids=SPANS)
def test_a_span_counts_from_its_earliest_day(span, starts_on, due_on):
    facts = replace(
        rows()[0].facts, incident_on=None, incident_between=span, retention_days=(90, KEPT), received_at=CAME
    )
    clock = first_clocks(facts, ST_LOUIS)[0]
    assert (clock.starts_on, clock.due_on) == (starts_on, due_on)


def test_a_span_without_a_stated_retention_is_as_urgent_as_no_day():
    facts = replace(rows()[0].facts, incident_on=None, retention_days=(None,), received_at=CAME)
    unknown = first_clocks(facts, ST_LOUIS)[0]
    spanned = first_clocks(replace(facts, incident_between=(date(2025, 6, 1), date(2025, 6, 9))), ST_LOUIS)[0]
    assert spanned == unknown
