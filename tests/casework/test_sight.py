"""Who may see which case: by its number, in a list, and as one that resembles another."""

from __future__ import annotations

from datetime import date

from complaints.casework.cases import NoSuchCase, find_case
from complaints.casework.rules import Conflict
from complaints.casework.service import declare_conflict
from complaints.casework.sight import Viewer, may_see
from complaints.intake.rules import Flag
from complaints.platform.accounts.permissions import Role
from tests import cast
from tests.applications import NOW


def address(number, *more):
    return "/".join(["/staff/cases", number, *more])


def text_of(response):
    return response.get_data(as_text=True)


def test_a_restricted_case_is_seen_by_triage_its_investigator_and_the_command_alone(
    signed_in, session, app, investigator
):
    case = cast.assigned_case(session, app, investigator, flags=frozenset({Flag.SAFETY_RISK}))
    number = case.complaint.number
    seen = {
        (role, name): signed_in(role, name).get(address(number)).status_code
        for role, name in [(Role.TRIAGE_SUPERVISOR, ""), (Role.INVESTIGATOR, ""), (Role.INVESTIGATOR, "Otto Other"),
                           (Role.COMMANDER, ""), (Role.OVERSIGHT_REVIEWER, "")]
    }  # fmt: skip
    assert list(seen.values()) == [200, 200, 404, 200, 404]
    listed = {who: number in text_of(signed_in(*who).get("/staff/queue")) for who in seen}
    assert list(listed.values()) == [True, True, False, True, False]


def test_the_rule_for_one_case_and_for_a_list_say_the_same(session, app, investigator):
    cases = [
        cast.assigned_case(session, app, investigator),
        cast.assigned_case(session, app, investigator, flags=frozenset({Flag.SAFETY_RISK})),
        cast.case_of(session, cast.file_complaint(session, app, flags=frozenset({Flag.SAFETY_RISK})).number),
    ]
    shared = cast.case_of(session, cast.file_complaint(session, app).number)
    shared.is_shared = True
    witness = cast.staff(session, Role.INVESTIGATOR, "Wanda Witness")
    for case in [*cases, shared]:
        declare_conflict(
            session, case, staff_id=witness.id, conflict=Conflict.SUBJECT_OR_WITNESS, by_id=investigator.id, now=NOW
        )
    people = [*(cast.staff(session, role) for role in Role), witness, cast.staff(session, Role.INVESTIGATOR, "Otto")]
    for person in people:
        viewer = Viewer.of(person)
        for case in [*cases, shared]:
            try:
                listed = find_case(session, case.complaint.number, viewer) is case
            except NoSuchCase:
                listed = False
            assert listed is may_see(viewer, case, is_subject_or_witness=person is witness), (person.name, case.id)


def test_oversight_sees_what_is_shared_with_it_and_is_told_when_that_is_nothing(signed_in, session, filed):
    client = signed_in(Role.OVERSIGHT_REVIEWER)
    assert "Nothing is shared with you" in text_of(client.get("/staff/queue"))
    cast.case_of(session, filed).is_shared = True
    assert filed in text_of(client.get("/staff/queue"))
    page = text_of(client.get(address(filed)))
    assert "Your role does not open it." in page
    assert "Open the statement" not in page


def test_alike_complaints_are_named_but_not_those_one_may_not_see(signed_in, session, app):
    together = {"incident_on": date(2025, 6, 2), "neighbourhood": "downtown"}
    first = cast.file_complaint(session, app, **together)
    hidden = cast.file_complaint(session, app, **together, flags=frozenset({Flag.SAFETY_RISK}))
    third = cast.file_complaint(session, app, **together)
    page = text_of(signed_in(Role.INVESTIGATOR).get(f"/staff/cases/{third.number}"))
    assert first.number in page
    assert hidden.number not in page
    assert hidden.number in text_of(signed_in(Role.COMMANDER).get(f"/staff/cases/{third.number}"))
