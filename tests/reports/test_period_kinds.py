"""Calendar years, fiscal years and months since an approval: no moment left out or counted twice, wherever one asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from complaints.platform.accounts.models import Scope
from complaints.platform.accounts.permissions import Role
from complaints.platform.accounts.tokens import issue_token
from complaints.platform.audit import Actor
from complaints.platform.jurisdiction import load_profile
from complaints.platform.jurisdiction.profile import PeriodKind
from complaints.reports.periods import (
    PeriodRefused,
    add_months,
    fiscal_year,
    following,
    going_on,
    latest_over,
    parse_period,
    since_approval,
)
from tests import cast

BASE = load_profile("st_louis").reporting
# Chicago springs forward at two; Havana and Beirut at midnight, so that some days there begin at one o'clock;
# Lord Howe moves by half an hour.
ZONES = st.sampled_from(
    [ZoneInfo(name) for name in ("America/Chicago", "America/Havana", "Asia/Beirut", "Australia/Lord_Howe", "UTC")]
)
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
MINUTES = st.integers(0, 89 * 365 * 24 * 60)
NOW = MINUTES.map(lambda minutes: datetime(2001, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


@st.composite
def rules(draw):
    """A rule of each kind, with beginnings on every day there is."""
    kind = draw(st.sampled_from(list(PeriodKind)))
    starts_on = None if kind is PeriodKind.CALENDAR else draw(st.dates(date(1990, 1, 1), date(2000, 12, 31)))
    months = draw(st.integers(1, 36)) if kind is PeriodKind.MONTHS_SINCE_APPROVAL else None
    return replace(BASE, period=kind, starts_on=starts_on, months=months)


@given(rules(), NOW, ZONES)
def test_every_moment_lies_in_one_period_and_the_one_before_it_is_over(rule, now, zone):
    here = going_on(rule, now, zone)
    assume(here is not None)
    first, after = here.bounds(zone)
    assert first <= now < after
    assert here.has_begun(now, zone)
    assert not here.is_over(now, zone)
    over = latest_over(rule, now, zone)
    if over is not None:
        assert over.bounds(zone)[1] == first
        assert following(over, rule) == here


@given(rules(), NOW, ZONES)
def test_a_periods_code_names_it_again(rule, now, zone):
    here = going_on(rule, now, zone)
    assume(here is not None)
    try:
        assert parse_period(here.code, rule) == here
    except PeriodRefused:
        # After a hundred years of months somebody approves anew.
        assert rule.period is PeriodKind.MONTHS_SINCE_APPROVAL
        assert int(here.code) * (rule.months or 12) > 1200


@given(DAYS, st.integers(1991, 2100))
def test_fiscal_years_follow_each_other_to_the_day(start, year):
    here, following_one = fiscal_year(year, start), fiscal_year(year + 1, start)
    assert following_one.starts_on - here.ends_on == timedelta(days=1)
    assert here.ends_on.year == year
    assert (here.ends_on - here.starts_on).days in (364, 365)


def test_a_fiscal_year_that_begins_on_29_february_begins_on_the_28th_in_other_years():
    start = date(2024, 2, 29)
    assert (fiscal_year(2026, start).starts_on, fiscal_year(2026, start).ends_on) == (
        date(2025, 2, 28),
        date(2026, 2, 27),
    )
    assert (fiscal_year(2028, start).starts_on, fiscal_year(2028, start).ends_on) == (
        date(2027, 2, 28),
        date(2028, 2, 28),
    )
    assert fiscal_year(2029, start).starts_on == date(2028, 2, 29)


@given(DAYS, st.integers(1, 36), st.integers(1, 33))
def test_months_since_an_approval_keep_its_day_or_the_last_of_a_shorter_month(approved_on, months, number):
    here, next_one = since_approval(number, approved_on, months), since_approval(number + 1, approved_on, months)
    assert next_one.starts_on - here.ends_on == timedelta(days=1)
    assert here.starts_on.day == approved_on.day or (here.starts_on + timedelta(days=1)).day == 1


def test_after_an_approval_on_the_31st_february_does_not_shorten_the_months_after_it():
    starts = [since_approval(number, date(2023, 12, 31), 1).starts_on for number in range(1, 6)]
    assert starts == [date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)]


@given(DAYS, st.integers(0, 400), st.integers(0, 400))
def test_months_that_are_added_never_skip_one(day, some, more):
    found = add_months(day, some)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == some
    assert found <= add_months(day, some + more)


def test_monthly_periods_have_more_than_a_hundred_names():
    rule = replace(BASE, period=PeriodKind.MONTHS_SINCE_APPROVAL, starts_on=date(2010, 1, 1), months=1)
    assert parse_period("150", rule).starts_on == date(2022, 6, 1)
    with pytest.raises(PeriodRefused):
        parse_period("1201", rule)


def test_a_day_without_midnight_begins_at_its_first_moment():
    # In Havana the clocks went from 00:00 to 01:00 on 10 March 2024.
    havana = ZoneInfo("America/Havana")
    period = since_approval(1, date(2024, 3, 10), 1)
    assert period.bounds(havana)[0] == datetime(2024, 3, 10, 5, tzinfo=UTC)
    assert datetime(2024, 3, 10, 5, tzinfo=UTC).astimezone(havana).isoformat() == "2024-03-10T01:00:00-04:00"


KINDS = [
    ('period = "calendar"', "2025", "2025"),
    ('period = "fiscal"\nstarts_on = 2020-07-01', "FY2025", "FY2025"),
    ('period = "fiscal"\nstarts_on = 2024-03-01', "2025", "FY2025"),
    ('period = "months_since_approval"\nstarts_on = 2024-12-31\nmonths = 12', "1", "1"),
    ('period = "months_since_approval"\nstarts_on = 2024-02-29\nmonths = 12', "1", "1"),
]


@pytest.mark.parametrize(("rule", "typed", "code"), KINDS)
def test_each_kind_of_period_is_frozen_by_command_page_and_api(
    make_app, world, session, later, city, rule, typed, code
):
    world.year()
    app = make_app(PROFILE=city(rule, "month = 1\nday = 15"))
    client, runner = app.test_client(), app.test_cli_runner()
    _, text = issue_token(session, "Job", Scope.RELEASES_FREEZE, 30, Actor.command(), later)
    session.commit()
    told = runner.invoke(args=["reports", "due", "show", "--period", typed]).output
    assert f"The report for {code} is due on 20" in told
    cast.sign_in(client, cast.staff(session, Role.RECORDS_OFFICER))
    preview = client.get("/staff/releases/preview", query_string={"period": typed})
    assert (preview.status_code, f"Freeze {code}" in preview.text) == (200, True)
    assert f"What is missing for {code}" in client.get("/staff/releases/missing", query_string={"period": typed}).text
    headers = {"Authorization": f"Bearer {text}"}
    made = client.post("/api/v1/releases", json={"period": typed}, headers=headers)
    assert (made.status_code, made.json["period"]) == (201, code)
    again = cast.send(client, "/staff/releases", period=typed)
    assert (again.status_code, "frozen already" in again.text) == (409, True)
    session.commit()
    by_command = runner.invoke(args=["reports", "freeze", "--period", typed])
    assert (by_command.exit_code, "frozen as release 1" in by_command.output) == (1, True)
    wrong = client.post("/api/v1/releases", json={"period": "nonsense"}, headers=headers)
    assert wrong.status_code == 422
    assert client.get("/staff/releases/missing?period=nonsense").status_code == 422
    assert runner.invoke(args=["reports", "missing", "--period", "nonsense"]).exit_code == 2
