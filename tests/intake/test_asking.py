"""What the form asks and tells: danger first, how exactly the day is known, for whom, and how to be reached."""

from __future__ import annotations

import json
import re
from datetime import date
from itertools import pairwise

import pytest
from sqlalchemy import select

from complaints.casework.models import Clock
from complaints.intake.incident import IncidentPrecision
from complaints.intake.models import Complaint
from complaints.routing.models import RoutingDecision
from complaints.routing.rules import ClockKind
from tests.intake.conftest import FILLED, PAGES, Resident

ASKING = [page for page in PAGES if page not in ("review", "technology")]


def sent(resident, session, **pages):
    """The one complaint that these answers make."""
    resident.walk(**pages)
    assert resident.send().status_code == 200, resident.text
    return session.scalars(select(Complaint)).one()


def statement(ring, session, complaint):
    sealed = session.scalar(select(Complaint.sealed_statement))
    return json.loads(ring.open(sealed, context=complaint.context("statement")))


def in_danger(resident):
    return resident.post("when", "safety", safety="yes")


def test_who_is_in_danger_sees_help_once_and_then_goes_on(resident, profile):
    page = in_danger(resident)
    assert page.status_code == 200
    assert profile.text("safety", "en") in resident.text
    assert "1-\u2060800-\u2060799-\u20607233" in resident.text
    assert "no website can change that" in resident.text
    on = resident.post("when", "help", seen="y")
    assert "When did it happen?" in on.text
    back = resident.post("safety", "when", **FILLED["when"])
    assert 'value="yes" checked' in back.text
    assert "When did it happen?" in in_danger(resident).text


def test_danger_cannot_be_passed_without_seeing_the_help(resident):
    in_danger(resident)
    resident.post("when", "help")
    assert "Your safety comes first" in resident.text


@pytest.mark.parametrize("answer", ["no", "unsaid"])
def test_nobody_else_sees_it(resident, answer):
    resident.post("when", "safety", safety=answer)
    assert "When did it happen?" in resident.text


def test_danger_makes_it_urgent_and_restricted(resident, session):
    in_danger(resident)
    resident.post("when", "help", seen="y")
    for step, target in pairwise(PAGES[1:]):
        resident.post(target, step, **FILLED[step])
    assert "Yes, I am in danger" in resident.text
    resident.send()
    decision = session.scalars(select(RoutingDecision)).one()
    assert (decision.is_urgent, decision.is_restricted) == (True, True)
    assert session.scalars(select(Complaint.is_safety_risk)).one() is True


def test_somebody_who_says_at_the_review_that_they_are_in_danger_sees_help_on_the_way_back(resident):
    resident.walk()
    resident.post("review", "safety", safety="yes")
    assert "Your safety comes first" in resident.text
    assert resident.post("review", "help", seen="y").status_code == 200
    assert "Check your answers" in resident.text


def test_rather_not_say_is_kept_nowhere(resident, session, ring):
    complaint = sent(resident, session, safety={"safety": "unsaid"})
    assert complaint.is_safety_risk is False
    assert "unsaid" not in json.dumps(statement(ring, session, complaint))


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_help_reads_in_the_direction_of_the_language(client, technologies, prefix):
    resident = Resident(client, prefix)
    page = in_danger(resident)
    assert f'dir="{"rtl" if prefix else "ltr"}"' in page.text.split("<head")[0]
    assert "7233" in resident.text


@pytest.mark.parametrize("page", ASKING)
def test_each_question_says_why_it_is_asked_and_whether_it_may_be_skipped(resident, page):
    resident.walk(until=page)
    assert "We ask" in resident.text
    assert re.search(
        r"skip|need not say|Please choose|Leave empty what you do not know|Leave empty|is enough", resident.text
    )


WHEN = {
    "a month": ({"month": "5", "year": "2025"}, "month", "2025-05-01", "2025-05-31", "May 2025"),
    "a year": ({"year": "2024"}, "year", "2024-01-01", "2024-12-31", "2024"),
    "between": (
        {**FILLED["when"], "until_month": "6", "until_day": "9", "until_year": "2025"},
        "between", "2025-06-02", "2025-06-09", "Some time from June 2, 2025 to June 9, 2025"),
    "several times": (
        {**FILLED["when"], "is_several": "y"},
        "several", "2025-06-02", "2025-06-16", "Several times from June 2, 2025 to June 16, 2025"),
    "several times, not known when": (
        {"day_unknown": "y", "is_several": "y"}, "several", None, None, "Several times, days not known"),
    "not known": ({"day_unknown": "y"}, "unknown", None, None, "Day not known"),
}  # fmt: skip


