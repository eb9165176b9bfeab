"""Sending: one transaction, stored once however often it is pressed, and nobody's name anywhere in the clear."""

from __future__ import annotations

import html
import logging
import re
import threading
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from complaints.intake import service
from complaints.intake.models import Complaint
from complaints.intake.number import parse
from complaints.platform.extensions import db
from complaints.platform.vault import mailbox_from_passphrase
from tests.intake.conftest import FILLED, NAME, NARRATIVE, Resident, words_on


def count(session):
    session.rollback()
    return session.scalar(select(func.count()).select_from(Complaint))


def number_on(page):
    return parse(re.search(r'<bdi dir="ltr">([^<]+)</bdi>', page.text)[1])


def passphrase_on(page):
    return words_on(page)


def receipt_on(page):
    return re.search(r'name="receipt" value="([^"]+)"', page.text)[1]


def test_the_passphrase_shown_opens_the_mailbox_stored(resident, session):
    resident.walk()
    page = resident.send()
    complaint = session.scalars(select(Complaint)).one()
    stored = session.execute(select(service.Mailbox.salt, service.Mailbox.verifier)).one()
    assert number_on(page) == complaint.number
    assert mailbox_from_passphrase(passphrase_on(page), stored.salt).is_verified_by(stored.verifier)


def test_sent_twice_is_stored_once_and_shows_the_same_receipt(resident, session, clock):
    resident.walk()
    draft = resident.draft
    first = resident.send(draft)
    clock.advance(minutes=5)
    second = resident.send(draft)
    assert (first.status_code, second.status_code) == (200, 200)
    assert number_on(first) == number_on(second)
    assert passphrase_on(first) == passphrase_on(second)
    assert receipt_on(first) == receipt_on(second)
    assert count(session) == 1


def test_who_sends_the_page_again_later_learns_the_number_and_no_passphrase(resident, session, clock):
    resident.walk()
    draft = resident.draft
    first = resident.send(draft)
    clock.advance(minutes=5, seconds=1)
    later = resident.send(draft)
    assert later.status_code == 200
    assert number_on(later) == number_on(first)
    assert receipt_on(later) == receipt_on(first)
    assert "You sent this on June 16, 2025 at 10:01" in resident.text
    assert "The passphrase is shown only at the time of sending." in resident.text
    assert 'href="/follow"' in later.text
    assert passphrase_on(first) not in html.unescape(later.text)
    assert "passphrase-words" not in later.text
    assert count(session) == 1


def test_a_change_that_is_sent_later_learns_no_passphrase_either(resident, clock):
    resident.walk()
    review = resident.draft
    first = resident.send(review)
    clock.advance(days=1)
    resident.post("where", "review", draft=review)
    resident.post("review", "where", neighbourhood="shaw")
    told = resident.send()
    assert told.status_code == 409
    assert passphrase_on(first) not in html.unescape(told.text)


def test_sent_again_in_another_language_shows_the_words_of_the_first_time(resident, session):
    resident.walk()
    draft = resident.draft
    first = resident.send(draft)
    spanish = resident.client.post("/es/complain/send", data={"draft": draft})
    assert passphrase_on(spanish) == passphrase_on(first)
    assert count(session) == 1


def test_a_change_after_sending_is_told_of_and_can_be_sent_as_a_new_complaint(resident, session):
    resident.walk()
    review = resident.draft
    first = number_on(resident.send(review))
    resident.post("what", "review", draft=review)
    resident.post("review", "what", narrative=NARRATIVE + " And again today.")
    told = resident.send()
    assert told.status_code == 409
    assert number_on(told) == first
    assert f"You sent this already, as {first}" in resident.text
    assert count(session) == 1
    resident.post("review", "review")
    assert "And again today." in resident.text
    second = resident.send()
    assert second.status_code == 200
    assert number_on(second) != first
    assert count(session) == 2


@pytest.mark.parametrize(("page", "change"), [
    ("where", {"neighbourhood": "shaw"}),
    ("wrong", {"kinds": ["malfunction"]}),
    ("you", {"mode": "anonymous", "standing": "affected"}),
])  # fmt: skip
def test_a_change_of_any_answer_counts_as_a_change(resident, page, change):
    resident.walk()
    review = resident.draft
    resident.send(review)
    resident.post(page, "review", draft=review)
    resident.post("review", page, **change)
    assert resident.send().status_code == 409


def test_a_taken_number_is_made_anew(resident, session, monkeypatch):
    resident.walk()
    draft = resident.draft
    first = number_on(resident.send(draft))
    other = Resident(resident.client)
    real = service.new_number
    drawn = iter([first])
    monkeypatch.setattr(service, "new_number", lambda chance: next(drawn, None) or real(chance))
    other.walk()
    other.send()
    page = other.send()
    assert page.status_code == 200
    assert number_on(page) != first
    assert count(session) == 2


@pytest.mark.sqlite
def test_two_presses_at_once_make_one_complaint_on_sqlite(app, resident, session):
    _two_at_once(app, resident, session)


