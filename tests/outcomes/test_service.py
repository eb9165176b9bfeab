"""Findings keep every version; closing is somebody else's, and tells the complainant."""

from __future__ import annotations

import secrets

import pytest
import sqlalchemy as sa

from complaints.casework.rules import IllegalMove, Move, Refusal, ReopenGround, Status
from complaints.casework.service import CaseWasChanged, Wish
from complaints.correspondence.models import Message, Notice, NoticeKind
from complaints.correspondence.rules import UnusableBody
from complaints.outcomes.models import Finding, Outcome
from complaints.outcomes.rules import FindingKind, OutcomeKind, RefusedFinding, RefusedOutcomes
from complaints.outcomes.service import FindingWasChanged, NoSuchAllegation, close, decide, findings_on, outcomes_of
from complaints.platform.accounts.permissions import Role
from complaints.platform.audit.service import events_about
from tests import cast
from tests.applications import NOW


def find(session, ring, case, by, kind=FindingKind.SUSTAINED, rationale="The log shows it.", seen=None, place=0):
    each = findings_on(session, case)[place]
    version = each.versions if seen is None else seen
    return decide(session, ring, case, each.allegation_id, kind, rationale, by=by, seen_version=version, now=NOW)


def finish(session, app, case, by, letter="It is over.", outcomes=(OutcomeKind.TRAINING,), version=None):
    ring, profile = app.extensions["key_ring"], app.extensions["profile"]
    seen = case.version if version is None else version
    close(session, ring, case, outcomes=outcomes, letter=letter, form_id=secrets.token_hex(8), by=by,
          expected_version=seen, now=NOW, profile=profile)  # fmt: skip


@pytest.fixture
def in_review(session, app, begun, decide_all, investigator):
    decide_all(begun)
    cast.step(session, app, begun, Move.SEND_TO_REVIEW, investigator)
    return begun


def test_there_is_one_allegation_for_each_kind_and_technology(session, begun):
    assert [(each.technology, each.finding) for each in findings_on(session, begun)] == [
        ("License plate readers", None), ("Fixed cameras", None)
    ]  # fmt: skip


def test_a_changed_finding_is_a_new_version_and_the_old_one_stays(session, ring, begun, investigator):
    find(session, ring, begun, investigator, FindingKind.UNFOUNDED)
    find(session, ring, begun, investigator, FindingKind.SUSTAINED, "A second log.")
    kept = session.scalars(sa.select(Finding).order_by(Finding.version)).all()
    assert [(f.version, f.finding) for f in kept] == [(1, FindingKind.UNFOUNDED), (2, FindingKind.SUSTAINED)]
    newest = findings_on(session, begun)[0]
    assert (newest.finding.version, newest.versions, newest.decided_by) == (2, 2, "Ines Investigator")
    assert ring.open(kept[0].sealed_rationale, context=f"finding/{kept[0].seal_id}") == b"The log shows it."


def test_who_decided_over_an_old_page_is_told(session, ring, begun, investigator):
    find(session, ring, begun, investigator)
    with pytest.raises(FindingWasChanged):
        find(session, ring, begun, investigator, seen=0)


def test_an_allegation_of_another_case_is_not_found(session, app, ring, begun, investigator):
    other = cast.case_being_investigated(session, app, investigator)
    allegation = findings_on(session, other)[0].allegation_id
    for unknown in (allegation, 999_999):
        with pytest.raises(NoSuchAllegation):
            decide(session, ring, begun, unknown, FindingKind.SUSTAINED, "x", by=investigator, seen_version=0, now=NOW)


def test_findings_are_in_the_log_without_their_rationale(session, ring, begun, investigator):
    find(session, ring, begun, investigator)
    session.commit()
    [event] = [e for e in events_about(session, f"complaint:{begun.complaint.number}") if e.action == "finding.decided"]
    assert event.actor == f"staff:{investigator.id}"
    assert '"finding":"sustained"' in event.details
    assert "log shows" not in event.details


