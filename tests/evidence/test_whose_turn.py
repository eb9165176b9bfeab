"""Whose turn a case is opens its files: not every commander, not triage for good, nobody who works on another case."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from complaints.casework.models import Case
from complaints.casework.rules import Status
from complaints.evidence.models import Evidence
from complaints.platform.accounts.permissions import Role
from tests import cast
from tests.evidence.conftest import Complainant, photo


@pytest.mark.parametrize(
    ("status", "role", "is_theirs", "code"),
    [
        (Status.TRIAGE, Role.TRIAGE_SUPERVISOR, False, 200),
        (Status.TRIAGE, Role.COMMANDER, False, 403),
        (Status.INVESTIGATING, Role.INVESTIGATOR, True, 200),
        (Status.INVESTIGATING, Role.INVESTIGATOR, False, 403),
        (Status.INVESTIGATING, Role.TRIAGE_SUPERVISOR, False, 403),
        (Status.INVESTIGATING, Role.COMMANDER, False, 403),
        (Status.IN_REVIEW, Role.COMMANDER, False, 200),
        (Status.IN_REVIEW, Role.TRIAGE_SUPERVISOR, False, 403),
        (Status.IN_REVIEW, Role.INVESTIGATOR, True, 200),
    ],
)
def test_files_open_for_whose_turn_it_is(
    app: Flask, session: Session, rosa: Complainant, status: Status, role: Role, is_theirs: bool, code: int
) -> None:
    rosa.add((photo(), "street.jpg"))
    kept = session.scalars(sa.select(Evidence)).one()
    desk = app.test_client()
    who = cast.sign_in(desk, cast.staff(session, role))
    investigator = who if is_theirs else cast.staff(session, Role.INVESTIGATOR, "Otto Other")
    case = cast.case_of(session, rosa.number)
    named = None if status is Status.TRIAGE else investigator.id
    session.execute(sa.update(Case).where(Case.id == case.id).values(investigator_id=named, status=status))
    session.commit()
    assert desk.get(f"/staff/cases/{rosa.number}/files/{kept.seal_id}").status_code == code
    assert desk.get(f"/staff/cases/{rosa.number}/files").status_code == code
