"""After the closing: another look that is asked for once and decided once, and feedback that leads back to nobody."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from complaints.casework.models import Case
from complaints.casework.rules import ClosureReason, Move, ReopenGround, Status
from complaints.casework.service import Wish
from complaints.correspondence import feedback
from complaints.correspondence.models import FeedbackGiven, FeedbackTally, ReviewRequest
from complaints.correspondence.rules import FeedbackQuestion, ReviewDecision, may_ask_for_review
from complaints.intake.models import Complaint
from complaints.platform.accounts.permissions import Role
from complaints.platform.audit import AuditEvent
from complaints.routing.rules import Track
from tests.applications import NOW, Clock
from tests.cast import case_of, file_complaint, send, sign_in, staff, step
from tests.correspondence.conftest import Filed
from tests.correspondence.test_public import enter, hidden

REASON = "You did not look at the second night."


@pytest.fixture
def closed(session: Session, app: Flask, filed: Filed) -> Filed:
    """A case that triage closed today."""
    case, theo = case_of(session, filed.number), staff(session, Role.TRIAGE_SUPERVISOR)
    step(session, app, case, Move.TRIAGE, theo)
    why = Wish(reason="No.", track=Track.CONTACT_ONLY, closure_reason=ClosureReason.UNABLE_TO_INVESTIGATE)
    step(session, app, case, Move.CLOSE_AT_TRIAGE, theo, why)
    session.commit()
    return filed


def ask(client: FlaskClient, filed: Filed, reason: str = REASON) -> TestResponse:
    token = hidden(enter(client, filed), "page")
    return client.post("/follow/review", data={"page": token, "reason": reason, "send": "yes"})


def test_while_a_case_is_open_nothing_of_this_is_offered(client: FlaskClient, filed: Filed) -> None:
    page = enter(client, filed)
    assert "/follow/review" not in page.text
    assert "/follow/feedback" not in page.text
    assert "You cannot ask for another look now" in ask(client, filed).text


def test_another_look_is_asked_for_once_and_its_reason_is_sealed(
    client: FlaskClient, session: Session, closed: Filed
) -> None:
    page = enter(client, closed)
    assert "You can ask us to look at it again until July 16, 2025." in page.text
    told = ask(client, closed)
    assert "We have your request" in told.text
    assert "You asked us to look at it again" in told.text
    assert "/follow/review" not in told.text
    ask(client, closed, "Something else.")
    asked = session.scalars(sa.select(ReviewRequest)).one()
    assert b"second night" not in asked.sealed_reason
    assert session.scalars(sa.select(AuditEvent.action)).all().count("review.asked") == 1


@pytest.mark.parametrize(("days", "is_offered"), [(30, True), (31, False)])
def test_it_can_be_asked_for_as_long_as_the_profile_says(
    client: FlaskClient, closed: Filed, clock: Clock, days: int, is_offered: bool
) -> None:
    clock.advance(days=days)
    assert ("/follow/review" in enter(client, closed).text) is is_offered
    assert ("We have your request" in ask(client, closed).text) is is_offered


def test_where_a_city_sets_no_end_there_is_none() -> None:
    assert may_ask_for_review(NOW.date(), NOW.date().replace(year=2040), None)


def test_the_commander_sees_it_in_the_queue_and_refuses_with_a_message(
    client: FlaskClient, session: Session, app: Flask, closed: Filed
) -> None:
    ask(client, closed)
    desk = app.test_client()
    sign_in(desk, staff(session, Role.COMMANDER))
    session.commit()
    listed = desk.get("/staff/queue?needs=review")
    assert closed.number in listed.text
    assert closed.number not in desk.get("/staff/queue").text
    case = desk.get(f"/staff/cases/{closed.number}")
    assert "The complainant asks for another look" in case.text
    assert "second night" not in case.text
    assert "second night" in send(desk, f"/staff/cases/{closed.number}/open", what="reasons").text
    form = f"/staff/cases/{closed.number}/review/refuse"
    assert desk.get(form).status_code == 200
    assert send(desk, form, body=" ", form_id="f").status_code == 422
    assert send(desk, form, body="We looked at both nights.", form_id="f").status_code == 303
    assert send(desk, form, body="We looked at both nights.", form_id="f").status_code == 409
    page = enter(client, closed)
    assert "We do not look at it again" in page.text
    assert "We looked at both nights." in page.text
    assert session.scalars(sa.select(ReviewRequest.decision)).one() is ReviewDecision.REFUSED
    assert closed.number not in desk.get("/staff/queue?needs=review").text


@pytest.mark.parametrize("role", [Role.TRIAGE_SUPERVISOR, Role.INVESTIGATOR, Role.OVERSIGHT_REVIEWER])
def test_nobody_else_refuses(client: FlaskClient, session: Session, app: Flask, closed: Filed, role: Role) -> None:
    ask(client, closed)
    desk = app.test_client()
    sign_in(desk, staff(session, role))
    session.commit()
    assert send(desk, f"/staff/cases/{closed.number}/review/refuse", body="No.", form_id="f").status_code == 403
    assert session.scalars(sa.select(ReviewRequest.decision)).one() is None


def test_reopening_the_case_is_the_other_decision(
    client: FlaskClient, session: Session, app: Flask, closed: Filed
) -> None:
    ask(client, closed)
    session.expire_all()
    cora, ines = staff(session, Role.COMMANDER), staff(session, Role.INVESTIGATOR)
    why = Wish(reason="They are right.", ground=ReopenGround.APPEAL, investigator_id=ines.id)
    step(session, app, case_of(session, closed.number), Move.REOPEN, cora, why)
    session.commit()
    page = enter(client, closed)
    assert "We look at it again" in page.text
    assert session.scalars(sa.select(Case.status)).one() is Status.INVESTIGATING
    assert session.scalars(sa.select(ReviewRequest.decision)).one() is ReviewDecision.REOPENED


def answer(client: FlaskClient, filed: Filed, **answers: str) -> TestResponse:
    token = hidden(enter(client, filed), "page")
    return client.post("/follow/feedback", data={"page": token, "send": "yes", **answers})


def test_feedback_is_counted_once_and_nothing_leads_from_it_to_the_complaint(
    client: FlaskClient, session: Session, closed: Filed
) -> None:
    skipped = {"again": "", "heard": ""}
    assert "Thank you for telling us" in answer(client, closed, easy="5", explained="2", **skipped).text
    assert "Thank you for telling us" in answer(client, closed, easy="1", explained="1", **skipped).text
    tallied = session.execute(
        sa.select(FeedbackTally.year, FeedbackTally.question, FeedbackTally.answer, FeedbackTally.times)
    )
    assert sorted(tallied) == [(2025, FeedbackQuestion.EASY, 5, 1), (2025, FeedbackQuestion.EXPLAINED, 2, 1)]
    assert "complaint_id" not in FeedbackTally.__table__.columns
    assert set(FeedbackGiven.__table__.columns.keys()) == {"complaint_id"}
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "feedback.counted")).one()
    assert closed.number not in event.subject + event.details
    assert (event.at.hour, event.at.minute) == (0, 0)
    assert "/follow/feedback" not in enter(client, closed).text


@pytest.mark.parametrize("easy", ["", "6", "0", "<b>", "5" * 9, "5.0", "\u202e5"])
def test_no_answer_and_one_that_was_not_offered_are_told(
    client: FlaskClient, session: Session, closed: Filed, easy: str
) -> None:
    assert answer(client, closed, easy=easy).status_code == 422
    assert session.scalars(sa.select(FeedbackTally)).all() == []


def test_staff_see_no_count_below_five_and_none_of_this_year(
    client: FlaskClient, session: Session, app: Flask, clock: Clock
) -> None:
    for number in range(5):
        complaint = file_complaint(session, app, narrative=f"Number {number}.")
        answers = {FeedbackQuestion.EASY: 4, FeedbackQuestion.HEARD: 2 if number else 3}
        assert feedback.give(session, complaint, answers, 2025, NOW)
    sign_in(client, staff(session, Role.COMMANDER))
    session.commit()
    assert feedback.counts(session, 2025) == {}
    shown = feedback.counts(session, 2026)[2025]
    assert [row.times for row in shown if row.question is FeedbackQuestion.EASY] == [(None, None, None, 5, None)]
    assert [row.times for row in shown if row.question is FeedbackQuestion.HEARD] == [(None,) * 5]
    # While the year runs, nobody can look before and after one case ends.
    assert "Nothing to show yet" in client.get("/staff/feedback").text
    clock.advance(days=365)
    sign_in(client, staff(session, Role.COMMANDER))
    page = client.get("/staff/feedback")
    assert page.status_code == 200
    assert "fewer than 5" in page.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Complaint)) == 5


def test_a_year_with_nothing_to_show_is_not_named(client: FlaskClient, session: Session, app: Flask) -> None:
    feedback.give(session, file_complaint(session, app), {FeedbackQuestion.EASY: 4}, 2024, NOW)
    sign_in(client, staff(session, Role.COMMANDER))
    session.commit()
    page = client.get("/staff/feedback")
    assert "Nothing to show yet" in page.text
    assert "2024" not in page.text


@pytest.mark.parametrize("role", [Role.INVESTIGATOR, Role.AUDITOR, Role.ADMINISTRATOR])
def test_feedback_is_for_who_leads(client: FlaskClient, session: Session, role: Role) -> None:
    sign_in(client, staff(session, role))
    session.commit()
    assert client.get("/staff/feedback").status_code == 403
