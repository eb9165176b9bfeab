"""Where a city states no neighborhoods, nobody is asked for one, and one that is sent anyway is not kept."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from complaints.intake.models import Complaint
from complaints.platform.accounts.permissions import Role
from complaints.routing.models import RoutingDecision
from tests.cast import sign_in, staff
from tests.intake.conftest import Resident

CITY = "davis"


@pytest.fixture
def app(make_app):
    """The site of a city without a list of places."""
    return make_app("all", PROFILE=CITY)


def test_the_page_asks_only_for_the_place_in_words(resident):
    resident.walk(until="where")
    assert "Where did it happen?" in resident.text
    assert "The exact place" in resident.text
    assert "Neighborhood" not in resident.text


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_a_complaint_is_sent_without_one(client, technologies, clock, session, prefix):
    resident = Resident(client, prefix)
    clock.advance(minutes=1)
    resident.walk()
    assert "Corner of Meramec and Virginia" in resident.text
    assert "Outside the city" not in resident.text
    assert resident.send().status_code in (200, 303)
    assert session.scalars(select(Complaint.neighbourhood)).all() == [None]


def test_the_review_says_where_nothing_was_said(resident):
    resident.walk(where={})
    assert "Not stated" in resident.text


def test_two_complaints_of_one_day_about_one_technology_are_likely_the_same(client, technologies, clock, session):
    for _ in range(2):
        resident = Resident(client)
        clock.advance(minutes=1)
        resident.walk()
        resident.send()
    proposals = session.scalars(select(RoutingDecision.proposals).order_by(RoutingDecision.id)).all()
    assert ["duplicate_review" in each for each in proposals] == [False, True]


def test_a_clerk_is_not_asked_either(client, session, technologies):
    sign_in(client, staff(session, Role.INTAKE_CLERK))
    page = client.get("/staff/intake").text
    assert 'name="place_text"' in page
    assert 'name="neighbourhood"' not in page
