"""Every status meets every move, and every refusal gives its reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from complaints.casework.rules import (
    ALL_ALLEGATIONS_HAVE_FINDINGS,
    CHECKS_OF_THE_CASE,
    CHECKS_OF_WHAT_IS_GIVEN,
    MOVES,
    CaseFacts,
    ClosureReason,
    Conflict,
    Given,
    HoldReason,
    IllegalMove,
    Move,
    Person,
    Referral,
    Refusal,
    ReopenGround,
    Status,
    decide,
    obstacles,
)
from complaints.platform.accounts.permissions import ALLOWED, Permission, Role
from complaints.routing.rules import Track

S, M, P = Status, Move, Permission
LEADS_TO = {
    (S.RECEIVED, M.TRIAGE): (S.TRIAGE, P.CASE_TRIAGE),
    (S.TRIAGE, M.ASSIGN): (S.ASSIGNED, P.CASE_ASSIGN),
    (S.TRIAGE, M.REFER): (S.REFERRED, P.CASE_TRIAGE),
    (S.TRIAGE, M.CLOSE_AT_TRIAGE): (S.CLOSED, P.CASE_TRIAGE),
    (S.ASSIGNED, M.BEGIN): (S.INVESTIGATING, P.CASE_WORK),
    (S.INVESTIGATING, M.HOLD): (S.ON_HOLD, P.CASE_WORK),
    (S.INVESTIGATING, M.SEND_TO_REVIEW): (S.IN_REVIEW, P.CASE_DECIDE),
    (S.ON_HOLD, M.RESUME): (S.INVESTIGATING, P.CASE_WORK),
    (S.IN_REVIEW, M.RETURN): (S.INVESTIGATING, P.CASE_APPROVE),
    (S.IN_REVIEW, M.APPROVE): (S.CLOSED, P.CASE_APPROVE),
    (S.REFERRED, M.REFERRAL_ACCEPTED): (S.CLOSED, P.CASE_TRIAGE),
    (S.REFERRED, M.REFERRAL_BOUNCED): (S.TRIAGE, P.CASE_TRIAGE),
    (S.CLOSED, M.REOPEN): (S.INVESTIGATING, P.CASE_REOPEN),
}
"""domain.md's table of statuses and moves, copied by hand: the code must say the same."""

INVESTIGATOR, COMMANDER, SOMEBODY = 1, 2, 3
EVERYTHING = frozenset(Permission)
AT_WORK = Person(INVESTIGATOR, EVERYTHING)
ABOVE = Person(COMMANDER, EVERYTHING)
WHOLE = Given(
    reason="Because.",
    track=Track.MISCONDUCT,
    investigator=Person(SOMEBODY, ALLOWED[Role.INVESTIGATOR]),
    hold_reason=HoldReason.LITIGATION,
    closure_reason=ClosureReason.DUPLICATE,
    referral=Referral.STATE_AGENCY,
    ground=ReopenGround.NEW_EVIDENCE,
)
OWN_WORK = {M.BEGIN, M.HOLD, M.RESUME, M.SEND_TO_REVIEW}


def case_at(status: Status) -> CaseFacts:
    return CaseFacts(status, INVESTIGATOR, frozenset({INVESTIGATOR}), frozenset({ALL_ALLEGATIONS_HAVE_FINDINGS}))


def mover(move: Move) -> Person:
    return AT_WORK if move in OWN_WORK else ABOVE


def refusals(status: Status, move: Move, *, case=None, by=None, given=WHOLE) -> set[Refusal]:
    with pytest.raises(IllegalMove) as refused:
        decide(move, case or case_at(status), by or mover(move), given)
    return set(refused.value.reasons)


def test_the_table_has_the_moves_of_the_domain_and_no_others():
    assert {pair: (needs.to, needs.permission) for pair, needs in MOVES.items()} == LEADS_TO


def test_every_check_that_the_table_names_exists():
    named = {name for needs in MOVES.values() for name in needs.checks}
    assert named == {*CHECKS_OF_THE_CASE, *CHECKS_OF_WHAT_IS_GIVEN}


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("status", Status)
def test_every_status_allows_the_moves_of_the_table_and_refuses_the_others(status, move):
    if (status, move) in LEADS_TO:
        assert decide(move, case_at(status), mover(move), WHOLE) is LEADS_TO[status, move][0]
    else:
        assert refusals(status, move) == {Refusal.WRONG_STATUS}


@pytest.mark.parametrize(("status", "move"), LEADS_TO)
def test_a_move_without_its_permission_is_refused(status, move):
    needed = LEADS_TO[status, move][1]
    by = replace(mover(move), permissions=EVERYTHING - {needed})
    assert refusals(status, move, by=by) == {Refusal.NO_PERMISSION}
    assert obstacles(move, case_at(status), by) == (Refusal.NO_PERMISSION,)


