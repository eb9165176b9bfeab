"""What the queue shows, in which order, and that a deep page is found like the first."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from complaints.casework.models import Case
from complaints.casework.queue import Assignee, Cursor, Filters, Urgency, page_of_cases
from complaints.casework.rules import ClosureReason, Move, Status
from complaints.casework.service import Wish
from complaints.casework.sight import Viewer
from complaints.intake.number import new_number
from complaints.routing.rules import Track
from tests import cast
from tests.applications import NOW

TODAY = date(2025, 6, 16)


@pytest.fixture
def many(session, app):
    """The numbers of 30 cases in the order of the queue; some fall due on the same day."""
    numbers = []
    for place in range(30):
        incident = date(2025, 5, 1) + timedelta(days=place // 3)
        numbers.append(cast.file_complaint(session, app, incident_on=incident).number)
    session.commit()
    return numbers


def numbers_on(page):
    return re.findall(r'<th scope="row"><a href="/staff/cases/([^"]+)"', page)


def text_of(response):
    return response.get_data(as_text=True)


def listed(session, viewer, filters=None, today=TODAY, **more):
    page = page_of_cases(session, Viewer.of(viewer), filters or Filters(), today, **more)
    return [case.complaint.number for case in page.cases]


def test_every_case_comes_once_in_order_forwards_and_backwards(session, many, triage):
    viewer, forwards, cursor, pages = Viewer.of(triage), [], None, 0
    while True:
        page = page_of_cases(session, viewer, Filters(), TODAY, cursor, size=7)
        forwards += [case.complaint.number for case in page.cases]
        pages += 1
        if page.older is None:
            break
        cursor = page.older
    assert (forwards, pages) == (many, 5)
    backwards = [case.complaint.number for case in page.cases]
    while page.newer is not None:
        page = page_of_cases(session, viewer, Filters(), TODAY, page.newer, size=7)
        backwards = [case.complaint.number for case in page.cases] + backwards
    assert backwards == many
    assert page.older is not None


def test_a_case_that_comes_in_between_neither_repeats_nor_hides_a_row(session, app, many, triage):
    first = page_of_cases(session, Viewer.of(triage), Filters(), TODAY, size=10)
    cast.file_complaint(session, app, incident_on=date(2025, 4, 1))
    second = page_of_cases(session, Viewer.of(triage), Filters(), TODAY, first.older, size=10)
    assert [case.complaint.number for case in second.cases] == many[10:20]


def test_the_links_of_the_page_lead_through_the_whole_queue(client, many, triage):
    cast.sign_in(client, triage)
    page = text_of(client.get("/staff/queue"))
    assert numbers_on(page) == many[:25]
    older = re.search(r'rel="next" href="([^"]+)"', page).group(1)
    page = text_of(client.get(older))
    assert numbers_on(page) == many[25:]
    newer = re.search(r'rel="prev" href="([^"]+)"', page).group(1).replace("&amp;", "&")
    assert numbers_on(text_of(client.get(newer))) == many[:25]


@pytest.mark.parametrize("cursor", ["after=x", "after=2025-13-01.1", "before=1", "after=", "after=2025-06-01.x",
                                    "after=2025-06-01.99999999999999999999", "before=2025-06-01.-1",
                                    "after=2025-06-01T00:00:00.1", "after=2025-06-01T00:00:00%2B00:00.1"])  # fmt: skip
def test_a_broken_cursor_begins_at_the_first_row(client, many, triage, cursor):
    cast.sign_in(client, triage)
    answer = client.get(f"/staff/queue?{cursor}")
    assert answer.status_code == 200
    assert numbers_on(text_of(answer)) == many[:25]


@pytest.mark.sqlite
def test_a_page_is_found_by_the_index_and_never_sorted(session, many, triage):
    explained = []

    def explain(connection, _cursor, statement, parameters, *_):
        if "FROM case_file" in statement and not statement.startswith("EXPLAIN"):
            explained.extend(
                row[3] for row in connection.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            )

    engine = session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", explain)
    cursor = Cursor(date(2025, 8, 5), 12)
    page_of_cases(session, Viewer.of(triage), Filters(), TODAY, cursor)
    sa.event.remove(engine, "before_cursor_execute", explain)
    assert any("ix_case_file_queue" in line for line in explained), explained
    assert not any("TEMP B-TREE" in line for line in explained), explained


def test_the_queue_shows_what_is_open_and_closed_cases_on_request(session, app, many, triage):
    case = cast.case_of(session, many[0])
    cast.step(session, app, case, Move.TRIAGE, triage)
    wish = Wish(reason="x", track=Track.MISCONDUCT, closure_reason=ClosureReason.DUPLICATE)
    cast.step(session, app, case, Move.CLOSE_AT_TRIAGE, triage, wish)
    assert many[0] not in listed(session, triage)
    assert listed(session, triage, Filters(status=Status.CLOSED)) == [many[0]]


def test_filters_narrow_by_what_they_name(session, app, triage, investigator):
    plates = cast.file_complaint(session, app, technologies=("alpr",)).number
    cameras = cast.file_complaint(session, app, technologies=("cameras",)).number
    mine = cast.assigned_case(session, app, investigator).complaint.number
    technology = cast.technology(session, "cameras")
    assert listed(session, triage, Filters(technology_id=technology.id)) == [cameras]
    assert listed(session, triage, Filters(status=Status.ASSIGNED)) == [mine]
    assert set(listed(session, triage, Filters(desk="internal_affairs"))) == {plates, cameras, mine}
    assert listed(session, triage, Filters(desk="chief_office")) == []
    assert listed(session, triage, Filters(track=Track.CRIMINAL)) == []
    assert listed(session, investigator, Filters(assignee=Assignee.ME)) == [mine]
    assert set(listed(session, investigator, Filters(assignee=Assignee.NOBODY))) == {plates, cameras}


def test_late_is_before_today_and_soon_is_the_next_seven_days(session, app, triage):
    numbers = [cast.file_complaint(session, app).number for _ in range(4)]
    for number, days in zip(numbers, (-1, 0, 7, 8), strict=True):
        cast.case_of(session, number).next_due_on = TODAY + timedelta(days=days)
    session.flush()
    assert listed(session, triage, Filters(urgency=Urgency.LATE)) == numbers[:1]
    assert listed(session, triage, Filters(urgency=Urgency.SOON)) == numbers[1:3]


def test_a_number_leads_straight_to_its_case_however_it_is_typed(client, session, many, triage):
    cast.sign_in(client, triage)
    typed = many[3].lower().replace("-", " ")
    assert client.get("/staff/queue", query_string={"q": typed}).headers["Location"] == f"/staff/cases/{many[3]}"


@pytest.mark.parametrize(
    ("typed", "words"), [("7K2M-94QX-4", "One character"), ("zzz", "This is not a"), ("'; DROP", "is not a")]
)
def test_a_mistyped_number_is_said_at_its_field(client, many, triage, typed, words):
    cast.sign_in(client, triage)
    answer = client.get("/staff/queue", query_string={"q": typed})
    assert answer.status_code == 422
    assert words in text_of(answer)


def test_a_number_that_nobody_has_is_answered_plainly(client, many, triage):
    cast.sign_in(client, triage)
    answer = client.get("/staff/queue", query_string={"q": new_number(bytes(range(16)))})
    assert "There is no case with this number" in text_of(answer)


@pytest.mark.parametrize("field", ["status", "track", "desk", "technology", "clock", "assignee", "needs"])
def test_a_filter_that_does_not_exist_is_refused_at_its_field_and_the_rest_is_shown(client, many, triage, field):
    cast.sign_in(client, triage)
    answer = client.get("/staff/queue", query_string={field: "banana"})
    assert answer.status_code == 422
    assert "Not a valid choice" in text_of(answer)
    assert numbers_on(text_of(answer)) == many[:25]


def test_my_cases_are_mine_alone(client, session, app, investigator):
    mine = cast.assigned_case(session, app, investigator).complaint.number
    other = cast.assigned_case(session, app, cast.staff(session, investigator.role, "Otto Other")).complaint.number
    cast.sign_in(client, investigator)
    page = text_of(client.get("/staff/mine"))
    assert mine in page
    assert other not in page
    assert "No closed case" in text_of(client.get("/staff/mine?status=closed"))


def test_an_open_case_without_a_clock_comes_last(session, app, many, triage):
    session.get(Case, cast.case_of(session, many[0]).id).next_due_on = date.max
    session.flush()
    assert listed(session, triage, size=50)[-1] == many[0]


def test_a_huge_cursor_is_ignored_among_my_cases_too(client, session, app, investigator):
    mine = cast.assigned_case(session, app, investigator).complaint.number
    cast.sign_in(client, investigator)
    answer = client.get("/staff/mine?after=2020-01-01.99999999999999999999")
    assert answer.status_code == 200
    assert numbers_on(text_of(answer)) == [mine]


def test_the_cases_of_a_colleague_are_chosen_by_name_and_the_fold_has_its_own_button(
    client, session, app, triage, investigator
):
    cast.assigned_case(session, app, cast.staff(session, investigator.role, "Otto Other"))
    theirs = cast.assigned_case(session, app, investigator).complaint.number
    cast.sign_in(client, triage)
    page = text_of(client.get(f"/staff/queue?assignee={investigator.id}"))
    assert f'<option value="{investigator.id}" selected>Ines Investigator</option>' in page
    assert numbers_on(page) == [theirs]
    assert ">Show</button>" in page.split("<details", 1)[1].split("</details>", 1)[0]


@pytest.fixture
def closed(session, app, triage):
    """The numbers of three closed cases, the newest first; two were closed at the same moment."""
    numbers = []
    for hours in (0, 1, 1):
        case = cast.case_of(session, cast.file_complaint(session, app).number)
        cast.step(session, app, case, Move.TRIAGE, triage)
        wish = Wish(reason="x", track=Track.MISCONDUCT, closure_reason=ClosureReason.OUT_OF_TIME)
        cast.step(session, app, case, Move.CLOSE_AT_TRIAGE, triage, wish, NOW + timedelta(hours=hours))
        numbers.insert(0, case.complaint.number)
    session.commit()
    return numbers


def test_closed_cases_come_newest_first_forwards_and_backwards(session, closed, triage):
    viewer, filters = Viewer.of(triage), Filters(status=Status.CLOSED)
    pages = [page_of_cases(session, viewer, filters, TODAY, size=2)]
    older = Cursor.read(str(pages[0].older))
    pages.append(page_of_cases(session, viewer, filters, TODAY, older, size=2))
    assert [case.complaint.number for page in pages for case in page.cases] == closed
    newer = Cursor.read(str(pages[1].newer), is_before=True)
    back = page_of_cases(session, viewer, filters, TODAY, newer, size=2)
    assert [case.complaint.number for case in back.cases] == closed[:2]


def test_the_closed_list_says_when_and_with_what_result(client, closed, triage):
    cast.sign_in(client, triage)
    page = text_of(client.get("/staff/queue?status=closed"))
    assert numbers_on(page) == closed
    table = page.split("<table", 1)[1]
    assert "Closed on" in table
    assert "Too long ago" in table
    assert "Nobody yet" not in table
    assert "clock" not in table
