"""Many files, many requests, a complaint that is full: who asks for much holds up nobody else."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from complaints.evidence.models import Evidence
from complaints.platform.attachments import laundry
from tests.applications import MakeApp
from tests.evidence.conftest import Complainant, FileIt, photo


@pytest.fixture
def crowd() -> Iterator[Callable[[], None]]:
    """One file being cleaned and one that waits; called, it lets both go."""
    is_over, has_turn = threading.Event(), threading.Event()

    def first() -> None:
        with laundry._turn():
            has_turn.set()
            is_over.wait(60)

    def second() -> None:
        with laundry._turn():
            pass

    threads = [threading.Thread(target=each) for each in (first, second)]
    threads[0].start()
    assert has_turn.wait(10)
    threads[1].start()
    while laundry._line._value:  # type: ignore[attr-defined]
        threads[1].join(0.01)

    def end() -> None:
        is_over.set()
        for each in threads:
            each.join()

    yield end
    end()


def count(session: Session) -> int:
    session.rollback()
    return session.scalar(sa.select(sa.func.count()).select_from(Evidence)) or 0


def test_who_comes_while_others_are_cleaned_is_told_at_once_and_holds_no_thread(
    make_app: MakeApp, file_it: FileIt, session: Session, crowd: Callable[[], None]
) -> None:
    app = make_app()
    who = file_it(browser=app.test_client())
    session.commit()

    def add(number: int) -> tuple[int, str, str]:
        data = {"page": who.page, "description": "My car", "files": (io.BytesIO(photo()), f"{number}.jpg")}
        answer = app.test_client().post("/follow/files/add", data=data)
        return answer.status_code, answer.headers.get("Retry-After", ""), answer.text

    with ThreadPoolExecutor(8) as pool:
        coming = [pool.submit(add, number) for number in range(8)]
        # None of them waits for a turn: that would take 45 seconds.
        answers = [each.result(timeout=20) for each in coming]
    assert [each[:2] for each in answers] == [(503, "60")] * 8
    assert "Wait a minute, and send this one again." in answers[0][2]
    assert 'value="My car"' in answers[0][2]
    assert count(session) == 0
    crowd()
    assert add(9)[0] == 200


def test_a_message_stays_typed_while_others_are_cleaned(rosa: Complainant, crowd: Callable[[], None]) -> None:
    data = {"page": rosa.page, "send": "yes", "form_id": "a" * 32, "body": "What I wanted to say"}
    answer = rosa.client.post("/follow/message/files", data=data | {"files": (io.BytesIO(photo()), "a.jpg")})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "What I wanted to say" in answer.text


def test_a_full_complaint_is_told_so_before_anything_is_cleaned(
    make_app: MakeApp, file_it: FileIt, crowd: Callable[[], None]
) -> None:
    who = file_it(browser=make_app(ATTACHMENTS_FILES=1).test_client())
    assert who.add((b"the only one", "a.txt")).status_code == 200
    answer = who.add((photo(), "b.jpg"))
    assert answer.status_code == 422
    assert "You have sent as many files as we can keep." in answer.text
    # What is there is known, though there is room for no more: the line may have broken before that was told.
    assert "We have this file already." in who.add((b"the only one", "a.txt")).text


def test_a_file_that_is_known_is_not_cleaned_again(rosa: Complainant, request: pytest.FixtureRequest) -> None:
    assert rosa.add((photo(), "a.jpg")).status_code == 200
    request.getfixturevalue("crowd")
    assert "We have this file already." in rosa.add((photo(), "a.jpg")).text


def test_after_sixty_refused_files_a_complaint_waits_and_others_do_not(
    make_app: MakeApp, file_it: FileIt, session: Session
) -> None:
    client = make_app(RATELIMIT_ENABLED=True).test_client()
    who = file_it(secret=b"a" * 32, browser=client)
    for _ in range(3):
        who.add(*((b"", f"{number}.jpg") for number in range(20)))
    answer = who.add((b"a good one", "a.txt"))
    assert answer.status_code == 422
    assert "Wait an hour before you send more. Your complaint is safe." in answer.text
    assert count(session) == 0
    assert file_it(secret=b"b" * 32, browser=client).add((b"a good one", "a.txt")).status_code == 200


def test_a_form_of_very_many_parts_is_not_read(rosa: Complainant, session: Session) -> None:
    assert rosa.add(*((b"x", f"{number}.txt") for number in range(100))).status_code == 413
    assert count(session) == 0


def test_very_many_names_of_files_cost_no_more_than_one(rosa: Complainant) -> None:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    def cost(names: list[str]) -> int:
        asked.clear()
        answer = rosa.send("message/files", attached=names, body="x")
        assert answer.status_code == 200
        return len(asked)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        few = cost(["aaaa"])
        assert cost([f"{number:06}" for number in range(20_000)]) == few
    finally:
        event.remove(Engine, "before_cursor_execute", note)
