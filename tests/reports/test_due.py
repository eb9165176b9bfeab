"""When a report is due: fixed days, events whose day is set once, and corrections that keep what was set."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DatabaseError

from complaints.platform.accounts.permissions import Role
from complaints.platform.audit import Actor
from complaints.platform.audit.models import AuditEvent
from complaints.platform.jurisdiction import load_profile
from complaints.platform.jurisdiction.profile import DueOn
from complaints.reports.editions.parts import ABOUT_REASON, REFUSALS
from complaints.reports.job import due
from complaints.reports.job.due import DueRefused, Why
from complaints.reports.models import DueDate
from complaints.reports.periods import calendar_year
from tests import cast

ST_LOUIS = load_profile("st_louis")
YEAR = calendar_year(2025)
HEARING = date(2026, 5, 16)


def fixed(month, day):
    """The profile with a report that is due on a day of the year."""
    return replace(ST_LOUIS, reporting=replace(ST_LOUIS.reporting, due=DueOn(month, day)))


@pytest.fixture
def set_due(session, later):
    """Sets the day of the hearing before which 2025 is reported."""

    def make(on=HEARING, **options):
        return due.set_due(session, ST_LOUIS, YEAR, on, Actor.command(), later, **options)

    return make


def test_an_event_has_no_day_until_it_is_set_and_the_freeze_lies_before_it(session, set_due):
    assert due.schedule_of(session, ST_LOUIS, YEAR) == due.Schedule(YEAR, None, None)
    set_due()
    assert due.schedule_of(session, ST_LOUIS, YEAR) == due.Schedule(YEAR, HEARING, date(2026, 5, 2))
    assert due.due_of(session, ST_LOUIS, calendar_year(2024)) is None


def test_a_day_is_set_once_and_a_correction_keeps_it(session, set_due, later):
    set_due()
    with pytest.raises(DueRefused) as refused:
        set_due(date(2026, 5, 20))
    assert refused.value.why is Why.SET_ALREADY
    set_due(date(2026, 5, 20), reason="  The hearing\nwas moved. ")
    session.commit()
    said = [(found.version, found.due_on, found.reason) for found, _ in due.history(session, "2025")]
    assert said == [(1, HEARING, ""), (2, date(2026, 5, 20), "The hearing was moved.")]
    assert due.due_of(session, ST_LOUIS, YEAR) == date(2026, 5, 20)
    actions = session.scalars(sa.select(AuditEvent.action).where(AuditEvent.subject == "period:2025")).all()
    assert actions == ["due_date.set", "due_date.corrected"]


@pytest.mark.parametrize(
    ("on", "options", "why"),
    [
        (date(2025, 12, 31), {}, Why.TOO_EARLY),
        (date(2029, 1, 3), {}, Why.TOO_LATE),
        (HEARING, {"reason": "Why not."}, Why.NO_REASON_YET),
        (HEARING, {"is_frozen": True}, Why.FROZEN),
        (HEARING, {"reason": "x" * 301}, Why.TOO_LONG),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_nothing_is_stored(session, set_due, on, options, why):
    with pytest.raises(DueRefused) as refused:
        set_due(on, **options)
    assert refused.value.why is why
    assert due.current(session, "2025") is None


def test_the_same_day_again_is_no_correction(set_due):
    set_due()
    with pytest.raises(DueRefused, match="already"):
        set_due(reason="Once more.")


def test_a_fixed_day_is_not_set(session, later):
    with pytest.raises(DueRefused, match="fixed day"):
        due.set_due(session, fixed(3, 1), YEAR, HEARING, Actor.command(), later)


@pytest.mark.parametrize("change", ["UPDATE due_date SET due_on = '2027-01-01'", "DELETE FROM due_date"])
def test_the_database_itself_keeps_a_day_that_was_set(session, set_due, change):
    set_due()
    session.commit()
    with pytest.raises(DatabaseError, match="a day that was set stays"):
        session.execute(sa.text(change))


def test_the_database_takes_no_correction_without_a_reason(session, set_due, later):
    set_due()
    session.add(DueDate(period="2025", version=2, due_on=HEARING, reason="", set_at=later))
    with pytest.raises(DatabaseError, match="a_correction_has_its_reason"):
        session.flush()


@pytest.mark.parametrize(
    ("month", "day", "ends", "expected"),
    [
        (3, 15, date(2025, 12, 31), date(2026, 3, 15)),
        (11, 1, date(2025, 6, 30), date(2025, 11, 1)),
        (12, 31, date(2025, 12, 31), date(2026, 12, 31)),
        (2, 29, date(2025, 12, 31), date(2026, 2, 28)),
        (2, 29, date(2027, 12, 31), date(2028, 2, 29)),
        (2, 29, date(2027, 2, 28), date(2028, 2, 29)),
        (1, 1, date(2025, 12, 31), date(2026, 1, 1)),
    ],
)
def test_a_fixed_day_is_the_next_such_day_after_the_period(month, day, ends, expected):
    assert due.next_day(ends, month, day) == expected


@given(st.dates(date(1950, 1, 1), date(2900, 1, 1)), st.dates(date(2000, 1, 1), date(2000, 12, 31)))
def test_a_fixed_day_comes_within_a_year_and_a_day_and_never_on_the_last_day(ends, of_year):
    found = due.next_day(ends, of_year.month, of_year.day)
    assert 0 < (found - ends).days <= 366
    assert (found.month, found.day) in {(of_year.month, of_year.day), (2, 28)}


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.integers(0, 400))
def test_no_period_is_frozen_before_it_is_over(on, days):
    rule = replace(ST_LOUIS.reporting, freeze_days_before=days)
    found = due.freeze_day(on, YEAR, rule)
    assert found > YEAR.ends_on
    assert found <= max(on, date(2026, 1, 1))


def test_every_refusal_has_its_words():
    assert set(REFUSALS) == set(Why) == set(due.SENTENCES)
    assert set(Why) > ABOUT_REASON


def test_a_release_tells_the_day_that_was_set(session, world, freeze, set_due, client):
    world.year()
    set_due()
    made = freeze(publish=False)
    cast.sign_in(client, cast.staff(session, Role.RECORDS_OFFICER))
    told = client.get(f"/staff/releases/{made.number}/report.json").json["due"]
    assert told["on"] == "2026-05-16"
    assert "hearing" in told["event"]["en"]


@pytest.fixture
def officer(client, session, later):
    """A records officer's browser, after the year is over."""
    return cast.sign_in(client, cast.staff(session, Role.RECORDS_OFFICER))