@pytest.mark.parametrize(("typed", "precision", "first", "last", "words"), WHEN.values(), ids=WHEN)
def test_how_exactly_the_day_is_known_is_stored_and_shown(resident, session, typed, precision, first, last, words):
    resident.walk(when=typed)
    assert words in resident.text
    resident.send()
    complaint = session.scalars(select(Complaint)).one()
    assert complaint.incident_on is None
    assert complaint.incident_precision is IncidentPrecision(precision)
    span = tuple(date.fromisoformat(day) for day in (first, last)) if first else None
    assert complaint.incident_span == span


def test_the_preservation_clock_counts_from_the_earliest_day_it_can_have_been(resident, session):
    sent(resident, session, when={"month": "6", "year": "2025"}, technology={"technologies": ["fixed-cameras"]})
    clock = session.scalars(select(Clock).where(Clock.kind == ClockKind.PRESERVATION)).one()
    assert (clock.starts_on, clock.due_on) == (date(2025, 6, 1), date(2025, 7, 1))


@pytest.mark.parametrize("standing", ["guardian", "advocate", "on_behalf"])
def test_who_speaks_for_somebody_is_asked_for_whom_and_whether_they_know(resident, session, ring, standing):
    resident.walk(you={**FILLED["you"], "standing": standing})
    assert "Does the person you speak for know" in resident.text
    assert resident.post("review", "whom").status_code == 422
    resident.post("review", "whom", whom_knows="no", whom_text="My son, 15")
    assert "My son, 15" in resident.text
    assert resident.send().status_code == 200
    complaint = session.scalars(select(Complaint)).one()
    said = statement(ring, session, complaint)
    assert (said["whom"], said["whom_knows"]) == ("My son, 15", "no")
    assert "third_party" in [each["key"] for each in session.scalars(select(RoutingDecision)).one().explanations]


@pytest.mark.parametrize("standing", ["affected", "witness", "organisation"])
def test_nobody_else_is_asked_for_whom(resident, standing):
    resident.walk(you={**FILLED["you"], "standing": standing})
    assert "Check your answers" in resident.text
    assert "For whom you speak" not in resident.text


def test_who_turns_out_to_speak_for_themselves_speaks_for_nobody_else(resident, session, ring):
    resident.walk(you={**FILLED["you"], "standing": "guardian"})
    resident.post("review", "whom", whom_knows="yes", whom_text="My son, 15")
    resident.post("review", "you", **FILLED["you"])
    assert "My son" not in resident.text
    resident.send()
    assert statement(ring, session, session.scalars(select(Complaint)).one())["whom"] == ""


def test_wishes_on_contact_stand_in_the_clear_and_their_words_sealed(resident, session, ring):
    wishes = {
        "reply_language": "vi", "needs_interpreter": "y", "interpreter_text": "Vietnamese, or ASL",
        "contact_wishes": ["only_here", "no_calls"], "contact_text": "Never after six",
    }  # fmt: skip
    resident.walk(contact=wishes)
    for words in ("Tiếng Việt", "With an interpreter: Vietnamese, or ASL", "Do not call me", "Never after six"):
        assert words in resident.text
    resident.send()
    complaint = session.scalars(select(Complaint)).one()
    assert (complaint.reply_language, complaint.language, complaint.needs_interpreter) == ("vi", "en", True)
    assert complaint.contact_wishes == ["only_here", "no_calls"]
    said = statement(ring, session, complaint)
    assert (said["interpreter"], said["contact"]) == ("Vietnamese, or ASL", "Never after six")


def test_we_write_in_the_language_of_the_page_unless_told_otherwise(client, technologies, clock, session):
    resident = Resident(client, "/es")
    clock.advance(minutes=1)
    resident.walk(until="contact")
    assert 'value="es" selected' in resident.page.text
    resident.walk()
    resident.send()
    assert session.scalars(select(Complaint.reply_language)).one() == "es"


def test_where_it_happened_can_be_skipped_and_nothing_is_made_up(resident, session):
    resident.walk(where={})
    assert "No neighborhood of the city named" in resident.text
    assert "Outside the city" not in resident.text
    resident.send()
    assert session.scalars(select(Complaint.neighbourhood)).all() == [None]


def test_a_name_means_here_what_the_profile_says(resident, profile):
    resident.walk(until="you")
    for key in ("mode_confidential", "mode_named", "anonymous_discipline", "oversight_inactive"):
        assert profile.text(key, "en") in resident.text
    assert "You can add your name later" in resident.text
    assert "Nobody can take it out again unseen" in resident.text


@pytest.mark.parametrize("page", ["what", "review"])
def test_it_is_said_before_sending_that_files_come_after_it_and_how_large(resident, page):
    resident.walk(until=page)
    assert "up to 25 MB each" in resident.text
    assert "right after you send it" in resident.text
