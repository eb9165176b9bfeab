"""The invented past as a plan: the same for the same seed, in order of time, in office hours, and marked."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from datetime import time

import pytest

from complaints.casework.rules import Status
from complaints.demo.filings import YEARS
from complaints.demo.phrases import MARKS
from complaints.demo.plan import entries, lives, status_after
from complaints.demo.steps import UNITS, Found, Moved
from complaints.demo.telling import NAME_MARK
from complaints.demo.workdays import Workdays
from complaints.intake.rules import FilingMode, SubjectKind
from complaints.platform.jurisdiction.loader import load_profile
from complaints.registry.loading import shipped
from complaints.registry.rules import TechnologyType
from tests.applications import NOW

PROFILE = load_profile("st_louis")
TECHNOLOGIES = {each.slug: each.type for each in shipped("st_louis")} or {"cameras": TechnologyType.FIXED_CAMERA}


def invented(count=300, seed=78, now=NOW):
    """That many lives."""
    return lives(count, seed, PROFILE, TECHNOLOGIES, now)


@pytest.fixture(scope="module")
def past():
    return invented()


def last_status(life):
    """Where a complaint stands in the end."""
    return next((status for step in reversed(life.steps) if (status := status_after(step))), Status.RECEIVED)


def test_the_same_seed_invents_the_same_past_and_another_seed_another(past):
    assert invented() == past
    assert invented(seed=79) != past


@pytest.mark.parametrize("count", [16, 60])
def test_a_small_past_shows_every_status_too(count):
    assert {last_status(life) for life in invented(count)} == set(Status)


def test_there_are_as_many_complaints_as_were_asked_for():
    assert [len(invented(count)) for count in (1, 7, 16, 61)] == [1, 7, 16, 61]


def test_most_cases_are_closed_and_some_of_each_status_are_open(past):
    counted = Counter(last_status(life) for life in past)
    assert counted[Status.CLOSED] > len(past) * 0.6
    assert set(counted) == set(Status)


def test_nothing_happens_after_now_or_before_the_three_years(past):
    moments = [entry.at for entry in entries(past)]
    assert moments == sorted(moments)
    assert moments[0] >= NOW - YEARS
    assert moments[-1] <= NOW


def test_what_happens_to_a_complaint_follows_its_filing_in_order(past):
    for life in past:
        moments = [life.filing.at, *(step.at for step in life.steps)]
        assert moments == sorted(moments)


def test_staff_work_on_working_days_in_office_hours(past):
    workdays = Workdays(PROFILE)
    moments = [step.at.astimezone(PROFILE.zone) for life in past for step in life.steps if step.by is not None]
    outside = [at for at in moments if not workdays.is_working(at.date()) or not time(8, 30) <= at.time() <= time(17)]
    assert not outside


def test_every_text_that_somebody_wrote_begins_with_its_mark(past):
    marks = tuple(MARKS.values())
    texts = [life.filing.answers.narrative for life in past]
    for life in past:
        for step in life.steps:
            values = [getattr(step.deed, field.name) for field in fields(step.deed)]
            texts += [value for value in values if type(value) is str and value]
            texts += step.deed.rationales if isinstance(step.deed, Found) else ()
    assert len(texts) > 4 * len(past)
    assert not [text for text in texts if not text.startswith(marks)]


def test_every_name_is_marked_and_anonymous_complaints_have_none(past):
    for life in past:
        answers = life.filing.answers
        assert answers.identity.is_empty == (answers.mode is FilingMode.ANONYMOUS)
        assert answers.identity.is_empty or answers.identity.name.endswith(NAME_MARK)


def test_addresses_and_numbers_reach_nobody(past):
    for life in past:
        identity = life.filing.answers.identity
        assert identity.email.rpartition("@")[2] in {"", "example.org", "example.com", "example.net"}
        assert identity.phone == "" or identity.phone.startswith("555-01")


def test_some_of_it_is_told_in_spanish(past):
    spanish = [life for life in past if life.filing.language == "es"]
    assert spanish
    assert all(life.filing.answers.narrative.startswith(MARKS["es"]) for life in spanish)
    assert not [life for life in spanish if " de el " in life.filing.answers.narrative]


def test_nobody_of_internal_affairs_investigates_internal_affairs():
    about = [life for life in invented(2000) if life.filing.answers.about is SubjectKind.INTERNAL_AFFAIRS]
    given = [step.deed.investigator for life in about for step in life.steps if isinstance(step.deed, Moved)]
    assert any(given)
    assert not [post for post in given if post and UNITS[post] is not SubjectKind.INTERNAL_AFFAIRS]


def test_several_people_complain_about_one_event():
    told = Counter(
        (life.filing.answers.incident_on, life.filing.answers.neighbourhood, life.filing.answers.technologies[0])
        for life in invented(400)
        if life.filing.answers.neighbourhood
    )
    assert told.most_common(1)[0][1] >= 8
