"""Closing a case as the same matter as another, and what the page of a closed case no longer says."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from complaints.casework.models import CaseMove
from complaints.casework.rules import ClosureReason, Move, Status
from complaints.casework.service import Wish
from complaints.correspondence.models import Notice, NoticeKind
from complaints.intake.number import new_number
from complaints.routing.models import DuplicateLink
from complaints.routing.rules import Track
from tests import cast


def text_of(response):
    return response.get_data(as_text=True)


@pytest.fixture
def at_triage(session, app, triage):
    case = cast.case_of(session, cast.file_complaint(session, app).number)
    cast.step(session, app, case, Move.TRIAGE, triage)
    return case


def closing(case, other):
    return {"move": "close_at_triage", "version": str(case.version), "closure_reason": "duplicate",
            "track": "misconduct", "reason": "The same.", "duplicate_of": other}  # fmt: skip


def test_a_duplicate_is_linked_with_the_case_it_repeats_and_the_complainant_is_not_told_which(
    client, session, app, at_triage, triage
):
    other = cast.file_complaint(session, app, technologies=("cameras",))
    session.execute(sa.delete(DuplicateLink))
    cast.sign_in(client, triage)
    url = f"/staff/cases/{at_triage.complaint.number}"
    typed = other.number.lower().replace("-", " ")
    assert cast.send(client, f"{url}/moves", **closing(at_triage, typed)).status_code == 303
    [link] = session.scalars(sa.select(DuplicateLink)).all()
    assert (link.complaint_id, link.other_id) == (at_triage.complaint_id, other.id)
    details = session.scalars(sa.select(CaseMove.detail).order_by(CaseMove.id)).all()
    assert details[-1] == f"duplicate:{other.number}"
    assert session.scalars(sa.select(Notice.detail).where(Notice.kind == NoticeKind.CLOSING)).one() == "duplicate"
    page = text_of(client.get(url))
    assert "closed it without a finding: Same matter as another case." in page
    assert other.number in page


@pytest.mark.parametrize(
    ("other", "words"),
    [("", "Write the number of the other case."), ("zzz", "This is not a complaint number"),
     ("itself", "There is no other case"), ("nobody", "There is no other case")],
)  # fmt: skip
def test_a_number_that_is_no_other_case_is_refused_at_its_field(client, session, at_triage, triage, other, words):
    number = at_triage.complaint.number
    named = {"itself": number, "nobody": new_number(bytes(range(16)))}.get(other, other)
    cast.sign_in(client, triage)
    url = f"/staff/cases/{number}/moves"
    refused = cast.send(client, url, **closing(at_triage, named))
    assert refused.status_code == 422
    assert words in text_of(refused)
    assert cast.case_of(session, number).status is Status.TRIAGE


def test_a_closed_case_shows_no_clock_that_runs_and_asks_for_no_recordings(client, session, app, at_triage, triage):
    cast.sign_in(client, triage)
    url = f"/staff/cases/{at_triage.complaint.number}"
    assert "The recordings are kept" in text_of(client.get(url))
    at_triage = cast.case_of(session, url.rsplit("/", 1)[1])
    wish = Wish(reason="x", track=Track.MISCONDUCT, closure_reason=ClosureReason.OUT_OF_TIME)
    cast.step(session, app, at_triage, Move.CLOSE_AT_TRIAGE, triage, wish)
    page = text_of(client.get(url))
    assert "The recordings are kept" not in page
    assert "ended with the case" in page
    for level in ("late", "soon", "fine", "paused"):
        assert f"clock-{level}" not in page


def test_languages_and_units_go_by_their_names(client, session, app, triage, profile):
    case = cast.case_of(session, cast.file_complaint(session, app, language="es").number)
    cast.step(session, app, case, Move.TRIAGE, triage)
    case.about_unit = "chief_office"
    session.flush()
    cast.sign_in(client, triage)
    url = f"/staff/cases/{case.complaint.number}"
    page = text_of(client.get(url))
    assert "in “Español”" in page
    name = profile.desk("chief_office").names.text("en")
    assert f"{name}</dd>" in page
    assert f'<option value="chief_office" selected>{name}</option>' in text_of(client.get(f"{url}/moves/assign"))
