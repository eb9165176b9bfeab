"""How long decisions took and whether they were in time, each checked by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from complaints.casework.models import Clock, ClockChangeReason
from complaints.casework.rules import Status
from complaints.intake.models import Complaint
from complaints.intake.rules import AllegationKind
from complaints.outcomes.rules import FindingKind
from complaints.reports.counting.counts import true_counts
from complaints.reports.periods import calendar_year
from complaints.reports.rules import FINDINGS, MOST_DAYS, Duration, Punctuality, Unit, least_days
from complaints.routing.rules import ClockKind

WRONG = AllegationKind.FALSE_REASON
OTHER = AllegationKind.OTHER
MIDYEAR = datetime(2025, 6, 16, 15, tzinfo=UTC)


@pytest.fixture
def count(session, app):
    """Counts a year of the St. Louis calendar, of real complaints unless told otherwise."""

    def tally(year=2025, *, demonstration=False):
        session.flush()
        zone = app.extensions["profile"].zone
        return true_counts(session, calendar_year(year).bounds(zone), zone, demonstration=demonstration)

    return tally


def paces(tally, slug="alpr"):
    """How the decided complaints about a technology are split by days and by their deadline."""
    split = {category: tally.count(Unit.DECIDED, slug, category) for category in (*Duration, *Punctuality)}
    return {category: count for category, count in split.items() if count}


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (0, Duration.UP_TO_30),
        (30, Duration.UP_TO_30),
        (31, Duration.FROM_31_TO_90),
        (90, Duration.FROM_31_TO_90),
        (91, Duration.FROM_91_TO_180),
        (180, Duration.FROM_91_TO_180),
        (181, Duration.OVER_180),
        (900, Duration.OVER_180),
    ],
)
def test_the_days_until_a_decision_fall_into_bands_with_both_ends(world, count, days, band):
    received_at = MIDYEAR - timedelta(days=days)
    world.move(world.complaint({"alpr": [WRONG]}, received_at, due_in=1000), Status.CLOSED, MIDYEAR)
    assert paces(count()) == {band: 1, Punctuality.IN_TIME: 1}


def test_days_are_those_of_the_local_calendar(world, count):
    """In St. Louis the first moment was still the day before, and the summer clock makes no day longer."""
    evening = datetime(2025, 3, 2, 4, 30, tzinfo=UTC)  # 1 March, 22:30
    morning = datetime(2025, 4, 1, 6, tzinfo=UTC)
    world.move(world.complaint({"alpr": [WRONG]}, evening), Status.CLOSED, morning)
    assert count().count(Unit.DECIDED, "alpr", Duration.FROM_31_TO_90) == 1


def test_least_and_most_days_of_the_bands_meet():
    assert [(least_days(band), MOST_DAYS[band]) for band in Duration] == [(0, 30), (31, 90), (91, 180), (181, None)]


def test_days_count_from_the_day_a_letter_came_as_its_deadline_does(world, count, session):
    """One that lay around for long can be late on the day it is registered, and has then taken long."""
    case = world.complaint({"alpr": [WRONG]}, MIDYEAR - timedelta(days=100), due_in=90)
    session.get_one(Complaint, case.complaint_id).registered_at = MIDYEAR
    world.move(case, Status.CLOSED, MIDYEAR + timedelta(days=1))
    assert paces(count()) == {Duration.FROM_91_TO_180: 1, Punctuality.LATE: 1}


@pytest.mark.parametrize(
    ("day", "punctuality"), [(90, Punctuality.IN_TIME), (91, Punctuality.LATE), (89, Punctuality.IN_TIME)]
)
def test_the_last_day_of_the_deadline_is_in_time(world, count, day, punctuality):
    case = world.complaint({"alpr": [WRONG]}, MIDYEAR, due_in=90)
    world.move(case, Status.CLOSED, MIDYEAR + timedelta(days=day))
    assert count().count(Unit.DECIDED, "alpr", punctuality) == 1


def test_a_deadline_ends_with_the_local_day(world, count):
    case = world.complaint({"alpr": [WRONG]}, MIDYEAR, due_in=90)
    world.move(case, Status.CLOSED, datetime(2025, 9, 15, 4, 59, tzinfo=UTC))  # 14 September, 23:59
    assert count().count(Unit.DECIDED, "alpr", Punctuality.IN_TIME) == 1


def test_a_hold_and_an_extension_push_the_deadline_out(world, count, session):
    """The clock of the case work holds them already; what is counted is the date as it stood."""
    case = world.complaint({"alpr": [WRONG]}, MIDYEAR, due_in=90)
    clock = session.scalars(sa.select(Clock).where(Clock.case_id == case.id)).one()
    world.push(clock, 10, ClockChangeReason.HOLD, MIDYEAR + timedelta(days=20))
    world.push(clock, 30, ClockChangeReason.EXTENSION, MIDYEAR + timedelta(days=80))
    world.move(case, Status.CLOSED, MIDYEAR + timedelta(days=130))
    assert count().count(Unit.DECIDED, "alpr", Punctuality.IN_TIME) == 1


def test_what_moves_a_deadline_after_the_first_closing_takes_nothing_back(world, count, session):
    case = world.complaint({"alpr": [WRONG]}, MIDYEAR, due_in=10)
    world.move(case, Status.CLOSED, MIDYEAR + timedelta(days=11))
    before = count().cells
    world.move(case, Status.INVESTIGATING, MIDYEAR + timedelta(days=12))
    clock = session.scalars(sa.select(Clock).where(Clock.case_id == case.id)).one()
    world.push(clock, 60, ClockChangeReason.EXTENSION, MIDYEAR + timedelta(days=13))
    world.push(clock, 60, ClockChangeReason.HOLD, MIDYEAR + timedelta(days=14))
    again = Clock(
        case_id=case.id,
        kind=ClockKind.COMPLETION,
        starts_on=clock.starts_on + timedelta(days=12),
        due_on=clock.due_on + timedelta(days=300),
    )
    session.add(again)
    world.move(case, Status.CLOSED, MIDYEAR + timedelta(days=15))
    assert count().cells == before
    assert count().count(Unit.DECIDED, "alpr", Punctuality.LATE) == 1


def test_a_case_without_a_deadline_is_neither_late_nor_in_time(world, count):
    case = world.complaint({"alpr": [WRONG]}, MIDYEAR, due_in=None)
    world.move(case, Status.CLOSED, MIDYEAR + timedelta(days=400))
    assert count(2026).count(Unit.DECIDED, "alpr", Punctuality.NO_DEADLINE) == 1


def test_other_clocks_of_a_case_say_nothing_of_its_deadline(world, count, session):
    case = world.complaint({"alpr": [WRONG]}, MIDYEAR, due_in=90)
    early = MIDYEAR.date() - timedelta(days=9)
    session.add(Clock(case_id=case.id, kind=ClockKind.PRESERVATION, starts_on=early, due_on=early))
    world.move(case, Status.CLOSED, MIDYEAR + timedelta(days=1))
    assert count().count(Unit.DECIDED, "alpr", Punctuality.IN_TIME) == 1


def test_what_is_decided_is_split_three_times_and_adds_up_each_time(world, count):
    for number in range(12):
        case = world.complaint({"alpr": [WRONG], "cameras": [OTHER]}, MIDYEAR, due_in=40)
        world.find(case, "alpr", WRONG, list(FindingKind)[number % 7], MIDYEAR)
        world.move(case, Status.CLOSED, MIDYEAR + timedelta(days=9 * number))
    tally = count()
    for slug in ("alpr", "cameras"):
        for categories in (FINDINGS, Duration, Punctuality):
            assert sum(tally.count(Unit.DECIDED, slug, category) for category in categories) == 12
