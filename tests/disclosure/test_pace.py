"""How fast, and over many random releases: nothing exact, nothing under-protected."""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import pytest

from complaints.disclosure import (
    Release,
    TableSpec,
    audit,
    build_system,
    primary_suppression,
    protect,
    publish,
    verify_release,
)
from tests.disclosure.instances import SEED, invented, spec_of, wide_spec_of

Found = TypeVar("Found")
PATIENT = 600.0  # by the clock on the wall, which runs on while other programs have the processor
CERTIFICATE = 0.05


def timed(work: Callable[[], Found]) -> tuple[Found, float]:
    """What the work finds, and its processor seconds; as in timeit, no garbage of others is swept up meanwhile."""
    gc.disable()
    try:
        start = time.process_time()
        return work(), time.process_time() - start
    finally:
        gc.enable()


@pytest.mark.slow
def test_a_thousand_random_linked_releases_give_no_cell_away(record_property: Callable[[str, object], None]) -> None:
    exact = under = hidden = small = given_away = 0
    for number in range(1000):
        rng = random.Random(number)
        spec = spec_of(rng.randint(3, 14))
        counts, people = invented(spec, rng.randint(5, 300), rng)

        k = rng.choice([3, 5, 5, 11])
        protected = protect(counts, people, spec, k=k, seed=SEED)

        system = build_system(counts, spec)
        naive = primary_suppression(system, k, people)
        small += len(naive)
        given_away += len(audit(publish(system, naive, k)).recovered)
        exact += len(protected.audit.exact)
        under += len(protected.audit.under_protected)
        hidden += len(protected.release.hidden)

    record_property("releases", 1000)
    record_property("hidden; small, and of those worked out were they hidden alone", (hidden, small, given_away))
    assert (exact, under) == (0, 0)
    assert hidden > 10_000
    assert given_away > 1000


@pytest.mark.slow
@pytest.mark.parametrize("shape", [spec_of, wide_spec_of])
def test_thirty_technologies_are_proven_in_two_seconds_and_at_worst_five(
    shape: Callable[[int], TableSpec], record_property: Callable[[str, object], None]
) -> None:
    protecting, auditing, verifying = [], [], []
    exact = under = 0
    for number in range(100):
        rng = random.Random(number)
        spec = shape(30)
        counts, people = invented(spec, rng.choice([60, 200, 500, 1000]), rng)

        protected, seconds = timed(partial(protect, counts, people, spec, seed=SEED, seconds=PATIENT))
        protecting.append(seconds)
        assert protected.optimal
        result, seconds = timed(partial(audit, protected.release))
        auditing.append(seconds)
        exact, under = exact + len(result.exact), under + len(result.under_protected)
        verifying.append(timed(partial(verify_release, protected.release, protected.certificate))[1])

    record_property("protect, median and worst", (statistics.median(protecting), max(protecting)))
    record_property("audit and certificate, worst", (max(auditing), max(verifying)))
    assert (exact, under) == (0, 0)
    assert statistics.median(protecting) <= 2
    assert max(protecting) <= 5
    assert max(auditing) <= 1
    assert max(verifying) <= CERTIFICATE


@pytest.mark.slow
@pytest.mark.parametrize("shape", [spec_of, wide_spec_of])
def test_three_hundred_technologies_take_a_minute_at_most(
    shape: Callable[[int], TableSpec], record_property: Callable[[str, object], None]
) -> None:
    spec = shape(300)
    counts, people = invented(spec, 2000, random.Random(1))

    protected, protecting = timed(partial(protect, counts, people, spec, seed=SEED, seconds=PATIENT))
    result, auditing = timed(partial(audit, protected.release))
    _, verifying = timed(partial(verify_release, protected.release, protected.certificate))

    record_property("protect, audit, certificate", (protecting, auditing, verifying))
    assert protected.optimal
    assert (result.exact, result.under_protected) == ((), ())
    assert protecting <= 60
    assert verifying <= CERTIFICATE


@pytest.mark.slow
def test_the_fortieth_release_takes_half_a_minute_and_its_proof_looks_at_no_closed_year(
    record_property: Callable[[str, object], None],
) -> None:
    history: list[Release] = []
    exact = under = 0
    for year in range(40):
        rng = random.Random(year)
        spec = spec_of(30, period=str(1990 + year))
        counts, people = invented(spec, rng.choice([60, 200, 500, 1000]), rng)

        protected, protecting = timed(partial(protect, counts, people, spec, seed=SEED, history=tuple(history)))
        result, auditing = timed(partial(audit, protected.release, tuple(history)))
        _, verifying = timed(partial(verify_release, protected.release, protected.certificate, tuple(history)))

        exact, under = exact + len(result.exact), under + len(result.under_protected)
        history.append(protected.release)

    record_property("the fortieth: protect, audit, certificate", (protecting, auditing, verifying))
    assert (exact, under) == (0, 0)
    assert set(protected.certificate.order) <= set(protected.release.cells)
    assert protecting <= 30
    assert verifying <= CERTIFICATE


def test_a_search_that_may_take_no_time_is_still_safe() -> None:
    spec = spec_of(12)
    counts, people = invented(spec, 150, random.Random(3))

    hurried, proven = (protect(counts, people, spec, seed=SEED, seconds=s) for s in (0.0, 60.0))

    assert hurried.audit.safe
    assert hurried.bound <= hurried.weight
    assert proven.optimal
    assert proven.weight <= hurried.weight
