"""Decides which further cells to hide so that no hidden cell can be worked out, at the least cost to the reader."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from complaints.disclosure.master import Master, cheapest, price
from complaints.disclosure.oracle import Oracle
from complaints.disclosure.problem import Demand, Flags, Floats, Problem, split
from complaints.disclosure.progress import Listener, Progress
from complaints.disclosure.refusals import UnusableTables
from complaints.disclosure.repair import Repairer
from complaints.disclosure.system import System

DEFAULT_SECONDS = 60.0
LEAST_WEIGHT, MOST_WEIGHT = 1e-3, 1e6  # further apart, the solver could not tell a dear mask from a cheap one
Tell = Callable[..., None]  # with the gap, where there is one


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
    progress: Listener | None = None,
) -> Suppression:
    """The cheapest mask that hides the primary cells and decoys and leaves every hidden cell safe.

    A forced mask that is safe already comes back unchanged, whatever the counts: decoys rest on that. `exact_weights`
    says the weights have ties to be kept (given by a caller), rather than ties broken by chance. Within
    `seconds` the answer is a proven optimum or the best mask found, never an unsafe one. `progress` hears how far it
    is; an exception it raises stops the work, and nothing is lost. Raises UnusableTables for weights below 0.
    """
    _refuse(system, demand, weights, seconds)
    problems = sorted(split(system, demand, weights), key=lambda p: len(p.ids))
    deadline = time.monotonic() + seconds
    mask: set[str] = set()
    bound, optimal = 0.0, True
    for done, problem in enumerate(problems):
        tell = _teller(progress, done, len(problems))
        tell()
        share = time.monotonic() + (deadline - time.monotonic()) / (len(problems) - done)
        found, proven, best = _solve(problem, share, tell, exact_weights=exact_weights)
        mask |= {problem.ids[j] for j in np.flatnonzero(found & problem.choice)}
        bound += proven + float(problem.weight[problem.forced & problem.choice].sum())
        optimal &= best
    weight = sum(weights.get(i, 1.0) for i in mask)
    return Suppression(frozenset(mask), weight, weight if optimal else min(bound, weight), optimal)


def _refuse(system: System, demand: Demand, weights: Mapping[str, float], seconds: float) -> None:
    for cell_id in demand.primary | demand.decoys:
        if cell_id not in system.choices():
            raise UnusableTables(f"The cell {cell_id!r} cannot be hidden.")
    for cell_id, weight in weights.items():
        if not (weight == 0 or LEAST_WEIGHT <= weight <= MOST_WEIGHT):
            raise UnusableTables(f"The weight of {cell_id!r} is neither 0 nor between 0.001 and 1,000,000.")
    if not seconds >= 0:
        raise UnusableTables("The time for the search must be a number of seconds, 0 or more.")


def _teller(progress: Listener | None, done: int, of: int) -> Tell:
    last: list[float] = []

    def tell(gap: float | None = None) -> None:
        if gap is not None:
            last[:] = [gap]
        if progress is not None:
            progress(Progress("suppress", done, of, last[0] if last else None))

    return tell


def _solve(problem: Problem, deadline: float, tell: Tell, *, exact_weights: bool) -> tuple[Flags, float, bool]:
    """One component: the forced mask if it is good, else a quick good mask, then the exact method."""
    oracle = Oracle(problem, tell)
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
        quick, _, _ = cheapest(oracle, master, quick, deadline, tell)
        problem.weight = true
        master.weigh(true)
    best, bound, optimal = cheapest(oracle, master, quick, deadline, tell)
    if not optimal and time.monotonic() < deadline:
        trimmed = repairer.without_redundant(best, deadline)
        best = min((best, trimmed), key=lambda mask: price(problem, mask))
    return best, bound, optimal


def _without_ties(weight: Floats) -> Floats:
    """±10 % of fixed chance on each weight: finds cuts faster, and they hold for the true weights too."""
    return weight * (0.9 + 0.2 * np.random.default_rng(1).random(len(weight)))
