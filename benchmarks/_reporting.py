"""How every benchmark reports: one JSON object a line, ratios of medians within one run, and what it was run with."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

QUICK = "--quick"


def is_quick() -> bool:
    """Whether a short run was asked for: the same questions to fewer and smaller answers."""
    return QUICK in sys.argv[1:]


def report(benchmark: str, **figures: Any) -> None:
    """Print one result."""
    print(json.dumps({"benchmark": benchmark, "quick": is_quick(), **figures}), flush=True)


def say(text: str) -> None:
    """Tell who waits what is going on."""
    print(f"  {text}", file=sys.stderr, flush=True)


def milliseconds(seconds: Sequence[float]) -> float:
    """The median, in milliseconds."""
    return round(statistics.median(seconds) * 1000, 2)


def ratio(numerator: Sequence[float], denominator: Sequence[float]) -> float:
    """Ratio of the medians: the same on a fast and on a slow machine, about."""
    return round(statistics.median(numerator) / statistics.median(denominator), 2)


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
