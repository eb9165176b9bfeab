"""Reminders before the freeze: to whom, when, once each, and never for a period that is frozen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from complaints.platform.accounts.permissions import Role
from complaints.platform.audit import Actor
from complaints.platform.audit.models import AuditEvent
from complaints.platform.jurisdiction import load_profile
from complaints.platform.post.models import OutgoingMail
from complaints.reports.job import due
from complaints.reports.job.reminders import step_of
from complaints.reports.periods import calendar_year
from tests import cast

FREEZE_ON = date(2026, 5, 2)
"""Two weeks before the hearing on 16 May; the profile reminds 30, 14, 7 and 1 days before that."""
DAYS = (30, 14, 7, 1)


@pytest.fixture
def people(session):
    """Who is responsible, and some who are not."""
    officer = cast.staff(session, Role.RECORDS_OFFICER, "Rita Records")
    steward = cast.staff(session, Role.TECHNOLOGY_STEWARD, "Stan Steward")
    cast.staff(session, Role.COMMANDER)
    cast.staff(session, Role.RECORDS_OFFICER, "Gone Away").is_disabled = True
    session.commit()
    return officer, steward


@pytest.fixture
def hearing(session, later):
    """Sets or corrects the hearing before which 2025 is reported."""

    def make(on=date(2026, 5, 16), reason=""):
        profile = load_profile("st_louis")
        due.set_due(session, profile, calendar_year(2025), on, Actor.command(), later, reason=reason)
        session.commit()

    return make


@pytest.fixture
def remind(run, clock, session):
    """Runs the job at noon of a day; the mails it put down as (address, subject)."""

    def at(day):
        clock.at = datetime(day.year, day.month, day.day, 17, tzinfo=UTC)
        before = set(session.scalars(sa.select(OutgoingMail.id)))
        result = run("jobs", "run", "reminders")
        assert result.exit_code == 0, result.output
        found = session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id)).all()
        return [(mail.address, mail.subject) for mail in found if mail.id not in before]

    return at


OFFICER = ("rita.records@example.org", "Report for 2025: freeze it on May 2, 2026")
STEWARD = ("stan.steward@example.org", "Report for 2025: the registry has gaps")


def test_each_step_is_told_once_to_each_person_who_is_responsible(world, people, hearing, remind):
    world.year()
    hearing()
    told = {day: remind(FREEZE_ON - timedelta(days=day)) for day in range(35, -3, -1)}
    assert {day for day, mails in told.items() if mails} == set(DAYS)
    assert all(told[day] == [OFFICER, STEWARD] for day in DAYS)


def test_running_again_or_two_at_once_tells_nothing_twice(world, people, hearing, remind, session, make_app, clock):
    world.year()
    hearing()
    clock.at = datetime(2026, 4, 2, 17, tzinfo=UTC)
    session.commit()
    apps = [make_app(), make_app()]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda app: app.test_cli_runner().invoke(args=["jobs", "run", "reminders"]), apps))
    assert [result.exit_code for result in results] == [0, 0]
    session.expire_all()
    mails = session.scalars(sa.select(OutgoingMail.address).order_by(OutgoingMail.address)).all()
    assert mails == [OFFICER[0], STEWARD[0]]
    assert remind(date(2026, 4, 2)) == []
    queued = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "reminder.queued")).all()
    assert len(queued) == 2


def test_what_was_missed_is_told_once_when_the_job_runs_again(world, people, hearing, remind):
    world.year()
    hearing()
    assert remind(FREEZE_ON - timedelta(days=3)) == [OFFICER, STEWARD]
    assert remind(FREEZE_ON - timedelta(days=2)) == []
    assert remind(FREEZE_ON - timedelta(days=1)) == [OFFICER, STEWARD]


def test_a_frozen_period_is_never_reminded_of(world, people, hearing, remind, freeze):
    world.year()
    hearing()
    freeze()
    assert [remind(FREEZE_ON - timedelta(days=day)) for day in DAYS] == [[], [], [], []]


def test_a_corrected_day_is_reminded_of_anew(world, people, hearing, remind):
    world.year()
    hearing()
    assert remind(FREEZE_ON - timedelta(days=30)) == [OFFICER, STEWARD]
    hearing(date(2026, 6, 16), reason="Moved.")
    assert remind(FREEZE_ON - timedelta(days=14)) == []
    assert remind(date(2026, 5, 3)) == [(OFFICER[0], "Report for 2025: freeze it on June 2, 2026"), STEWARD]


def test_a_day_that_nobody_set_is_asked_for_once_a_month(world, people, remind):
    world.year()
    asked = (OFFICER[0], "Report for 2025: set the day it is due")
    told = [remind(date(2026, 1, 1) + timedelta(days=day)) for day in range(0, 70, 3)]
    assert told[0] == [asked]
    assert sum(len(mails) for mails in told) == 3
    assert all(mail == asked for mails in told for mail in mails)


def test_nobody_writes_to_invented_people(people, session, make_app, clock):
    # Whoever opens an app on a database with invented staff gets a demonstration.
    for person in people:
        person.is_demonstration = True
    session.commit()
    clock.at = datetime(2026, 2, 2, tzinfo=UTC)
    app = make_app()
    assert app.config["DEMONSTRATION"]
    assert app.test_cli_runner().invoke(args=["jobs", "run", "reminders"]).output == "reminders: nothing to remind of\n"


def test_a_year_before_there_was_anywhere_to_complain_is_not_reminded_of(session, people, remind):
    assert remind(date(2026, 2, 2)) == []


def test_stewards_are_left_alone_when_nothing_is_missing(world, people, hearing, remind, session):
    world.year()
    for slug in ("alpr", "cameras", "drones"):
        said = cast.technology(session, slug).current
        said.use = said.artificial_intelligence = said.units = said.effectiveness = said.funding = "Stated."
        said.requests = said.partnerships = said.policy_title = said.area = "Stated."
    session.commit()
    hearing()
    assert remind(FREEZE_ON - timedelta(days=14)) == [OFFICER]


def test_a_mail_says_what_is_to_be_done_and_nothing_of_a_person(world, people, hearing, remind, session):
    world.year()
    hearing()
    remind(FREEZE_ON - timedelta(days=14))
    officer, steward = session.scalars(sa.select(OutgoingMail.text).order_by(OutgoingMail.id)).all()
    assert "is due before May 16, 2026 (first hearing on the police budget at the Board of Aldermen)." in officer
    assert "Freeze its numbers on May 2, 2026. That is in 14 days." in officer
    assert "The registry still lacks 27 items." in officer
    assert "http://127.0.0.1:8000/staff/releases" in officer
    assert "- License plate readers: use, artificial intelligence" in steward
    assert "/staff/releases/missing?period=2025" in steward
    # How many complained, and about what, is for nobody's mailbox.
    assert "40" not in officer + steward


def test_the_last_day_is_called_tomorrow(world, people, hearing, remind, session):
    world.year()
    hearing()
    remind(FREEZE_ON - timedelta(days=1))
    assert "That is tomorrow." in session.scalars(sa.select(OutgoingMail.text).order_by(OutgoingMail.id)).first()


@given(st.integers(-50, 500), st.sets(st.integers(1, 365), max_size=6))
def test_a_reminder_is_due_from_its_day_until_the_next_and_none_from_the_freeze_on(left, days_before):
    today = FREEZE_ON - timedelta(days=left)
    step = step_of(FREEZE_ON, today, days_before)
    if step is None:
        assert left <= 0 or all(days < left for days in days_before)
    else:
        assert 0 < left <= step
        assert not any(left <= days < step for days in days_before)


@pytest.mark.parametrize("past", [0, 1, 30])
def test_from_the_day_of_the_freeze_on_nobody_is_reminded_though_nothing_was_told_before(
    world, people, hearing, remind, past
):
    world.year()
    hearing()
    assert remind(FREEZE_ON + timedelta(days=past)) == []
