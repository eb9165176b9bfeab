"""How fast, and over many random releases: nothing exact, nothing under-protected."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

import pytest

from complaints.disclosure import TableSpec, audit, protect, verify_release
from tests.disclosure.instances import SEED, invented, spec_of, wide_spec_of


@pytest.mark.slow
def test_a_thousand_random_linked_releases_give_no_cell_away(record_property: Callable[[str, object], None]) -> None:
    exact = under = hidden = 0
    for number in range(1000):
        rng = random.Random(number)
        spec = spec_of(rng.randint(3, 14))
        counts, people = invented(spec, rng.randint(5, 300), rng)

        protected = protect(counts, people, spec, k=rng.choice([3, 5, 5, 11]), seed=SEED)

        exact += len(protected.audit.exact)
        under += len(protected.audit.under_protected)
        hidden += len(protected.release.hidden)

    record_property("releases", 1000)
    record_property("hidden cells", hidden)
    assert (exact, under) == (0, 0)
    assert hidden > 10_000


@pytest.mark.slow
@pytest.mark.parametrize("shape", [spec_of, wide_spec_of])
def test_thirty_technologies_are_proven_in_two_seconds_and_at_worst_five(shape: Callable[[int], TableSpec]) -> None:
    protecting, auditing, verifying = [], [], []
    for number in range(100):
        rng = random.Random(number)
        spec = shape(30)
        counts, people = invented(spec, rng.choice([60, 200, 500, 1000]), rng)
        start = time.monotonic()
        protected = protect(counts, people, spec, seed=SEED, seconds=20)
        protecting.append(time.monotonic() - start)
        assert protected.optimal
        start = time.monotonic()
        audit(protected.release)
        auditing.append(time.monotonic() - start)
        start = time.monotonic()
        verify_release(protected.release, protected.certificate)
        verifying.append(time.monotonic() - start)

    assert statistics.median(protecting) <= 2
    assert max(protecting) <= 5
    assert max(auditing) <= 1
    assert max(verifying) <= 0.05


@pytest.mark.slow
@pytest.mark.parametrize("shape", [spec_of, wide_spec_of])
def test_three_hundred_technologies_take_a_minute_at_most(shape: Callable[[int], TableSpec]) -> None:
    spec = shape(300)
    counts, people = invented(spec, 2000, random.Random(1))
    start = time.monotonic()

    protected = protect(counts, people, spec, seed=SEED, seconds=45)

    assert time.monotonic() - start <= 60
    assert protected.optimal
    start = time.monotonic()
    verify_release(protected.release, protected.certificate)
    assert time.monotonic() - start <= 0.05


def test_a_search_that_may_take_no_time_is_still_safe() -> None:
    spec = spec_of(12)
    counts, people = invented(spec, 150, random.Random(3))

    hurried, proven = (protect(counts, people, spec, seed=SEED, seconds=s) for s in (0.0, 60.0))

    assert hurried.audit.safe
    assert hurried.bound <= hurried.weight
    assert proven.optimal
    assert proven.weight <= hurried.weight
