"""Protecting a year of the demonstration: counting it, and finding, attacking and proving what can be published."""

from __future__ import annotations

from pathlib import Path

from benchmarks._demonstration import load
from benchmarks._instance import deployment, folder
from benchmarks._reporting import is_quick, milliseconds, ratio, report, say, timed
from complaints.demo.publishing import past_periods
from complaints.platform.extensions import db
from complaints.platform.store import immediate_transactions
from complaints.reports import service
from complaints.reports.counting.counts import true_counts


def measure(path: Path, complaints: int, rounds: int) -> None:
    """The last whole year, counted and protected `rounds` times in turn."""
    with deployment(path) as app:
        say(f"inventing {complaints:,} complaints …")
        now = load(app, complaints)
        with app.app_context(), immediate_transactions(False):
            ring, profile = app.extensions["key_ring"], app.extensions["profile"]
            period = past_periods(profile, now)[-1]
            bounds = period.bounds(profile.zone)
            counting, protecting = [], []
            for _ in range(rounds):
                say("protecting a year …")
                counting.append(timed(lambda: true_counts(db.session, bounds, profile.zone, demonstration=True)))
                protecting.append(
                    timed(lambda: service.prepare(db.session, ring, profile, period, now, demonstration=True))
                )
            document = service.prepare(db.session, ring, profile, period, now, demonstration=True).document
            db.session.remove()
    report(
        "protecting",
        complaints=complaints,
        period=period.code,
        tables=len(document["tables"]),
        rounds=rounds,
        count_ms=milliseconds(counting),
        protect_ms=milliseconds(protecting),
        ratio_of_medians=ratio(protecting, counting),
    )


def main() -> None:
    """Run it in a folder of its own."""
    complaints, rounds = (150, 3) if is_quick() else (2_000, 5)
    with folder() as path:
        measure(path, complaints, rounds)


if __name__ == "__main__":
    main()
