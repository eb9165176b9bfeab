"""One preview at a time in a process: whoever comes meanwhile is asked to come again, and is answered then."""

from __future__ import annotations

import threading

import pytest

from complaints.platform.accounts.models import Scope
from complaints.platform.accounts.permissions import Role
from complaints.platform.accounts.tokens import issue_token
from complaints.platform.audit import Actor
from complaints.reports.at_work import one_at_a_time
from tests import cast


@pytest.fixture
def another():
    """Another thread that works out a preview until it is told to end."""
    begun, end = threading.Event(), threading.Event()

    def work():
        with one_at_a_time():
            begun.set()
            end.wait(60)

    thread = threading.Thread(target=work)
    thread.start()
    assert begun.wait(60)

    def stop():
        end.set()
        thread.join()

    yield stop
    stop()


def test_a_second_preview_is_asked_to_wait(client, world, session, later, another):
    world.year()
    cast.sign_in(client, cast.staff(session, Role.COMMANDER))
    answer = client.get("/staff/releases/preview?period=2025")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "5")
    assert "A preview is being worked out. Try again in a moment." in answer.text
    another()
    assert client.get("/staff/releases/preview?period=2025").status_code == 200
    assert client.get("/staff/releases/preview?period=2026").status_code == 422
    assert client.get("/staff/releases/preview?period=2025").status_code == 200


def test_a_second_reader_of_the_counts_is_asked_to_wait(client, world, session, later, another):
    world.year()
    _, text = issue_token(session, "Report job", Scope.AGGREGATES_READ, 30, Actor.command(), later)
    session.commit()
    headers = {"Authorization": f"Bearer {text}"}
    answer = client.get("/api/v1/aggregates?period=2025", headers=headers)
    assert (answer.status_code, answer.content_type) == (429, "application/problem+json")
    assert answer.headers["Retry-After"] == "5"
    another()
    assert client.get("/api/v1/aggregates?period=2025", headers=headers).status_code == 200
