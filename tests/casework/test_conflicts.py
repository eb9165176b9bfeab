"""A conflict of interest takes a case out of somebody's hands, and the case never lies where nobody can move it."""

from __future__ import annotations

import re

import pytest

from complaints.casework.rules import Conflict, IllegalMove, Move, Refusal
from complaints.casework.service import Wish, declare_conflict
from complaints.platform.accounts.permissions import Role
from tests import cast
from tests.applications import NOW


def text_of(response):
    return response.get_data(as_text=True)


@pytest.fixture
def begun(session, app, investigator):
    return cast.case_being_investigated(session, app, investigator)


@pytest.fixture
def stepped_back(client, session, begun, investigator):
    """The address of a case whose investigator stepped back and is still signed in."""
    cast.sign_in(client, investigator)
    address = f"/staff/cases/{begun.complaint.number}"
    assert cast.send(client, f"{address}/recuse").status_code == 303
    return address


def test_who_stepped_back_is_offered_no_work_and_keeps_the_note(client, stepped_back):
    page = text_of(client.get(stepped_back))
    assert "It needs a new investigator" in page
    assert "Ines Investigator stepped back from this case." in page
    for gone in ("Write the next finding", "moves/hold", "Open the name", "Open the statement", "Send the message"):
        assert gone not in page, gone
    assert "Keep the note" in page


@pytest.mark.parametrize(
    ("what", "typed"),
    [("open", {"what": "statement"}), ("open", {"what": "identity"}), ("open", {"what": "messages"}),
     ("messages", {"body": "Hello."})],
)  # fmt: skip
def test_who_stepped_back_opens_nothing_and_writes_to_nobody(client, stepped_back, what, typed):
    assert cast.send(client, f"{stepped_back}/{what}", **typed).status_code == 403


@pytest.mark.parametrize("step", [Move.HOLD, Move.SEND_TO_REVIEW])
def test_who_stepped_back_moves_the_case_no_more(session, app, stepped_back, begun, investigator, step):
    with pytest.raises(IllegalMove) as refused:
        cast.step(session, app, begun, step, investigator, Wish(reason="x"))
    assert Refusal.RECUSED in refused.value.reasons


@pytest.mark.parametrize("role", [Role.TRIAGE_SUPERVISOR, Role.COMMANDER])
def test_a_supervisor_finds_the_case_and_gives_it_to_somebody_else(client, session, app, stepped_back, role):
    other = cast.staff(session, Role.INVESTIGATOR, "Otto Other")
    untouched = cast.case_being_investigated(session, app, other).complaint.number
    cast.sign_in(client, cast.staff(session, role))
    listed = text_of(client.get("/staff/queue?needs=investigator"))
    assert stepped_back in listed
    assert untouched not in listed
    assert re.search(r'<a class="button" href="[^"]+/reassign">Give it to somebody else</a>',
                     text_of(client.get(stepped_back)))  # fmt: skip
    form = text_of(client.get(f"{stepped_back}/reassign"))
    version = re.search(r'name="version" value="(\d+)"', form).group(1)
    typed = {"version": version, "investigator": str(other.id), "reason": "Stepped back."}
    assert cast.send(client, f"{stepped_back}/reassign", **typed).status_code == 303
    assert "It needs a new investigator" not in text_of(client.get(stepped_back))
    assert stepped_back not in text_of(client.get("/staff/queue?needs=investigator"))


def test_a_declared_conflict_is_told_without_what_it_is(client, session, begun, triage, investigator):
    declare_conflict(session, begun, staff_id=investigator.id, conflict=Conflict.SUBJECT_OR_WITNESS,
                     by_id=triage.id, now=NOW)  # fmt: skip
    cast.sign_in(client, triage)
    page = text_of(client.get(f"/staff/cases/{begun.complaint.number}"))
    assert "A conflict of interest was declared for Ines Investigator." in page
    assert "witness" not in page


@pytest.mark.parametrize("role", [Role.TRIAGE_SUPERVISOR, Role.COMMANDER])
def test_supervisors_step_back_too_and_then_give_no_case_away(client, session, begun, role):
    address = f"/staff/cases/{begun.complaint.number}"
    cast.sign_in(client, cast.staff(session, role))
    assert "Step back from this case" in text_of(client.get(address))
    assert cast.send(client, f"{address}/recuse").status_code == 303
    refused = client.get(f"{address}/reassign")
    assert refused.status_code == 409
    assert "Conflict of interest: recused from this case." in text_of(refused)
    assert "Give it to somebody else" not in text_of(client.get(address))


def test_a_conflict_of_the_commander_can_be_declared(client, session, begun, triage, commander):
    cast.sign_in(client, triage)
    address = f"/staff/cases/{begun.complaint.number}"
    typed = {"person": str(commander.id), "conflict": "subject_or_witness"}
    assert cast.send(client, f"{address}/conflicts", **typed).status_code == 303
    cast.sign_in(client, commander)
    assert client.get(address).status_code == 404


def test_who_declares_to_be_a_witness_is_sent_to_the_queue(client, begun, triage):
    cast.sign_in(client, triage)
    address = f"/staff/cases/{begun.complaint.number}"
    typed = {"person": str(triage.id), "conflict": "subject_or_witness"}
    assert cast.send(client, f"{address}/conflicts", **typed).headers["Location"] == "/staff/queue"


def test_a_conflict_in_review_stops_the_approval(session, app, begun, commander, triage):
    declare_conflict(session, begun, staff_id=commander.id, conflict=Conflict.RECUSED, by_id=triage.id, now=NOW)
    begun.status = "in_review"
    for step in (Move.APPROVE, Move.RETURN):
        with pytest.raises(IllegalMove) as refused:
            cast.step(session, app, begun, step, commander, Wish(reason="x"))
        assert refused.value.reason is Refusal.RECUSED
