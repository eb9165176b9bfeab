"""The page that asks which technology: the search, the days that are left, and what is not on the list."""

from __future__ import annotations

import json
import re

import pytest
from sqlalchemy import select

from complaints.intake.models import Complaint, sealing_context
from complaints.platform.audit import Actor
from complaints.registry import service
from tests.intake.conftest import FILLED, Resident


@pytest.fixture
def there(resident):
    """A resident at the technologies, with June 2 as the day."""
    resident.walk(until="technology")
    return resident


def slugs(resident, ticked=False):
    """The technologies in the order of the page, or those that are ticked."""
    boxes = re.findall(r'<input type="checkbox"[^>]*value="([^"]+)"([^>]*)>', resident.page.text)
    return [slug for slug, more in boxes if not ticked or " checked" in more]


def search(resident, words, **fields):
    return resident.post("technology", "technology", looking_for=words, looked_for="", **fields)


def cards(resident):
    """The words of each choice."""
    parts = resident.page.text.split('<div class="choice">')[1:]
    return {re.search(r'value="([^"]+)"', part)[1]: re.sub(r"<[^>]+>|\s+", " ", part) for part in parts}


def test_each_choice_says_what_it_is_how_long_it_is_kept_and_how_many_days_are_left(there):
    said = {slug: " ".join(words.split()) for slug, words in cards(there).items()}
    assert "Cameras on poles and buildings" in said["fixed-cameras"]
    assert "Recordings are kept 30 days: 16 days left" in said["fixed-cameras"]
    assert "Recordings are kept 90 days: 76 days left" in said["license-plate-readers"]
    assert "Uses AI: not stated" in said["fixed-cameras"]
    assert "Not stated: how long recordings are kept, and whether it uses AI" in said["gunshot-detection"]
    assert "days left" not in said["gunshot-detection"]
    assert "You can complain all the same." not in there.text


def test_after_the_last_day_it_says_that_recordings_may_be_gone(resident):
    resident.walk(until="technology", when={"month": "4", "day": "1", "year": "2025"})
    assert "may be deleted already" in cards(resident)["fixed-cameras"]
    assert "14 days left" in cards(resident)["license-plate-readers"]
    assert "You can complain all the same." in resident.text


def test_without_a_day_no_number_of_days_is_made_up(resident):
    resident.walk(until="technology", when={"day_unknown": "y"})
    assert "days left" not in resident.text
    assert "Recordings are kept 30 days" in resident.text


def test_what_the_registry_says_of_ai_is_shown_in_the_language_it_is_written_in(there, session, now):
    technology = service.by_slug(session, "fixed-cameras")
    service.edit(session, technology, {"artificial_intelligence": "No. Not yet."}, Actor.system(), now, "", 1)
    session.commit()
    search(there, "")
    assert 'Uses AI: <span dir="auto">No.</span>' in there.page.text
    there.prefix = "/es"
    search(there, "")
    assert '<span lang="en" dir="auto">No.</span>' in there.page.text


def test_a_search_puts_what_fits_first_and_keeps_what_was_ticked(there):
    found = search(there, "shotspoter", technologies=["fixed-cameras"])
    assert found.status_code == 200
    assert slugs(there)[0] == "gunshot-detection"
    assert len(slugs(there)) == 10
    assert slugs(there, ticked=True) == ["fixed-cameras"]
    assert "1 technology fits “shotspoter”. It stands first." in there.text
    assert 'value="shotspoter"' in there.page.text


def test_a_search_for_what_the_city_does_not_list_says_so_and_that_one_can_complain(there):
    search(there, "drone")
    assert "The city does not list this: Drones." in there.text
    assert slugs(there)[0] == "gunshot-detection"


def test_a_search_that_finds_nothing_says_what_else_there_is(there):
    search(there, "qwzkx")
    assert "Nothing on the list fits “qwzkx”." in there.text
    assert "Help me find out" in there.text
    assert "I do not know, or it is not on this list" in there.text
    assert "Not on the list? Say what it was" in there.text


