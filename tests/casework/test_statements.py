"""The pages of staff stay cheap: statements are counted with everything on the page."""

from __future__ import annotations

import sqlalchemy as sa

from complaints.casework.rules import Move
from complaints.casework.service import note
from complaints.outcomes.rules import FindingKind, OutcomeKind
from complaints.outcomes.service import close, decide, findings_on
from complaints.platform.accounts.permissions import Role
from complaints.platform.extensions import db
from tests import cast
from tests.applications import NOW


def address(number, *more):
    return "/".join(["/staff/cases", number, *more])


def statements(app, act):
    """How many SQL statements `act` costs; beginnings of transactions are none."""
    seen = []

    def count(_connection, _cursor, statement, *_):
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", count)
    act()
    sa.event.remove(engine, "before_cursor_execute", count)
    return seen


def test_the_page_costs_at_most_15_statements_with_everything_on_it(signed_in, session, app, ring, investigator):
    case = cast.case_being_investigated(session, app, investigator, technologies=("alpr", "cameras"))
    number = case.complaint.number
    for body in ("one", "two"):
        note(session, ring, case, body, by_id=investigator.id, now=NOW)
    client = signed_in(Role.INVESTIGATOR)
    session.commit()
    seen = statements(app, lambda: client.get(address(number)))
    assert len(seen) <= 15, "\n".join(seen)


def test_the_queue_costs_at_most_15_statements_however_many_cases(signed_in, session, app):
    for _ in range(12):
        cast.file_complaint(session, app)
    client = signed_in(Role.TRIAGE_SUPERVISOR)
    session.commit()
    seen = statements(app, lambda: client.get("/staff/queue"))
    assert len(seen) == 5, "\n".join(seen)


def test_a_closed_case_costs_at_most_15_statements_too(signed_in, session, app, ring, investigator):
    case = cast.case_being_investigated(session, app, investigator, technologies=("alpr", "cameras"))
    number, commander = case.complaint.number, cast.staff(session, Role.COMMANDER)
    for each in findings_on(session, case):
        decide(session, ring, case, each.allegation_id, FindingKind.UNFOUNDED, "x", by=investigator,
               seen_version=0, now=NOW)  # fmt: skip
    cast.step(session, app, case, Move.SEND_TO_REVIEW, investigator)
    close(session, ring, case, outcomes=[OutcomeKind.NONE], letter="Dear you.", form_id="f", by=commander,
          expected_version=case.version, now=NOW, profile=app.extensions["profile"])  # fmt: skip
    client = signed_in(Role.COMMANDER)
    session.commit()
    seen = statements(app, lambda: client.get(address(number)))
    assert len(seen) <= 15, "\n".join(seen)
