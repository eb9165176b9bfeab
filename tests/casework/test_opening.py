"""A case opens as its complaint is filed, in the same transaction, with its clocks."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from complaints.casework.clocks import clocks_of
from complaints.casework.models import Case, Clock
from complaints.casework.rules import Status
from complaints.intake.rules import Flag
from complaints.routing.rules import ClockKind, Track
from tests import cast
from tests.applications import NOW


def test_a_filed_complaint_has_a_case_where_the_router_put_it(session, app):
    complaint = cast.file_complaint(session, app)
    case = cast.case_of(session, complaint.number)
    assert (case.status, case.track, case.desk) == (Status.RECEIVED, Track.MISCONDUCT, "internal_affairs")
    assert (case.opened_at, case.closed_at, case.is_restricted, case.is_shared) == (NOW, None, False, False)
    assert case.is_open


def test_the_clocks_of_the_route_run_and_preservation_is_watched_first(session, app):
    case = cast.case_of(session, cast.file_complaint(session, app, incident_on=date(2025, 4, 1)).number)
    clocks = {clock.kind: clock for clock in clocks_of(session, case)}
    assert list(clocks) == [
        ClockKind.PRESERVATION, ClockKind.ACKNOWLEDGEMENT, ClockKind.CLASSIFICATION, ClockKind.UPDATE,
        ClockKind.COMPLETION,
    ]  # fmt: skip
    assert clocks[ClockKind.PRESERVATION].due_on == date(2025, 6, 30)
    assert (case.next_clock, case.next_due_on) == (ClockKind.PRESERVATION, date(2025, 6, 30))


def test_the_acknowledgement_is_met_as_it_is_given(session, app):
    case = cast.case_of(session, cast.file_complaint(session, app).number)
    met = {clock.kind for clock in clocks_of(session, case) if clock.met_at is not None}
    assert met == {ClockKind.ACKNOWLEDGEMENT}


def test_a_restricted_complaint_makes_a_restricted_case(session, app):
    complaint = cast.file_complaint(session, app, flags=frozenset({Flag.SAFETY_RISK}))
    case = cast.case_of(session, complaint.number)
    assert case.is_restricted
    assert case.is_urgent


def test_a_filing_that_is_rolled_back_leaves_no_case(session, app):
    cast.technology(session)
    session.commit()
    cast.file_complaint(session, app)
    session.rollback()
    assert session.scalar(sa.select(sa.func.count()).select_from(Case)) == 0
    assert session.scalar(sa.select(sa.func.count()).select_from(Clock)) == 0


def test_opening_costs_two_statements(session, app):
    cast.technology(session)
    session.commit()
    seen: list[str] = []
    sa.event.listen(session.get_bind(), "before_cursor_execute", lambda *a: seen.append(a[2]))
    cast.file_complaint(session, app)
    ours = [text for text in seen if "case_file" in text or "clock" in text]
    assert len(ours) == 2, ours
