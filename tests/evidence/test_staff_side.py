"""Files on the case: opened one by one with a reason that is in the log, by who is answerable and nobody else."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from complaints.casework.models import Case
from complaints.correspondence.models import Message, MessageFile
from complaints.evidence.models import Evidence
from complaints.evidence.rules import Source
from complaints.intake.models import Complaint
from complaints.intake.rules import FilingMode
from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.permissions import Role
from complaints.platform.audit import AuditEvent
from tests import cast
from tests.evidence.conftest import SECRET, Complainant, FileIt, paper, photo, recording

Stored = Callable[[], list[Path]]


@pytest.fixture
def desk(app: Flask) -> FlaskClient:
    """A browser at a desk of staff."""
    return app.test_client()


@pytest.fixture
def kept(rosa: Complainant, session: Session) -> Evidence:
    """A photo that its complainant sent."""
    rosa.add((photo(), "street.jpg"), description="My car, at night")
    return session.scalars(sa.select(Evidence)).one()


def case_of(session: Session, rosa: Complainant) -> Case:
    return cast.case_of(session, rosa.number)


def given_to(session: Session, rosa: Complainant, person: Staff) -> None:
    """The case, as if triage had given it to this person."""
    session.execute(
        sa.update(Case).where(Case.id == case_of(session, rosa).id).values(investigator_id=person.id, status="assigned")
    )
    session.commit()


def at(rosa: Complainant, *more: str) -> str:
    return "/".join(["/staff/cases", rosa.number, *more])


def events(session: Session, action: str) -> list[AuditEvent]:
    return list(session.scalars(sa.select(AuditEvent).where(AuditEvent.action == action)))


def upload(*files: tuple[bytes, str]) -> list[tuple[io.BytesIO, str]]:
    return [(io.BytesIO(content), name) for content, name in files]


def test_the_case_lists_its_files_and_opens_their_names_only_when_asked(
    desk: FlaskClient, session: Session, rosa: Complainant, kept: Evidence
) -> None:
    cast.sign_in(desk, cast.staff(session, Role.TRIAGE_SUPERVISOR))
    page = desk.get(at(rosa)).text
    assert "Safe copy" in page
    assert "The complainant added a file." in page
    assert "street.jpg" not in page
    assert "My car, at night" not in page
    opened = cast.send(desk, at(rosa, "open"), what="files").text
    assert "street.jpg" in opened
    assert "My car, at night" in opened
    assert hashlib.sha256(photo()).hexdigest() in opened.replace("<wbr>", "")
    assert '"field":"files"' in events(session, "sealed.read")[-1].details


def test_a_file_opens_with_a_reason_and_the_log_knows_first(
    desk: FlaskClient, session: Session, rosa: Complainant, kept: Evidence
) -> None:
    triage = cast.sign_in(desk, cast.staff(session, Role.TRIAGE_SUPERVISOR))
    address = at(rosa, "files", kept.seal_id)
    assert desk.get(address).status_code == 200
    refused = cast.send(desk, address, how="look")
    assert refused.status_code == 422
    assert "Choose why you open it." in refused.text
    assert not events(session, "evidence.opened")
    answer = cast.send(desk, address, reason="look_into_it", how="look")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == "inline; filename=street.jpg"
    assert "default-src 'none'; " in answer.headers["Content-Security-Policy"]
    assert "; sandbox; " in answer.headers["Content-Security-Policy"]
    assert answer.data[:2] == b"\xff\xd8"
    assert SECRET.encode() not in answer.data
    (event,) = events(session, "evidence.opened")
    assert event.actor == f"staff:{triage.id}"
    assert json.loads(event.details) == {
        "clean": True, "file": kept.id, "kind": "picture", "size": "under_1_mib", "why": "look_into_it"
    }  # fmt: skip
    session.refresh(kept)
    assert kept.opened_at is not None


def test_what_was_not_cleaned_opens_only_with_a_tick_and_never_in_the_browser(
    desk: FlaskClient, session: Session, rosa: Complainant
) -> None:
    rosa.add((recording(), "voice.wav"))
    kept = session.scalars(sa.select(Evidence)).one()
    cast.sign_in(desk, cast.staff(session, Role.TRIAGE_SUPERVISOR))
    address = at(rosa, "files", kept.seal_id)
    assert "This file could harm your computer" in desk.get(address).text
    refused = cast.send(desk, address, reason="look_into_it", how="look")
    assert refused.status_code == 422
    assert "Tick the box to open it all the same." in refused.text
    answer = cast.send(desk, address, reason="look_into_it", how="look", care="yes")
    assert answer.headers["Content-Disposition"] == "attachment; filename=voice.wav"
    assert answer.data == recording()


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [
        (Role.TRIAGE_SUPERVISOR, "", 403),
        (Role.COMMANDER, "", 403),
        (Role.INVESTIGATOR, "", 200),
        (Role.INVESTIGATOR, "Otto Other", 403),
        (Role.OVERSIGHT_REVIEWER, "", 403),
        (Role.INTAKE_CLERK, "", 403),
        (Role.ADMINISTRATOR, "", 403),
        (Role.AUDITOR, "", 403),
    ],
)
def test_only_who_is_answerable_for_the_case_opens_its_files(
    desk: FlaskClient, session: Session, rosa: Complainant, kept: Evidence, role: Role, name: str, status: int
) -> None:
    given_to(session, rosa, cast.staff(session, Role.INVESTIGATOR))
    cast.sign_in(desk, cast.staff(session, role, name))
    address = at(rosa, "files", kept.seal_id)
    assert desk.get(address).status_code == status
    assert cast.send(desk, address, reason="look_into_it").status_code == status
    assert desk.get(at(rosa, "files")).status_code == status
    assert len(events(session, "evidence.opened")) == (status == 200)


def test_a_file_is_not_found_through_another_case(
    desk: FlaskClient, session: Session, file_it: FileIt, kept: Evidence
) -> None:
    other = file_it(secret=b"o" * 32)
    cast.sign_in(desk, cast.staff(session, Role.TRIAGE_SUPERVISOR))
    assert desk.get(at(other, "files", kept.seal_id)).status_code == 404
    assert cast.send(desk, at(other, "files", kept.seal_id), reason="look_into_it").status_code == 404


def test_a_file_without_its_content_is_told_and_the_opening_stays_in_the_log(
    desk: FlaskClient, session: Session, rosa: Complainant, kept: Evidence, stored: Stored
) -> None:
    stored()[0].unlink()
    cast.sign_in(desk, cast.staff(session, Role.TRIAGE_SUPERVISOR))
    answer = cast.send(desk, at(rosa, "files", kept.seal_id), reason="look_into_it")
    assert answer.status_code == 500
    assert "it is missing, or it was changed" in answer.text
    assert len(events(session, "evidence.opened")) == 1


def test_staff_add_a_file_for_staff_alone(
    desk: FlaskClient, session: Session, rosa: Complainant, stored: Stored
) -> None:
    triage = cast.sign_in(desk, cast.staff(session, Role.TRIAGE_SUPERVISOR))
    answer = cast.send(desk, at(rosa, "files"), files=upload((paper(), "record.pdf"), (b"PK\x03\x04", "a.zip")))
    assert answer.status_code == 422
    assert "This is a packed folder." in answer.text
    assert cast.send(desk, at(rosa, "files"), files=upload((paper(), "record.pdf"))).status_code == 303
    kept = session.scalars(sa.select(Evidence)).one()
    assert (kept.source, kept.added_by_id, kept.is_shared) == (Source.STAFF, triage.id, False)
    assert "record.pdf" not in rosa.send("files").text
    assert rosa.open(kept.seal_id).status_code == 404
    assert cast.send(desk, at(rosa, "files", kept.seal_id), reason="look_into_it").data.startswith(b"%PDF")


def test_staff_take_back_what_they_added_by_mistake_and_nothing_else(
    desk: FlaskClient, session: Session, rosa: Complainant, kept: Evidence, stored: Stored
) -> None:
    cast.sign_in(desk, cast.staff(session, Role.TRIAGE_SUPERVISOR))
    assert cast.send(desk, at(rosa, "files", kept.seal_id, "remove")).status_code == 403
    cast.send(desk, at(rosa, "files"), files=upload((b"of another case", "letter.txt")))
    mine = session.scalars(sa.select(Evidence).where(Evidence.source == Source.STAFF)).one()
    assert cast.send(desk, at(rosa, "files", mine.seal_id, "remove")).status_code == 303
    assert len(stored()) == 1
    assert "took a file back." in desk.get(at(rosa)).text


def test_a_message_with_a_file_reaches_the_complainant_and_shows_on_both_sides(
    desk: FlaskClient, session: Session, rosa: Complainant
) -> None:
    cast.sign_in(desk, cast.staff(session, Role.TRIAGE_SUPERVISOR))
    asked = cast.send(desk, at(rosa, "messages", "files"), body="Is this your car?", form_id="f" * 32)
    assert "Is this your car?" in asked.text
    said: dict[str, Any] = {"body": "Is this your car?", "form_id": "f" * 32, "send": "yes"}
    nothing = cast.send(desk, at(rosa, "messages", "files"), **said)
    assert nothing.status_code == 422
    assert "Choose a file first." in nothing.text
    for _ in range(2):
        sent = cast.send(desk, at(rosa, "messages", "files"), files=upload((photo(), "car.jpg")), **said)
        assert sent.status_code == 303
    assert len(list(session.scalars(sa.select(MessageFile)))) == 1
    shown = rosa.send("page").text
    assert "Is this your car?" in shown
    kept = session.scalars(sa.select(Evidence)).one()
    assert f'value="{kept.seal_id}">Picture, 1 KB</button>' in shown
    assert rosa.open(kept.seal_id).data[:2] == b"\xff\xd8"
    opened = cast.send(desk, at(rosa, "open"), what="messages").text
    assert f"/files/{kept.seal_id}" in opened


def test_a_complainant_writes_with_files_and_a_refused_one_loses_no_word(
    desk: FlaskClient, session: Session, rosa: Complainant
) -> None:
    rosa.enter()
    asked = rosa.send("message/files", body="Here is what I mean")
    assert "Here is what I mean" in asked.text
    form_id = re.search(r'name="form_id" value="(\w+)"', asked.text)
    assert form_id
    said: dict[str, Any] = {"body": "Here is what I mean", "form_id": form_id[1], "send": "yes"}
    refused = rosa.send("message/files", files=upload((photo(), "a.jpg"), (b"MZ\x00\x00", "b.exe")), **said)
    assert refused.status_code == 422
    assert "Here is what I mean" in refused.text
    assert "This is a program" in refused.text
    attached = re.findall(r'name="attached" value="(\w+)"', refused.text)
    assert len(attached) == 1
    assert not session.scalars(sa.select(Message)).all()
    sent = rosa.send("message/files", attached=attached, **said)
    assert "We have your message" in sent.text
    assert f'value="{attached[0]}">Picture' in sent.text
    cast.sign_in(desk, cast.staff(session, Role.TRIAGE_SUPERVISOR))
    opened = cast.send(desk, at(rosa, "open"), what="messages").text
    assert "Here is what I mean" in opened
    assert f"/files/{attached[0]}" in opened
    # What went with a message stays with it.
    answer = rosa.send("files/remove", file=attached[0], sure="yes")
    assert answer.status_code == 409


def test_who_goes_back_with_a_large_file_chosen_keeps_their_words(rosa: Complainant) -> None:
    sent = {"page": rosa.page, "body": "half a message", "files": FileStorage(io.BytesIO(bytes(3_000_000)), "a.wav")}
    boundary, body = encode_multipart(sent)
    kind = f"multipart/form-data; boundary={boundary}"
    (back,) = re.findall(r'formaction="([^"]*/follow/page[^"]*)"', rosa.send("message/files", body="x").text)
    answer = rosa.client.post(back, data=body, content_type=kind)
    assert answer.status_code == 200
    assert "half a message" in answer.text


def test_nobody_attaches_the_file_of_another_complaint(file_it: FileIt, session: Session, kept: Evidence) -> None:
    stranger = file_it(secret=b"s" * 32)
    said = {"body": "Mine?", "form_id": "s" * 32, "send": "yes", "attached": kept.seal_id}
    answer = stranger.send("message/files", **said)
    assert answer.status_code == 422
    assert not session.scalars(sa.select(MessageFile)).all()


def test_a_clerk_adds_what_came_with_a_letter_and_cannot_open_it(
    app: Flask, desk: FlaskClient, session: Session, rosa: Complainant, stored: Stored
) -> None:
    clerk = cast.sign_in(desk, cast.staff(session, Role.INTAKE_CLERK))
    assert desk.get(f"/staff/intake/{rosa.number}/files").status_code == 404
    session.execute(sa.update(Complaint).values(channel="letter"))
    session.commit()
    assert desk.get(f"/staff/intake/{rosa.number}/files").status_code == 200
    answer = cast.send(desk, f"/staff/intake/{rosa.number}/files", files=upload((b"Dear sirs", "letter.txt")))
    assert answer.status_code == 200
    assert "We made a safe copy and kept it." in answer.text
    kept = session.scalars(sa.select(Evidence)).one()
    assert (kept.source, kept.added_by_id, kept.is_shared) == (Source.CLERK, clerk.id, True)
    assert desk.get(at(rosa, "files", kept.seal_id)).status_code == 403
    assert rosa.open(kept.seal_id).data == b"Dear sirs"


def test_who_gave_no_name_is_not_asked_twice_by_a_clerk(desk: FlaskClient, session: Session, file_it: FileIt) -> None:
    who = file_it(FilingMode.ANONYMOUS)
    session.execute(sa.update(Complaint).values(channel="counter"))
    session.commit()
    cast.sign_in(desk, cast.staff(session, Role.INTAKE_CLERK))
    answer = cast.send(desk, f"/staff/intake/{who.number}/files", files=upload((recording(), "voice.wav")))
    assert answer.status_code == 200
