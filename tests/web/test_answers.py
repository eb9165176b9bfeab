"""What every answer says, and what it never says."""

from __future__ import annotations

import logging
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from complaints.platform.accounts.permissions import Role
from complaints.platform.settings import WrongSetting
from tests import cast
from tests.applications import MakeApp

WRONG_ADDRESSES = [
    ("DATABASE_URL", "complaints.sqlite3"),
    ("DATABASE_URL", "mysql://localhost/complaints"),
    ("RATELIMIT_STORAGE_URI", "nowhere"),
    ("BASE_URL", "complaints.example"),
    ("BASE_URL", "https://"),
    ("BASE_URL", "http://h\nx: y"),
    ("BASE_URL", "https://u:p@h/"),
    ("BASE_URL", "https://h/?a=1"),
    ("BASE_URL", "https://h/#f"),
    ("BASE_URL", "https://h/ <x>"),
    ("BASE_URL", "https://h:port/"),
    ("BASE_URL", "https://h.example\x7f"),
    ("TRUSTED_HOSTS", "complaints.example"),
]
PAGES = ["/", "/complain", "/follow", "/technologies", "/reports", "/verify", "/privacy", "/accessibility"]
SECRET = "rosalind-quimby-4411"


@pytest.mark.parametrize("path", [*PAGES, "/staff/sign-in", "/nothing-here", "/es/complain"])
def test_a_page_loads_from_nowhere_else_and_tells_nobody(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not re.search(r'(?:src|action)="https?:|<link[^>]+href="https?:', answer.text)
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", answer.text)


@pytest.mark.parametrize("path", PAGES)
def test_public_pages_set_no_cookie_and_depend_on_none(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize(("method", "path", "code"), [("GET", f"/{SECRET}", 404), ("DELETE", "/complain", 405)])
def test_an_error_page_helps_and_echoes_nothing(client: FlaskClient, method: str, path: str, code: int) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == code
    assert SECRET not in answer.text
    assert "<h1" in answer.text


def test_a_body_too_large_is_refused_with_a_page(client: FlaskClient) -> None:
    answer = client.post("/follow", data={"number": "x" * (3 * 1024 * 1024)})
    assert answer.status_code == 413
    assert "<h1" in answer.text


def test_the_api_answers_errors_as_problems(client: FlaskClient) -> None:
    answer = client.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert answer.json["status"] == 404


def test_an_unexpected_error_is_logged_without_what_was_typed(
    make_app: MakeApp, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app("public", TESTING=False)

    def fall_over() -> str:
        raise ValueError(SECRET)

    fall_over.__permission__ = app.view_functions["pages.home"].__permission__  # type: ignore[attr-defined]
    monkeypatch.setitem(app.view_functions, "pages.home", fall_over)
    with caplog.at_level(logging.DEBUG):
        answer = app.test_client().get(f"/?name={SECRET}")
    assert answer.status_code == 500
    assert SECRET not in answer.text
    assert "ValueError" in caplog.text
    assert SECRET not in caplog.text


def test_health_says_whether_the_site_is_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json == {"status": "ok", "database": True, "keys": True}


def test_a_database_that_was_not_migrated_is_not_ready(make_app: MakeApp, empty_database: object) -> None:
    app: Flask = make_app("all", DATABASE_URL=empty_database())  # type: ignore[operator]
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["database"] is False


@pytest.mark.parametrize(
    ("name", "value"),
    [("SECOND_FACTOR", "maybe"), ("MAX_CONTENT_LENGTH", -1), ("SECURE_COOKIES", "yes"), ("CLOCK", 5), *WRONG_ADDRESSES],
)
def test_a_wrong_setting_stops_the_start_and_says_which(make_app: MakeApp, name: str, value: object) -> None:
    with pytest.raises(WrongSetting, match=name):
        make_app("all", **{name: value})


def test_what_cannot_be_read_from_an_address_is_not_an_error_of_ours(client: FlaskClient) -> None:
    for path in ("/technologies/%00", "/reports/99999999999999999999", "/technologies/" + "x" * 3000, "/es/%ff"):
        assert client.get(path).status_code in (400, 404), path


@pytest.mark.parametrize("name", ["SECOND_FACTER", "DATABASE_URI", "BASEURL", "TRUSTED_PROXY"])
def test_a_setting_that_was_mistyped_stops_the_start(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(f"FLASK_{name}", "optional")
    with pytest.raises(WrongSetting, match=f"no setting FLASK_{name}. Did you mean FLASK_"):
        make_app("all")


def test_settings_of_flask_itself_are_left_alone(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("APP", "DEBUG", "RUN_PORT", "RUN_HOST", "SKIP_DOTENV"):
        monkeypatch.setenv(f"FLASK_{name}", "0")
    make_app("all")


@pytest.mark.parametrize(
    "path", ["//complain", "/complain//", "/staff", "/staff/", "/staff//sign-in", "/technologies/"]
)
def test_no_redirect_repeats_the_host_that_was_asked_for(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Host": "evil.example"})
    assert "evil.example" not in answer.headers.get("Location", "")
    assert not answer.headers.get("Location", "").startswith("//")


def test_a_redirect_of_the_routing_stays_on_the_host(make_app: MakeApp) -> None:
    app = make_app("all")
    app.add_url_rule("/folder/", "folder", lambda: "")
    answer = app.test_client().get("/folder?a=b", headers={"Host": "evil.example"})
    assert answer.status_code == 308
    assert answer.headers["Location"] == "/folder/?a=b"


def test_only_trusted_hosts_are_answered_where_they_are_named(make_app: MakeApp) -> None:
    client = make_app("all", TRUSTED_HOSTS=["complaints.example"]).test_client()
    assert client.get("/", headers={"Host": "complaints.example"}).status_code == 200
    refused = client.get("/", headers={"Host": "evil.example"})
    assert refused.status_code == 400
    assert "evil.example" not in refused.text


PRIVATE_PLACES = ["/staff/nothing-here", "/es/staff/nothing-here"]


@pytest.mark.parametrize("site", ["all", "staff"])
@pytest.mark.parametrize("path", PRIVATE_PLACES)
def test_an_error_of_the_staff_pages_keeps_the_menu(make_app: MakeApp, session: Session, site: str, path: str) -> None:
    client = make_app(site).test_client()
    stranger = client.get(path)
    assert stranger.status_code == 404
    assert "staff-nav" not in stranger.text
    assert '/staff/"' in stranger.text
    cast.sign_in(client, cast.staff(session, Role.ADMINISTRATOR))
    page = client.get("/staff/nothing-here")
    assert page.status_code == 404
    assert "staff-nav" in page.text
    assert "Go to your first page" in page.text


def test_a_public_error_never_asks_who_is_signed_in(client: FlaskClient, session: Session) -> None:
    cast.sign_in(client, cast.staff(session, Role.ADMINISTRATOR))
    page = client.get("/nothing-here")
    assert "staff-nav" not in page.text
    assert "Go to the first page" in page.text


@pytest.mark.parametrize(
    ("site", "code"), [("cross-site", 400), ("same-site", 400), ("same-origin", 422), ("none", 422)]
)
def test_a_form_that_stands_on_another_site_is_not_taken(client: FlaskClient, site: str, code: int) -> None:
    answer = client.post("/follow", data={"number": ""}, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == code


@pytest.mark.parametrize("path", ["/ar/staff/%0d%0aX:1", "/ar/staff/%00", "/ar/staff/a%20b?q=%0d%0aX:1"])
def test_a_way_back_to_the_citys_language_carries_no_line_of_its_own(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (303, 404)
    assert not set("\r\n\x00") & set(answer.headers.get("Location", ""))
    assert "X" not in answer.headers