MISSING = [
    ((S.TRIAGE, M.ASSIGN), {"track": None}, Refusal.TRACK_NOT_CHOSEN),
    ((S.TRIAGE, M.ASSIGN), {"reason": " \n"}, Refusal.REASON_MISSING),
    ((S.TRIAGE, M.ASSIGN), {"investigator": None}, Refusal.INVESTIGATOR_NOT_NAMED),
    ((S.TRIAGE, M.REFER), {"track": None}, Refusal.TRACK_NOT_CHOSEN),
    ((S.TRIAGE, M.REFER), {"reason": ""}, Refusal.REASON_MISSING),
    ((S.TRIAGE, M.REFER), {"referral": None}, Refusal.REFERRAL_MISSING),
    ((S.TRIAGE, M.CLOSE_AT_TRIAGE), {"track": None}, Refusal.TRACK_NOT_CHOSEN),
    ((S.TRIAGE, M.CLOSE_AT_TRIAGE), {"reason": ""}, Refusal.REASON_MISSING),
    ((S.TRIAGE, M.CLOSE_AT_TRIAGE), {"closure_reason": None}, Refusal.CLOSURE_REASON_MISSING),
    ((S.INVESTIGATING, M.HOLD), {"hold_reason": None}, Refusal.HOLD_REASON_MISSING),
    ((S.INVESTIGATING, M.HOLD), {"reason": ""}, Refusal.REASON_MISSING),
    ((S.IN_REVIEW, M.RETURN), {"reason": ""}, Refusal.REASON_MISSING),
    ((S.CLOSED, M.REOPEN), {"ground": None}, Refusal.REOPENING_WITHOUT_GROUND),
    ((S.CLOSED, M.REOPEN), {"reason": ""}, Refusal.REASON_MISSING),
    ((S.CLOSED, M.REOPEN), {"investigator": None}, Refusal.INVESTIGATOR_NOT_NAMED),
]


@pytest.mark.parametrize(("pair", "without", "reason"), MISSING)
def test_a_move_without_what_it_needs_is_refused_with_that_reason(pair, without, reason):
    assert refusals(*pair, given=replace(WHOLE, **without)) == {reason}
    assert obstacles(pair[1], case_at(pair[0]), mover(pair[1])) == (), "the page offers it: only the form was not whole"


def test_everything_that_is_missing_is_said_at_once():
    assert refusals(S.TRIAGE, M.ASSIGN, given=Given()) == {
        Refusal.TRACK_NOT_CHOSEN, Refusal.INVESTIGATOR_NOT_NAMED, Refusal.REASON_MISSING
    }  # fmt: skip


@pytest.mark.parametrize("conflict", Conflict)
@pytest.mark.parametrize("pair", [(S.TRIAGE, M.ASSIGN), (S.CLOSED, M.REOPEN)])
def test_nobody_is_given_a_case_against_a_conflict_and_the_refusal_names_it(pair, conflict):
    person = Person(SOMEBODY, ALLOWED[Role.INVESTIGATOR], frozenset({conflict}))
    assert refusals(*pair, given=replace(WHOLE, investigator=person)) == {Refusal(conflict.value)}


@pytest.mark.parametrize("conflict", Conflict)
@pytest.mark.parametrize("pair", [(S.ASSIGNED, M.BEGIN), (S.IN_REVIEW, M.APPROVE)])
def test_nobody_begins_or_approves_against_a_conflict_that_came_to_light_later(pair, conflict):
    by = replace(mover(pair[1]), conflicts=frozenset({conflict}))
    assert refusals(*pair, by=by) == {Refusal(conflict.value)}


def test_every_conflict_of_a_person_is_named():
    by = replace(AT_WORK, conflicts=frozenset(Conflict))
    assert refusals(S.ASSIGNED, M.BEGIN, by=by) == {Refusal(conflict.value) for conflict in Conflict}


@pytest.mark.parametrize("role", [role for role in Role if P.CASE_WORK not in ALLOWED[role]])
def test_only_who_investigates_is_given_a_case(role):
    given = replace(WHOLE, investigator=Person(SOMEBODY, ALLOWED[role]))
    assert refusals(S.TRIAGE, M.ASSIGN, given=given) == {Refusal.CANNOT_INVESTIGATE}


@pytest.mark.parametrize(("status", "move"), [pair for pair in LEADS_TO if pair[1] in OWN_WORK])
def test_only_its_investigator_works_a_case(status, move):
    assert refusals(status, move, by=Person(SOMEBODY, EVERYTHING)) == {Refusal.NOT_THE_INVESTIGATOR}


@pytest.mark.parametrize("pair", [(S.INVESTIGATING, M.SEND_TO_REVIEW), (S.IN_REVIEW, M.APPROVE)])
def test_a_case_without_a_finding_for_every_allegation_goes_no_further(pair):
    case = replace(case_at(pair[0]), known=frozenset())
    assert refusals(*pair, case=case) == {Refusal.FINDINGS_MISSING}


@pytest.mark.parametrize("move", [M.APPROVE, M.RETURN])
def test_nobody_reviews_what_they_investigated_even_when_somebody_else_took_over(move):
    assert refusals(S.IN_REVIEW, move, by=AT_WORK) == {Refusal.APPROVER_INVESTIGATED}
    taken_over = CaseFacts(
        S.IN_REVIEW, SOMEBODY, frozenset({INVESTIGATOR, SOMEBODY}), frozenset({ALL_ALLEGATIONS_HAVE_FINDINGS})
    )
    assert refusals(S.IN_REVIEW, move, case=taken_over, by=AT_WORK) == {Refusal.APPROVER_INVESTIGATED}


def test_the_weightiest_reason_comes_first():
    with pytest.raises(IllegalMove) as refused:
        decide(M.ASSIGN, case_at(S.TRIAGE), ABOVE, Given())
    assert refused.value.reason is refused.value.reasons[0] is Refusal.TRACK_NOT_CHOSEN
