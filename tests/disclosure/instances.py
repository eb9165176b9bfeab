"""The instances with known answers, and invented tables of realistic shape."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from complaints.disclosure import Table, TableSpec

DATA = Path(__file__).parent / "data"
SEED = b"a secret seed of the tests' own"


def known(name: str) -> dict[str, Any]:
    """One of the files in data/, whole."""
    loaded: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def as_intervals(answer: dict[str, list[int]]) -> dict[str, tuple[int, ...]]:
    """JSON lists as tuples, to compare."""
    return {cell_id: tuple(ends) for cell_id, ends in answer.items()}


def spec_of(
    technologies: int, *, period: str = "2025", sums_of: tuple[str, ...] = (), allegations: int = 6, outcomes: int = 5
) -> TableSpec:
    """Technology × allegation, × outcome, × quarter: linked by their mandatory technology totals."""
    return TableSpec(
        dims={
            "technology": [f"t{i}" for i in range(technologies)],
            "allegation": [f"a{i}" for i in range(allegations)],
            "outcome": [f"o{i}" for i in range(outcomes)],
            "quarter": ["1", "2", "3", "4"],
        },
        tables=[("technology", "allegation"), ("technology", "outcome"), Table(("technology", "quarter"))],
        mandatory=[("technology",), ()],
        period=period,
        sums_of=sums_of,
    )


def wide_spec_of(technologies: int) -> TableSpec:
    """The same with twelve allegations and six outcomes."""
    return spec_of(technologies, allegations=12, outcomes=6)


def invented(spec: TableSpec, complaints: int, rng: random.Random) -> tuple[dict[str, int], dict[str, int]]:
    """Counts, and distinct contributors: one person in five complains again and again about one technology."""
    counts: dict[str, int] = {}
    people: dict[str, set[int]] = {}
    technologies = spec.dims["technology"]
    for number in range(complaints):
        technology = rng.choices(technologies, [1 / (i + 1) for i in range(len(technologies))])[0]
        person = number if rng.random() < 0.8 else 100_000 + technologies.index(technology)
        people.setdefault(spec.key(technology=technology), set()).add(person)
        for dim in ("allegation", "outcome", "quarter"):
            categories = spec.dims[dim]
            category = rng.choices(categories, [1 / (i + 1) for i in range(len(categories))])[0]
            key = spec.key(technology=technology, **{dim: category})
            counts[key] = counts.get(key, 0) + 1
            people.setdefault(key, set()).add(person)
    return counts, {key: len(who) for key, who in people.items()}
