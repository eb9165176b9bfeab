"""The resident's form through HTTP, without JavaScript: eight questions, a review, a receipt, and nothing stored before."""

from __future__ import annotations

from sqlalchemy import func, select

from complaints.intake.models import Allegation, Complaint, ComplaintTechnology, Mailbox
from tests.intake.conftest import NARRATIVE


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
    assert (complaint.is_safety_risk, complaint.is_possible_crime) == (True, False)
    assert count(session, Allegation) == 4
    assert count(session, ComplaintTechnology) == 2
    assert count(session, Mailbox) == 1
