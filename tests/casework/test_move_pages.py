"""Moving a case from its page: refusals at their fields, and two people at one case."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import sessionmaker

from complaints.casework.models import CaseMove
from complaints.casework.rules import HoldReason, Move, Status
from complaints.casework.service import CaseWasChanged, Viewer, Wish, find_case, move
from complaints.platform.accounts.permissions import Role
from complaints.platform.audit.service import attach
from complaints.platform.store import immediate_transactions
from tests import cast
from tests.applications import NOW


@pytest.fixture
def at_triage(session, app, triage):
    """The number of a case at triage."""
    case = cast.case_of(session, cast.file_complaint(session, app).number)
    cast.step(session, app, case, Move.TRIAGE, triage)
    return case.complaint.number


def text_of(response):
    return response.get_data(as_text=True)


def address(number, *more):
    return "/".join(["/staff/cases", number, *more])


def version(session, number):
    return str(cast.case_of(session, number).version)


def assignment(session, number, investigator, **other):
    return {
        "move": "assign", "version": version(session, number), "track": "misconduct", "desk": "internal_affairs",
        "about_unit": "", "investigator": str(investigator.id), "reason": "Theirs.",
    } | other  # fmt: skip


def test_a_case_goes_all_the_way_to_the_investigation_by_its_buttons(client, session, app, triage, investigator):
    number = cast.file_complaint(session, app).number
    cast.sign_in(client, triage)
    assert "Take up for triage" in text_of(client.get(address(number)))
    cast.send(client, address(number, "moves"), move="triage", version=version(session, number))
    assert 'href="/staff/cases/' + number + '/moves/assign"' in text_of(client.get(address(number)))
    form = text_of(client.get(address(number, "moves", "assign")))
    assert "Ines Investigator" in form
    done = cast.send(client, address(number, "moves"), **assignment(session, number, investigator))
    assert done.status_code == 303
    cast.sign_in(client, investigator)
    cast.send(client, address(number, "moves"), move="begin", version=version(session, number))
    page = text_of(client.get(address(number)))
    assert "Ines Investigator began the investigation." in page
    assert cast.case_of(session, number).status is Status.INVESTIGATING


@pytest.mark.parametrize(
    ("field", "wrong", "words"),
    [
        ("track", "", "Choose a track."),
        ("track", "banana", "Not a valid choice"),
        ("reason", "  ", "Write the reason."),
        ("reason", "z" * 10_001, "too long"),
        ("investigator", "", "Choose who investigates."),
        ("investigator", "999999", "Not a valid choice"),
        ("desk", "nowhere", "Not a valid choice"),
        ("about_unit", "nowhere", "Not a valid choice"),
    ],
)
def test_a_wrong_answer_is_refused_at_its_field_and_the_rest_is_kept(
    client, session, at_triage, triage, investigator, field, wrong, words
):
    cast.sign_in(client, triage)
    typed = assignment(session, at_triage, investigator, reason="Kept as typed.") | {field: wrong}
    refused = cast.send(client, address(at_triage, "moves"), **typed)
    assert refused.status_code == 422
    assert words in text_of(refused)
    assert field == "reason" or "Kept as typed." in text_of(refused)
    assert cast.case_of(session, at_triage).status is Status.TRIAGE


def test_a_conflict_that_the_form_itself_reveals_is_named_at_the_investigator(client, session, at_triage, triage):
    patrol = cast.staff(session, Role.INVESTIGATOR, "Pat Patrol", unit="Third District")
    cast.sign_in(client, triage)
    typed = assignment(session, at_triage, patrol, about_unit="Third District")
    refused = cast.send(client, address(at_triage, "moves"), **typed)
    assert refused.status_code == 422
    assert "Conflict of interest: the same unit or chain of command" in text_of(refused)
    assert cast.case_of(session, at_triage).about_unit == ""


@pytest.mark.parametrize("step", ["nonsense", ""])
def test_a_move_that_does_not_exist_is_not_found(client, session, at_triage, triage, step):
    cast.sign_in(client, triage)
    assert cast.send(client, address(at_triage, "moves"), move=step).status_code == 404
    assert client.get(address(at_triage, "moves", "nonsense")).status_code == 404


@pytest.mark.parametrize("stale", ["", "x", "-1", "99999999999999999999", "0"])
def test_a_form_without_a_true_version_is_told_that_the_case_changed(
    client, session, at_triage, triage, investigator, stale
):
    cast.sign_in(client, triage)
    typed = assignment(session, at_triage, investigator, version=stale)
    assert cast.send(client, address(at_triage, "moves"), **typed).status_code == 409


def test_a_step_of_another_status_says_why_it_cannot_be_taken(client, session, at_triage, triage, investigator):
    cast.sign_in(client, triage)
    typed = {"move": "referral_accepted", "version": version(session, at_triage)}
    refused = cast.send(client, address(at_triage, "moves"), **typed)
    assert refused.status_code == 409
    assert "does not stand where this step begins" in text_of(refused)
    assert client.get(address(at_triage, "moves", "hold")).status_code == 409


def test_a_step_of_another_role_is_forbidden(client, session, at_triage, commander):
    cast.sign_in(client, commander)
    typed = {"move": "refer", "version": version(session, at_triage), "track": "criminal", "referral": "prosecutor"}
    assert cast.send(client, address(at_triage, "moves"), **typed, reason="x").status_code == 403
    assert client.get(address(at_triage, "moves", "refer")).status_code == 403


def test_the_slower_of_two_is_told_who_was_faster_and_keeps_what_was_typed(
    client, session, app, at_triage, triage, investigator
):
    cast.sign_in(client, triage)
    typed = assignment(session, at_triage, investigator, reason="My long reason.")
    rival = cast.staff(session, Role.TRIAGE_SUPERVISOR, "Rita Rival")
    case = cast.case_of(session, at_triage)
    faster = Wish(reason="x", track=case.track, investigator_id=investigator.id)
    cast.step(session, app, case, Move.ASSIGN, rival, faster)
    refused = cast.send(client, address(at_triage, "moves"), **typed)
    assert refused.status_code == 409
    page = text_of(refused)
    assert "Rita Rival assigned it to Ines Investigator." in page
    assert "My long reason." in page
    assert "<textarea" not in page, "the step is no longer possible, so there is nothing to send again"
    assert session.scalar(sa.select(sa.func.count()).select_from(CaseMove)) == 2


def test_the_slower_may_send_again_when_the_step_is_still_possible(
    client, session, app, at_triage, triage, investigator
):
    case = cast.case_of(session, at_triage)
    wish = Wish(reason="x", track=case.track, investigator_id=investigator.id)
    cast.step(session, app, case, Move.ASSIGN, triage, wish)
    cast.step(session, app, case, Move.BEGIN, investigator)
    cast.sign_in(client, investigator)
    typed = {"move": "hold", "version": version(session, at_triage), "hold_reason": "litigation", "reason": "Court."}
    cast.step(session, app, case, Move.HOLD, investigator, Wish(reason="x", hold_reason=HoldReason.AWAITING_PARTY))
    cast.step(session, app, case, Move.RESUME, investigator)
    refused = cast.send(client, address(at_triage, "moves"), **typed)
    assert refused.status_code == 409
    page = text_of(refused)
    assert "took it up again." in page
    assert ">\nCourt.</textarea>" in page
    assert f'name="version" value="{version(session, at_triage)}"' in page
    again = cast.send(client, address(at_triage, "moves"), **typed | {"version": version(session, at_triage)})
    assert again.status_code == 303


def test_the_same_form_sent_twice_moves_once(client, session, at_triage, triage, investigator):
    cast.sign_in(client, triage)
    typed = assignment(session, at_triage, investigator)
    answers = [cast.send(client, address(at_triage, "moves"), **typed).status_code for _ in range(2)]
    assert answers == [303, 409]
    assert session.scalar(sa.select(sa.func.count()).select_from(CaseMove)) == 2


def test_giving_a_case_away_from_the_page(client, session, app, triage, investigator):
    number = cast.assigned_case(session, app, investigator).complaint.number
    other = cast.staff(session, Role.INVESTIGATOR, "Otto Other")
    cast.sign_in(client, triage)
    assert "Otto Other" in text_of(client.get(address(number, "reassign")))
    typed = {"version": version(session, number), "investigator": str(other.id)}
    refused = cast.send(client, address(number, "reassign"), **typed)
    assert refused.status_code == 422
    assert "Write the reason." in text_of(refused)
    assert cast.send(client, address(number, "reassign"), **typed, reason="Ill.").status_code == 303
    assert cast.case_of(session, number).investigator_id == other.id
    assert cast.send(client, address(number, "reassign"), **typed, reason="Ill.").status_code == 409


def test_of_two_sessions_that_both_read_the_case_one_wins_and_the_other_is_told(
    session, app, at_triage, triage, investigator
):
    """Two real connections, both past their reading before either writes; the database decides."""
    session.commit()
    factory = sessionmaker(session.get_bind(), expire_on_commit=False)
    attach(factory, lambda: app.extensions["key_ring"].derived("audit chain 1"))
    both_have_read = threading.Barrier(2)
    outcomes = []

    def work(reason):
        with immediate_transactions(False), factory() as own:
            seen = find_case(own, at_triage, Viewer.of(triage)).version
            own.rollback()
            both_have_read.wait(10)
            with immediate_transactions(True):
                case = find_case(own, at_triage, Viewer.of(triage), to_change=True)
                wish = Wish(reason=reason, track=case.track, investigator_id=investigator.id)
                ring, profile = app.extensions["key_ring"], app.extensions["profile"]
                try:
                    move(own, ring, case, Move.ASSIGN, wish, by=triage, expected_version=seen, now=NOW, profile=profile)
                    own.commit()
                    outcomes.append("won")
                except CaseWasChanged:
                    own.rollback()
                    outcomes.append("told")

    threads = [threading.Thread(target=work, args=[reason]) for reason in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["told", "won"]
    assert session.scalar(sa.select(sa.func.count()).select_from(CaseMove).where(CaseMove.move == Move.ASSIGN)) == 1


@pytest.mark.postgres
def test_even_without_the_lock_the_version_lets_only_one_write(session, app, at_triage, triage, investigator):
    """Both hold the row as read in open transactions; the second write finds no row of its version."""
    session.commit()
    factory = sessionmaker(session.get_bind(), expire_on_commit=False)
    with factory() as one, factory() as two:
        cases = [find_case(own, at_triage, Viewer.of(triage)) for own in (one, two)]
        ring, profile = app.extensions["key_ring"], app.extensions["profile"]
        wish = Wish(reason="x", track=cases[0].track, investigator_id=investigator.id)
        arguments = {"by": triage, "expected_version": cases[0].version, "now": NOW, "profile": profile}
        move(one, ring, cases[0], Move.ASSIGN, wish, **arguments)
        one.commit()
        with pytest.raises(CaseWasChanged):
            move(two, ring, cases[1], Move.ASSIGN, wish, **arguments)
        two.rollback()
