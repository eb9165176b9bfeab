"""Decides which cells must be hidden whatever follows: the small ones, and the decoys drawn before looking."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from math import log2

from complaints.disclosure.refusals import UnusableTables
from complaints.disclosure.system import System

DEFAULT_K = 5
DEFAULT_DECOYS = 0.05
MARGIN_SHARE = 0.2  # of the decoy probability: hiding a margin costs a reader five times as much
JITTER = 0.1


def primary_suppression(system: System, k: int, contributors: Mapping[str, int] | None = None) -> frozenset[str]:
    """The small cells: 0 < count < k, or a count above 0 from fewer than k distinct contributors.

    `contributors` maps cell ids to distinct complainants; a cell left out is judged by its count alone. The threshold
    rule is that of Hundepool et al., Statistical Disclosure Control (2012), section 4.2. Raises UnusableTables for a k
    below 2 or contributors that cannot be.
    """
    refuse_k(k)
    people = contributors or {}
    for cell_id, number in people.items():
        if cell_id not in system.cells:
            raise UnusableTables(f"There are contributors for {cell_id!r}, which is no cell.")
        value = system.cells[cell_id].value
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            raise UnusableTables(f"The contributors of {cell_id!r} are not a whole number of 0 or more.")
        if value is not None and (number > value or (value > 0 and number == 0)):
            raise UnusableTables(f"The contributors of {cell_id!r} do not fit its count.")
    return frozenset(i for i in system.choices() if 0 < min(value := _value(system, i), people.get(i, value)) < k)


def refuse_k(k: int) -> None:
    """A threshold below 2 hides nothing. Raises UnusableTables."""
    if isinstance(k, bool) or not isinstance(k, int) or k < 2:
        raise UnusableTables("The threshold k must be a whole number of 2 or more.")


def draw_decoys(system: System, probability: float, seed: bytes) -> frozenset[str]:
    """Cells hidden by chance, the draw fixed by the secret seed and the cell's id, never by its value.

    The same seed and id always give the same draw, so decoys persist. Inner cells are drawn with `probability`, margins
    with a fifth of it: every pattern then has a chance, so whoever runs this code on every candidate table can rule out
    none that fits the published numbers.
    """
    if isinstance(probability, bool) or not isinstance(probability, (int, float)) or not 0 <= probability <= 1:
        raise UnusableTables("The decoy probability must lie between 0 and 1.")
    chosen = set()
    for cell_id in system.choices():
        share = probability * (MARGIN_SHARE if system.is_total(cell_id) else 1.0)
        if _chance(seed, "decoy", cell_id) < share:
            chosen.add(cell_id)
    return frozenset(chosen)


def own_weights(system: System, seed: bytes) -> dict[str, float]:
    """What hiding each cell costs a reader: large counts and margins cost more, with ±10 % of chance to break ties.

    The weights look at the values and are never published.
    """
    weights = {}
    for cell_id in system.choices():
        value = _value(system, cell_id)
        worth = (3.0 if system.is_total(cell_id) else 1.0) * (1.0 + log2(1 + value))
        weights[cell_id] = worth * (1.0 + JITTER * (2.0 * _chance(seed, "weight", cell_id) - 1.0))
    return weights


def _chance(seed: bytes, purpose: str, cell_id: str) -> float:
    digest = hmac.new(seed, f"{purpose}\0{cell_id}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") / 2.0**64


def _value(system: System, cell_id: str) -> int:
    value = system.cells[cell_id].value
    if value is None:
        raise UnusableTables(f"The true count of {cell_id!r} is missing.")
    return value
