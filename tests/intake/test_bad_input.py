"""What a form must bear: too long, too much, unknown, wrong, cut off, stale; answered in place, and nothing lost."""

from __future__ import annotations

from io import BytesIO

import pytest
from sqlalchemy import func, select

from complaints.intake.models import Complaint
from complaints.intake.rules import MOST_CHARACTERS
from tests.intake.conftest import FILLED, NAME, NARRATIVE, PAGES

FUTURE = {"month": "6", "day": "17", "year": "2025"}

BAD = {
    "an unknown answer about danger": ("safety", {"safety": "perhaps"}),
    "an unknown technology": ("technology", {"technologies": ["crystal-ball"]}),
    "a known technology and an unknown one": ("technology", {"technologies": ["fixed-cameras", "../../etc"]}),
    "an unknown kind": ("wrong", {"kinds": ["false_reason", "boredom"]}),
    "a story of nothing but spaces": ("what", {"narrative": " \r\n\t "}),
    "a day to come": ("when", FUTURE),
    "a day that does not exist": ("when", {"month": "2", "day": "30", "year": "2025"}),
    "a day before any of this": ("when", {"month": "12", "day": "31", "year": "1989"}),
    "a year of three digits": ("when", {"month": "6", "day": "2", "year": "205"}),
    "words for a day": ("when", {"month": "June", "day": "2nd", "year": "2025"}),
    "a day without its month": ("when", {"day": "6", "year": "2025"}),
    "a month without its year": ("when", {"month": "6"}),
    "a last day before the first": ("when", {**FILLED["when"], "until_month": "5", "until_year": "2025"}),
    "a last day to come": ("when", {**FILLED["when"], "until_month": "7", "until_year": "2025"}),
    "a last day alone": ("when", {"until_month": "6", "until_year": "2025"}),
    "a number that Python would read": ("when", {"month": "+6", "day": "1_0", "year": "2025"}),
    "a huge number": ("when", {"month": "6", "day": "9" * 5000, "year": "2025"}),
    "both a day and not knowing it": ("when", {**FILLED["when"], "day_unknown": "y"}),
    "an unknown neighborhood": ("where", {"neighbourhood": "atlantis"}),
    "an unknown subject": ("about", {"about": "martians"}),
    "an unknown flag": ("about", {"about": "policy", "flags": ["nuisance"]}),
    "an unknown wish": ("wants", {"wants": ["gold"]}),
    "an unknown mode": ("you", {"mode": "famous", "standing": "affected"}),
    "an unknown standing": ("you", {"mode": "anonymous", "standing": "sitting"}),
    "a mode without a standing": ("you", {"mode": "anonymous"}),
    "nobody in a named one": ("who", {}),
    "a technology and not knowing it": ("technology", {"technologies": ["fixed-cameras", "not-known"]}),
    "words for a phone number": ("who", {"phone": "call me"}),
    "a phone number without its end": ("who", {"phone": "314 555"}),
    "an address that is no address": ("who", {"email": "ann at home"}),
}


@pytest.mark.parametrize(("page", "fields"), BAD.values(), ids=BAD)
def test_a_wrong_answer_is_refused_in_place(resident, page, fields):
    resident.walk(until=page)
    answer = resident.post(PAGES[PAGES.index(page) + 1], page, **fields)
    assert answer.status_code == 422
    assert f'name="step" value="{page}"' in answer.text
    assert 'class="field-error"' in answer.text
    assert "Please check this page" in resident.text


def test_who_ticks_a_technology_and_not_knowing_it_is_asked_which(resident):
    resident.walk(until="technology")
    page = resident.post("wrong", "technology", technologies=["fixed-cameras", "not-known"])
    assert "Which is right?" in resident.text
    assert all(f'value="{slug}" checked' in page.text for slug in ("fixed-cameras", "not-known"))
    assert resident.post("wrong", "technology", technologies=["not-known"]).status_code == 200


