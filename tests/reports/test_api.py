"""The API: what everybody may read, and what the report job reads with a token."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from complaints.platform.accounts.models import Scope
from complaints.platform.accounts.permissions import Role
from complaints.platform.accounts.tokens import issue_token, revoke_token
from complaints.platform.audit import Actor
from complaints.platform.audit.models import AuditEvent
from complaints.reports.paging import cursor_of
from complaints.reports.rules import TableName
from tests import cast

PROBLEM = "application/problem+json"


@pytest.fixture
def published(world, freeze):
    """A published release of 2025."""
    world.year()
    return freeze(publish=True)


@pytest.fixture
def token(session, later):
    """A token of the report job, and its text."""
    return issue_token(session, "Report job", Scope.AGGREGATES_READ, 30, Actor.command(), later)


def ask(client, text, period="2025"):
    return client.get(f"/api/v1/aggregates?period={period}", headers={"Authorization": f"Bearer {text}"})


def events(session, action):
    return session.scalars(sa.select(AuditEvent).where(AuditEvent.action == action)).all()


def test_the_description_is_openapi_and_names_every_address(client, app):
    described = client.get("/api/v1/openapi.json").json
    assert described["openapi"] == "3.1.0"
    served = {
        re.sub(r"<(?:int:)?(\w+)>", r"{\1}", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and not rule.rule.endswith("openapi.json")
    }
    assert set(described["paths"]) == served
    assert described["paths"]["/api/v1/aggregates"]["get"]["security"] == [{"bearer": ["aggregates:read"]}]
    assert described["paths"]["/api/v1/releases"]["post"]["security"] == [{"bearer": ["releases:freeze"]}]
    for path in described["paths"].values():
        for said in (said for method, said in path.items() if method != "parameters"):
            assert said["summary"]
            assert "200" in said["responses"]


def test_each_site_describes_what_it_serves(public_app, staff_app):
    public = public_app.test_client().get("/api/v1/openapi.json").json["paths"]
    staff = staff_app.test_client().get("/api/v1/openapi.json").json["paths"]
    assert {(path, *said) for path, said in staff.items()} == {
        ("/api/v1/aggregates", "get"),
        ("/api/v1/releases", "post"),
    }
    assert "/api/v1/aggregates" not in public
    assert "/api/v1/releases" in public
    assert public_app.test_client().get("/api/v1/aggregates?period=2025").status_code == 404


def test_technologies_come_in_the_registrys_order_page_by_page(client, session):
    for slug in ("alpr", "cameras", "drones"):
        cast.technology(session, slug)
    whole = client.get("/api/v1/technologies").json
    assert whole["next"] is None
    assert whole["items"][0]["items"]["use"] == ""
    seen, address = [], "/api/v1/technologies?limit=2"
    while address:
        page = client.get(address).json
        seen += [item["slug"] for item in page["items"]]
        address = page["next"]
    assert seen == [item["slug"] for item in whole["items"]] == ["alpr", "cameras", "drones"]


def test_releases_come_the_newest_first_page_by_page(client, world, freeze):
    world.year()
    for period in ("2023", "2025", "2024"):
        freeze(period, publish=period != "2024")
    first = client.get("/api/v1/releases?limit=1").json
    assert [item["number"] for item in first["items"]] == [2]
    second = client.get(first["next"]).json
    assert ([item["number"] for item in second["items"]], second["next"]) == ([1], None)


def test_a_release_carries_its_manifest_and_the_signature_over_it(client, published, app):
    release = client.get("/api/v1/releases/1")
    assert release.json["complaints"] == {"received": 40, "decided": 26, "open": 14}
    assert release.json["manifest"]["period"]["code"] == "2025"
    signed = client.get("/reports/1/manifest.json").data
    app.extensions["key_ring"].releases_public.verify(bytes.fromhex(release.json["signature"]), signed)
    again = client.get("/api/v1/releases/1", headers={"If-None-Match": release.headers["ETag"]})
    assert again.status_code == 304


def test_a_table_is_json_or_csv_as_it_is_asked_for(client, published):
    for name in TableName:
        address = f"/api/v1/releases/1/tables/{name}"
        assert client.get(address).json == client.get(f"/reports/1/data/{name}.json").json
        csv = client.get(f"/reports/1/data/{name}.csv").data
        assert client.get(f"{address}?format=csv").data == csv
        accepted = client.get(address, headers={"Accept": "text/csv"})
        assert (accepted.data, "Accept" in accepted.vary) == (csv, True)
        assert client.get(f"{address}?format=json", headers={"Accept": "text/csv"}).is_json


PROBLEMS = (
    ("/api/v1/releases/9", 404, "There is no release 9"),
    ("/api/v1/releases/x", 404, "nothing at this address"),
    ("/api/v1/releases/1/tables/people", 404, "Its tables are: totals, status, finding, allegation, duration"),
    ("/api/v1/releases/1/tables/status?format=xml", 422, "json or csv"),
    ("/api/v1/releases?limit=0", 422, "1 to 100"),
    ("/api/v1/releases?limit=101", 422, "1 to 100"),
    ("/api/v1/releases?limit=two", 422, "1 to 100"),
    ("/api/v1/releases?limit=٢", 422, "1 to 100"),
    ("/api/v1/releases?cursor=%21%21", 422, "no place in this list"),
    ("/api/v1/releases?cursor=eA", 422, "no place in this list"),
    ("/api/v1/technologies?cursor=eA", 422, "no place in this list"),
    ("/api/v1/people", 404, "nothing at this address"),
)


def test_problems_are_told_as_problem_json(client, published):
    for address, status, words in PROBLEMS:
        answer = client.get(address)
        assert (address, answer.status_code, answer.content_type) == (address, status, PROBLEM)
        assert answer.json["status"] == status
        assert words in answer.json["detail"]


def test_what_is_only_read_takes_nothing(client, published):
    for address in ("/api/v1/technologies", "/api/v1/releases/1", "/api/v1/aggregates"):
        answer = client.post(address)
        assert (answer.status_code, answer.content_type) == (405, PROBLEM)


def test_the_report_job_reads_the_protected_counts_of_a_period(client, world, token, session):
    world.year()
    answer = ask(client, token[1])
    assert answer.status_code == 200
    assert (answer.json["status"], answer.json["release"]) == ("preview", None)
    assert answer.json["report"]["complaints"] == {"received": 40, "decided": 26, "open": 14}
    assert [table["table"] for table in answer.json["tables"]] == list(TableName)
    assert answer.headers["Cache-Control"] == "no-store"
    small = [cell for table in answer.json["tables"] for cell in table["cells"] if cell["value"] in (1, 2, 3, 4)]
    assert all(cell["category"] in ("*", "received", "decided", "open", "closed") for cell in small)


def test_after_the_freeze_the_report_job_reads_the_frozen_counts(client, world, freeze, token, session):
    world.year()
    before = ask(client, token[1]).json["tables"]
    freeze()
    answer = ask(client, token[1]).json
    assert (answer["status"], answer["release"]) == ("frozen", 1)
    assert [table["cells"] for table in answer["tables"]] == [table["cells"] for table in before]


def test_every_use_of_a_token_is_in_the_log(client, world, token, session):
    world.year()
    ask(client, token[1])
    ask(client, token[1], "2024")
    read = events(session, "aggregates.read")
    assert [(event.actor, event.subject) for event in read] == [
        (f"token:{token[0].id}", "period:2025"),
        (f"token:{token[0].id}", "period:2024"),
    ]


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Bearer nonsense", "Basic YTpi", "Token x", "Bearer \x7f", "Bearer é"]
)
def test_without_a_token_of_ours_nothing_is_read(client, world, session, header):
    world.year()
    headers = {} if header is None else {"Authorization": header}
    answer = client.get("/api/v1/aggregates?period=2025", headers=headers)
    assert (answer.status_code, answer.content_type) == (401, PROBLEM)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "tables" not in answer.json
    assert not events(session, "aggregates.read")


def test_an_expired_token_opens_nothing(client, world, token, session, clock):
    world.year()
    clock.at += timedelta(days=30)
    assert ask(client, token[1]).status_code == 401
    assert [json.loads(event.details)["reason"] for event in events(session, "token.refused")] == ["expired"]


def test_a_revoked_token_opens_nothing(client, world, token, session, later):
    world.year()
    revoke_token(session, token[0].id, Actor.command(), later)
    assert ask(client, token[1]).status_code == 401
    assert [json.loads(event.details)["reason"] for event in events(session, "token.refused")] == ["revoked"]


@pytest.mark.parametrize(("period", "status"), [("", 422), ("soon", 422), ("2025-Q1", 422), ("2031", 409)])
def test_a_period_that_cannot_be_is_told_so(client, world, token, period, status):
    world.year()
    answer = ask(client, token[1], period)
    assert (answer.status_code, answer.content_type) == (status, PROBLEM)


def test_a_period_that_goes_on_is_refused_because_two_looks_would_tell_a_complaint(client, world, token):
    world.year()
    answer = ask(client, token[1], "2026")
    assert (answer.status_code, answer.content_type) == (409, PROBLEM)
    assert "two previews with one complaint between them" in answer.json["detail"]


@pytest.mark.parametrize("number", ["9" * 12, "2147483648", "9" * 5000, "²"])
def test_a_cursor_beyond_every_list_is_refused(client, published, number):
    answer = client.get("/api/v1/releases", query_string={"cursor": cursor_of(number)})
    assert (answer.status_code, answer.content_type) == (422, PROBLEM)


def test_a_signed_in_person_is_no_token(client, world, session):
    world.year()
    cast.sign_in(client, cast.staff(session, Role.RECORDS_OFFICER))
    assert client.get("/api/v1/aggregates?period=2025").status_code == 401
