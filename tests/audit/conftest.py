"""A log with a few events, and a way around its triggers such as somebody with the whole database has."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from complaints.platform.audit import Actor, record
from tests.applications import NOW

TRIGGERS = {
    "sqlite": ("DROP TRIGGER audit_event_no_update", "DROP TRIGGER audit_event_no_delete"),
    "postgresql": ("DROP TRIGGER audit_event_append_only ON audit_event",),
}


@pytest.fixture
def log(session) -> Callable[..., None]:
    """`log(5)`: five events, each committed on its own."""

    def write(count: int = 5, subject: str = "thing:1") -> None:
        for number in range(count):
            record(
                session, action="thing.done", subject=subject, actor=Actor.system(), now=NOW, details={"number": number}
            )
            session.commit()

    return write


@pytest.fixture
def tamper(session) -> Callable[..., None]:
    """`tamper("DELETE …")`: what somebody does who owns the database and has taken the triggers away."""
    gone: list[bool] = []

    def run(*statements: str) -> None:
        if not gone:
            for trigger in TRIGGERS[session.get_bind().dialect.name]:
                session.execute(sa.text(trigger))
            gone.append(True)
        for statement in statements:
            session.execute(sa.text(statement))
        session.commit()
        session.expire_all()

    return run


@pytest.fixture
def key(app) -> bytes:
    return app.extensions["key_ring"].derived("audit chain 1")
