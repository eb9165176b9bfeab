"""A name added later: sealed beside the complaint, never in place of it, opened by staff as the newest."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from complaints.intake.answers import Identity
from complaints.intake.identity import CannotBecome, add_name
from complaints.intake.identity_models import LaterIdentity
from complaints.intake.models import Complaint
from complaints.intake.rules import FilingMode, SubjectKind
from complaints.platform.accounts.permissions import Role
from complaints.platform.audit import AuditEvent
from complaints.platform.vault import KeyRing
from tests.applications import NOW
from tests.cast import send, sign_in, staff
from tests.correspondence.conftest import Filed, FileOne
from tests.correspondence.test_public import enter, hidden


@pytest.fixture
def anonymous(file_one: FileOne) -> Filed:
    """A complaint without a name, about an employee: a concern, as the rules of St. Louis have it."""
    return file_one(FilingMode.ANONYMOUS, about=SubjectKind.UNKNOWN_EMPLOYEE)


def form_of(client: FlaskClient, filed: Filed) -> TestResponse:
    page = enter(client, filed)
    return client.post("/follow/name", data={"page": hidden(page, "page"), "form_id": "of the message", "body": "Half"})


def give(client: FlaskClient, form: TestResponse, **fields: str) -> TestResponse:
    typed = {"mode": "confidential", "name": "Rosalind Quimby", "send": "yes", **fields}
    return client.post(
        "/follow/name", data={"page": hidden(form, "page"), "form_id": hidden(form, "form_id"), "body": "Half", **typed}
    )


def test_the_page_says_first_what_a_name_changes_here_and_that_it_stays(client: FlaskClient, anonymous: Filed) -> None:
    form = form_of(client, anonymous)
    assert form.status_code == 200
    assert "Without a name, nobody can be formally disciplined" in form.text
    assert "Once you add it, you cannot take it back on this page" in form.text


def test_a_name_is_sealed_beside_the_complaint_and_the_counts_stay(
    client: FlaskClient, session: Session, anonymous: Filed
) -> None:
    told = give(client, form_of(client, anonymous), email="rosa@example.org")
    assert told.status_code == 200
    assert "We have your name" in told.text
    later = session.scalars(sa.select(LaterIdentity)).one()
    assert b"Rosalind" not in later.sealed_identity
    assert session.scalars(sa.select(Complaint.mode)).one() is FilingMode.ANONYMOUS
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "identity.added")).one()
    assert "Rosalind" not in event.details + event.subject
    # The message half written is still there, and the page now offers to put the name in the file.
    assert "Half" in told.text
    assert "Put your name in the file" in told.text
    assert "You added your name on June 16, 2025." in told.text
    assert "even though you gave no name" not in told.text


def test_one_and_the_same_form_is_one_name(client: FlaskClient, session: Session, anonymous: Filed) -> None:
    form = form_of(client, anonymous)
    assert [give(client, form).status_code for _ in range(3)] == [200] * 3
    assert session.scalar(sa.select(sa.func.count()).select_from(LaterIdentity)) == 1


def test_a_confidential_name_can_only_become_a_named_one_and_is_filled_in(
    client: FlaskClient, session: Session, filed: Filed
) -> None:
    form = form_of(client, filed)
    assert 'value="Rosalind Quimby"' in form.text
    assert 'value="confidential"' not in form.text
    assert give(client, form).status_code == 422
    assert give(client, form, mode="named").status_code == 200
    page = enter(client, filed)
    assert "/follow/name" not in page.text
    late = client.post("/follow/name", data={"page": hidden(page, "page"), "send": "yes", "mode": "confidential"})
    assert late.status_code == 422 or "We have your name" in late.text
    assert session.scalars(sa.select(LaterIdentity.mode)).all() == [FilingMode.NAMED]


@pytest.mark.parametrize("mode", [FilingMode.ANONYMOUS, FilingMode.CONFIDENTIAL])
def test_no_service_takes_a_name_back(session: Session, ring: KeyRing, filed: Filed, mode: FilingMode) -> None:
    complaint = session.scalars(sa.select(Complaint)).one()
    key = b"\x09" * 32
    with pytest.raises(CannotBecome):
        add_name(session, ring, complaint, key, Identity(name="R."), mode, "form", NOW)
    with pytest.raises(CannotBecome):
        add_name(session, ring, complaint, key, Identity(), FilingMode.NAMED, "form", NOW)


@pytest.mark.parametrize("statement", ["UPDATE later_identity SET mode = 'named'", "DELETE FROM later_identity"])
def test_the_database_itself_keeps_what_was_named(
    client: FlaskClient, session: Session, anonymous: Filed, statement: str
) -> None:
    give(client, form_of(client, anonymous))
    with pytest.raises(DatabaseError, match="a name that was given stays"):
        session.execute(sa.text(statement))


def test_without_a_name_nothing_is_kept_and_what_was_typed_stays(
    client: FlaskClient, session: Session, anonymous: Filed
) -> None:
    page = give(client, form_of(client, anonymous), name=" ", phone="314 555 0100")
    assert page.status_code == 422
    assert "Write your name." in page.text
    assert "314 555 0100" in page.text
    assert session.scalars(sa.select(LaterIdentity)).all() == []


def test_staff_are_told_on_the_case_and_open_the_newest_name(
    client: FlaskClient, session: Session, app: Flask, anonymous: Filed
) -> None:
    case = f"/staff/cases/{anonymous.number}"
    sign_in(client, staff(session, Role.TRIAGE_SUPERVISOR))
    session.commit()
    assert "Open the name" not in client.get(case).text
    resident = app.test_client()
    give(resident, form_of(resident, anonymous), name="First Name")
    give(resident, form_of(resident, anonymous), name="Second Name", mode="named")
    page = client.get(case)
    assert "A name was given on June 16, 2025" in page.text
    assert "It can be classified anew now" in page.text
    assert page.text.count("The complainant gave a name") == 2
    assert "Second Name" not in page.text
    opened = send(client, f"{case}/open", what="identity")
    assert "Second Name" in opened.text
    assert "First Name" not in opened.text
    events = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "sealed.read")).all()
    assert '"field":"identity"' in events[-1].details
