"""What a move does besides the status: what is kept, what is sealed, what is told, and who is kept away."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from complaints.casework.models import CaseMove, TechnologyOperator
from complaints.casework.rules import (
    ClosureReason,
    Conflict,
    HoldReason,
    IllegalMove,
    Move,
    Referral,
    Refusal,
    ReopenGround,
    Status,
)
from complaints.casework.service import Wish, candidates, declare_conflict, moves_of, note, reassign
from complaints.correspondence.models import Notice, NoticeKind
from complaints.platform.accounts.permissions import Role
from complaints.platform.audit.service import events_about
from complaints.routing.rules import RefusedDesk, Track
from complaints.routing.service import decisions_on
from tests import cast
from tests.applications import NOW


@pytest.fixture
def at_triage(session, app, triage):
    case = cast.case_of(session, cast.file_complaint(session, app).number)
    cast.step(session, app, case, Move.TRIAGE, triage)
    return case


@pytest.fixture
def begun(session, app, investigator):
    return cast.case_being_investigated(session, app, investigator)


@pytest.fixture
def closed(session, app, at_triage, triage):
    wish = Wish(reason="The same as another.", track=Track.MISCONDUCT, closure_reason=ClosureReason.DUPLICATE)
    cast.step(session, app, at_triage, Move.CLOSE_AT_TRIAGE, triage, wish)
    return at_triage


def assign(session, app, case, triage, person, **more):
    wish = Wish(reason="Theirs.", track=Track.MISCONDUCT, investigator_id=person.id, **more)
    cast.step(session, app, case, Move.ASSIGN, triage, wish)


def refusals(act, *arguments, **more) -> set[Refusal]:
    with pytest.raises(IllegalMove) as refused:
        act(*arguments, **more)
    return set(refused.value.reasons)


def test_every_move_is_kept_with_who_when_and_between_what(session, begun, investigator, triage):
    kept = [(m.move, m.from_status, m.to_status, m.by_id, m.at) for m in moves_of(session, begun)]
    assert kept == [
        (Move.TRIAGE, Status.RECEIVED, Status.TRIAGE, triage.id, NOW),
        (Move.ASSIGN, Status.TRIAGE, Status.ASSIGNED, triage.id, NOW),
        (Move.BEGIN, Status.ASSIGNED, Status.INVESTIGATING, investigator.id, NOW),
    ]


def test_the_reason_of_a_move_is_sealed_and_bound_to_it(session, app, at_triage, triage, investigator, ring):
    assign(session, app, at_triage, triage, investigator)
    made = moves_of(session, at_triage)[-1]
    assert b"Theirs" not in made.sealed_reason
    assert ring.open(made.sealed_reason, context=f"move/{made.seal_id}") == b"Theirs."


def test_every_move_is_in_the_log_without_a_word_that_a_person_wrote(session, app, at_triage, triage, investigator):
    assign(session, app, at_triage, triage, investigator)
    session.commit()
    events = [e for e in events_about(session, f"complaint:{at_triage.complaint.number}") if e.action == "case.moved"]
    assert [event.actor for event in events] == [f"staff:{triage.id}"] * 2
    assert '"to":"assigned"' in events[-1].details
    assert "Theirs" not in events[-1].details


def test_a_refused_move_changes_nothing(session, app, at_triage, triage):
    session.commit()
    assert refusals(cast.step, session, app, at_triage, Move.BEGIN, triage) == {Refusal.WRONG_STATUS}
    session.rollback()
    assert session.scalar(sa.select(sa.func.count()).select_from(CaseMove)) == 1
    assert at_triage.status is Status.TRIAGE


def test_triage_may_choose_another_track_and_desk_and_the_routers_decision_stays(
    session, app, at_triage, triage, investigator
):
    wish = Wish(
        reason="No employee is accused.",
        track=Track.TECHNOLOGY_CONCERN,
        desk="technology_steward",
        investigator_id=investigator.id,
    )
    cast.step(session, app, at_triage, Move.ASSIGN, triage, wish)
    assert (at_triage.track, at_triage.desk) == (Track.TECHNOLOGY_CONCERN, "technology_steward")
    decisions = decisions_on(session, at_triage.complaint_id)
    assert [d.track for d in decisions] == [Track.MISCONDUCT, Track.TECHNOLOGY_CONCERN]
    assert [d.decided_by_id for d in decisions] == [None, triage.id]


def test_a_desk_that_does_not_exist_is_refused(session, app, at_triage, triage, investigator):
    with pytest.raises(RefusedDesk):
        assign(session, app, at_triage, triage, investigator, desk="nowhere")


def test_a_hold_keeps_its_reason_and_a_resumed_case_has_none(session, app, begun, investigator):
    wish = Wish(reason="The prosecutor asked.", hold_reason=HoldReason.CRIMINAL_CASE)
    cast.step(session, app, begun, Move.HOLD, investigator, wish)
    assert (begun.status, begun.hold_reason) == (Status.ON_HOLD, HoldReason.CRIMINAL_CASE)
    cast.step(session, app, begun, Move.RESUME, investigator)
    assert (begun.status, begun.hold_reason) == (Status.INVESTIGATING, None)
    assert [m.detail for m in moves_of(session, begun)][-2:] == ["criminal_case", ""]


def test_a_referral_that_is_taken_closes_and_one_that_comes_back_is_triaged_again(session, app, at_triage, triage):
    wish = Wish(reason="Federal agents.", track=Track.MISCONDUCT, referral=Referral.FEDERAL_AGENCY)
    cast.step(session, app, at_triage, Move.REFER, triage, wish)
    assert at_triage.referred_to == Referral.FEDERAL_AGENCY
    cast.step(session, app, at_triage, Move.REFERRAL_BOUNCED, triage)
    assert (at_triage.status, at_triage.referred_to) == (Status.TRIAGE, "")
    cast.step(session, app, at_triage, Move.REFER, triage, wish)
    cast.step(session, app, at_triage, Move.REFERRAL_ACCEPTED, triage)
    assert (at_triage.status, at_triage.closure_reason) == (Status.CLOSED, ClosureReason.OUTSIDE_JURISDICTION)


def test_closing_gives_the_complainant_a_notice(session, closed):
    notices = session.scalars(sa.select(Notice).where(Notice.complaint_id == closed.complaint_id)).all()
    assert [(n.kind, n.detail) for n in notices if n.kind is NoticeKind.CLOSING] == [(NoticeKind.CLOSING, "duplicate")]
    assert closed.closed_at == NOW


def test_a_case_closed_at_triage_is_reopened_with_somebody_to_look_into_it(
    session, app, closed, commander, investigator
):
    bare = Wish(reason="A video came.", ground=ReopenGround.NEW_EVIDENCE)
    refused = refusals(cast.step, session, app, closed, Move.REOPEN, commander, bare)
    assert refused == {Refusal.INVESTIGATOR_NOT_NAMED}
    wish = Wish(reason="A video came.", ground=ReopenGround.NEW_EVIDENCE, investigator_id=investigator.id)
    cast.step(session, app, closed, Move.REOPEN, commander, wish)
    assert (closed.status, closed.closed_at, closed.closure_reason) == (Status.INVESTIGATING, None, None)
    assert closed.investigator_id == investigator.id


def test_a_declared_conflict_stops_the_assignment(session, app, at_triage, triage, investigator):
    declared = declare_conflict(
        session, at_triage, staff_id=investigator.id, conflict=Conflict.RECUSED, by_id=triage.id, now=NOW
    )
    again = declare_conflict(
        session, at_triage, staff_id=investigator.id, conflict=Conflict.RECUSED, by_id=triage.id, now=NOW
    )
    assert (declared, again) == (True, False)
    assert refusals(assign, session, app, at_triage, triage, investigator) == {Refusal.RECUSED}


def test_who_operates_the_technology_is_not_given_the_case(session, app, at_triage, triage, investigator):
    technology = cast.technology(session)
    session.add(TechnologyOperator(technology_id=technology.id, staff_id=investigator.id))
    session.flush()
    assert refusals(assign, session, app, at_triage, triage, investigator) == {Refusal.OPERATES_TECHNOLOGY}


def test_who_serves_in_the_unit_the_case_is_about_is_not_given_it(session, app, at_triage, triage):
    patrol = cast.staff(session, Role.INVESTIGATOR, "Pat Patrol", unit="third_district")
    assert refusals(assign, session, app, at_triage, triage, patrol, about_unit="third_district") == {
        Refusal.SAME_COMMAND
    }


def test_an_appeal_goes_to_somebody_new_and_new_evidence_need_not(session, app, commander, investigator, triage):
    case = cast.case_being_investigated(session, app, investigator)
    other = cast.staff(session, Role.INVESTIGATOR, "Otto Other")
    close_without_finding(session, case)
    appeal = Wish(reason="They appeal.", ground=ReopenGround.APPEAL, investigator_id=investigator.id)
    assert refusals(cast.step, session, app, case, Move.REOPEN, commander, appeal) == {Refusal.EARLIER_INVOLVEMENT}
    evidence = Wish(reason="A video.", ground=ReopenGround.NEW_EVIDENCE, investigator_id=investigator.id)
    cast.step(session, app, case, Move.REOPEN, commander, evidence)
    close_without_finding(session, case)
    appeal = Wish(reason="They appeal.", ground=ReopenGround.APPEAL, investigator_id=other.id)
    cast.step(session, app, case, Move.REOPEN, commander, appeal)
    free = {c.staff.name: c.person.conflicts for c in candidates(session, case)}
    assert free == {"Ines Investigator": frozenset({Conflict.EARLIER_INVOLVEMENT}), "Otto Other": frozenset()}


def close_without_finding(session, case):
    """Closed as far as the rules of reopening look at it; findings are a later room's."""
    case.status, case.closed_at = Status.CLOSED, NOW
    session.flush()