@pytest.mark.parametrize("phone", ["555-0100", "+1 (314) 555-0100 ext. 4", "call 314.555.0100, evenings", "٣١٤٥٥٥٠١٠٠"])
def test_a_phone_number_is_taken_however_it_is_written(resident, phone):
    resident.walk(until="who")
    assert resident.post("review", "who", phone=phone).status_code == 200
    assert phone in resident.text


def test_what_was_typed_stands_there_again(resident):
    resident.walk(until="who")
    answer = resident.post("review", "who", name="Ann <b>Ona</b>", phone="314")
    assert 'value="Ann &lt;b&gt;Ona&lt;/b&gt;"' in answer.text
    assert 'value="314"' in answer.text


def test_who_stays_anonymous_is_never_asked_for_a_name_and_leaves_none(resident):
    resident.walk(until="wants")
    review = resident.post("review", "you", mode="anonymous", standing="affected")
    assert 'name="email"' not in review.text
    assert NAME not in resident.text


def test_who_wants_to_give_a_name_is_asked_for_it_before_the_form_goes_on(resident):
    resident.walk(until="you")
    page = resident.post("wants", "you", mode="named", standing="affected")
    assert 'name="email"' in page.text
    assert 'name="wants"' not in page.text


@pytest.mark.parametrize(
    ("page", "field", "row"),
    [
        ("what", "narrative", "narrative"),
        ("when", "when_text", "when"),
        ("where", "place_text", "place"),
        ("about", "about_text", "about"),
        ("wants", "wants_text", "wants_text"),
        ("who", "name", "name"),
        ("who", "phone", "phone"),
        ("who", "address", "address"),
    ],
)
def test_a_text_one_character_too_long_is_kept_and_refused_and_one_that_just_fits_is_taken(resident, page, field, row):
    resident.walk(until=page)
    target, most = PAGES[PAGES.index(page) + 1], MOST_CHARACTERS[row]
    letter = "٣" if field == "phone" else "ü"
    over = resident.post(target, page, **{**FILLED[page], field: letter * (most + 1)})
    assert over.status_code == 422
    assert "1 character too long" in resident.text
    assert letter * (most + 1) in over.text
    assert resident.post(target, page, **{**FILLED[page], field: letter * most}).status_code == 200


def test_a_line_break_counts_as_one_character_however_the_browser_sends_it(resident):
    resident.walk(until="what")
    assert resident.post("where", "what", narrative="a\r\n" * 5000).status_code == 200


def test_characters_that_cannot_be_kept_are_taken_out_and_the_page_says_so_once(resident):
    resident.walk(until="what")
    refused = resident.post("where", "what", narrative="before\x00\x07after")
    assert refused.status_code == 422
    assert "beforeafter" in refused.text
    assert "could not be kept" in resident.text
    assert resident.post("where", "what", narrative="beforeafter").status_code == 200


def test_bytes_that_are_no_text_do_no_harm(resident):
    resident.walk(until="what")
    body = b"step=what&draft=" + resident.draft.encode() + b"&narrative=a%ED%A0%80b%FF"
    kind = "application/x-www-form-urlencoded"
    answer = resident.client.post("/complain/where", data=body, content_type=kind)
    assert answer.status_code == 200
    assert "Where did it happen?" in answer.text


def test_a_file_where_a_text_belongs_is_no_answer(resident):
    resident.walk(until="what")
    assert resident.post("where", "what", narrative=(BytesIO(b"x"), "story.txt")).status_code == 422


def test_a_field_sent_twice_counts_once(resident):
    resident.walk(until="when")
    assert resident.post("technology", "when", month=["6", "13"], day="2", year="2025").status_code == 200


def test_not_knowing_the_day_is_an_answer(resident, session):
    resident.walk(when={"day_unknown": "y", "when_text": "in spring"}, where={"neighbourhood": "elsewhere"})
    assert "Day not known" in resident.text
    resident.send()
    assert session.execute(select(Complaint.incident_on, Complaint.neighbourhood)).one() == (None, None)


