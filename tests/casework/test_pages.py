"""The staff pages of casework as each role meets them."""

from __future__ import annotations

import re

import pytest

from complaints.casework.service import note
from complaints.intake.rules import FilingMode
from complaints.platform.accounts.permissions import Role
from complaints.platform.audit.service import events_about
from tests import cast
from tests.applications import NOW


def address(number, *more):
    return "/".join(["/staff/cases", number, *more])


def text_of(response):
    return response.get_data(as_text=True)


@pytest.mark.parametrize("role", [Role.TRIAGE_SUPERVISOR, Role.INVESTIGATOR, Role.COMMANDER])
def test_who_works_on_cases_sees_the_queue_and_the_case(signed_in, filed, role):
    client = signed_in(role)
    assert filed in text_of(client.get("/staff/queue"))
    page = text_of(client.get(address(filed)))
    assert "License plate readers" in page
    assert "Internal affairs" in page
    assert "An officer looked me up" not in page, "the statement is sealed"
    assert "Rosa" not in page


@pytest.mark.parametrize("role", [Role.INTAKE_CLERK, Role.AUDITOR, Role.ADMINISTRATOR, Role.TECHNOLOGY_STEWARD])
def test_who_does_not_work_on_cases_sees_none(signed_in, filed, role):
    client = signed_in(role)
    assert client.get("/staff/queue").status_code == 403
    assert client.get(address(filed)).status_code == 403


def test_nobody_sees_a_case_without_signing_in(client, filed):
    assert client.get("/staff/queue").status_code == 303
    assert client.get(address(filed)).headers["Location"].startswith("/staff/sign-in")


@pytest.mark.parametrize("number", ["7K2M-94QX-3", "nothing", "%00", "0000-0000-0"])
def test_an_unknown_number_is_not_found(signed_in, number):
    assert signed_in(Role.COMMANDER).get(f"/staff/cases/{number}").status_code == 404


def test_opening_the_statement_shows_it_once_and_logs_who_read_it(signed_in, session, filed, triage):
    client = signed_in(Role.TRIAGE_SUPERVISOR)
    opened = cast.send(client, address(filed, "open"), what="statement")
    assert "An officer looked me up again and again." in text_of(opened)
    assert "Rosa" not in text_of(opened), "the name is opened on its own"
    reads = [e for e in events_about(session, f"complaint:{filed}") if e.action == "sealed.read"]
    assert [(e.actor, e.details) for e in reads] == [(f"staff:{triage.id}", '{"field":"statement"}')]
    assert "An officer looked me up" not in text_of(client.get(address(filed)))


def test_what_is_open_stays_open_when_more_is_opened(signed_in, filed):
    client = signed_in(Role.TRIAGE_SUPERVISOR)
    page = text_of(cast.send(client, address(filed, "open"), what=["statement", "identity"]))
    assert "An officer looked me up" in page
    assert "rosa@example.org" in page


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [(Role.TRIAGE_SUPERVISOR, "", 200), (Role.INVESTIGATOR, "", 200), (Role.INVESTIGATOR, "Otto Other", 403),
     (Role.COMMANDER, "", 403), (Role.OVERSIGHT_REVIEWER, "", 403)],
)  # fmt: skip
def test_the_name_is_opened_by_triage_and_by_the_investigator_of_this_case(
    signed_in, session, app, investigator, role, name, status
):
    case = cast.assigned_case(session, app, investigator)
    number = case.complaint.number
    client = signed_in(role, name)
    assert cast.send(client, address(number, "open"), what="identity").status_code == status
    assert ("Open the name" in text_of(client.get(address(number)))) is (status == 200)


def test_an_anonymous_complaint_has_no_name_to_open(signed_in, session, app):
    complaint = cast.file_complaint(session, app, mode=FilingMode.ANONYMOUS)
    client = signed_in(Role.TRIAGE_SUPERVISOR)
    assert "Open the name" not in text_of(client.get(f"/staff/cases/{complaint.number}"))
    assert cast.send(client, f"/staff/cases/{complaint.number}/open", what="identity").status_code == 404


def test_a_part_that_does_not_exist_is_not_found(signed_in, filed):
    assert cast.send(signed_in(Role.COMMANDER), address(filed, "open"), what="diary").status_code == 404


def test_notes_and_reasons_are_opened_together(signed_in, session, app, ring, investigator):
    case = cast.case_being_investigated(session, app, investigator)
    number = case.complaint.number
    note(session, ring, case, "She called back.", by_id=investigator.id, now=NOW)
    client = signed_in(Role.COMMANDER)
    assert "She called back." not in text_of(client.get(address(number)))
    page = text_of(cast.send(client, address(number, "open"), what="reasons"))
    assert "She called back." in page
    assert "Theirs to look into." in page


