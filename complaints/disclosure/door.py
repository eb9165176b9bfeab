"""Decides what a period may publish: suppress, attack, certify; nothing comes back without a passed audit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from complaints.disclosure.attack import AuditResult, audit
from complaints.disclosure.build import build_system
from complaints.disclosure.certificate import Certificate, verify_release, witnesses
from complaints.disclosure.primary import DEFAULT_DECOYS, DEFAULT_K, draw_decoys, own_weights, primary_suppression
from complaints.disclosure.problem import Demand
from complaints.disclosure.progress import Listener, Progress
from complaints.disclosure.publish import Release, publish
from complaints.disclosure.refusals import UnsafeRelease, UnusableTables
from complaints.disclosure.suppress import DEFAULT_SECONDS, secondary_suppression
from complaints.disclosure.system import System
from complaints.disclosure.tables import TableSpec
from complaints.disclosure.verify import FalseCertificate

SEED_BYTES = 16


@dataclass(frozen=True, slots=True)
class Shown:
    """A published exact count."""

    value: int


@dataclass(frozen=True, slots=True)
class Hidden:
    """A hidden count with the least and greatest value a reader can work out (high None: no greatest)."""

    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Protected:
    """Tables that may be published, with the proof. `weight` and `bound` look at true counts: never publish."""

    cells: Mapping[str, Shown | Hidden]
    release: Release
    audit: AuditResult
    certificate: Certificate
    optimal: bool
    weight: float
    bound: float


def protect(
    counts: Mapping[str, int],
    contributors: Mapping[str, int],
    spec: TableSpec,
    *,
    k: int = DEFAULT_K,
    decoy_probability: float = DEFAULT_DECOYS,
    seed: bytes,
    history: Sequence[Release] = (),
    seconds: float = DEFAULT_SECONDS,
    progress: Listener | None = None,
) -> Protected:
    """Protect one period's linked tables together with every earlier release.

    `counts` and `contributors` (distinct complainants) map `spec.key(...)` to whole numbers; `seed` is secret, the
    same for all releases, at least 16 bytes. Raises UnusableTables for input that contradicts itself, and
    UnsafeRelease when the audit does not pass; then nothing may be published.
    """
    if not isinstance(seed, bytes) or len(seed) < SEED_BYTES:
        raise UnusableTables(f"The secret seed must have at least {SEED_BYTES} bytes.")
    system = build_system(counts, spec, history)
    primary = primary_suppression(system, k, contributors)
    few = frozenset(i for i in primary if (system.cells[i].value or 0) >= k)
    decoys = draw_decoys(system, decoy_probability, seed)
    return protect_system(
        system,
        Demand(k, primary, decoys, few),
        own_weights(system, seed),
        history,
        seconds=seconds,
        progress=progress,
    )


def protect_system(
    system: System,
    demand: Demand,
    weights: Mapping[str, float],
    history: Sequence[Release] = (),
    *,
    exact_weights: bool = False,
    seconds: float = DEFAULT_SECONDS,
    progress: Listener | None = None,
) -> Protected:
    """Suppress, publish, audit, certify. Raises UnsafeRelease unless the audit and the certificate both pass."""
    suppression = secondary_suppression(
        system, demand, weights, exact_weights=exact_weights, seconds=seconds, progress=progress
    )
    if progress is not None:
        progress(Progress("audit", 0, 1))
    release = publish(system, suppression.mask, demand.k)
    result = audit(release, history)
    asked = set(result.intervals) if demand.closure else set(demand.primary)
    failing = sorted(asked.intersection((*result.under_protected, *result.recovered)))
    if failing:
        raise UnsafeRelease(f"The audit did not pass: {len(failing)} hidden cells can be narrowed too far.")
    if progress is not None:
        progress(Progress("prove", 0, 1))
    certificate = witnesses(release, result, history)
    if demand.closure:
        try:
            verify_release(release, certificate, history)
        except FalseCertificate as wrong:
            raise UnsafeRelease(f"The certificate does not prove the release: {wrong}") from wrong
    cells: dict[str, Shown | Hidden] = {}
    for cell in release.cells.values():
        if cell.value is not None:
            cells[cell.id] = Shown(cell.value)
        elif cell.id in release.hidden:
            cells[cell.id] = Hidden(*result.intervals[cell.id])
    return Protected(cells, release, result, certificate, suppression.optimal, suppression.weight, suppression.bound)
