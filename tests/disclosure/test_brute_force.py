"""Hundreds of tiny systems against trying every table and every mask."""

from __future__ import annotations

import random

import pytest

from complaints.disclosure import Demand, audit, primary_suppression, protect_system, publish
from tests.disclosure.brute_force import Brute, intervals_of, small_system

MOST_TABLES, MOST_CHOICES = 1500, 12
SYSTEMS = 160
HARD = 640  # from here on some systems have a mask that hiding one after another does not find


def systems(first: int, count: int) -> list[tuple[random.Random, Brute]]:
    found = []
    for seed in range(first, first + count):
        rng = random.Random(seed)
        brute = Brute(small_system(rng), rng.choice([2, 3, 4]))
        if len(brute.possible) <= MOST_TABLES and len(brute.free) <= MOST_CHOICES:
            found.append((rng, brute))
    return found


def compare_optimum(rng: random.Random, brute: Brute, *, closure: bool) -> None:
    ties = rng.random() < 0.5
    weights = {i: float(rng.choice([1, 1, 1, 2, 3])) if ties else rng.uniform(1, 3) for i in brute.system.cells}
    primary = primary_suppression(brute.system, brute.k)
    assert primary == brute.small

    demand = Demand(brute.k, primary, frozenset(), closure=closure)
    protected = protect_system(brute.system, demand, weights, exact_weights=ties)

    mask = protected.release.hidden
    assert protected.optimal
    assert protected.weight == pytest.approx(brute.cheapest(weights, brute.small, closure=closure))
    assert protected.bound == pytest.approx(protected.weight)
    assert brute.is_good(mask, closure=closure)
    assert dict(protected.audit.intervals) == intervals_of(brute.fitting(mask), mask)


@pytest.mark.parametrize("closure", [True, False])
def test_the_mask_is_as_cheap_as_the_best_of_all_masks(closure: bool) -> None:
    compared = systems(HARD, SYSTEMS)

    for rng, brute in compared:
        compare_optimum(rng, brute, closure=closure)

    assert len(compared) > SYSTEMS // 2


@pytest.mark.slow
def test_thousands_more_masks_are_as_cheap_as_the_best() -> None:
    for rng, brute in systems(10_000, 4000):
        compare_optimum(rng, brute, closure=rng.random() < 0.7)


def test_the_attacker_finds_exactly_what_all_tables_show_under_any_mask() -> None:
    verdicts = set()
    for rng, brute in systems(50_000, SYSTEMS // 2):
        for _ in range(4):
            mask = frozenset(i for i in brute.free if rng.random() < 0.5)

            result = audit(publish(brute.system, mask, brute.k))

            assert dict(result.intervals) == intervals_of(brute.fitting(mask), mask)
            assert result.safe is brute.is_good(mask)
            verdicts.add(result.safe)

    assert verdicts == {True, False}


def test_decoys_are_forced_and_protected_like_small_cells() -> None:
    for rng, brute in systems(90_000, 80):
        weights = {i: float(rng.choice([1, 2])) for i in brute.system.cells}
        open_cells = [i for i in brute.free if brute.core_intervals[i][0] != brute.core_intervals[i][1]]
        drawn = {i for i in open_cells if rng.random() < 0.2}

        demand = Demand(brute.k, frozenset(brute.small), frozenset(drawn))
        protected = protect_system(brute.system, demand, weights, exact_weights=True)

        assert drawn <= protected.release.hidden
        assert brute.is_good(protected.release.hidden)
        assert protected.weight == pytest.approx(brute.cheapest(weights, brute.small | drawn))