def test_a_case_is_given_to_somebody_else_without_a_change_of_status(session, app, ring, begun, triage, investigator):
    other = cast.staff(session, Role.INVESTIGATOR, "Otto Other")
    reassign(
        session,
        ring,
        begun,
        investigator_id=other.id,
        reason="Ill.",
        by=triage,
        expected_version=begun.version,
        now=NOW,
    )
    assert (begun.investigator_id, begun.status) == (other.id, Status.INVESTIGATING)
    made = moves_of(session, begun)[-1]
    assert (made.move, made.from_status, made.to_status) == (Move.ASSIGN, Status.INVESTIGATING, Status.INVESTIGATING)


@pytest.mark.parametrize(
    ("by_role", "reason", "refusal"),
    [(Role.INVESTIGATOR, "Ill.", Refusal.NO_PERMISSION), (Role.TRIAGE_SUPERVISOR, "", Refusal.REASON_MISSING)],
)
def test_giving_a_case_away_needs_what_assigning_needs(session, ring, begun, by_role, reason, refusal):
    other, by = cast.staff(session, Role.INVESTIGATOR, "Otto Other"), cast.staff(session, by_role)
    arguments = {"investigator_id": other.id, "reason": reason, "by": by, "expected_version": begun.version}
    assert refusals(reassign, session, ring, begun, **arguments, now=NOW) == {refusal}


def test_a_case_that_nobody_works_on_is_not_given_to_somebody_else(session, ring, closed, triage, investigator):
    arguments = {"investigator_id": investigator.id, "reason": "x", "by": triage, "expected_version": closed.version}
    assert refusals(reassign, session, ring, closed, **arguments, now=NOW) == {Refusal.WRONG_STATUS}


def test_a_note_is_sealed_and_an_empty_one_is_refused(session, ring, begun, investigator):
    written = note(session, ring, begun, " She called back.\r\nTwice. ", by_id=investigator.id, now=NOW)
    assert ring.open(written.sealed_body, context=f"note/{written.seal_id}") == b"She called back.\nTwice."
    for body in ("", " \n", "x" * 10_001):
        with pytest.raises(ValueError, match="at least one"):
            note(session, ring, begun, body, by_id=investigator.id, now=NOW)
