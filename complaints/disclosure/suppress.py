"""Decides which further cells to hide so that no hidden cell can be worked out, at the least cost to the reader."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from complaints.disclosure.master import Master, cheapest, price
from complaints.disclosure.oracle import Oracle
from complaints.disclosure.problem import Demand, Flags, Floats, Problem, split
from complaints.disclosure.refusals import UnusableTables
from complaints.disclosure.repair import Repairer
from complaints.disclosure.system import System

DEFAULT_SECONDS = 60.0
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Suppression:
    """A mask with its price: the total weight of all hidden cells, and a proven lower bound of it."""

    mask: frozenset[str]
    weight: float
    bound: float
    optimal: bool


def secondary_suppression(
    system: System,
    demand: Demand,
    weights: Mapping[str, float],
    *,
    exact_weights: bool = False,
    seconds: float = DEFAULT_SECONDS,
    progress: Progress | None = None,
) -> Suppression:
    """The cheapest mask that hides the primary cells and decoys and leaves every hidden cell safe.

    A forced mask that is safe already comes back unchanged, whatever the counts: decoys rest on that. `exact_weights`
    says the weights have ties to be kept (given by a caller), rather than ties broken by chance. Within
    `seconds` the answer is a proven optimum or the best mask found, never an unsafe one. `progress` hears (stage, done,
    of); an exception it raises stops the work, and nothing is lost.
    """
    for cell_id in demand.primary | demand.decoys:
        if cell_id not in system.choices():
            raise UnusableTables(f"The cell {cell_id!r} cannot be hidden.")
    problems = split(system, demand, weights)
    deadline = time.monotonic() + seconds
    mask: set[str] = set()
    bound, optimal = 0.0, True
    for done, problem in enumerate(sorted(problems, key=lambda p: len(p.ids))):
        if progress is not None:
            progress("suppress", done, len(problems))
        share = time.monotonic() + (deadline - time.monotonic()) / (len(problems) - done)
        found, proven, best = _solve(problem, share, exact_weights=exact_weights)
        mask |= {problem.ids[j] for j in np.flatnonzero(found & problem.choice)}
        bound += proven + float(problem.weight[problem.forced & problem.choice].sum())
        optimal &= best
    weight = sum(weights.get(i, 1.0) for i in mask)
    return Suppression(frozenset(mask), weight, weight if optimal else min(bound, weight), optimal)


def _solve(problem: Problem, deadline: float, *, exact_weights: bool) -> tuple[Flags, float, bool]:
    """One component: the forced mask if it is good, else a quick good mask, then the exact method."""
    oracle = Oracle(problem)
    problem.spare_the_known()
    forced = problem.forced.copy()
    if not oracle.violations(forced, first=True):
        return forced, 0.0, True
    repairer = Repairer(oracle)
    quick = repairer.without_redundant(repairer.repair(forced), deadline)
    master = Master(problem)
    if exact_weights:
        true = problem.weight.copy()
        problem.weight = _without_ties(true)
        master.weigh(problem.weight)
        quick, _, _ = cheapest(oracle, master, quick, deadline)
        problem.weight = true
        master.weigh(true)
    best, bound, optimal = cheapest(oracle, master, quick, deadline)
    if not optimal and time.monotonic() < deadline:
        trimmed = repairer.without_redundant(best, deadline)
        best = min((best, trimmed), key=lambda mask: price(problem, mask))
    return best, bound, optimal


def _without_ties(weight: Floats) -> Floats:
    """±10 % of fixed chance on each weight: finds cuts faster, and they hold for the true weights too."""
    return weight * (0.9 + 0.2 * np.random.default_rng(1).random(len(weight)))
