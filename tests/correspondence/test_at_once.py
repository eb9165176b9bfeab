"""Forms of one complainant that come at the same moment: each counts once, and no name becomes less."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from complaints.casework.rules import Move, ReopenGround
from complaints.casework.service import Wish
from complaints.correspondence.models import Message, ReviewRequest
from complaints.intake.identity_models import LaterIdentity
from complaints.intake.rules import FilingMode, SubjectKind
from complaints.platform.accounts.permissions import Role
from complaints.platform.audit import AuditEvent
from tests.applications import NOW
from tests.cast import case_of, staff, step
from tests.correspondence.conftest import Filed, FileOne
from tests.correspondence.test_afterwards import REASON, closed
from tests.correspondence.test_public import enter, hidden

__all__ = ["closed"]

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


def test_another_look_wished_for_four_times_at_once_is_kept_once(
    client: FlaskClient, session: Session, closed: Filed, at_once: AtOnce
) -> None:
    form = {"page": hidden(enter(client, closed), "page"), "reason": REASON, "send": "yes"}
    assert at_once("/follow/review", [form] * 4) == [200] * 4
    assert session.scalar(sa.select(sa.func.count()).select_from(ReviewRequest)) == 1
    assert actions(session).count("review.asked") == 1


def test_a_wish_that_comes_while_the_case_is_reopened_finds_it_open(
    client: FlaskClient, session: Session, app: Flask, closed: Filed
) -> None:
    form = {"page": hidden(enter(client, closed), "page"), "reason": REASON, "send": "yes"}
    cora, ines = staff(session, Role.COMMANDER), staff(session, Role.INVESTIGATOR)
    session.commit()
    why = Wish(reason="New facts.", ground=ReopenGround.APPEAL, investigator_id=ines.id)
    step(session, app, case_of(session, closed.number), Move.REOPEN, cora, why)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(lambda: app.test_client().post("/follow/review", data=form).text)
        # Long enough for the wish to be kept, were it not for the lock.
        sleep(0.5)
        session.commit()
        assert "You cannot ask for another look now" in answer.result()
    assert session.scalars(sa.select(ReviewRequest)).all() == []


def test_the_database_itself_keeps_one_undecided_wish_of_a_complaint(
    client: FlaskClient, session: Session, closed: Filed
) -> None:
    page = hidden(enter(client, closed), "page")
    client.post("/follow/review", data={"page": page, "reason": REASON, "send": "yes"})
    first = session.scalars(sa.select(ReviewRequest)).one()
    session.add(
        ReviewRequest(
            complaint_id=first.complaint_id,
            closed_at=NOW.replace(hour=1),
            asked_at=NOW,
            sealed_reason=b"x",
            seal_id="x",
        )
    )
    with pytest.raises(IntegrityError, match="review_request"):
        session.flush()
