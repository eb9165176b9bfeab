"""What a resident reads is whole in every language of St. Louis: pages, steps, refusals, receipt and mailbox."""

from __future__ import annotations

from itertools import pairwise

import pytest

from checks.audiences import is_for_residents, is_for_the_workplace
from checks.translations import PLACEHOLDER, extracted
from complaints.platform.web.locale import STAFF_LANGUAGES, spoken
from tests.intake.conftest import FILLED, PAGES, Resident
from tests.translations.test_pages import OPEN_PAGES, TYPED, filed
from tests.translations.visible import catalogue, left_in_english

CODES = ("ar", "bs", "vi", "zh")
"""Beside Spanish, which also has the words of the workplace and tests of its own."""


@pytest.fixture
def names(reader):
    return reader.names | TYPED


def test_every_language_of_the_city_is_offered(app):
    profile = app.extensions["profile"]
    assert spoken(profile) == [language.code for language in profile.languages]
    assert set(profile.text_locales) == {language.code for language in profile.languages}


@pytest.mark.parametrize("code", CODES)
def test_nearly_no_message_is_left_as_it_was_in_english(code):
    same = {
        message.id
        for message in catalogue(code)
        if isinstance(message.id, str)
        and message.string == message.id
        and " " in PLACEHOLDER.sub("", message.id).strip()
    }
    assert same == set()


@pytest.mark.parametrize("code", CODES)
def test_every_page_that_is_open_to_all_is_whole(reader, registry, code):
    paths = [path for path in OPEN_PAGES if not path.startswith("/staff/")]
    found = {path: reader.untranslated(path, code) for path in paths}
    assert {path: left for path, left in found.items() if left} == {}


@pytest.mark.parametrize("code", CODES)
def test_every_step_of_the_form_and_its_refusals_are_whole(client, clock, registry, names, code):
    theirs, english = Resident(client, f"/{code}"), Resident(client)
    clock.advance(minutes=1)
    left = {}
    for step, target in pairwise(PAGES):
        left[step] = left_in_english(theirs.page.text, english.page.text, names, code)
        for resident in (theirs, english):
            resident.post(target, step)
        left[step, "refused"] = left_in_english(theirs.page.text, english.page.text, names, code)
        for resident in (theirs, english):
            resident.post(target, step, **FILLED[step])
    left["review"] = left_in_english(theirs.page.text, english.page.text, names, code)
    assert {place: said for place, said in left.items() if said} == {}


@pytest.mark.parametrize("code", CODES)
def test_the_receipt_and_the_page_of_a_complaint_are_whole(client, clock, registry, names, code):
    theirs, english = Resident(client, f"/{code}"), Resident(client)
    clock.advance(minutes=1)
    keys = filed(theirs), filed(english)
    assert left_in_english(theirs.page.text, english.page.text, {*names, keys[0]["passphrase"]}, code) == []
    pages = [client.post(f"{prefix}/follow", data=key) for prefix, key in zip((f"/{code}", ""), keys, strict=True)]
    assert pages[0].status_code == 200
    assert left_in_english(pages[0].text, pages[1].text, names, code) == []


def test_the_workplace_is_not_offered_where_half_of_it_would_be_in_english(client):
    answer = client.get("/ar/staff/sign-in?next=x")
    assert (answer.status_code, answer.location) == (303, "/staff/sign-in?next=x")
    assert ">العربية<" in client.get("/").text
    assert {"en", "es"} == STAFF_LANGUAGES


def test_only_words_of_the_workplace_may_be_without_translation():
    assert is_for_the_workplace("templates/casework/queue.html")
    assert is_for_the_workplace("complaints/casework/page.py")
    assert not is_for_the_workplace("complaints/casework/story.py")
    assert not is_for_the_workplace("templates/macros/forms.html")
    shown = [message.id for message in extracted() if message.id and is_for_residents(message)]
    assert "Follow your complaint" in shown
