"""What the complainant is told of the way: dates and due dates, late, on hold and why, who has it and never by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from complaints.casework.models import Case
from complaints.casework.rules import ClosureReason, HoldReason, Move
from complaints.casework.service import Wish, look_ahead, preserved, tell
from complaints.correspondence.story import Outlook, Reading, Step
from complaints.intake.answers import Identity
from complaints.intake.identity import add_name
from complaints.intake.rules import FilingMode, SubjectKind
from complaints.platform.accounts.permissions import Role
from complaints.routing.rules import Track
from tests.applications import NOW
from tests.cast import assigned_case, case_being_investigated, case_of, file_complaint, staff, step

TODAY = date(2025, 6, 16)


def reading(app: Flask, today: date = TODAY, **changes: object) -> Reading:
    return Reading(replace(app.extensions["profile"], **changes), "en", today)


def steps_of(session: Session, app: Flask, case: Case, today: date = TODAY) -> dict[str, Step]:
    with app.test_request_context():
        return {each.title: each for each in tell(session, case.complaint, reading(app, today))}


def outlook_of(session: Session, app: Flask, case: Case, today: date = TODAY, **changes: object) -> Outlook:
    with app.test_request_context():
        return look_ahead(session, case.complaint, reading(app, today, **changes))


@pytest.fixture
def case(session: Session, app: Flask) -> Case:
    """Just filed."""
    return case_of(session, file_complaint(session, app).number)


def test_each_step_that_is_to_come_says_until_when(session: Session, app: Flask, case: Case) -> None:
    steps = steps_of(session, app, case)
    assert steps["We received your complaint"].at == NOW
    assert steps["It has an investigator"].due_on == TODAY + timedelta(days=30)
    assert steps["It is finished"].due_on == TODAY + timedelta(days=90)
    assert steps["We received your complaint"].due_on is None
    assert not any(each.is_late for each in steps.values())


@pytest.mark.parametrize(("days", "is_late"), [(30, False), (31, True)])
def test_it_is_late_on_the_day_after_it_was_due(
    session: Session, app: Flask, case: Case, days: int, is_late: bool
) -> None:
    steps = steps_of(session, app, case, TODAY + timedelta(days=days))
    assert steps["It has an investigator"].is_late is is_late
    assert not steps["It is finished"].is_late


def test_what_was_reached_is_due_no_more(session: Session, app: Flask) -> None:
    ines = staff(session, Role.INVESTIGATOR)
    steps = steps_of(session, app, assigned_case(session, app, ines), TODAY + timedelta(days=60))
    assert steps["It has an investigator"].at == NOW
    assert steps["It has an investigator"].due_on is None
    assert steps["It is finished"].due_on == TODAY + timedelta(days=90)


@pytest.mark.parametrize("reason", HoldReason)
def test_on_hold_says_why_and_promises_no_day(session: Session, app: Flask, reason: HoldReason) -> None:
    ines = staff(session, Role.INVESTIGATOR)
    held = case_being_investigated(session, app, ines)
    step(session, app, held, Move.HOLD, ines, Wish(reason="A secret one.", hold_reason=reason))
    steps = steps_of(session, app, held)
    waiting = steps["It is waiting"]
    assert waiting.state == "stopped"
    assert "While it waits, its last day moves back." in waiting.text
    assert "secret" not in waiting.text
    assert steps["It is finished"].due_on is None


def test_who_has_it_is_a_desk_and_a_role_and_never_a_name(session: Session, app: Flask, case: Case) -> None:
    ines = staff(session, Role.INVESTIGATOR)
    said = dict(outlook_of(session, app, case).facts)
    assert said["Who has it"] == "Internal affairs: a supervisor, who decides who looks into it"
    theirs = case_being_investigated(session, app, ines)
    facts = dict(outlook_of(session, app, theirs).facts)
    assert facts["Who has it"] == "Internal affairs: an investigator"
    named = dict(outlook_of(session, app, theirs, names_staff=True).facts)
    assert named["Who has it"] == "Internal affairs: an investigator, Ines Investigator"


def test_a_desk_that_the_profile_has_dropped_is_the_office(session: Session, app: Flask, case: Case) -> None:
    said = dict(outlook_of(session, app, case, desks=()).facts)
    assert said["Who has it"].startswith("The office: ")


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (30, "We told you on June 16, 2025 that we have it. We write to you again by July 16, 2025 at the latest."),
        (31, "We should have written to you by July 16, 2025."),
    ],
)
def test_the_next_word_has_its_day_and_is_late_after_it(
    session: Session, app: Flask, case: Case, days: int, words: str
) -> None:
    assert dict(outlook_of(session, app, case, TODAY + timedelta(days=days)).facts)["News"].startswith(words)


def test_whether_recordings_are_kept_is_told(session: Session, app: Flask, case: Case) -> None:
    assert "by August 31, 2025" in dict(outlook_of(session, app, case).facts)["Recordings"]
    late = dict(outlook_of(session, app, case, date(2025, 9, 1)).facts)["Recordings"]
    assert "Some may be gone since August 31, 2025." in late
    preserved(session, case, by_id=staff(session, Role.TRIAGE_SUPERVISOR).id, now=NOW)
    assert dict(outlook_of(session, app, case).facts)["Recordings"] == "We asked for the recordings to be kept."


def test_what_the_router_explained_is_told_until_a_name_makes_it_untrue(session: Session, app: Flask) -> None:
    complaint = file_complaint(session, app, mode=FilingMode.ANONYMOUS, about=SubjectKind.UNKNOWN_EMPLOYEE)
    case, texts = case_of(session, complaint.number), app.extensions["profile"].texts
    told = outlook_of(session, app, case).explanations
    assert texts["anonymous_discipline"].text("en") in told
    assert texts["oversight_inactive"].text("en") in told
    ring = app.extensions["key_ring"]
    named = Identity(name="Rosa")
    public_key = ring.staff.public_key.public_bytes_raw()
    add_name(session, ring, complaint, public_key, named, FilingMode.NAMED, "form", NOW)
    told = outlook_of(session, app, case).explanations
    assert texts["anonymous_discipline"].text("en") not in told
    assert texts["oversight_inactive"].text("en") in told


def test_a_closed_case_has_its_day_and_nobody_any_more(session: Session, app: Flask, case: Case) -> None:
    theo = staff(session, Role.TRIAGE_SUPERVISOR)
    step(session, app, case, Move.TRIAGE, theo)
    why = Wish(reason="No.", track=Track.CONTACT_ONLY, closure_reason=ClosureReason.OUT_OF_TIME)
    step(session, app, case, Move.CLOSE_AT_TRIAGE, theo, why)
    found = outlook_of(session, app, case)
    assert found.closed_at == NOW
    assert found.facts == ()
    assert all(each.due_on is None for each in steps_of(session, app, case).values())
