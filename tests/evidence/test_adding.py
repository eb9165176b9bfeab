"""Photos and papers of a complainant: kept once, cleaned, sealed; refused in words; gone when taken back."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session

from complaints.evidence.models import Evidence
from complaints.intake.rules import FilingMode
from complaints.platform.audit import AuditEvent
from complaints.platform.vault import KeyRing, NoPrivateKey
from tests.applications import Clock, MakeApp
from tests.evidence.conftest import SECRET, Complainant, FileIt, paper, photo, recording

Stored = Callable[[], list[Path]]


def rows(session: Session) -> list[Evidence]:
    return list(session.scalars(sa.select(Evidence).order_by(Evidence.id)))


def test_the_button_of_the_confirmation_leads_straight_to_the_files(rosa: Complainant) -> None:
    assert rosa.last.status_code == 200
    assert "Your photos and papers" in rosa.last.text
    assert "up to 25 MB each" in rosa.last.text


def test_a_photo_is_kept_without_its_position_and_comes_back_so(rosa: Complainant, session: Session) -> None:
    assert SECRET.encode() in photo()
    answer = rosa.add((photo(), "street.jpg"), description="My car, at night")
    assert answer.status_code == 200
    assert "We made a safe copy and kept it." in answer.text
    assert "My car, at night" in answer.text
    (kept,) = rows(session)
    back = rosa.open(kept.seal_id)
    assert back.status_code == 200
    assert back.headers["Content-Disposition"] == "attachment; filename=street.jpg"
    assert "sandbox" in back.headers["Content-Security-Policy"]
    assert back.headers["X-Content-Type-Options"] == "nosniff"
    picture = Image.open(io.BytesIO(back.data))
    assert picture.size == (64, 48)
    assert not picture.getexif()
    assert SECRET.encode() not in back.data


def test_several_at_once_are_each_told_by_themselves(rosa: Complainant, session: Session) -> None:
    answer = rosa.add((photo(), "a.jpg"), (b"PK\x03\x04" + bytes(60), "b.zip"), (paper(), "c.pdf"), (b"", "d.jpg"))
    assert answer.status_code == 422
    assert answer.text.count("<strong>Not kept.</strong>") == 2
    assert "This is a packed folder." in answer.text
    assert "This file is empty." in answer.text
    assert [each.media_type for each in rows(session)] == ["image/jpeg", "application/pdf"]


def test_the_same_file_sent_twice_is_kept_once(rosa: Complainant, session: Session, stored: Stored) -> None:
    rosa.add((photo(), "a.jpg"))
    answer = rosa.add((photo(), "again.jpg"))
    assert "We have this file already. It is kept once." in answer.text
    assert len(rows(session)) == len(stored()) == 1


def test_two_complaints_may_hold_the_same_file(file_it: FileIt, session: Session) -> None:
    for secret in (b"a" * 32, b"b" * 32):
        assert file_it(secret=secret).add((photo(), "a.jpg")).status_code == 200
    first, second = rows(session)
    assert first.submission_key != second.submission_key


def test_nothing_of_a_file_lies_readable_in_the_store_or_in_the_database(
    rosa: Complainant, session: Session, stored: Stored
) -> None:
    words = b"THE WORDS OF A LETTER THAT NOBODY ELSE MAY READ. " * 30
    rosa.add((words, "letter.txt"), (recording(), "voice.wav"), description="a quiet description")
    assert len(stored()) == 2
    for blob in stored():
        content = blob.read_bytes()
        assert b"NOBODY ELSE" not in content
        assert b"RIFF" not in content
        assert blob.stat().st_mode & 0o077 == 0
    for table in ("evidence", "audit_event"):
        for row in session.execute(sa.text(f"SELECT * FROM {table}")):
            shown = repr(tuple(row))
            assert "letter" not in shown
            assert "quiet" not in shown
            assert "NOBODY" not in shown


def test_the_log_tells_kind_and_size_class_and_nothing_more(rosa: Complainant, session: Session) -> None:
    rosa.add((photo(), "street.jpg"))
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "evidence.added")).one()
    assert event.actor == "resident"
    assert event.details == '{"clean":true,"kind":"picture","size":"under_1_mib","source":"complainant"}'


def test_the_public_site_keeps_a_file_and_cannot_read_it_back(
    make_app: MakeApp, file_it: FileIt, session: Session, ring: KeyRing
) -> None:
    public = make_app("public")
    who = file_it(browser=public.test_client())
    assert who.add((photo(), "a.jpg")).status_code == 200
    (kept,) = rows(session)
    with pytest.raises(NoPrivateKey):
        public.extensions["key_ring"].open(kept.sealed_about, context=f"evidence/{kept.seal_id}/about")
    store = public.extensions["attachments"]
    with pytest.raises(NoPrivateKey):
        next(public.extensions["key_ring"].open_chunks(list(store.chunks(kept.blob)), context=kept.context))
    opened = b"".join(ring.open_chunks(store.chunks(kept.blob), context=kept.context))
    assert opened[:2] == b"\xff\xd8"
    assert who.open(kept.seal_id).data == opened


def test_nobody_opens_the_file_of_another_complaint(file_it: FileIt, session: Session) -> None:
    file_it(secret=b"a" * 32).add((photo(), "a.jpg"))
    (kept,) = rows(session)
    stranger = file_it(secret=b"b" * 32)
    for where in ("files/open", "files/remove"):
        answer = stranger.send(where, file=kept.seal_id, sure="yes")
        assert answer.status_code == 404
        assert "We do not have this file any more." in answer.text
    session.refresh(kept)
    assert kept.removed_at is None


def test_who_gave_no_name_is_asked_before_a_recording_is_kept(
    file_it: FileIt, session: Session, stored: Stored
) -> None:
    who = file_it(FilingMode.ANONYMOUS)
    assert "Keep my recordings as they are" in who.last.text
    answer = who.add((recording(), "voice.wav"))
    assert answer.status_code == 422
    assert "We cannot take voices, a place or a time out of it." in answer.text
    assert not rows(session)
    assert not stored()
    assert who.add((recording(), "voice.wav"), consents="yes").status_code == 200
    (kept,) = rows(session)
    assert not kept.is_clean
    assert "It is kept locked, as it is" in who.last.text


def test_the_last_file_that_fits_is_kept_and_the_next_is_not(
    make_app: MakeApp, file_it: FileIt, session: Session, stored: Stored
) -> None:
    who = file_it(browser=make_app(ATTACHMENTS_FILES=2).test_client())
    for number in range(2):
        assert who.add((f"text {number}".encode(), f"{number}.txt")).status_code == 200
    assert "You have added as many files as we can keep." in who.last.text
    answer = who.add((b"one more", "more.txt"))
    assert answer.status_code == 422
    assert "You have sent as many files as we can keep." in answer.text
    assert len(rows(session)) == len(stored()) == 2


def test_twenty_files_fit_and_the_twenty_first_does_not(rosa: Complainant, session: Session) -> None:
    answer = rosa.add(*((f"page {number}".encode(), f"{number}.txt") for number in range(21)))
    assert answer.status_code == 422
    assert answer.text.count("<strong>Not kept.</strong>") == 1
    assert len(rows(session)) == 20


def test_what_is_too_large_together_is_told_in_place(make_app: MakeApp, file_it: FileIt, session: Session) -> None:
    small = make_app(ATTACHMENTS_PAPER_MB=1, ATTACHMENTS_RECORDING_MB=1)
    who = file_it(browser=small.test_client())
    answer = who.add((b"x" * 1_500_000, "long.txt"))
    assert answer.status_code == 422
    assert "This file is too large." in answer.text
    answer = who.add((b"x" * 3_000_000, "longer.txt"))
    assert answer.status_code == 413
    assert "We kept none of them. Your complaint is safe." in answer.text
    assert not rows(session)


def test_choosing_nothing_is_told_and_what_was_typed_stays(rosa: Complainant) -> None:
    answer = rosa.add(description="My car", body="half a message")
    assert answer.status_code == 422
    assert "Choose a file first." in answer.text
    assert 'value="My car"' in answer.text
    assert 'name="body" value="half a message"' in answer.text


def test_a_full_store_is_told_and_leaves_nothing(
    rosa: Complainant, session: Session, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", no_room)
    # Only what the store writes: the database is on a disk of its own here.
    answer = rosa.add((photo(), "a.jpg"))
    assert answer.status_code == 422
    assert "our storage is full. Your complaint is safe." in answer.text
    assert not stored()
    assert not rows(session)


def test_a_script_gets_its_answer_as_data_with_a_fresh_key(rosa: Complainant) -> None:
    data = {"page": rosa.page, "files": (io.BytesIO(photo()), "a.jpg")}
    answer = rosa.client.post("/follow/files/add", data=data, headers={"Accept": "application/json"})
    (result,) = answer.json["results"]
    assert (result["name"], result["kept"], result["busy"]) == ("a.jpg", True, False)
    assert result["words"].startswith("We made a safe copy and kept it. We took out: ")
    assert "where it was taken" in result["words"]
    rosa.page = answer.json["page"]
    assert "a.jpg" in rosa.send("files").text


def test_a_file_added_by_mistake_is_removed_after_one_more_question(
    rosa: Complainant, session: Session, stored: Stored
) -> None:
    rosa.add((photo(), "a.jpg"))
    (kept,) = rows(session)
    asked = rosa.send("files/remove", file=kept.seal_id)
    assert "Remove this file?" in asked.text
    assert stored()
    done = rosa.send("files/remove", file=kept.seal_id, sure="yes")
    assert "We removed the file" in done.text
    assert not stored()
    session.refresh(kept)
    assert kept.removed_at is not None
    assert rosa.open(kept.seal_id).status_code == 404
    # Its sender may have second thoughts.
    assert rosa.add((photo(), "a.jpg")).status_code == 200
    assert len(rows(session)) == 2


def test_what_staff_have_opened_stays(rosa: Complainant, session: Session, clock: Clock, stored: Stored) -> None:
    rosa.add((photo(), "a.jpg"))
    (kept,) = rows(session)
    kept.opened_at = clock()
    session.commit()
    assert "Remove it" not in rosa.send("files").text
    answer = rosa.send("files/remove", file=kept.seal_id, sure="yes")
    assert answer.status_code == 409
    assert "This file stays" in answer.text
    assert stored()


def test_a_page_that_was_open_too_long_keeps_nothing(rosa: Complainant, session: Session, clock: Clock) -> None:
    clock.advance(minutes=31)
    answer = rosa.add((photo(), "a.jpg"))
    assert answer.status_code == 422
    assert "This page was open for a long time." in answer.text
    assert not rows(session)


@pytest.mark.parametrize("where", ["", "/add", "/open", "/remove"])
def test_an_address_alone_leads_to_the_door(client: FlaskClient, where: str) -> None:
    answer = client.get(f"/follow/files{where}")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/follow")


def test_no_row_of_a_file_can_be_changed_or_deleted(rosa: Complainant, session: Session) -> None:
    rosa.add((photo(), "a.jpg"))
    for statement in ("UPDATE evidence SET size = 1", "DELETE FROM evidence", "UPDATE evidence SET sealed_about = ''"):
        with pytest.raises(sa.exc.DBAPIError, match="a file that was handed in does not change"):
            session.execute(sa.text(statement))
        session.rollback()


def test_a_changed_content_is_not_handed_out(rosa: Complainant, stored: Stored, session: Session) -> None:
    rosa.add((photo(), "a.jpg"))
    (blob,) = stored()
    content = bytearray(blob.read_bytes())
    content[-5] ^= 1
    blob.write_bytes(content)
    answer = rosa.open(rows(session)[0].seal_id)
    assert answer.status_code == 500
    assert "We cannot open this file just now." in answer.text


def test_contents_without_a_row_go_after_a_day(app: Flask, rosa: Complainant, stored: Stored, runner: object) -> None:
    rosa.add((photo(), "a.jpg"))
    store = app.extensions["attachments"]
    for name in ("orphan-of-today", "orphan-of-old"):
        store.put(name, [b"x"])
    long_ago = 1_600_000_000
    for blob in stored():
        if blob.name != "orphan-of-today":
            os.utime(blob, (long_ago, long_ago))
    result = runner.invoke(args=["jobs", "run", "files.tidy"])  # type: ignore[attr-defined]
    assert "1 removed" in result.output
    assert {blob.name for blob in stored()} >= {"orphan-of-today"}
    assert len(stored()) == 2


def test_pages_of_files_say_no_number_in_any_address(rosa: Complainant) -> None:
    assert not re.search(rf'(?:href|action)="[^"]*{rosa.number}', rosa.last.text)
