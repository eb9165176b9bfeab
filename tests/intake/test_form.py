"""The resident's form through HTTP, without JavaScript: one question a page, and nothing stored before sending."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from complaints.intake.models import Allegation, Complaint, ComplaintTechnology, Mailbox
from complaints.intake.pages import Page
from tests.intake.conftest import FILLED, NAME, NARRATIVE, PAGES, Resident


def count(session, model=Complaint):
    return session.scalar(select(func.count()).select_from(model))


def test_a_resident_comes_from_the_first_question_to_the_receipt(resident, session):
    resident.walk()
    assert NARRATIVE in resident.text
    assert count(session) == 0
    sent = resident.send()
    assert sent.status_code == 200, resident.text
    complaint = session.scalars(select(Complaint)).one()
    assert complaint.number in resident.text
    assert (complaint.neighbourhood, complaint.incident_on.isoformat()) == ("dutchtown", "2025-06-02")
    assert (complaint.is_safety_risk, complaint.is_possible_crime, complaint.is_federal_use) == (False, True, False)
    assert count(session, Allegation) == 4
    assert count(session, ComplaintTechnology) == 2
    assert count(session, Mailbox) == 1


def test_the_first_page_says_who_reads_a_complaint_and_leads_to_more_about_it(resident):
    assert "looks into most complaints about itself." in resident.text
    assert 'href="/privacy#who-reads-it">Who reads what you write</a>' in resident.page.text
    assert 'id="who-reads-it"' in resident.client.get("/privacy").text


def test_the_review_names_all_that_is_not_locked_and_asks_what_was_asked(resident):
    resident.walk(until="about")
    assert "Does one of these fit?" in resident.text
    resident.walk()
    assert "<dt>Does one of these fit?</dt>" in resident.page.text
    for words in LEFT_OPEN.values():
        assert words in resident.text


LEFT_OPEN = {
    "incident_on": "when it was", "neighbourhood": "the neighborhood", "about": "who or what it is about",
    "is_safety_risk": "Whether you are in danger", "mode": "Whether and how you give a name",
    "standing": "whether it happened to you or to somebody else", "language": "The languages",
    "needs_interpreter": "whether you need an interpreter", "contact_wishes": "how we may not reach you",
    "is_possible_crime": "what you ticked under “Does one of these fit?”",
}  # fmt: skip
"""What the row of a complaint holds in the clear of its answers, and in which words the review says so."""


def test_every_answer_left_open_is_one_that_the_review_names():
    columns = {column.name for column in Complaint.__table__.columns if not column.name.startswith("sealed_")}
    # Written by us, or a part of an answer that is named already.
    beside = {"id", "number", "submission_key", "digest", "is_demonstration", "channel", "received_at",
              "registered_at", "withdrawn_at", "incident_from", "incident_until", "incident_precision",
              "reply_language", "is_federal_use"}  # fmt: skip
    assert columns - beside == set(LEFT_OPEN)


def test_a_local_name_stands_beside_the_technology_without_brackets_in_brackets(resident):
    resident.walk(until="technology")
    assert "Gunshot detection – SoundThinking (ShotSpotter)" in resident.text


def test_each_page_says_which_step_it_is(resident):
    steps = [page for page in PAGES if page not in ("who", "review")]
    for step, target in pairwise(PAGES):
        # A page that only some are shown is counted with the question it belongs to.
        number = steps.index("you" if step == "who" else step) + 1
        assert f"Step {number} of 10" in resident.text
        resident.post(target, step, **FILLED[step])
    assert "Check your answers" in resident.text


def test_the_review_shows_every_answer(resident):
    resident.walk()
    for words in ("License plate readers", "A false reason was given", NARRATIVE, "June 2, 2025", "about ten at night",
                  "Dutchtown", "Corner of Meramec", "A tall man, car 4711", "a crime was committed", "An explanation",
                  "That it stops.", "Confidential", NAME, "w.o.quist@example.org", "It happened to me"):  # fmt: skip
        assert words in resident.text, words


@pytest.mark.parametrize("page", [page for page in PAGES if page != "review"])
def test_an_empty_page_is_refused_at_the_field(resident, page):
    resident.walk(until=page)
    answer = resident.post(PAGES[PAGES.index(page) + 1], page)
    if page in ("where", "wants", "contact"):
        assert answer.status_code == 200
        return
    assert answer.status_code == 422
    assert "Please check this page" in resident.text
    assert 'class="field-error"' in answer.text
    target = re.search(r'<a href="#([^"]+)"', answer.text)[1]
    assert f'id="{target}"' in answer.text


def test_back_keeps_what_was_typed_right_or_wrong(resident):
    resident.walk(until="when")
    back = resident.post("safety", "when", month="99", day="soon", when_text="at dusk")
    assert back.status_code == 200
    assert 'value="no" checked' in back.text
    again = resident.post("when", "safety", **FILLED["safety"])
    assert all(f'value="{typed}"' in again.text for typed in ("99", "soon", "at dusk"))


def test_a_change_from_the_review_comes_back_to_it(resident):
    resident.walk()
    changing = resident.post("where", "review")
    assert 'value="dutchtown" selected' in changing.text
    assert 'action="/complain/review"' in changing.text
    resident.post("review", "where", neighbourhood="shaw")
    assert "Shaw" in resident.text
    assert "Dutchtown" not in resident.text


def test_an_old_page_of_another_tab_goes_on_from_its_own_answers(resident):
    first = resident.walk(until="what").text
    old = resident.draft
    resident.walk_from = first
    resident.post("where", "what", narrative="One tab.")
    resident.post("where", "what", draft=old, narrative="The other tab.")
    resident.post("what", "where")
    assert "The other tab." in resident.text


def test_a_page_out_of_turn_leads_to_the_first_open_question(resident):
    answer = resident.post("review", "safety", **FILLED["safety"])
    assert answer.status_code == 200
    assert "When did it happen?" in resident.text
    assert "Please check this page" not in resident.text


@pytest.mark.parametrize("address", ["what", "review", "send", "receipt"])
def test_an_address_typed_by_hand_leads_to_the_first_page(client, technologies, address):
    answer = client.get(f"/es/complain/{address}")
    assert (answer.status_code, answer.location) == (303, "/es/complain")


def test_an_unknown_page_is_not_found(resident):
    assert resident.post("nonsense", "technology").status_code == 404


def test_a_technologys_own_page_can_choose_it(client, technologies):
    def chosen(slug):
        resident = Resident(client, query=f"?technology={slug}")
        return resident.walk(until="technology").text

    assert 'value="fixed-cameras" checked' in chosen("fixed-cameras")
    assert " checked" not in chosen("nonsense")
    assert " checked" not in chosen("x" * 5000)


def test_the_finder_leads_from_signs_to_technologies_and_on(resident):
    resident.walk(until="technology")
    resident.post("find", "technology")
    resident.post("signs", "find", way="device")
    likely = resident.post("likely", "signs", signs=["trailer", "flying"])
    assert "Mobile camera trailers" in resident.text
    assert "Gunshot" not in resident.text
    assert "Drones" in resident.text
    assert "The city does not list them" in likely.text
    on = resident.post("wrong", "likely", technologies=["mobile-camera-trailers"])
    assert on.text.index("where people expect privacy") < on.text.index("Other kinds of wrong")
    back = resident.post("technology", "wrong")
    assert 'value="mobile-camera-trailers" checked' in back.text


def test_another_way_into_the_finder_asks_its_own_question(resident):
    resident.walk(until="technology")
    resident.post("find", "technology")
    resident.post("signs", "find", way="device")
    resident.post("find", "signs", signs=["trailer"])
    resident.post("signs", "find", way="letter")
    assert "My car or my license plate" in resident.text
    assert " checked" not in resident.page.text
    refused = resident.post("likely", "signs", signs=["trailer"])
    assert refused.status_code == 422


def test_nothing_that_fits_still_leads_on(resident):
    resident.walk(until="technology")
    resident.post("find", "technology")
    resident.post("signs", "find", way="heard")
    resident.post("likely", "signs", signs=["none"])
    assert "We do not know it either" in resident.text
    assert resident.post("wrong", "likely", technologies=["not-known"]).status_code == 200


def test_no_page_sets_a_cookie_or_is_kept_by_anybody_but_the_browser(resident):
    steps = [resident.page]
    for step, target in pairwise(PAGES):
        steps.append(resident.post(target, step, **FILLED[step]))
    assert {page.headers["Cache-Control"] for page in steps} == {"private, no-cache"}
    sent = resident.send()
    assert sent.headers["Cache-Control"] == "no-store"
    others = [resident.client.get("/verify"), resident.client.get("/complain/what")]
    assert not [page for page in (*steps, sent, *others) if "Set-Cookie" in page.headers]


def test_a_change_of_language_takes_the_answers_along(client, technologies):
    resident = Resident(client, "/es")
    resident.walk(until="what")
    english = re.search(r'formaction="([^"]+)" lang="en"', resident.page.text)[1]
    assert english == "/complain/what"
    draft = resident.draft
    page = resident.client.post(english, data={"draft": draft, "step": "what", "narrative": "Half a sentence"})
    assert page.status_code == 200
    assert '<html lang="en"' in page.text
    assert "Half a sentence" in page.text


def test_the_whole_form_works_below_the_spanish_prefix(client, technologies, clock, session):
    resident = Resident(client, "/es")
    clock.advance(minutes=1)
    resident.walk()
    assert 'action="/es/complain/send"' in resident.page.text
    assert resident.send().status_code == 200
    assert session.scalars(select(Complaint.language)).one() == "es"


def test_the_button_that_enter_presses_goes_on(resident):
    resident.walk(until="where")
    first = re.search(r"<button[^>]*form=\"answers\"[^>]*>|<form method=\"post\" id=\"answers\"", resident.page.text)[0]
    assert "formaction" not in first
    assert "lang=" not in first


@pytest.mark.parametrize("page", PAGES)
def test_a_page_with_all_it_needs_weighs_less_than_fifty_kilobytes(app, resident, page):
    resident.walk(until=page)
    names = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', resident.page.text))
    # The technologies' pages have a fourth file: their pictures.
    assert len(names) == (4 if page == "technology" else 3)
    weight = len(resident.page.data)
    for name in names:
        with resident.client.get(name) as part:
            weight += len(part.data)
    assert weight < 50 * 1024


def test_the_longest_story_still_fits_the_weight(resident):
    story = "".join(chr(0x61 + place * 7 % 26) + (" " if place % 9 == 0 else "") for place in range(9000))[:10_000]
    resident.walk(what={"narrative": story})
    assert len(resident.page.data) < 50 * 1024


def test_what_the_city_cannot_do_without_a_name_is_said_before_choosing(resident, profile):
    resident.walk(until="you")
    assert profile.text("anonymous_discipline", "en") in resident.text


def test_every_page_has_its_template_and_its_title(resident):
    resident.walk(until="where")
    assert "<title>Where did it happen?" in resident.page.text
    assert set(PAGES) | {"find", "signs", "likely", "help", "whom"} == set(Page)
