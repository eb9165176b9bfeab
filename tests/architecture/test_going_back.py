"""A migration that is taken back deletes nothing that people said or handed in: it refuses, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable

import flask_migrate
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from complaints.correspondence.models import NoticeWish, ReviewRequest
from complaints.evidence.models import Evidence
from complaints.evidence.rules import ScanState, Source
from complaints.intake.identity_models import LaterIdentity
from complaints.intake.models import Complaint
from complaints.intake.rules import FilingMode
from complaints.platform.attachments import Kind
from complaints.platform.extensions import db
from complaints.platform.post.models import OutgoingMail
from tests import cast
from tests.applications import NOW
from tests.databases import ROOT

MIGRATIONS = str(ROOT / "migrations")
KEY = b"k" * 32


def later_name(complaint: int) -> LaterIdentity:
    return LaterIdentity(
        complaint_id=complaint,
        mode=FilingMode.NAMED,
        seal_id="n",
        sealed_identity=b"x",
        submission_key=KEY,
        given_at=NOW,
    )


def wish_for_mail(complaint: int) -> NoticeWish:
    return NoticeWish(complaint_id=complaint, sealed_address=b"x", seal_id="w", language="en")


def review(complaint: int) -> ReviewRequest:
    return ReviewRequest(complaint_id=complaint, closed_at=NOW, asked_at=NOW, sealed_reason=b"x", seal_id="r")


def file(complaint: int) -> Evidence:
    return Evidence(
        complaint_id=complaint,
        source=Source.COMPLAINANT,
        is_shared=True,
        kind=Kind.TEXT,
        media_type="text/plain",
        size=1,
        is_clean=True,
        scan=ScanState.NOT_ASKED,
        blob="b",
        stored_digest=KEY,
        seal_id="e",
        sealed_about=b"x",
        submission_key=KEY,
        received_at=NOW,
    )


def revision() -> str:
    with db.engine.connect() as connection:
        return str(connection.scalar(sa.text("SELECT version_num FROM alembic_version")))


def refuses(to: str) -> None:
    before = revision()
    with pytest.raises(SystemExit):
        flask_migrate.downgrade(MIGRATIONS, to)
    assert revision() == before


@pytest.mark.parametrize("row", [later_name, wish_for_mail, review])
def test_what_was_said_on_the_page_keeps_its_tables(
    app: Flask, session: Session, row: Callable[[int], object], caplog: pytest.LogCaptureFixture
) -> None:
    session.add(row(cast.file_complaint(session, app).id))
    session.commit()
    with app.app_context():
        refuses("0005")
    assert "so nothing was changed" in caplog.text


def test_files_that_were_handed_in_keep_theirs(app: Flask, session: Session) -> None:
    session.add(file(cast.file_complaint(session, app).id))
    session.commit()
    with app.app_context():
        flask_migrate.downgrade(MIGRATIONS, "0005")
        refuses("0004")


@pytest.mark.parametrize(
    "told",
    [
        "incident_precision = 'month', incident_on = NULL, incident_from = '2025-06-01', incident_until = '2025-06-30'",
        "incident_precision = 'several', incident_on = NULL",
        "needs_interpreter = TRUE",
        "reply_language = 'es'",
        """contact_wishes = '["no_voicemail"]'""",
    ],
)
def test_what_the_form_asked_besides_is_not_forgotten(app: Flask, session: Session, told: str) -> None:
    cast.file_complaint(session, app)
    session.execute(sa.text(f"UPDATE complaint SET {told}"))
    session.commit()
    with app.app_context():
        flask_migrate.downgrade(MIGRATIONS, "0004")
        refuses("0003")
        with db.engine.connect() as connection:
            assert connection.scalar(sa.text("SELECT count(*) FROM complaint")) == 1


def test_mail_that_was_sent_stays_and_mail_without_an_address_goes(app: Flask, session: Session) -> None:
    cast.file_complaint(session, app)
    plain = {"subject": "S", "text": "T", "queued_at": NOW, "next_try_at": NOW}
    session.add_all(
        [
            OutgoingMail(key="sent", address="", sent_at=NOW, **plain),
            OutgoingMail(key="clear", address="a@example.org", **plain),
            OutgoingMail(key="sealed", address="", sealed_address=b"x", address_context="c", **plain),
        ]
    )
    session.commit()
    assert session.scalar(sa.select(sa.func.count()).select_from(Complaint)) == 1
    session.commit()
    with app.app_context():
        flask_migrate.downgrade(MIGRATIONS, "0005")
        with db.engine.connect() as connection:
            kept = set(connection.scalars(sa.text("SELECT key FROM outgoing_mail")))
    assert kept == {"sent", "clear"}