def test_enter_in_the_search_searches_and_continue_goes_on(there):
    there.post("wrong", "technology", looking_for="stingray", looked_for="", pressed="enter",
               technologies=["fixed-cameras"])  # fmt: skip
    assert "Which technology is it about?" in there.text
    assert slugs(there)[0] == "cell-site-simulators"
    there.post("wrong", "technology", looking_for="stingray", looked_for="stingray", pressed="enter",
               technologies=["fixed-cameras"])  # fmt: skip
    assert "What was wrong about it?" in there.text


def test_words_that_were_not_looked_for_yet_are_looked_for_where_nothing_is_ticked(there):
    there.post("wrong", "technology", looking_for="flock", looked_for="")
    assert there.page.status_code == 200
    assert slugs(there)[0] == "license-plate-readers"
    there.post("wrong", "technology", looking_for="flock", looked_for="flock")
    assert there.page.status_code == 422
    assert "Choose at least one technology." in there.text


def test_back_leads_back_whatever_stands_in_the_search(there):
    there.post("when", "technology", looking_for="flock", looked_for="", pressed="enter")
    assert "When did it happen?" in there.text


@pytest.mark.parametrize(
    "words", ["x" * 20_000, "a\x00b", "\u202e drone", "<script>alert(1)</script>", "🙂" * 50, "%(num)s"]
)
def test_nothing_typed_into_the_search_does_harm(there, words):
    assert search(there, words, technologies=["fixed-cameras"]).status_code == 200
    assert "<script>alert" not in there.page.text
    assert slugs(there, ticked=True) == ["fixed-cameras"]


def test_own_words_alone_are_an_answer_and_are_locked_with_the_statement(resident, session, ring):
    resident.walk(technology={"technology_text": "A robot with wheels"})
    assert "A robot with wheels" in resident.text
    assert resident.send().status_code == 200
    complaint = session.scalars(select(Complaint)).one()
    context = sealing_context(complaint.number, "statement")
    said = json.loads(ring.open(complaint.sealed_statement, context=context))
    assert said["technology_text"] == "A robot with wheels"


def test_own_words_tick_the_place_for_what_is_not_listed(there):
    search(there, "", technology_text="A robot with wheels")
    assert slugs(there, ticked=True) == ["not-known"]


def test_a_technology_and_own_words_for_another_go_together_but_knowing_and_not_knowing_do_not(there):
    there.post("wrong", "technology", technologies=["fixed-cameras", "not-known"])
    assert there.page.status_code == 422
    assert "Which is right?" in there.text
    there.post("wrong", "technology", technologies=["fixed-cameras", "not-known"], technology_text="A robot")
    assert there.page.status_code == 200
    assert "What was wrong about it?" in there.text


def test_own_words_that_are_too_long_are_kept_and_refused_at_their_field(there):
    there.post("wrong", "technology", technologies=["fixed-cameras"], technology_text="r" * 501)
    assert there.page.status_code == 422
    assert "This is 1 character too long." in there.text
    assert "r" * 501 in there.page.text


def test_the_finder_asks_for_the_place_and_keeps_own_words(there):
    there.post("find", "technology", technology_text="A thing")
    there.post("signs", "find", way="place")
    assert "At a protest, or where people pray" in there.text
    there.post("likely", "signs", signs=["at_gathering"])
    assert "Mugshot comparison" in there.text
    assert "Drones" in there.text
    there.post("wrong", "likely", technologies=["mugshot-comparison"])
    there.post("technology", "wrong")
    assert 'value="A thing"' in there.page.text
    assert slugs(there, ticked=True) == ["mugshot-comparison"]


def test_in_spanish_a_spanish_word_finds_it(client, technologies):
    resident = Resident(client, prefix="/es")
    resident.walk(until="technology")
    search(resident, "cámara corporal")
    assert slugs(resident)[0] == "body-worn-cameras"


def test_a_search_is_no_answer_and_leaves_no_trace_in_the_complaint(resident, session):
    resident.walk(technology=FILLED["technology"] | {"looking_for": "stingray", "looked_for": "stingray"})
    assert "stingray" not in resident.text