def test_every_form_of_the_case_page_is_guarded(signed_in, session, app, investigator):
    case = cast.case_being_investigated(session, app, investigator)
    number = case.complaint.number
    page = text_of(signed_in(Role.INVESTIGATOR).get(address(number)))
    assert page.count('method="post"') == page.count('name="csrf_token"')
    assert signed_in(Role.INVESTIGATOR).post(address(number, "notes"), data={"body": "x"}).status_code == 400


def test_a_note_from_the_page_is_kept_and_an_empty_one_is_refused_at_its_field(signed_in, session, filed):
    client = signed_in(Role.TRIAGE_SUPERVISOR)
    refused = cast.send(client, address(filed, "notes"), **{"note-body": " "})
    assert refused.status_code == 422
    assert "Write your note first." in text_of(refused)
    too_long = cast.send(client, address(filed, "notes"), **{"note-body": "y" * 10_001})
    assert too_long.status_code == 422
    assert "y" * 10_001 in text_of(too_long), "what was typed is still there"
    for _ in range(2):
        assert (
            cast.send(client, address(filed, "notes"), **{"note-body": "Called.", "note-form_id": "one"}).status_code
            == 303
        )
    page = text_of(client.get(address(filed)))
    assert page.count("Theo Triage wrote a note.") == 1, "a form sent twice is one note"


def test_the_recordings_are_noted_as_kept_from_the_page(signed_in, filed):
    client = signed_in(Role.TRIAGE_SUPERVISOR)
    assert "The recordings are kept" in text_of(client.get(address(filed)))
    assert cast.send(client, address(filed, "preserved")).status_code == 303
    assert "The recordings are kept</button>" not in text_of(client.get(address(filed)))
    assert cast.send(signed_in(Role.COMMANDER), address(filed, "preserved")).status_code == 403


def test_days_are_given_by_the_command_up_to_the_limit(signed_in, session, app, investigator):
    case = cast.case_being_investigated(session, app, investigator)
    number = case.complaint.number
    client = signed_in(Role.COMMANDER)
    form = text_of(client.get(address(number, "extend")))
    assert "At most 60 more days" in form
    seen = {"seen_due_on": re.search(r'name="seen_due_on" value="([^"]+)"', form).group(1)}
    not_a_number = "Write a number of days, 1 or more."
    wrong = [("61", "x", "At most 60"), ("5", "", "Write the reason."), ("ten", "x", not_a_number),
             ("", "x", not_a_number), ("-1", "x", not_a_number)]  # fmt: skip
    for days, reason, words in wrong:
        refused = cast.send(client, address(number, "extend"), days=days, reason=reason, **seen)
        assert refused.status_code == 422
        assert words in text_of(refused)
    for status in (303, 422):
        answer = cast.send(client, address(number, "extend"), days="60", reason="Much to read.", **seen)
        assert answer.status_code == status
    assert "Cora Commander moved “Completion”" in text_of(client.get(address(number)))
    assert "No more days can be given" in text_of(client.get(address(number, "extend")))
    assert signed_in(Role.INVESTIGATOR).get(address(number, "extend")).status_code == 403


def test_stepping_back_is_said_on_the_page_and_stops_the_work(signed_in, session, app, investigator):
    case = cast.assigned_case(session, app, investigator)
    number = case.complaint.number
    client = signed_in(Role.INVESTIGATOR)
    assert cast.send(client, address(number, "recuse")).status_code == 303
    page = text_of(client.get(address(number)))
    assert "You cannot work on this case" in page
    assert "Conflict of interest: recused from this case." in page


def test_a_conflict_is_declared_from_the_page(signed_in, session, filed, investigator):
    client = signed_in(Role.TRIAGE_SUPERVISOR)
    assert cast.send(client, address(filed, "conflicts")).status_code == 422
    wrong = cast.send(client, address(filed, "conflicts"), person="999", conflict="subject_or_witness")
    assert wrong.status_code == 422
    done = cast.send(client, address(filed, "conflicts"), person=str(investigator.id), conflict="subject_or_witness")
    assert done.status_code == 303
    assert signed_in(Role.INVESTIGATOR).get(address(filed)).status_code == 404


def test_the_page_and_the_reasons_of_the_route_are_in_the_language_of_the_address(signed_in, filed):
    client = signed_in(Role.TRIAGE_SUPERVISOR)
    page = text_of(client.get(address(filed)))
    assert "A police employee is accused: internal affairs handles it." in page
    assert "desk: Internal affairs" in page
    client.set_cookie("staff", client.get_cookie("staff", path="/staff").value, path="/es/staff")
    page = text_of(client.get("/es" + address(filed)))
    assert 'lang="es"' in page
    assert "Se acusa a personal de la policía" in page or "Asuntos internos" in page
