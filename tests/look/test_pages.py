"""The front page, privacy, accessibility, the way out, and the error pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaints.intake.models import Complaint
from complaints.platform.web.locale import spoken

DESKS = ("internal_affairs", "chief_office", "police_board", "technology_steward")
PAGES = ("/", "/privacy", "/accessibility")


def _heading(text: str) -> str:
    return text.split("<h1>")[1].split("</h1>")[0]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("prefix", ["", "/es", "/ar"])
def test_a_page_names_its_language_and_direction(visitor: FlaskClient, path: str, prefix: str) -> None:
    answer = visitor.get(prefix + path)
    code = prefix[1:] or "en"
    assert answer.status_code == 200
    assert f'<html lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}"' in answer.text


@pytest.mark.parametrize("path", [*PAGES, "/leave"])
def test_public_pages_set_no_cookie(client: FlaskClient, path: str) -> None:
    assert "Set-Cookie" not in client.get(path).headers


def test_leaving_goes_to_the_neutral_page_and_clears_what_it_can(visitor: FlaskClient, gallery: Flask) -> None:
    answer = visitor.get("/leave")
    assert answer.status_code == 303
    assert answer.headers["Location"] == gallery.extensions["profile"].leave_url
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_front_page_states_the_days_of_the_profile(visitor: FlaskClient) -> None:
    text = visitor.get("/").text
    assert "within 5 business days" in text
    assert "within 90 days, or 180" in text


def test_privacy_says_that_civilian_oversight_is_inactive_and_what_a_name_changes(visitor: FlaskClient) -> None:
    text = visitor.get("/privacy").text
    assert "Civilian oversight of the police is not active in St. Louis since the state-control law of 2025" in text
    assert "formally disciplined on a complaint without a name" in text


@pytest.mark.parametrize("path", ["/", "/privacy"])
def test_who_reads_a_complaint_is_said_before_one_is_written(visitor: FlaskClient, gallery: Flask, path: str) -> None:
    profile = gallery.extensions["profile"]
    text = visitor.get(path).text
    desk = {code: profile.desk(code).names.text("en") for code in DESKS}
    assert f"About a police employee: {desk['internal_affairs']}. It is part of the police department." in text
    assert f"About the unit that looks into complaints: {desk['chief_office']}." in text
    assert f"About the chief of police: {desk['police_board']}. No desk of the department gets it." in text
    assert f"when you accuse no employee: {desk['technology_steward']}." in text
    assert "Civilian oversight of the police is not active" in text
    assert profile.desk("chief_office").names.text("es") in visitor.get(f"/es{path}").text


def test_a_profile_without_such_a_rule_promises_no_reader(visitor: FlaskClient, gallery: Flask) -> None:
    profile = gallery.extensions["profile"]
    fewer = tuple(rule for rule in profile.rules if rule.id != "about_chief")
    gallery.extensions["profile"] = replace(profile, rules=fewer)
    text = visitor.get("/").text
    assert "About a police employee:" in text
    assert "About the chief of police:" not in text


def test_privacy_lists_everything_that_is_stored_in_the_clear(visitor: FlaskClient) -> None:
    """Each column of a complaint that is not sealed, in the words that stand for it."""
    words = {
        "channel": "by this site, phone, letter", "language": "the language", "mode": "in confidence or without a name",
        "standing": "whether it happened to you", "about": "what kind of person or office it is about",
        "incident_precision": "how exactly you know them", "incident_from": "the dates", "incident_until": "the dates",
        "reply_language": "the language", "needs_interpreter": "whether you need an interpreter",
        "contact_wishes": "how you do not want to be reached",
        "incident_on": "the dates", "received_at": "the dates", "neighbourhood": "the neighborhood",
        "registered_at": "the dates", "is_safety_risk": "somebody may be in danger",
        "is_possible_crime": "it may be a crime",
        "is_federal_use": "a federal agency", "withdrawn_at": "whether you withdrew it",
    }  # fmt: skip
    technical = {"id", "number", "submission_key", "digest", "is_demonstration"}
    columns = {column.name for column in Complaint.__table__.columns if not column.name.startswith("sealed_")}
    assert columns == technical | set(words)
    text = visitor.get("/privacy").text
    assert [column for column, said in words.items() if said not in text] == []
    assert "The files you add" in text


def test_privacy_says_that_nothing_here_is_legal_advice(visitor: FlaskClient, gallery: Flask) -> None:
    assert gallery.extensions["profile"].text("no_legal_advice", "en") in visitor.get("/privacy").text


def test_privacy_says_what_the_way_out_cannot_do(visitor: FlaskClient) -> None:
    text = visitor.get("/privacy").text
    assert "On a device that others use, close the window afterwards." in text


@pytest.mark.parametrize("path", PAGES)
def test_every_page_offers_the_way_out_and_its_languages(visitor: FlaskClient, gallery: Flask, path: str) -> None:
    text = visitor.get(path).text
    assert 'href="/leave"' in text
    profile = gallery.extensions["profile"]
    for language in profile.languages:
        assert (language.name in text) is (language.code in spoken(profile))


@pytest.mark.parametrize("code", [400, 401, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503])
def test_every_refusal_has_words_of_its_own(visitor: FlaskClient, code: int) -> None:
    text = visitor.get(f"/gallery/errors/{code}").text
    assert f"Error code {code}" in text
    other = visitor.get(f"/gallery/errors/{404 if code == 500 else 500}").text
    assert _heading(text) != _heading(other)


def test_an_error_page_repeats_nothing_of_the_request(client: FlaskClient) -> None:
    answer = client.get("/my-secret-story?name=Alice")
    assert answer.status_code == 404
    assert "secret" not in answer.text
    assert "Alice" not in answer.text


def test_the_demonstration_says_so_on_every_page(visitor: FlaskClient, client: FlaskClient) -> None:
    assert "Demonstration." in visitor.get("/").text
    assert "Demonstration." not in client.get("/").text