@pytest.mark.postgres
def test_two_presses_at_once_make_one_complaint_on_postgresql(app, resident, session):
    _two_at_once(app, resident, session)


def _two_at_once(app, resident, session):
    resident.walk()
    draft, answers = resident.draft, []
    session.commit()
    gate = threading.Barrier(4)

    def press():
        client = app.test_client()
        gate.wait()
        answers.append(client.post("/complain/send", data={"draft": draft}))

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({number_on(answer) for answer in answers}) == 1
    assert len({passphrase_on(answer) for answer in answers}) == 1
    session.rollback()
    assert count(session) == 1


def test_a_filing_with_everything_on_takes_at_most_fifteen_statements_in_one_transaction(app, resident):
    resident.walk()
    draft, statements, commits = resident.draft, [], []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
    event.listen(engine, "commit", lambda connection: commits.append(len(statements)))
    event.listen(engine, "rollback", lambda connection: commits.append(-len(statements)))
    assert resident.send(draft).status_code == 200
    assert len(statements) <= 15, "\n".join(statements)
    assert commits == [len(statements)], "\n".join(statements)


def test_too_fast_for_a_person_asks_to_press_again_and_then_takes_it(client, technologies, session, clock):
    hasty = Resident(client)
    hasty.walk()
    asked = hasty.send()
    assert asked.status_code == 200
    assert "press Send once more" in hasty.text
    assert NARRATIVE in hasty.text
    assert count(session) == 0
    assert hasty.send().status_code == 200
    assert count(session) == 1


def test_a_filled_in_bait_asks_to_press_again_and_is_never_a_silent_loss(resident, session):
    resident.walk()
    assert 'name="subject"' in resident.page.text
    resident.send(subject="https://example.com/cheap")
    assert "press Send once more" in resident.text
    assert 'name="subject"' not in resident.page.text
    assert count(session) == 0
    resident.send()
    assert count(session) == 1


def test_too_many_from_one_address_are_asked_to_wait_with_their_answers_kept(make_app, technologies, clock, session):
    client = make_app("public", RATELIMIT_ENABLED=True).test_client()
    resident = Resident(client)
    clock.advance(minutes=1)
    resident.walk()
    review = resident.draft
    codes = [client.post("/complain/send", data={"draft": review}).status_code for _ in range(60)]
    assert set(codes) == {200}
    limited = resident.send(review)
    assert limited.status_code == 429
    assert "Please wait a little" in resident.text
    assert NARRATIVE in resident.text
    assert resident.draft
    assert client.get("/complain").status_code == 200


def test_no_word_that_was_sealed_is_in_the_database_or_the_log_in_clear(app, resident, session, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    resident.walk()
    page = resident.send()
    secrets = [NAME, NAME.split()[0], "Zephyrine", "w.o.quist", "Meramec", "4711", "ten at night", "That it stops",
               *passphrase_on(page).split(" ", 1)[1:]]  # fmt: skip
    stored = _everything_stored(app, session, tmp_path)
    assert number_on(page).encode() in stored
    for word in secrets:
        for written in (word.encode(), word.lower().encode(), word.encode("utf-16-le")):
            assert written not in stored, word
        assert word not in caplog.text, word


def _everything_stored(app, session, tmp_path):
    """The bytes of the database file and its journal, or of every row where the database is a server's."""
    url = app.config["DATABASE_URL"]
    if url.startswith("sqlite"):
        path = url.removeprefix("sqlite:///")
        return b"".join(Path(path + end).read_bytes() for end in ("", "-wal") if Path(path + end).exists())
    tables = service.Complaint.metadata.sorted_tables
    cells = [cell for table in tables for row in session.execute(select(table)) for cell in row]
    return b"".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in cells)


def test_no_address_on_the_way_holds_anything_that_was_typed(resident):
    addresses = set()
    resident.walk()
    for page in (resident.page, resident.send()):
        addresses |= set(re.findall(r'(?:href|action|src)="([^"]*)"', page.text))
    assert not [a for a in addresses if "?" in a and not a.startswith("/static/")]
    assert not [a for a in addresses if number_on(resident.page) in a]


def test_the_public_site_alone_takes_a_complaint_and_cannot_read_it(make_app, technologies, clock, session):
    app = make_app("public")
    assert not app.extensions["key_ring"].can_open
    resident = Resident(app.test_client())
    clock.advance(minutes=1)
    resident.walk(you={"mode": "anonymous", "standing": "witness"})
    assert resident.send().status_code == 200
    assert count(session) == 1


def test_a_complaint_of_a_demonstration_is_marked(make_app, technologies, clock, session):
    resident = Resident(make_app("public", DEMONSTRATION=True).test_client())
    clock.advance(minutes=1)
    resident.walk()
    resident.send()
    session.rollback()
    assert session.scalars(select(Complaint.is_demonstration)).one() is True


def test_every_step_is_filled_in_by_these_tests():
    assert len(FILLED) == 11