def test_the_records_officer_sets_the_day_on_a_page(client, session, officer):
    assert "Set the day" in client.get("/staff/releases/due?period=2025").text
    answer = cast.send(client, "/staff/releases/due", period="2025", on="2026-05-16")
    assert (answer.status_code, answer.location) == (303, "/staff/releases")
    assert due.current(session, "2025").set_by_id == officer.id
    page = client.get("/staff/releases/due?period=2025").text
    assert "May 16, 2026" in page
    assert officer.name in page
    assert "Why it changes" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"period": "2025", "on": ""}, "Choose the day."),
        ({"period": "2025", "on": "2026-02-30"}, "Not a valid date"),
        ({"period": "2025", "on": "2025-12-31"}, "The event comes after the period ends."),
        ({"period": "twenty", "on": "2026-05-16"}, "There is no such period."),
        ({"period": "2025", "on": "2026-05-16", "reason": "Because."}, "Leave this empty."),
    ],
)
def test_a_wrong_day_is_told_at_the_field_with_what_was_typed(client, session, officer, fields, words):
    answer = cast.send(client, "/staff/releases/due", **fields)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert not session.scalars(sa.select(DueDate)).all()
    if fields["on"] and fields["period"] == "2025":
        assert f'value="{fields["on"]}"' in answer.text


def test_a_second_day_needs_a_reason_on_the_page_too(client, session, officer):
    cast.send(client, "/staff/releases/due", period="2025", on="2026-05-16")
    refused = cast.send(client, "/staff/releases/due", period="2025", on="2026-05-20")
    assert (refused.status_code, "To correct it, write why." in refused.text) == (422, True)
    taken = cast.send(client, "/staff/releases/due", period="2025", on="2026-05-20", reason="<b>Moved</b>")
    assert taken.status_code == 303
    assert "&lt;b&gt;Moved&lt;/b&gt;" in client.get("/staff/releases/due?period=2025").text


def test_after_the_freeze_no_day_is_set(client, session, world, freeze):
    world.year()
    freeze()
    cast.sign_in(client, cast.staff(session, Role.RECORDS_OFFICER))
    assert "This period is frozen." in client.get("/staff/releases/due?period=2025").text
    answer = cast.send(client, "/staff/releases/due", period="2025", on="2026-05-16")
    assert answer.status_code == 422
    assert due.current(session, "2025") is None


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.RECORDS_OFFICER])
def test_nobody_else_sets_the_day(client, session, later, role):
    cast.sign_in(client, cast.staff(session, role))
    assert client.get("/staff/releases/due?period=2025").status_code == 403
    assert cast.send(client, "/staff/releases/due", period="2025", on="2026-05-16").status_code == 403
    assert due.current(session, "2025") is None


def test_commands_set_show_and_correct_the_day(run, session, later):
    assert run("reports", "due", "show", "--period", "2025").exit_code == 1
    done = run("reports", "due", "set", "--period", "2025", "2026-05-16")
    told = "The report for 2025 is due on 2026-05-16; its numbers freeze on 2026-05-02.\n"
    assert (done.exit_code, done.output) == (0, told)
    again = run("reports", "due", "set", "--period", "2025", "2026-05-20")
    assert (again.exit_code, "To correct it, say why" in again.output) == (1, True)
    assert run("reports", "due", "set", "--period", "2025", "2026-05-20", "--reason", "Moved.").exit_code == 0
    shown = run("reports", "due", "show", "--period", "2025").output
    assert "set to 2026-05-16" in shown
    assert "by a command: Moved." in shown
    assert run("reports", "due", "set", "--period", "2025", "16 May").exit_code == 2
    assert run("reports", "due", "set", "--period", "x", "2026-05-16").exit_code == 2


def test_a_command_says_for_whom_it_sets_the_day(run, session, later):
    cast.staff(session, Role.RECORDS_OFFICER, "Rita Records")
    cast.staff(session, Role.AUDITOR)
    wrong = run("reports", "due", "set", "--period", "2025", "2026-05-16", "--as", "aldo.auditor@example.org")
    assert (wrong.exit_code, due.current(session, "2025")) == (2, None)
    run("reports", "due", "set", "--period", "2025", "2026-05-16", "--as", "rita.records@example.org")
    assert [name for _, name in due.history(session, "2025")] == ["Rita Records"]


def test_the_page_says_that_a_fixed_day_needs_no_setting(make_app, world, session, later, city):
    world.year()
    app = make_app(PROFILE=city('period = "calendar"', "month = 3\nday = 1"))
    client = app.test_client()
    cast.sign_in(client, cast.staff(session, Role.RECORDS_OFFICER))
    page = client.get("/staff/releases/due?period=2025").text
    assert "fixed day: March 1, 2026" in page
    assert "Due on March 1, 2026" in client.get("/staff/releases").text
