"""A mail that there is something to read: wished for, sealed, at most once a day, and without a word too many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from complaints.correspondence.models import NoticeWish
from complaints.correspondence.service import write_to_complainant
from complaints.intake.models import Complaint
from complaints.platform.accounts.permissions import Role
from complaints.platform.audit import AuditEvent
from complaints.platform.post.models import OutgoingMail
from complaints.platform.vault import KeyRing
from tests.applications import Clock
from tests.cast import staff
from tests.correspondence.conftest import Filed
from tests.correspondence.test_public import enter, hidden
from tests.post.conftest import Letterbox, letterbox, mail_server

__all__ = ["letterbox", "mail_server"]

ADDRESS = "rosa@example.org"
SECRETS = ("Quimby", "complaint", "police", "passphrase ", "plate")


def wish(client: FlaskClient, filed: Filed, prefix: str = "", **fields: str) -> TestResponse:
    token = hidden(enter(client, filed), "page")
    form = client.post(f"{prefix}/follow/mail", data={"page": token})
    typed = {"page": token, "form_id": hidden(form, "form_id"), "email": ADDRESS, "send": "yes"}
    return client.post(f"{prefix}/follow/mail", data=typed | fields)


@pytest.fixture
def write(session: Session, ring: KeyRing, clock: Clock, filed: Filed) -> Callable[[str], None]:
    """Writes to the complainant, as the investigator does."""

    def one(body: str = "Which night was it?") -> None:
        complaint = session.scalars(sa.select(Complaint)).one()
        ines = staff(session, Role.INVESTIGATOR)
        write_to_complainant(session, ring, complaint, body, ines.id, clock(), f"form {clock()} {body}")
        session.commit()

    return one


@pytest.fixture
def run_jobs(make_app: Callable[..., Any], session: Session, mail_server: dict[str, Any]) -> Callable[[], Result]:
    """Runs the jobs that write and send mail, on the staff site."""

    def run(**settings: Any) -> Result:
        session.commit()
        given = mail_server | {"BASE_URL": "https://neutral.example", "SECOND_FACTOR": "optional"} | settings
        result: Result = make_app("staff", **given).test_cli_runner().invoke(args=["jobs", "run", "notices", "mail"])
        session.expire_all()
        return result

    return run


def text_of(letterbox: Letterbox, place: int = 0) -> str:
    return letterbox.mails[place].get_payload(decode=True).decode().replace("\r\n", "\n")  # type: ignore[union-attr]


def test_the_mail_says_that_there_is_something_to_read_and_nothing_else(
    client: FlaskClient, filed: Filed, write: Callable[..., None], run_jobs: Callable[..., Result], letterbox: Letterbox
) -> None:
    assert "We will write to you by e-mail" in wish(client, filed).text
    write()
    assert run_jobs().exit_code == 0
    assert [mail["To"] for mail in letterbox.mails] == [ADDRESS]
    mail = letterbox.mails[0]
    assert mail["Subject"] == "There is something new for you to read"
    assert "https://neutral.example/follow\n" in text_of(letterbox)
    for secret in (*SECRETS, filed.number, *filed.passphrase.split(), "night"):
        assert secret not in mail["Subject"] + text_of(letterbox), secret


def test_it_speaks_the_language_in_which_it_was_asked_for(
    client: FlaskClient, session: Session, filed: Filed, write: Callable[..., None], run_jobs: Callable[..., Result]
) -> None:
    wish(client, filed, prefix="/es")
    assert session.scalars(sa.select(NoticeWish.language)).one() == "es"
    write()
    run_jobs(MAIL_HOST="")
    assert "https://neutral.example/es/follow\n" in session.scalars(sa.select(OutgoingMail.text)).one()


def test_no_address_stands_in_the_clear_anywhere(
    client: FlaskClient,
    session: Session,
    filed: Filed,
    write: Callable[..., None],
    run_jobs: Callable[..., Result],
    make_app: Callable[..., Any],
    letterbox: Letterbox,
) -> None:
    page = wish(client, filed)
    assert ADDRESS not in page.text
    write()
    run_jobs(MAIL_HOST="")
    waiting = session.scalars(sa.select(OutgoingMail)).one()
    assert (waiting.address, ADDRESS.encode() in (waiting.sealed_address or b"")) == ("", False)
    listed = make_app("staff").test_cli_runner().invoke(args=["mail", "list"]).output
    assert "a resident" in listed
    assert ADDRESS not in listed
    session.commit()
    run_jobs()
    assert len(letterbox.mails) == 1
    assert session.scalars(sa.select(OutgoingMail.sealed_address)).one() is None
    assert ADDRESS.encode() not in session.scalars(sa.select(NoticeWish.sealed_address)).one()
    events = session.scalars(sa.select(AuditEvent)).all()
    assert [event.subject for event in events if '"field":"mail_address"' in event.details] == [f"mail:{waiting.id}"]
    for event in events:
        assert ADDRESS not in event.details + event.subject + event.actor


def test_there_is_at_most_one_a_day_and_none_of_what_was_read_meanwhile(
    client: FlaskClient,
    filed: Filed,
    clock: Clock,
    write: Callable[..., None],
    run_jobs: Callable[..., Result],
    letterbox: Letterbox,
) -> None:
    wish(client, filed)
    for body in ("One.", "Two."):
        write(body)
        run_jobs()
        clock.advance(hours=1)
    assert len(letterbox.mails) == 1
    clock.advance(hours=23)
    run_jobs()
    assert len(letterbox.mails) == 2
    clock.advance(hours=3)
    write("Three.")
    enter(client, filed)
    clock.advance(days=2)
    run_jobs()
    assert len(letterbox.mails) == 2


def test_no_mail_goes_out_for_what_was_read_on_a_page_that_stayed_open(
    client: FlaskClient,
    session: Session,
    filed: Filed,
    write: Callable[..., None],
    run_jobs: Callable[..., Result],
    letterbox: Letterbox,
) -> None:
    page = wish(client, filed)
    write()
    run_jobs(MAIL_HOST="")
    assert len(session.scalars(sa.select(OutgoingMail)).all()) == 1
    assert "Which night was it?" in client.post("/follow/page", data={"page": hidden(page, "page")}).text
    assert session.scalars(sa.select(OutgoingMail)).all() == []
    write("And where?")
    assert "And where?" in client.post("/follow/page", data={"page": hidden(page, "page")}).text
    assert session.scalars(sa.select(NoticeWish.waits_since)).one() is None
    run_jobs()
    assert letterbox.mails == []


def test_stopping_deletes_the_address_and_what_waited(
    client: FlaskClient,
    session: Session,
    filed: Filed,
    write: Callable[..., None],
    run_jobs: Callable[..., Result],
    letterbox: Letterbox,
) -> None:
    page = wish(client, filed)
    write()
    run_jobs(MAIL_HOST="")
    stopped = client.post("/follow/mail", data={"page": hidden(page, "page"), "stop": "yes"})
    assert "You get no more e-mail from us" in stopped.text
    assert session.scalars(sa.select(NoticeWish)).all() == []
    assert session.scalars(sa.select(OutgoingMail)).all() == []
    write("Later.")
    run_jobs()
    assert letterbox.mails == []
    actions = session.scalars(sa.select(AuditEvent.action)).all()
    assert actions.count("notices.wished") == actions.count("notices.stopped") == 1


def test_who_did_not_ask_gets_no_mail(
    filed: Filed, write: Callable[..., None], run_jobs: Callable[..., Result], letterbox: Letterbox
) -> None:
    write()
    assert run_jobs().output.startswith("notices: 0 written.")
    assert letterbox.mails == []


def test_the_same_form_sent_twice_is_one_wish(client: FlaskClient, session: Session, filed: Filed) -> None:
    token = hidden(enter(client, filed), "page")
    form = {"page": token, "form_id": "one", "email": ADDRESS, "send": "yes"}
    assert [client.post("/follow/mail", data=form).status_code for _ in range(2)] == [200, 200]
    assert session.scalars(sa.select(AuditEvent.action)).all().count("notices.wished") == 1


def test_the_public_site_alone_can_seal_an_address(public_app: Any, session: Session, filed: Filed) -> None:
    session.commit()
    assert "We will write to you by e-mail" in wish(public_app.test_client(), filed).text
