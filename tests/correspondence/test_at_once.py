"""Forms of one complainant that come at the same moment: each counts once, and no name becomes less."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from complaints.correspondence.models import Message
from complaints.intake.identity_models import LaterIdentity
from complaints.intake.rules import FilingMode, SubjectKind
from complaints.platform.audit import AuditEvent
from tests.correspondence.conftest import Filed, FileOne
from tests.correspondence.test_public import enter, hidden

AtOnce = Callable[[str, Sequence[dict[str, str]]], list[int]]


@pytest.fixture
def at_once(app: Flask, session: Session) -> AtOnce:
    """Sends forms to an address from several threads in the same moment; the answers' codes."""

    def send(address: str, forms: Sequence[dict[str, str]]) -> list[int]:
        session.commit()
        barrier = Barrier(len(forms))

        def one(form: dict[str, str]) -> int:
            barrier.wait()
            return app.test_client().post(address, data=form).status_code

        with ThreadPoolExecutor(len(forms)) as pool:
            codes = list(pool.map(one, forms))
        session.rollback()
        return codes

    return send


def actions(session: Session) -> list[str]:
    return list(session.scalars(sa.select(AuditEvent.action)))


def test_one_message_sent_four_times_at_once_is_kept_once(
    client: FlaskClient, session: Session, filed: Filed, at_once: AtOnce
) -> None:
    form = {"page": hidden(enter(client, filed), "page"), "form_id": "one", "body": "It was on a Tuesday."}
    assert at_once("/follow/message", [form] * 4) == [200] * 4
    assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == 1
    assert actions(session).count("message.written") == 1


def test_one_name_sent_four_times_at_once_is_kept_once(
    client: FlaskClient, session: Session, filed: Filed, at_once: AtOnce
) -> None:
    page = hidden(enter(client, filed), "page")
    form = {"page": page, "form_id": "one", "mode": "named", "name": "Rosalind Quimby", "send": "yes"}
    assert at_once("/follow/name", [form] * 4) == [200] * 4
    assert session.scalar(sa.select(sa.func.count()).select_from(LaterIdentity)) == 1
    assert actions(session).count("identity.added") == 1


def test_withdrawing_twice_at_once_is_written_down_once(
    client: FlaskClient, session: Session, filed: Filed, at_once: AtOnce
) -> None:
    form = {"page": hidden(enter(client, filed), "page"), "sure": "yes"}
    assert at_once("/follow/withdraw", [form] * 4) == [200] * 4
    assert actions(session).count("complaint.withdrawn") == 1


def test_of_two_names_at_once_neither_becomes_less(
    client: FlaskClient, session: Session, file_one: FileOne, at_once: AtOnce
) -> None:
    filed = file_one(FilingMode.ANONYMOUS, about=SubjectKind.UNKNOWN_EMPLOYEE)
    page = hidden(enter(client, filed), "page")
    typed = {"page": page, "name": "Rosalind Quimby", "send": "yes"}
    modes = ["named", "confidential"] * 2
    codes = at_once("/follow/name", [typed | {"form_id": str(n), "mode": mode} for n, mode in enumerate(modes)])
    assert set(codes) <= {200, 422}
    kept = session.scalars(sa.select(LaterIdentity.mode).order_by(LaterIdentity.id)).all()
    assert kept in ([FilingMode.NAMED], [FilingMode.CONFIDENTIAL, FilingMode.NAMED])
