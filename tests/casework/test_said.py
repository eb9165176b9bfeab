"""What the case page tells of the answers: wishes at once, whatever is sealed only when it is opened."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest

from complaints.intake.incident import Happened, IncidentPrecision
from complaints.intake.rules import ContactWish, Knows, Standing
from complaints.platform.accounts.permissions import Role
from tests import cast

ANSWERS = {
    "incident_on": None,
    "incident_span": Happened(IncidentPrecision.MONTH, date(2025, 5, 1), date(2025, 5, 31)),
    "standing": Standing.GUARDIAN,
    "whom_text": "Her son Milan",
    "whom_knows": Knows.NO,
    "reply_language": "vi",
    "needs_interpreter": True,
    "interpreter_text": "American Sign Language",
    "contact_wishes": (ContactWish.NO_CALLS,),
    "contact_text": "Never after six",
}


def words(page):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


@pytest.fixture
def number(session, app):
    """A complaint with everything that can be wished for."""
    found = cast.file_complaint(session, app, **ANSWERS).number
    session.commit()
    return found


def test_how_to_reach_somebody_is_seen_without_opening_anything(signed_in, number):
    page = words(signed_in(Role.TRIAGE_SUPERVISOR).get(f"/staff/cases/{number}"))
    for said in ("May 2025", "Do not call me", "Tiếng Việt", "Needed when you talk with them", "to my child, or to"):
        assert said in page
    for sealed in ("Milan", "American Sign Language", "Never after six"):
        assert sealed not in page


def test_what_is_sealed_is_told_once_it_is_opened(signed_in, number):
    client = signed_in(Role.TRIAGE_SUPERVISOR)
    page = words(cast.send(client, f"/staff/cases/{number}/open", what="statement"))
    for said in ("Her son Milan", "No, they do not know", "American Sign Language", "Never after six"):
        assert said in page


def test_a_complaint_without_wishes_says_nothing_of_them(signed_in, filed, session):
    session.commit()
    page = words(signed_in(Role.TRIAGE_SUPERVISOR).get(f"/staff/cases/{filed}"))
    assert "How not to reach them" not in page
    assert "Needed when you talk" not in page
