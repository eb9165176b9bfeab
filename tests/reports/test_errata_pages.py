"""Errata on pages: written, looked at, published by a second person, read by everybody beside the report."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from complaints.platform.accounts.permissions import Role
from complaints.reports.models import Erratum
from tests import cast

OFFICER, COMMANDER = Role.RECORDS_OFFICER, Role.COMMANDER
WORDS = "Some complaints were counted with the wrong technology."
ROWS = {
    "counted-1": "received/*",
    "technology-1": "alpr",
    "corrected-1": "25",
    "counted-2": "received/*",
    "technology-2": "drones",
    "corrected-2": "5",
}


@pytest.fixture
def enter(client, session):
    """Signs the browser in as somebody of a role."""
    return lambda role: cast.sign_in(client, cast.staff(session, role))


@pytest.fixture
def release(world, freeze):
    """A published release."""
    world.year()
    return freeze(publish=True)


def only(session):
    return session.scalars(sa.select(Erratum)).one_or_none()


def send(client, **data):
    return cast.send(client, "/staff/releases/1/errata", **data)


def test_one_writes_and_another_publishes_and_everybody_reads(client, release, session, enter):
    assert "Errata" not in client.get("/reports/1").text
    officer = enter(OFFICER)
    assert "Write an erratum" in client.get("/staff/releases/1").text
    assert client.get("/staff/releases/1/errata/new").status_code == 200
    seen = send(client, **{"text-en": WORDS, "text-es": "Algunas quejas.", **ROWS})
    assert (seen.status_code, only(session)) == (200, None)
    assert "The attack was run again with these numbers and every report" in seen.text
    assert "License plate readers · Received" in seen.text
    written = send(client, **{"text-en": WORDS, "text-es": "Algunas quejas.", **ROWS, "go": "write"})
    assert written.status_code == 303
    assert only(session).written_by_id == officer.id
    assert "somebody else must publish it" in client.get(written.location).text
    assert cast.send(client, f"{written.location}/publish").status_code == 409
    enter(COMMANDER)
    assert "Publish the erratum" in client.get(written.location).text
    assert "Errata" not in client.get("/reports/1").text
    assert cast.send(client, f"{written.location}/publish").status_code == 303
    session.expire_all()
    page = client.get("/reports/1").text
    assert (WORDS in page, '<td class="number">30</td><td class="number">25</td>' in page) == (True, True)
    assert "Algunas quejas." in client.get("/es/reports/1").text
    signed = client.get("/reports/1/errata/1.json")
    assert signed.data == only(session).content
    assert json.loads(signed.data)["text"]["es"] == "Algunas quejas."
    assert client.get("/reports/1/errata/1.sig").data == only(session).signature
    assert client.get("/reports/1/errata/2.json").status_code == 404


def test_the_public_key_stands_at_an_address_that_stays(client, app):
    key = app.extensions["key_ring"].releases_public.public_bytes_raw().hex()
    assert client.get("/reports/signing-key").text == f"{key}\n"


def test_back_from_the_preview_keeps_what_was_typed(client, release, enter):
    enter(OFFICER)
    page = send(client, **{"text-en": WORDS, **ROWS, "go": "back"}).text
    assert WORDS in page
    assert 'value="25"' in page
    assert '<option value="alpr" selected>' in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"text-en": ""}, "Say in English what is wrong."),
        ({"text-en": WORDS, "text-xx": "Unseen."}, "in a language that this site does not have"),
        ({"text-en": WORDS, "text-es": "A\x07"}, "has a character that cannot be shown"),
        ({"text-en": "There were 3 too many."}, "The text has a number."),
        ({"text-en": WORDS, **ROWS, "corrected-1": "29"}, "would change by too little"),
        ({"text-en": WORDS, **ROWS, "corrected-2": "6"}, "With these numbers a sum is wrong."),
        ({"text-en": WORDS, **ROWS, "corrected-1": "many"}, "Write a whole number."),
        ({"text-en": WORDS, **ROWS, "counted-1": ""}, "The report has no such number"),
        ({"text-en": WORDS, **ROWS, "technology-1": "<b>"}, "The report has no such number"),
        ({"text-en": WORDS, **ROWS, "corrected-1": "30"}, "another one than is published now"),
        ({"text-en": WORDS, **ROWS, "corrected-1": "9" * 40}, "Write a whole number."),
    ],
)
def test_what_cannot_be_written_is_said_with_what_was_typed_kept(client, release, session, enter, typed, words):
    enter(OFFICER)
    for go in ("", "write"):
        answer = send(client, **typed, go=go)
        assert (answer.status_code, words in answer.text) == (422, True)
        assert typed["text-en"] in answer.text
    assert only(session) is None


def test_an_erratum_is_set_aside_and_stays_to_be_seen(client, release, session, enter):
    enter(OFFICER)
    where = send(client, **{"text-en": WORDS, "go": "write"}).location
    assert cast.send(client, f"{where}/set-aside").status_code == 303
    assert "Set aside" in client.get("/staff/releases/1").text
    enter(COMMANDER)
    assert cast.send(client, f"{where}/publish").status_code == 409
    assert client.get("/reports/1/errata/1.json").status_code == 404


def test_there_is_no_erratum_to_a_release_that_is_not_published(client, world, freeze, enter):
    world.year()
    freeze()
    enter(OFFICER)
    assert client.get("/staff/releases/1/errata/new").status_code == 404
    assert "Errata" not in client.get("/staff/releases/1").text


@pytest.mark.parametrize("role", list(Role))
def test_only_those_named_write_publish_or_set_aside(client, release, session, enter, role):
    enter(OFFICER)
    where = send(client, **{"text-en": WORDS, "go": "write"}).location
    enter(role)
    assert (client.get("/staff/releases/1/errata/new").status_code == 200) == (role is OFFICER)
    assert (client.get(where).status_code == 200) == (role in (OFFICER, COMMANDER))
    if role is not OFFICER:
        assert (cast.send(client, f"{where}/publish").status_code == 303) == (role is COMMANDER)


def test_a_wrong_number_of_an_erratum_is_not_found(client, release, enter):
    enter(OFFICER)
    assert client.get("/staff/releases/1/errata/7").status_code == 404
    assert client.get("/staff/releases/2/errata/1").status_code == 404