def test_a_case_goes_to_review_only_with_a_finding_for_every_allegation(session, app, ring, begun, investigator):
    find(session, ring, begun, investigator, place=0)
    with pytest.raises(IllegalMove) as refused:
        cast.step(session, app, begun, Move.SEND_TO_REVIEW, investigator)
    assert refused.value.reasons == (Refusal.FINDINGS_MISSING,)
    find(session, ring, begun, investigator, place=1)
    cast.step(session, app, begun, Move.SEND_TO_REVIEW, investigator)
    assert begun.status is Status.IN_REVIEW


def test_nothing_is_decided_while_a_case_is_in_review_and_again_when_it_comes_back(
    session, app, ring, in_review, investigator, commander
):
    with pytest.raises(RefusedFinding):
        find(session, ring, in_review, investigator)
    cast.step(session, app, in_review, Move.RETURN, commander, Wish(reason="Look at the second log."))
    assert find(session, ring, in_review, investigator).version == 2


def test_closing_records_what_was_done_and_writes_to_the_complainant(session, app, ring, in_review, commander):
    finish(session, app, in_review, commander, outcomes=(OutcomeKind.DISCIPLINE, OutcomeKind.TRAINING))
    assert (in_review.status, in_review.closure_reason) == (Status.CLOSED, None)
    assert [o.kind for o in outcomes_of(session, in_review)] == [OutcomeKind.TRAINING, OutcomeKind.DISCIPLINE]
    [letter] = session.scalars(sa.select(Message)).all()
    assert ring.open(letter.sealed_body, context=letter.context) == b"It is over."
    kinds = session.scalars(sa.select(Notice.kind)).all()
    assert NoticeKind.CLOSING in kinds


def test_the_investigator_never_approves_even_as_a_commander_later(session, app, in_review, investigator):
    investigator.role = Role.COMMANDER
    session.flush()
    with pytest.raises(IllegalMove) as refused:
        finish(session, app, in_review, investigator)
    assert refused.value.reasons == (Refusal.APPROVER_INVESTIGATED,)


def test_a_closing_that_is_refused_leaves_nothing(session, app, in_review, commander):
    session.commit()
    number = in_review.complaint.number
    for wrong in ({"outcomes": ()}, {"letter": " "}, {"letter": "x" * 5001}, {"version": 1}):
        case = cast.case_of(session, number)
        with pytest.raises((RefusedOutcomes, UnusableBody, CaseWasChanged)):
            finish(session, app, case, commander, **wrong)
        session.rollback()
    assert cast.case_of(session, number).status is Status.IN_REVIEW
    assert session.scalar(sa.select(sa.func.count()).select_from(Outcome)) == 0
    assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == 0


def test_a_case_that_is_closed_twice_keeps_each_outcome_once(session, app, in_review, investigator, commander):
    finish(session, app, in_review, commander)
    wish = Wish(reason="A video.", ground=ReopenGround.NEW_EVIDENCE, investigator_id=investigator.id)
    cast.step(session, app, in_review, Move.REOPEN, commander, wish)
    cast.step(session, app, in_review, Move.SEND_TO_REVIEW, investigator)
    finish(session, app, in_review, commander, outcomes=(OutcomeKind.TRAINING, OutcomeKind.POLICY_CHANGED))
    assert [o.kind for o in outcomes_of(session, in_review)] == [OutcomeKind.TRAINING, OutcomeKind.POLICY_CHANGED]


def test_after_an_appeal_who_approved_before_does_not_approve_again(session, app, in_review, investigator, commander):
    finish(session, app, in_review, commander)
    new = cast.staff(session, Role.INVESTIGATOR, "Nia New")
    wish = Wish(reason="They appeal.", ground=ReopenGround.APPEAL, investigator_id=new.id)
    cast.step(session, app, in_review, Move.REOPEN, commander, wish)
    cast.step(session, app, in_review, Move.SEND_TO_REVIEW, new)
    with pytest.raises(IllegalMove) as refused:
        finish(session, app, in_review, commander)
    assert refused.value.reasons == (Refusal.EARLIER_INVOLVEMENT,)
    finish(session, app, in_review, cast.staff(session, Role.COMMANDER, "Carl Colleague"))
    assert in_review.status is Status.CLOSED
