"""The ranking that sums up a case, and what a finding and a closing need."""

from __future__ import annotations

from itertools import combinations

import pytest

from complaints.casework.rules import CaseFacts, Conflict, Person, Status
from complaints.outcomes.rules import (
    MOST_OF_A_RATIONALE,
    FindingKind,
    FindingRefusal,
    OutcomeKind,
    OutcomesRefusal,
    RefusedFinding,
    RefusedOutcomes,
    check_finding,
    check_outcomes,
    summary,
)
from complaints.platform.accounts.permissions import ALLOWED, Role

F = FindingKind
RANKED = [F.SUSTAINED, F.POLICY_FAILURE, F.SYSTEM_FAILURE, F.NOT_SUSTAINED, F.SUBJECT_NOT_IDENTIFIED, F.EXONERATED,
          F.UNFOUNDED]  # fmt: skip
CASE = CaseFacts(Status.INVESTIGATING, investigator_id=1)
AT_WORK = Person(1, ALLOWED[Role.INVESTIGATOR])


@pytest.mark.parametrize(("higher", "lower"), list(combinations(RANKED, 2)))
def test_the_weightier_of_two_findings_sums_up_the_case_in_any_order(higher, lower):
    assert summary([higher, lower]) is summary([lower, higher]) is summary([lower, lower, higher]) is higher


def test_a_case_without_findings_has_no_summary():
    assert summary([]) is None


def refusals(case=CASE, person=AT_WORK, kind=F.UNFOUNDED, rationale="Because."):
    with pytest.raises(RefusedFinding) as refused:
        check_finding(case, person, kind, rationale)
    return set(refused.value.reasons)


def test_a_finding_of_the_investigator_with_its_rationale_is_taken():
    check_finding(CASE, AT_WORK, F.UNFOUNDED, "Because.")


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.INVESTIGATING])
def test_findings_are_written_while_a_case_is_investigated_and_never_else(status):
    assert refusals(CaseFacts(status, 1)) == {FindingRefusal.NOT_BEING_INVESTIGATED}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.INVESTIGATOR])
def test_no_other_role_decides(role):
    assert refusals(person=Person(1, ALLOWED[role])) == {FindingRefusal.NO_PERMISSION}


def test_another_investigator_does_not_decide():
    assert refusals(person=Person(2, ALLOWED[Role.INVESTIGATOR])) == {FindingRefusal.NOT_THE_INVESTIGATOR}


@pytest.mark.parametrize("conflict", Conflict)
def test_nobody_decides_against_a_conflict_of_interest(conflict):
    person = Person(1, ALLOWED[Role.INVESTIGATOR], frozenset({conflict}))
    assert refusals(person=person) == {FindingRefusal.CONFLICT_OF_INTEREST}


def test_a_finding_needs_its_kind_and_its_rationale_and_says_both_at_once():
    assert refusals(kind=None, rationale=" \n") == {FindingRefusal.FINDING_MISSING, FindingRefusal.RATIONALE_MISSING}
    assert refusals(rationale="x" * (MOST_OF_A_RATIONALE + 1)) == {FindingRefusal.RATIONALE_TOO_LONG}


@pytest.mark.parametrize(
    ("kinds", "refusal"),
    [((), OutcomesRefusal.MISSING), ((OutcomeKind.NONE, OutcomeKind.TRAINING), OutcomesRefusal.NONE_AND_OTHERS)],
)
def test_outcomes_that_say_nothing_clear_are_refused(kinds, refusal):
    with pytest.raises(RefusedOutcomes) as refused:
        check_outcomes(kinds)
    assert refused.value.reason is refusal


@pytest.mark.parametrize("kinds", [(OutcomeKind.NONE,), (OutcomeKind.TRAINING, OutcomeKind.DISCIPLINE)])
def test_outcomes_that_say_what_was_done_are_taken(kinds):
    check_outcomes(kinds)
