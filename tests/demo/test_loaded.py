"""The invented past after the services played it: whole, marked, and without a broken rule."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from itertools import pairwise

import pytest
import sqlalchemy as sa

from complaints.casework.models import Case, CaseMove, Clock, ClockChange, Note
from complaints.casework.rules import MOVES, ClosureReason, Move, Status
from complaints.correspondence.models import Direction, Message
from complaints.correspondence.service import enter
from complaints.demo.acting import Stage, sealed
from complaints.demo.people import address, password
from complaints.demo.phrases import MARKS
from complaints.demo.plan import lives
from complaints.demo.steps import Post
from complaints.intake.models import Allegation, Complaint
from complaints.outcomes.models import Finding, Outcome
from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.permissions import Role
from complaints.platform.audit.models import AuditEvent
from complaints.platform.audit.service import verify_chain
from complaints.registry.service import listed
from complaints.reports.models import Release
from tests.applications import NOW
from tests.demo.conftest import COUNT, SEED


@pytest.fixture
def database_url(loaded_database):
    """Tests here begin with the invented past."""
    return loaded_database


def moves_by_case(session):
    """Every case's moves in order."""
    found = defaultdict(list)
    for made in session.scalars(sa.select(CaseMove).order_by(CaseMove.id)):
        found[made.case_id].append(made)
    return found


def test_every_status_is_shown(session):
    assert set(session.scalars(sa.select(Case.status))) == set(Status)


def test_everything_is_marked(session):
    assert session.scalars(sa.select(Complaint.is_demonstration)).all() == [True] * COUNT
    assert set(session.scalars(sa.select(Staff.is_demonstration))) == {True}
    assert all("(demonstration)" in name for name in session.scalars(sa.select(Staff.name)))
    assert session.scalars(sa.select(Release.is_demonstration)).all() == [True, True]


def test_every_role_has_somebody(session):
    assert set(session.scalars(sa.select(Staff.role))) == set(Role)


def test_the_log_is_whole_and_in_order_of_time(app, session):
    assert verify_chain(session, app.extensions["audit_key"]) == []
    happened = sa.select(AuditEvent.at).where(AuditEvent.action.in_(("complaint.received", "case.moved")))
    moments = session.scalars(happened.order_by(AuditEvent.sequence)).all()
    assert len(moments) > 3 * COUNT
    assert moments == sorted(moments)


def test_sealed_words_open_and_begin_with_their_mark(app, session):
    ring, marks = app.extensions["key_ring"], tuple(MARKS.values())
    complaint = session.scalars(sa.select(Complaint).options(sa.orm.undefer(Complaint.sealed_statement))).first()
    statement = json.loads(ring.open(complaint.sealed_statement, context=complaint.context("statement")))
    assert statement["narrative"].startswith(marks)
    for kind, column, purpose in (
        (Note, Note.sealed_body, "note"),
        (Message, Message.sealed_body, "message"),
        (CaseMove, CaseMove.sealed_reason, "move"),
        (Finding, Finding.sealed_rationale, "finding"),
    ):
        rows = session.execute(sa.select(kind.seal_id, column).where(column.is_not(None))).all()
        assert rows, purpose
        opened = [ring.open(envelope, context=f"{purpose}/{seal_id}").decode() for seal_id, envelope in rows]
        assert not [text for text in opened if not text.startswith(marks)]


def test_moves_follow_the_table_without_a_gap(session):
    for case_id, moves in moves_by_case(session).items():
        inner = [made for made in moves if made.from_status is not made.to_status]
        assert inner[0].from_status is Status.RECEIVED
        assert all(before.to_status is after.from_status for before, after in pairwise(inner))
        assert all(MOVES[made.from_status, made.move].to is made.to_status for made in inner)
        assert session.get(Case, case_id).status is inner[-1].to_status


def test_nobody_approves_what_they_investigated(session):
    for moves in moves_by_case(session).values():
        investigators = {made.investigator_id for made in moves if made.investigator_id}
        assert not [made for made in moves if made.move is Move.APPROVE and made.by_id in investigators]


def test_a_closed_case_has_a_reason_or_a_finding_for_each_allegation_and_an_outcome(session):
    decided = set(session.scalars(sa.select(Finding.allegation_id)))
    concluded = set(session.scalars(sa.select(Outcome.case_id)))
    closed = session.scalars(sa.select(Case).where(Case.status == Status.CLOSED)).all()
    assert {case.closure_reason is None for case in closed} == {True, False}
    for case in closed:
        alleged = session.scalars(sa.select(Allegation.id).where(Allegation.complaint_id == case.complaint_id)).all()
        if case.closure_reason is None:
            assert set(alleged) <= decided
            assert case.id in concluded
        else:
            assert case.closure_reason in ClosureReason


def test_clocks_were_met_in_time_and_late_and_some_were_moved(session):
    met = session.execute(sa.select(Clock.due_on, Clock.met_at).where(Clock.met_at.is_not(None))).all()
    assert {met_at.date() > due_on for due_on, met_at in met} == {True, False}
    assert session.scalars(sa.select(ClockChange.id)).first()


def test_both_sides_wrote(session):
    assert set(session.scalars(sa.select(Message.direction))) == set(Direction)


def test_the_seed_alone_gives_every_number_and_passphrase(app, session):
    ring, profile = app.extensions["key_ring"], app.extensions["profile"]
    technologies = {each.slug: each.type for each in listed(session)}
    filings = [life.filing for life in lives(COUNT, SEED, profile, technologies, NOW)]
    stage = Stage(session, ring, profile, {}, ())
    prepared = [sealed(stage, filing) for filing in filings]
    assert {each.number for each in prepared} == set(session.scalars(sa.select(Complaint.number)))
    assert enter(session, prepared[0].number, prepared[0].passphrase, NOW).complaint.number == prepared[0].number


def test_every_page_says_so_even_where_the_setting_is_forgotten(client):
    assert client.application.config["DEMONSTRATION"] is True
    assert "The complaints and people shown here are invented" in client.get("/privacy").text


def test_invented_staff_sign_in_without_a_second_factor_where_the_site_is_a_demonstration(make_app):
    app = make_app(DEMONSTRATION=True)
    client = app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/staff/sign-in").text)[1]
    form = {
        "csrf_token": token,
        "email": address(Post.TRIAGE),
        "password": password(app.extensions["key_ring"]),
    }
    assert client.post("/staff/sign-in", data=form).status_code == 303
    assert client.get("/staff/queue").status_code == 200


def test_the_last_two_years_are_published(client):
    page = client.get("/reports").text
    assert "2023" in page
    assert "2024" in page
