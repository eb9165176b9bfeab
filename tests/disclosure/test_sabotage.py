"""A broken suppressor releases nothing: the audit, and behind it the certificate, stop it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from complaints.disclosure import (
    AuditResult,
    Cell,
    Demand,
    Relation,
    Release,
    Suppression,
    System,
    UnsafeRelease,
    UnusableTables,
    audit,
    door,
    draw_decoys,
    own_weights,
    primary_suppression,
    protect_system,
)
from complaints.disclosure.oracle import Oracle, Violation
from complaints.disclosure.suppress import secondary_suppression
from tests.disclosure.brute_force import small_system
from tests.disclosure.instances import SEED

K = 3
Suppressor = Callable[..., Suppression]


def without_closure(system: System, demand: Demand, *rest: Any, **more: Any) -> Suppression:
    return secondary_suppression(system, replace(demand, closure=False), *rest, **more)


def one_level_too_low(system: System, demand: Demand, *rest: Any, **more: Any) -> Suppression:
    return secondary_suppression(system, replace(demand, k=demand.k - 1), *rest, **more)


def without_margin_sums(system: System, demand: Demand, *rest: Any, **more: Any) -> Suppression:
    rows_only = tuple(r for r in system.relations if not r.total.startswith("*|"))
    return secondary_suppression(System(system.cells, rows_only, system.lo), demand, *rest, **more)


def without_two_sums(system: System, demand: Demand, *rest: Any, **more: Any) -> Suppression:
    return secondary_suppression(System(system.cells, system.relations[2:], system.lo), demand, *rest, **more)


def primary_alone(system: System, demand: Demand, *rest: Any, **more: Any) -> Suppression:
    return Suppression(demand.primary | demand.decoys, 0.0, 0.0, True)


def one_cell_less(system: System, demand: Demand, *rest: Any, **more: Any) -> Suppression:
    found = secondary_suppression(system, demand, *rest, **more)
    spare = sorted(found.mask - demand.primary - demand.decoys)
    return replace(found, mask=found.mask - set(spare[:1]))


SABOTAGE: list[Suppressor] = [
    without_closure,
    one_level_too_low,
    without_margin_sums,
    without_two_sums,
    primary_alone,
    one_cell_less,
]


def try_to_release(count: int) -> tuple[int, int]:
    """How many of some random systems were refused, and how many unsafe releases came out all the same."""
    refused = unsafe = 0
    for number in range(count):
        system = small_system(random.Random(number))
        demand = Demand(K, primary_suppression(system, K), draw_decoys(system, 0.2, SEED + bytes([number])))
        try:
            released = protect_system(system, demand, own_weights(system, SEED))
        except (UnsafeRelease, UnusableTables):
            refused += 1
        else:
            unsafe += not audit(released.release).safe
    return refused, unsafe


@pytest.mark.parametrize("broken", SABOTAGE, ids=[s.__name__ for s in SABOTAGE])
def test_a_broken_suppressor_is_refused_and_releases_nothing(
    broken: Suppressor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "secondary_suppression", broken)

    refused, unsafe = try_to_release(70)

    assert refused > 0
    assert unsafe == 0


def test_a_suppressor_whose_own_attacker_sees_nothing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def blind(self: Oracle, mask: object, *, first: bool = False) -> list[Violation]:
        return []

    monkeypatch.setattr(Oracle, "violations", blind)

    refused, unsafe = try_to_release(50)

    assert refused > 0
    assert unsafe == 0


@pytest.mark.parametrize("closure", [True, False])
def test_it_is_the_audit_that_refuses_before_any_certificate_is_made(
    closure: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "secondary_suppression", primary_alone)
    system = universe_with_one_small_cell()
    demand = Demand(K, primary_suppression(system, K), frozenset(), closure=closure)

    with pytest.raises(UnsafeRelease, match="The audit did not pass: 1 hidden"):
        protect_system(system, demand, own_weights(system, SEED))


def universe_with_one_small_cell() -> System:
    cells = {"a": Cell("a", 2), "b": Cell("b", 9), "n": Cell("n", 11, mandatory=True)}
    return System(cells, (Relation("n", ("a", "b")),))


def test_when_even_the_audit_lies_the_certificate_does_not_prove_the_release(monkeypatch: pytest.MonkeyPatch) -> None:
    def flattering(release: Release, *rest: Any, **more: Any) -> AuditResult:
        return replace(audit(release, *rest, **more), under_protected=(), recovered=())

    monkeypatch.setattr(door, "secondary_suppression", primary_alone)
    honest, _ = try_to_release(50)
    monkeypatch.setattr(door, "audit", flattering)

    refused, unsafe = try_to_release(50)

    assert refused == honest > 0
    assert unsafe == 0


def test_the_honest_suppressor_is_never_refused() -> None:
    assert try_to_release(70) == (0, 0)
