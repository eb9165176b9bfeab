"""How the API treats programs: described, negotiated, cached, paged, open to other sites, and plain when it refuses."""

from __future__ import annotations

import hashlib

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from complaints.platform.accounts.models import Scope
from complaints.platform.accounts.tokens import issue_token
from complaints.platform.audit import Actor
from tests import cast

PROBLEM = "application/problem+json"
LISTS = ("/api/v1/technologies", "/api/v1/releases")
FROZEN = ("/api/v1/releases/1", "/api/v1/releases/1/tables/totals", "/api/v1/releases/1/tables/status?format=csv")
PUBLIC = (*LISTS, *FROZEN, "/api/v1/technologies/alpr", "/api/v1/openapi.json")


@pytest.fixture
def published(world, freeze):
    """A published release of 2025."""
    world.year()
    return freeze(publish=True)


def test_the_description_is_valid_openapi_on_every_site(app, public_app, staff_app):
    for site in (app, public_app, staff_app):
        described = site.test_client().get("/api/v1/openapi.json").json
        assert [error.message for error in OpenAPIV31SpecValidator(described).iter_errors()] == []
        for path in described["paths"].values():
            for operation in (path[method] for method in ("get", "post") if method in path):
                for status, answer in operation["responses"].items():
                    if status.startswith("4"):
                        assert list(answer["content"]) == [PROBLEM]


def test_every_answer_is_tagged_and_not_sent_twice(client, published):
    for address in PUBLIC:
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["ETag"] == f'"{hashlib.sha256(answer.data).hexdigest()}"'
        again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert (address, again.status_code, again.data) == (address, 304, b"")
        assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_list_gets_another_tag_when_it_grows(client, world, freeze):
    world.year()
    before = client.get("/api/v1/releases").headers
    assert "no-cache" in before["Cache-Control"]
    freeze(publish=True)
    assert client.get("/api/v1/releases", headers={"If-None-Match": before["ETag"]}).status_code == 200


def test_what_is_frozen_says_since_when(client, published):
    for address in FROZEN:
        answer = client.get(address)
        assert answer.last_modified == published.published_at.replace(microsecond=0)
        again = client.get(address, headers={"If-Modified-Since": answer.headers["Last-Modified"]})
        assert (address, again.status_code) == (address, 304)


def test_the_head_of_an_answer_can_be_had_alone(client, published):
    for address in PUBLIC:
        whole, head = client.get(address), client.head(address)
        assert (head.status_code, head.data) == (200, b"")
        for name in ("ETag", "Content-Type", "Content-Length"):
            assert (address, head.headers[name]) == (address, whole.headers[name])


def test_pages_of_other_sites_may_read_what_is_public_and_nothing_else(client, published, session, later):
    origin = {"Origin": "https://newspaper.example"}
    for address in (*PUBLIC, "/reports/1/data/totals.csv", "/reports/1/manifest.json", "/data.json"):
        answer = client.get(address, headers=origin)
        assert (address, answer.headers.get("Access-Control-Allow-Origin")) == (address, "*")
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    _, token = issue_token(session, "Report job", Scope.AGGREGATES_READ, 30, Actor.command(), later)
    aggregates = client.get("/api/v1/aggregates?period=2025", headers={**origin, "Authorization": f"Bearer {token}"})
    assert aggregates.status_code == 200
    for answer in (aggregates, client.get("/reports/1", headers=origin), client.get("/", headers=origin)):
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_refusal_can_be_read_by_pages_of_other_sites_too(client, published):
    for address in ("/api/v1/releases/9", "/api/v1/releases?limit=0", "/api/v1/technologies/none"):
        answer = client.get(address, headers={"Origin": "https://newspaper.example"})
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("address", "accept", "status"),
    [
        ("/api/v1/releases", "text/html", 406),
        ("/api/v1/releases", "application/xml;q=0.9, image/png", 406),
        ("/api/v1/releases", "application/json;q=0", 406),
        ("/api/v1/releases", "text/html, */*;q=0.1", 200),
        ("/api/v1/releases", "application/*", 200),
        ("/api/v1/releases", "application/json; charset=utf-8", 200),
        ("/api/v1/releases", "text/csv", 406),
        ("/api/v1/releases/1/tables/totals", "text/csv", 200),
        ("/api/v1/releases/1/tables/totals", "text/*", 200),
        ("/api/v1/releases/1/tables/totals", "application/pdf", 406),
        ("/api/v1/releases/1/tables/totals?format=csv", "application/pdf", 200),
    ],
)
def test_who_takes_none_of_what_there_is_is_told_so(client, published, address, accept, status):
    answer = client.get(address, headers={"Accept": accept})
    assert answer.status_code == status
    if status == 406:
        assert answer.content_type == PROBLEM
        assert "application/json" in answer.json["detail"]


def test_a_wrong_method_is_told_which_are_right(client, published):
    for address in LISTS[:1] + FROZEN[:1]:
        answer = client.delete(address)
        assert (answer.status_code, answer.content_type) == (405, PROBLEM)
        assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("address", ["/api/", "/api/v1/", "/api/v2/releases", "/api/v1/releases/1/", "/api/v1/%00"])
def test_what_is_not_there_is_a_problem_and_no_page(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer.content_type) == (404, PROBLEM)
    assert set(answer.json) == {"type", "title", "status", "detail"}


def test_who_asks_too_often_is_told_when_to_come_again(make_app):
    client = make_app("all", RATELIMIT_ENABLED=True).test_client()
    for _ in range(60):
        assert client.get("/api/v1/aggregates?period=2025").status_code == 401
    answer = client.get("/api/v1/aggregates?period=2025")
    assert (answer.status_code, answer.content_type) == (429, PROBLEM)
    assert int(answer.headers["Retry-After"]) > 0


def test_what_is_too_large_is_told_so(client):
    body = b'{"period": "' + b"2" * (3 * 1024 * 1024) + b'"}'
    answer = client.post("/api/v1/releases", data=body, content_type="application/json")
    # Without a token nothing is read at all.
    assert (answer.status_code, answer.content_type) == (401, PROBLEM)


def test_what_is_too_large_is_not_read_even_with_a_token(client, session, later, world):
    _, token = issue_token(session, "Report job", Scope.RELEASES_FREEZE, 30, Actor.command(), later)
    body = b'{"period": "' + b"2" * (3 * 1024 * 1024) + b'"}'
    headers = {"Authorization": f"Bearer {token}"}
    answer = client.post("/api/v1/releases", data=body, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.content_type) == (413, PROBLEM)


def test_every_page_of_a_list_leads_to_the_next_until_the_last(client, session, world, freeze):
    for number in range(23):
        cast.technology(session, f"technology-{number:02}")
    for limit in (1, 2, 7, 23, 24, 100):
        seen, pages, address = [], 0, f"/api/v1/technologies?limit={limit}"
        while address:
            page = client.get(address).json
            seen += [item["slug"] for item in page["items"]]
            address, pages = page["next"], pages + 1
        assert len(seen) == len(set(seen)) == 23
        assert pages == -(-len(seen) // limit)


def test_a_technology_comes_with_what_each_published_report_counted(client, world, freeze):
    world.year()
    for period in ("2023", "2025", "2024"):
        freeze(period, publish=period != "2024")
    told = client.get("/api/v1/technologies/alpr").json
    assert told["slug"] == "alpr"
    assert [(year["period"], year["received"], year["had_complaints"]) for year in told["history"]] == [
        ("2025", 30, True),
        ("2023", 0, False),
    ]
    assert client.get("/api/v1/technologies/none").json["detail"] == "The registry has no such technology."
