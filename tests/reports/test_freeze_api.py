"""The API that freezes: for a token of that scope alone, once, when the day has come, and never publishing."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from complaints.platform.accounts.models import Scope
from complaints.platform.accounts.permissions import Role
from complaints.platform.accounts.tokens import issue_token, revoke_token
from complaints.platform.audit import Actor
from complaints.platform.audit.models import AuditEvent
from complaints.platform.jurisdiction import load_profile
from complaints.reports.job import due
from complaints.reports.models import Release
from complaints.reports.periods import calendar_year
from tests import cast

PROBLEM = "application/problem+json"
ADDRESS = "/api/v1/releases"


@pytest.fixture
def token(session, later):
    """A token that may freeze, and its text."""
    return issue_token(session, "Report job", Scope.RELEASES_FREEZE, 30, Actor.command(), later)


@pytest.fixture
def hearing(session, later):
    """Sets the hearing: `hearing(date(2026, 2, 10))`; two weeks before, 2025 is frozen."""

    def make(on=date(2026, 2, 10)):
        due.set_due(session, load_profile("st_louis"), calendar_year(2025), on, Actor.command(), later)
        session.commit()

    return make


def ask(client, text, body=None, **options):
    headers = {} if text is None else {"Authorization": f"Bearer {text}"}
    return client.post(ADDRESS, json={"period": "2025"} if body is None else body, headers=headers, **options)


def releases(session):
    return session.scalars(sa.select(Release)).all()


def events(session, action):
    found = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.sequence))
    return [(event.actor, event.subject, json.loads(event.details)) for event in found]


def test_a_token_of_the_scope_freezes_and_a_second_time_finds_it_frozen(client, world, session, token, hearing):
    world.year()
    hearing()
    first = ask(client, token[1])
    assert (first.status_code, first.content_type) == (201, "application/json; charset=utf-8")
    assert (first.json["number"], first.json["period"], first.json["published_at"]) == (1, "2025", None)
    second = ask(client, token[1])
    assert (second.status_code, second.json) == (200, first.json)
    made = releases(session)[0]
    assert (len(releases(session)), made.published_at, made.frozen_by_id) == (1, None, None)
    assert first.json["signature"] == made.signature.hex()
    assert [event[:2] for event in events(session, "release.frozen")] == [(f"token:{token[0].id}", "release:1")]
    assert len(events(session, "token.used")) == 2


def test_nobody_sees_what_was_frozen_until_somebody_publishes_it(client, world, token, hearing):
    world.year()
    hearing()
    ask(client, token[1])
    assert client.get("/api/v1/releases").json["items"] == []
    assert client.get("/reports/1").status_code == 404


def test_two_at_once_make_one_release(app, world, session, token, hearing):
    world.year()
    hearing()
    session.commit()

    def press(_number):
        with app.test_client() as other:
            return ask(other, token[1]).status_code

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(press, range(2)))
    session.expire_all()
    assert (answers, len(releases(session))) == ([200, 201], 1)


@pytest.mark.parametrize(
    ("on", "words"),
    [(None, "Nobody has set the day of the event"), (date(2026, 5, 16), "The period 2025 freezes on 2026-05-02")],
)
def test_before_its_day_nothing_is_frozen(client, world, session, token, hearing, on, words):
    world.year()
    if on is not None:
        hearing(on)
    answer = ask(client, token[1])
    assert (answer.status_code, answer.content_type, words in answer.json["detail"]) == (409, PROBLEM, True)
    assert not releases(session)


@pytest.mark.parametrize(
    "body",
    [
        {"period": "twenty"},
        {"period": ""},
        {"period": 2025},
        {"period": None},
        {"period": "2025", "publish": True},
        {"period": "2025", "early": True},
        {},
        [],
        "2025",
        {"period": "2025 "[::-1] + "\x00"},
    ],
)
def test_a_body_that_does_not_name_a_period_is_refused(client, world, session, token, hearing, body):
    world.year()
    hearing()
    answer = ask(client, token[1], body)
    assert (answer.status_code, answer.content_type) == (422, PROBLEM)
    assert not releases(session)


@pytest.mark.parametrize("sent", [b"", b"{", b"\xff\xfe", b"period=2025", b"[" * 100000])
def test_what_is_no_json_is_refused(client, world, session, token, hearing, sent):
    world.year()
    hearing()
    headers = {"Authorization": f"Bearer {token[1]}", "Content-Type": "application/json"}
    answer = client.post(ADDRESS, data=sent, headers=headers)
    assert (answer.status_code, answer.content_type) == (422, PROBLEM)
    assert not releases(session)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (None, "missing"),
        ("", "missing"),
        ("Bearer", "unknown"),
        ("Bearer nonsense", "unknown"),
        ("Basic YTpi", "unknown"),
        ("Token x", "unknown"),
        ("Bearer é", "unknown"),
        ("Bearer complaints_" + "x" * 43, "unknown"),
    ],
)
def test_without_a_token_of_ours_nothing_is_frozen_and_the_log_says_so(client, world, session, hearing, header, reason):
    world.year()
    hearing()
    headers = {} if header is None else {"Authorization": header}
    answer = client.post(ADDRESS, json={"period": "2025"}, headers=headers)
    assert (answer.status_code, answer.content_type) == (401, PROBLEM)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    details = {"reason": reason, "scope": "releases:freeze"}
    assert events(session, "token.refused") == [("system", "scope:releases:freeze", details)]
    assert not releases(session)


def test_an_expired_token_freezes_nothing(client, world, session, token, hearing, clock):
    world.year()
    hearing()
    clock.at += timedelta(days=30)
    assert ask(client, token[1]).status_code == 401
    assert [event[2]["reason"] for event in events(session, "token.refused")] == ["expired"]
    assert not releases(session)


def test_a_revoked_token_freezes_nothing(client, world, session, token, hearing, later):
    world.year()
    hearing()
    revoke_token(session, token[0].id, Actor.command(), later)
    assert ask(client, token[1]).status_code == 401
    assert [event[2]["reason"] for event in events(session, "token.refused")] == ["revoked"]
    assert not releases(session)


def test_a_token_that_reads_does_not_freeze_and_one_that_freezes_does_not_read(
    client, world, session, token, hearing, later
):
    world.year()
    hearing()
    reader, text = issue_token(session, "Reader", Scope.AGGREGATES_READ, 30, Actor.command(), later)
    answer = ask(client, text)
    assert (answer.status_code, answer.content_type) == (403, PROBLEM)
    assert 'scope="releases:freeze"' in answer.headers["WWW-Authenticate"]
    answer = client.get("/api/v1/aggregates?period=2025", headers={"Authorization": f"Bearer {token[1]}"})
    assert (answer.status_code, 'scope="aggregates:read"' in answer.headers["WWW-Authenticate"]) == (403, True)
    refused = [(event[0], event[2]["reason"]) for event in events(session, "token.refused")]
    assert refused == [(f"token:{reader.id}", "scope"), (f"token:{token[0].id}", "scope")]
    assert not releases(session)
    assert not events(session, "aggregates.read")


def test_a_signed_in_person_is_no_token(client, world, session, hearing):
    world.year()
    hearing()
    cast.sign_in(client, cast.staff(session, Role.RECORDS_OFFICER))
    assert client.post(ADDRESS, json={"period": "2025"}).status_code == 401
    assert not releases(session)


def test_the_public_site_takes_no_freeze(public_app, world, token, hearing):
    world.year()
    hearing()
    assert ask(public_app.test_client(), token[1]).status_code == 405


def test_a_token_to_freeze_is_made_on_the_command_line_and_the_page(run, client, session):
    assert run("token", "add", "Job", "--scope", "releases:freeze").exit_code == 0
    cast.sign_in(client, cast.staff(session, Role.ADMINISTRATOR))
    assert 'value="releases:freeze"' in client.get("/staff/accounts/tokens").text
