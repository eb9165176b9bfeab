"""When clocks stop, run on, move out and are met, and what is kept of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from complaints.casework.clocks import clocks_of
from complaints.casework.models import ClockChange, ClockChangeReason
from complaints.casework.rules import ClosureReason, HoldReason, Move, Referral, ReopenGround
from complaints.casework.service import (
    ExtensionRefusal,
    RefusedExtension,
    Wish,
    days_to_extend,
    extend,
    preserved,
    told_complainant,
)
from complaints.platform.audit.service import events_about
from complaints.routing.rules import ClockKind, Track
from tests import cast
from tests.applications import NOW

RECEIVED = date(2025, 6, 16)
K = ClockKind


@pytest.fixture
def begun(session, app, investigator):
    return cast.case_being_investigated(session, app, investigator)


@pytest.fixture
def closed(session, app, triage):
    case = cast.case_of(session, cast.file_complaint(session, app).number)
    cast.step(session, app, case, Move.TRIAGE, triage)
    wish = Wish(reason="The same.", track=Track.MISCONDUCT, closure_reason=ClosureReason.DUPLICATE)
    cast.step(session, app, case, Move.CLOSE_AT_TRIAGE, triage, wish, NOW + timedelta(days=3))
    return case


def running(session, case):
    return {clock.kind: clock for clock in clocks_of(session, case) if clock.met_at is None}


def changes(session):
    session.flush()
    return session.scalars(sa.select(ClockChange).order_by(ClockChange.id)).all()


def hold(session, app, case, by, at=NOW):
    cast.step(session, app, case, Move.HOLD, by, Wish(reason="Court.", hold_reason=HoldReason.LITIGATION), at)


def give_days(session, app, case, by, days, reason="Much to read.", seen=None):
    profile = app.extensions["profile"]
    due_on = seen or days_to_extend(session, case, profile)[1] or date.min
    more = {"seen_due_on": due_on, "by_id": by.id, "now": NOW, "profile": profile}
    return extend(session, app.extensions["key_ring"], case, days=days, reason=reason, **more)


def test_classification_is_met_when_triage_ends_by_assigning(session, begun):
    assert K.CLASSIFICATION not in running(session, begun)


def test_classification_is_met_when_triage_ends_by_referring(session, app, triage):
    case = cast.case_of(session, cast.file_complaint(session, app).number)
    cast.step(session, app, case, Move.TRIAGE, triage)
    assert K.CLASSIFICATION in running(session, case)
    wish = Wish(reason="Theirs.", track=Track.MISCONDUCT, referral=Referral.OTHER_POLICE)
    cast.step(session, app, case, Move.REFER, triage, wish)
    assert K.CLASSIFICATION not in running(session, case)


def test_a_hold_stops_completion_and_never_preservation_or_updates(session, app, begun, investigator):
    hold(session, app, begun, investigator)
    paused = {kind for kind, clock in running(session, begun).items() if clock.paused_on == RECEIVED}
    assert paused == {K.COMPLETION}


def test_a_resumed_clock_is_pushed_out_by_the_days_it_stood_and_keeps_the_earlier_date(
    session, app, begun, investigator
):
    before = running(session, begun)[K.COMPLETION].due_on
    hold(session, app, begun, investigator)
    cast.step(session, app, begun, Move.RESUME, investigator, now=NOW + timedelta(days=12))
    clock = running(session, begun)[K.COMPLETION]
    assert (clock.due_on, clock.paused_on) == (before + timedelta(days=12), None)
    [change] = changes(session)
    assert (change.reason, change.earlier_due_on, change.due_on) == (ClockChangeReason.HOLD, before, clock.due_on)
    assert change.by_id == investigator.id


def test_a_hold_of_the_same_day_moves_nothing(session, app, begun, investigator):
    hold(session, app, begun, investigator)
    cast.step(session, app, begun, Move.RESUME, investigator)
    assert not changes(session)
    assert running(session, begun)[K.COMPLETION].paused_on is None


def test_the_day_of_a_hold_is_the_citys_day_not_the_servers(session, app, begun, investigator):
    hold(session, app, begun, investigator, NOW + timedelta(hours=12))
    assert running(session, begun)[K.COMPLETION].paused_on == RECEIVED, "three in the morning in UTC is still the day"


def test_the_queue_watches_the_next_clock_that_runs(session, app, begun, investigator):
    assert begun.next_clock is K.UPDATE
    assert begun.next_due_on == RECEIVED + timedelta(days=30)
    preserved(session, begun, by_id=investigator.id, now=NOW)
    told_complainant(session, begun, NOW + timedelta(days=70), app.extensions["profile"])
    assert (begun.next_clock, begun.next_due_on) == (K.COMPLETION, RECEIVED + timedelta(days=90))
    hold(session, app, begun, investigator)
    assert (begun.next_clock, begun.next_due_on) == (K.UPDATE, RECEIVED + timedelta(days=100))


def test_preservation_is_met_once_and_the_log_says_by_whom(session, begun, investigator):
    assert preserved(session, begun, by_id=investigator.id, now=NOW)
    assert not preserved(session, begun, by_id=investigator.id, now=NOW)
    session.commit()
    events = [e for e in events_about(session, f"complaint:{begun.complaint.number}") if e.action == "clock.met"]
    assert [event.actor for event in events] == [f"staff:{investigator.id}"]


def test_a_word_to_the_complainant_meets_the_update_and_starts_the_next(session, app, begun):
    told_complainant(session, begun, NOW + timedelta(days=10), app.extensions["profile"])
    session.flush()
    clock = running(session, begun)[K.UPDATE]
    assert (clock.starts_on, clock.due_on) == (RECEIVED + timedelta(days=10), RECEIVED + timedelta(days=40))


def test_two_words_on_one_day_leave_one_clock(session, app, begun):
    for _ in range(2):
        told_complainant(session, begun, NOW + timedelta(days=10), app.extensions["profile"])
        session.flush()
    assert [c.met_at for c in clocks_of(session, begun) if c.kind is K.UPDATE] == [NOW + timedelta(days=10), None]


def test_completion_is_extended_up_to_what_the_profile_allows_in_all(session, app, begun, commander):
    before = running(session, begun)[K.COMPLETION].due_on
    profile = app.extensions["profile"]
    assert days_to_extend(session, begun, profile)[0] == 60
    give_days(session, app, begun, commander, 45)
    assert running(session, begun)[K.COMPLETION].due_on == before + timedelta(days=45)
    assert days_to_extend(session, begun, profile)[0] == 15
    with pytest.raises(RefusedExtension) as refused:
        give_days(session, app, begun, commander, 16)
    assert (refused.value.reason, refused.value.days_left) == (ExtensionRefusal.TOO_LONG, 15)


def test_the_same_extension_sent_twice_moves_the_date_once(session, app, begun, commander):
    seen = days_to_extend(session, begun, app.extensions["profile"])[1]
    give_days(session, app, begun, commander, 10, seen=seen)
    with pytest.raises(RefusedExtension) as refused:
        give_days(session, app, begun, commander, 10, seen=seen)
    assert refused.value.reason is ExtensionRefusal.CHANGED


def test_days_on_hold_do_not_use_up_the_extension(session, app, begun, investigator):
    hold(session, app, begun, investigator)
    cast.step(session, app, begun, Move.RESUME, investigator, now=NOW + timedelta(days=50))
    assert days_to_extend(session, begun, app.extensions["profile"])[0] == 60


def test_an_extension_keeps_the_earlier_date_who_gave_it_and_its_sealed_reason(session, app, ring, begun, commander):
    before = running(session, begun)[K.COMPLETION].due_on
    give_days(session, app, begun, commander, 10)
    [change] = changes(session)
    assert (change.reason, change.earlier_due_on, change.by_id) == (ClockChangeReason.EXTENSION, before, commander.id)
    assert ring.open(change.sealed_reason, context=f"clock-change/{change.seal_id}") == b"Much to read."


@pytest.mark.parametrize(
    ("days", "reason", "refusal"),
    [(0, "x", ExtensionRefusal.TOO_SHORT), (-3, "x", ExtensionRefusal.TOO_SHORT),
     (5, "  ", ExtensionRefusal.REASON_MISSING), (61, "x", ExtensionRefusal.TOO_LONG)],
)  # fmt: skip
def test_an_extension_is_refused_with_its_reason(session, app, begun, commander, days, reason, refusal):
    with pytest.raises(RefusedExtension) as refused:
        give_days(session, app, begun, commander, days, reason)
    assert refused.value.reason is refusal


def test_a_closed_case_is_not_extended(session, app, closed, commander):
    with pytest.raises(RefusedExtension) as refused:
        give_days(session, app, closed, commander, 5)
    assert refused.value.reason is ExtensionRefusal.NOT_RUNNING
    assert days_to_extend(session, closed, app.extensions["profile"]) == (0, None)


def test_closing_ends_the_work_and_meets_the_closing_notice(session, closed):
    session.flush()
    clocks = {clock.kind: clock for clock in clocks_of(session, closed)}
    assert clocks[K.COMPLETION].met_at == clocks[K.UPDATE].met_at == closed.closed_at
    notice = clocks[K.CLOSING_NOTICE]
    assert (notice.starts_on, notice.due_on) == (RECEIVED + timedelta(days=3), RECEIVED + timedelta(days=13))
    assert notice.met_at == closed.closed_at
    assert (closed.next_clock, closed.next_due_on) == (None, date.max)


@pytest.mark.parametrize("days_later", [3, 40])
def test_a_reopened_case_has_its_days_again(session, app, closed, commander, investigator, days_later):
    at = NOW + timedelta(days=days_later)
    wish = Wish(reason="A video.", ground=ReopenGround.NEW_EVIDENCE, investigator_id=investigator.id)
    cast.step(session, app, closed, Move.REOPEN, commander, wish, at)
    clocks = running(session, closed)
    assert clocks[K.COMPLETION].due_on == RECEIVED + timedelta(days=days_later + 90)
    assert clocks[K.UPDATE].due_on == RECEIVED + timedelta(days=days_later + 30)
    assert closed.next_clock in (K.UPDATE, K.PRESERVATION)


def test_a_case_closed_and_reopened_on_the_day_it_came_runs_on(session, app, triage, commander, investigator):
    case = cast.case_of(session, cast.file_complaint(session, app).number)
    cast.step(session, app, case, Move.TRIAGE, triage)
    wish = Wish(reason="The same.", track=Track.MISCONDUCT, closure_reason=ClosureReason.DUPLICATE)
    cast.step(session, app, case, Move.CLOSE_AT_TRIAGE, triage, wish)
    wish = Wish(reason="It is not.", ground=ReopenGround.NEW_EVIDENCE, investigator_id=investigator.id)
    cast.step(session, app, case, Move.REOPEN, commander, wish)
    assert running(session, case)[K.COMPLETION].due_on == RECEIVED + timedelta(days=90)
