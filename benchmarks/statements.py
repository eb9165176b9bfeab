"""How many SQL statements a filing, the queue page and a case page take; the same on every machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from benchmarks._demonstration import load
from benchmarks._drafts import forms
from benchmarks._instance import add_staff, deployment, folder, signed_in
from benchmarks._reporting import is_quick, report, say
from complaints.casework.models import Case, CaseMove
from complaints.intake.models import Complaint
from complaints.platform.accounts.permissions import Role
from complaints.platform.extensions import db


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that are sent to the database within the block."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def measure(path: Path, complaints: int) -> None:
    """Count on a small demonstration, each page once warm."""
    with deployment(path) as app:
        say(f"inventing {complaints} complaints …")
        load(app, complaints)
        resident = app.test_client()
        triage = signed_in(app, add_staff(app, Role.TRIAGE_SUPERVISOR))
        number = busiest_case(app)
        pages: dict[str, Callable[[], TestResponse]] = {
            "filing": lambda: resident.post("/complain/send", data=forms(app, 1)[0]),
            "queue": lambda: triage.get("/staff/queue"),
            "case": lambda: triage.get(f"/staff/cases/{number}"),
        }
        for name, ask in pages.items():
            ask()
            with counted(app) as seen:
                response = ask()
            if response.status_code != 200:
                raise RuntimeError(f"{name} answered {response.status_code}")
            # A transaction's BEGIN is no question to the database.
            statements = [statement for statement in seen if not statement.startswith("BEGIN")]
            report("statements", page=name, complaints=complaints, statements=len(statements))


def busiest_case(app: Flask) -> str:
    """The number of the case with the longest history."""
    with app.app_context():
        query = (
            sa.select(Complaint.number)
            .join(Case, Case.complaint_id == Complaint.id)
            .join(CaseMove, CaseMove.case_id == Case.id)
            .group_by(Complaint.number)
            .order_by(sa.func.count().desc())
            .limit(1)
        )
        number = db.session.scalars(query).one()
        db.session.remove()
        return number


def main() -> None:
    """Run it in a folder of its own."""
    with folder() as path:
        measure(path, 20 if is_quick() else 60)


if __name__ == "__main__":
    main()
