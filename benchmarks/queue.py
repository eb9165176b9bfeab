"""The queue with 1,000 and with 100,000 complaints: first page, deep page and filtered pages, as ratios of medians."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from benchmarks._crowd import fill
from benchmarks._instance import add_staff, deployment, folder, signed_in
from benchmarks._reporting import is_quick, milliseconds, ratio, report, say, timed
from complaints.casework.models import Case
from complaints.platform.accounts.permissions import Role
from complaints.platform.extensions import db

DEPTH = 0.9
"""How far down the list the deep page lies."""


def addresses(app: Flask) -> Mapping[str, str]:
    """The pages that are measured, by name."""
    with app.app_context():
        rows = sa.select(Case.next_due_on, Case.id).where(Case.is_open == sa.true())
        count = db.session.scalar(sa.select(sa.func.count()).select_from(rows.subquery())) or 0
        # One row at least comes after it, however few there are.
        before = max(0, min(int(count * DEPTH), count - 2))
        place = rows.order_by(Case.next_due_on, Case.id).offset(before).limit(1)
        due_on, number = db.session.execute(place).one()
        db.session.remove()
    return {
        "first": "/staff/queue",
        "deep": f"/staff/queue?after={due_on}.{number}",
        "closed": "/staff/queue?status=closed",
        "one technology": "/staff/queue?technology=4",
        "late": "/staff/queue?clock=late",
    }


def measure(path: Path, sizes: Sequence[int], rounds: int) -> None:
    """Every page at every size, one after the other in each round."""
    with ExitStack() as stack:
        browsers: list[tuple[FlaskClient, Mapping[str, str]]] = []
        for size in sizes:
            say(f"writing {size:,} complaints …")
            (path / str(size)).mkdir()
            app = stack.enter_context(deployment(path / str(size)))
            fill(app, size)
            browsers.append((signed_in(app, add_staff(app, Role.TRIAGE_SUPERVISOR)), addresses(app)))
        for page in browsers[0][1]:
            taken: list[list[float]] = [[] for _ in sizes]
            for round_number in range(rounds + 1):
                for (client, places), seconds in zip(browsers, taken, strict=True):
                    once = timed(partial(_open, client, places[page]))
                    if round_number:
                        seconds.append(once)
            _tell(page, sizes, taken, rounds)


def _open(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200 or "<table" not in response.text:
        raise RuntimeError(f"{address} answered {response.status_code} without a list")


def _tell(page: str, sizes: Sequence[int], taken: Sequence[Sequence[float]], rounds: int) -> None:
    report(
        "queue",
        page=page,
        complaints=list(sizes),
        rounds=rounds,
        median_ms=[milliseconds(seconds) for seconds in taken],
        ratio_of_medians=ratio(taken[-1], taken[0]),
    )


def main() -> None:
    """Run it in a folder of its own."""
    sizes, rounds = ((1_000, 20_000), 8) if is_quick() else ((1_000, 100_000), 30)
    with folder() as path:
        measure(path, sizes, rounds)


if __name__ == "__main__":
    main()
