"""The commands for accounts and tokens."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from complaints.platform.accounts.models import Scope, Staff
from complaints.platform.accounts.permissions import Role
from complaints.platform.accounts.tokens import verify_token


@pytest.fixture
def run(runner, session):
    """Run a command beside the test's session."""

    def invoke(*words):
        session.commit()
        try:
            return runner.invoke(args=list(words))
        finally:
            session.expire_all()

    return invoke


def test_adding_somebody_prints_the_link_that_opens_the_account(run, client, session):
    done = run(
        "staff", "add", "Ida@Example.org", "--role", "investigator", "--name", "Ida", "--unit", "Internal Affairs"
    )
    assert done.exit_code == 0
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/staff/setup/[\w-]{43}\n", done.output)
    made = session.scalar(sa.select(Staff))
    assert (made.email, made.name, made.role, made.unit) == (
        "ida@example.org",
        "Ida",
        Role.INVESTIGATOR,
        "internal_affairs",
    )
    assert client.get(done.output.strip().removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_the_link_begins_with_the_address_of_the_deployment(make_app, session):
    runner = make_app("all", BASE_URL="https://staff.example.org/").test_cli_runner()
    session.commit()
    done = runner.invoke(args=["staff", "add", "a@example.org", "--role", "auditor"])
    assert done.output.startswith("https://staff.example.org/staff/setup/")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("staff", "add", "nobody", "--role", "auditor"), 1, "'nobody' is not an e-mail address."),
        (("staff", "add", "a@example.org", "--role", "emperor"), 2, "'emperor' is not one of"),
        (("staff", "add", "a@example.org"), 2, "Missing option '--role'"),
        (("staff", "disable", "a@example.org"), 1, "There is no account for a@example.org."),
        (("staff", "reset-link", "a@example.org"), 1, "There is no account for a@example.org."),
        (("token", "add", "Job", "--scope", "everything"), 2, "'everything'"),
        (("token", "add", "Job", "--scope", "aggregates:read", "--days", "0"), 2, "0 is not in the range"),
        (("token", "add", "", "--scope", "aggregates:read"), 1, "Give the token a name"),
        (("token", "revoke", "7"), 1, "There is no token 7."),
        (("token", "revoke", "seven"), 2, "'seven' is not a valid integer"),
    ],
)
def test_a_command_that_cannot_be_done_says_why_and_changes_nothing(run, session, words, code, said):
    done = run(*words)
    assert done.exit_code == code
    assert said in done.output
    assert session.scalar(sa.select(sa.func.count()).select_from(Staff)) == 0


def test_an_address_is_added_once(run):
    run("staff", "add", "a@example.org", "--role", "auditor")
    done = run("staff", "add", "A@example.org", "--role", "auditor")
    assert (done.exit_code, "already" in done.output) == (1, True)


def test_the_list_shows_who_is_open_closed_or_waiting(run, session):
    run("staff", "add", "a@example.org", "--role", "auditor")
    run("staff", "add", "b@example.org", "--role", "commander")
    assert run("staff", "disable", "b@example.org").exit_code == 0
    lines = run("staff", "list").output.splitlines()
    assert [line.split("\t")[1::3] for line in lines] == [
        ["a@example.org", "waits for its link"],
        ["b@example.org", "closed"],
    ]
    done = run("staff", "reset-link", "b@example.org")
    assert (done.exit_code, "is closed" in done.output) == (1, True)


def test_the_last_administrator_is_not_closed(run, session):
    run("staff", "add", "a@example.org", "--role", "administrator")
    done = run("staff", "disable", "a@example.org")
    assert (done.exit_code, "last account" in done.output) == (1, True)
    assert not session.scalar(sa.select(Staff)).is_disabled


def test_a_new_link_replaces_the_last(run, client):
    first = run("staff", "add", "a@example.org", "--role", "auditor").output.strip()
    second = run("staff", "reset-link", "a@example.org").output.strip()
    base = "http://127.0.0.1:8000"
    assert [client.get(link.removeprefix(base)).status_code for link in (first, second)] == [410, 200]


def test_the_first_administrator_is_made_once(run, session, clock):
    told = run("staff", "first-admin").output
    assert "first administrator" in told
    assert run("staff", "first-admin").output == ""
    clock.advance(hours=49)
    assert "/staff/setup/" in run("staff", "first-admin").output
    assert session.scalar(sa.select(sa.func.count()).select_from(Staff)) == 1


def test_where_there_is_staff_already_there_is_no_first_administrator(run):
    run("staff", "add", "a@example.org", "--role", "auditor")
    assert run("staff", "first-admin").output == ""


def test_a_token_is_printed_once_and_listed_without_its_text(run, session, now):
    done = run("token", "add", "Report job", "--scope", "aggregates:read", "--days", "30")
    text = done.stdout.strip()
    assert verify_token(session, text, Scope.AGGREGATES_READ, now).name == "Report job"
    assert run("token", "list").output == "1\tReport job\taggregates:read\t2025-07-16\tgood\n"
    assert run("token", "revoke", "1").output == "Token 1 opens nothing any more.\n"
    assert run("token", "list").output.endswith("revoked\n")