def test_today_is_no_day_to_come(resident):
    resident.walk(until="when")
    assert resident.post("technology", "when", month="06", day="16", year="2025").status_code == 200


def test_today_is_the_citys_today(resident, clock):
    resident.walk(until="when")
    clock.advance(hours=12)  # 3 in the morning of the 17th in UTC, 10 in the evening of the 16th in St. Louis
    assert resident.post("technology", "when", **FUTURE).status_code == 422


BROKEN = {
    "changed": lambda draft: draft[:-4] + "AAAA",
    "cut off": lambda draft: draft[: len(draft) // 2],
    "not there": lambda draft: "",
    "something else": lambda draft: "Ünïcode 💥 \x00",
    "of another page": lambda draft: "A" * 400,
}


@pytest.mark.parametrize("break_it", BROKEN.values(), ids=BROKEN)
def test_a_broken_page_says_so_and_keeps_what_was_typed_on_it(resident, break_it):
    resident.walk(until="what")
    answer = resident.post("where", "what", draft=break_it(resident.draft), narrative="Every word of this counts.")
    assert answer.status_code == 422
    assert "Your earlier answers are gone from this page" in resident.text
    assert "Every word of this counts." in resident.text
    on = resident.post("where", "what", narrative="Every word of this counts.")
    assert on.status_code == 200
    assert "Are you in danger" in resident.text
    resident.post("when", "safety", **FILLED["safety"])
    resident.post("technology", "when", **FILLED["when"])
    resident.post("wrong", "technology", **FILLED["technology"])
    resident.post("what", "wrong", **FILLED["wrong"])
    assert "Every word of this counts." in resident.text


def test_a_page_open_for_more_than_two_weeks_is_too_old_and_one_a_day_younger_is_not(resident, clock):
    resident.walk(until="when")
    clock.advance(days=13)
    assert resident.post("technology", "when", **FILLED["when"]).status_code == 200
    clock.advance(days=15)
    stale = resident.post("technology", "when", **FILLED["when"])
    assert stale.status_code == 422
    assert "more than two weeks" in resident.text
    assert 'value="about ten at night"' in stale.text


@pytest.mark.parametrize("draft", ["", "nonsense"])
def test_sending_a_broken_page_stores_nothing_and_asks_anew(resident, session, draft):
    resident.walk()
    answer = resident.send(draft=draft)
    assert answer.status_code == 422
    assert "Your earlier answers are gone" in resident.text
    assert session.scalar(select(func.count()).select_from(Complaint)) == 0


def test_a_draft_that_is_not_whole_cannot_be_sent(resident, session):
    resident.walk(until="about")
    answer = resident.send()
    assert answer.status_code == 422
    assert "Who or what is your complaint about?" in resident.text
    assert session.scalar(select(func.count()).select_from(Complaint)) == 0


def test_a_body_that_is_too_large_is_answered_and_not_read(resident):
    answer = resident.post("where", "what", narrative="x" * 3_000_000)
    assert answer.status_code == 413
    assert "too large" in resident.text


def test_a_page_sent_in_another_language_of_form_is_an_empty_page(resident):
    answer = resident.client.post("/complain/when", json={"step": "what", "narrative": "x"})
    assert answer.status_code == 422


def test_a_technology_that_leaves_the_registry_meanwhile_is_asked_about_again(resident, session, technologies, now):
    resident.walk()
    gone = next(t for t in technologies if t.slug == "fixed-cameras")
    session.merge(gone).retired_on = now.date()
    session.commit()
    answer = resident.send()
    assert answer.status_code == 422
    assert "not on the list any more" in resident.text
    assert session.scalar(select(func.count()).select_from(Complaint)) == 0
    resident.post("review", "technology", technologies=["license-plate-readers"])
    assert NARRATIVE in resident.text
