"""The work of staff on cases: the queue, one's own cases, and everything that is done on the page of one case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, pgettext
from wtforms.fields import SelectChoice

from complaints.casework import (
    case_pages,
    conflict_pages,
    evidence_pages,
    feedback_pages,
    message_pages,
    move_pages,
    review_pages,
)
from complaints.casework.blueprint import bp, me, profile
from complaints.casework.contributions import results_of
from complaints.casework.filtering import FilterForm
from complaints.casework.forms import ANY
from complaints.casework.models import Case
from complaints.casework.people import CAN_WORK
from complaints.casework.queue import Assignee, Cursor, Filters, Need, Page, Urgency, exists_for, page_of_cases
from complaints.casework.rules import Status
from complaints.casework.sight import Viewer
from complaints.casework.wording import CLOSURE_REASONS, STATUS_TAGS, STATUSES, words_of_bad_number
from complaints.intake.labels import KINDS
from complaints.intake.number import BadNumber, parse
from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.permissions import Permission
from complaints.platform.extensions import db
from complaints.platform.jurisdiction.calendar import local_date
from complaints.platform.web.access import requires
from complaints.platform.web.clock import now
from complaints.platform.web.locale import current_locale
from complaints.platform.web.navigation import NavItem
from complaints.registry.service import listed
from complaints.registry.words import shown_name, translated_name
from complaints.routing.wording import CLOCKS, TRACKS

PAGES = (case_pages, conflict_pages, evidence_pages, feedback_pages, message_pages, move_pages, review_pages)
"""Importing them has hung their views on `bp`."""
NAV = (
    NavItem(lazy_gettext("Queue"), "casework.queue", Permission.CASE_READ, 10),
    NavItem(lazy_gettext("My cases"), "casework.mine", Permission.CASE_WORK, 11),
    NavItem(lazy_gettext("Feedback"), "casework.feedback", Permission.FEEDBACK_READ, 45),
)


@bp.get("/queue")
@requires(Permission.CASE_READ)
def queue() -> ResponseReturnValue:
    """The cases this person may see, the most urgent first; a number goes straight to its case."""
    form = _filter_form()
    is_fine = form.validate()
    viewer = Viewer.of(me())
    if (form.q.data or "").strip():
        try:
            number = parse(form.q.data)
            if exists_for(db.session, viewer, number):
                return redirect(url_for("casework.case", number=number), 303)
            form.q.errors = [gettext("There is no case with this number, or it is not open to you.")]
        except BadNumber:
            form.q.errors = [words_of_bad_number(form.q.data)]
            is_fine = False
    today = local_date(now(), profile().zone)
    filters = form.filters()
    page = page_of_cases(db.session, viewer, filters, today, _cursor())
    chosen = {name: value for name, value in request.args.items() if value and name in form and name != "q"}
    tabs = _tabs(filters)
    return (
        render_template(
            "casework/queue.html",
            form=form,
            tabs=tabs,
            is_narrowed=filters != Filters(),
            is_open=not any(is_here for _, _, is_here in tabs) or not is_fine,
            sees_all=viewer.sees_all_desks,
            is_closed=filters.is_closed,
            **_rows_and_ways(page, "casework.queue", chosen),
        ),
        200 if is_fine else 422,
    )


@bp.get("/mine")
@requires(Permission.CASE_WORK)
def mine() -> ResponseReturnValue:
    """The cases of the person signed in."""
    is_closed = request.args.get("status") == Status.CLOSED.value
    filters = Filters(status=Status.CLOSED if is_closed else None, assignee=Assignee.ME)
    today = local_date(now(), profile().zone)
    page = page_of_cases(db.session, Viewer.of(me()), filters, today, _cursor())
    tabs = [
        (pgettext("my cases", "Open"), url_for("casework.mine"), not is_closed),
        (pgettext("my cases", "Closed"), url_for("casework.mine", status=Status.CLOSED.value), is_closed),
    ]
    chosen = {"status": Status.CLOSED.value} if is_closed else {}
    return render_template(
        "casework/mine.html", tabs=tabs, is_closed=is_closed, **_rows_and_ways(page, "casework.mine", chosen)
    )


def _filter_form() -> FilterForm:
    form = FilterForm(request.args)
    locale = current_locale()
    form.desk.choices = [ANY, *(SelectChoice(desk.code, desk.names.text(locale)) for desk in profile().desks)]
    people = db.session.scalars(sa.select(Staff).where(Staff.role.in_(CAN_WORK)).order_by(Staff.name))
    form.assignee.choices = [*form.assignee.choices, *(SelectChoice(str(each.id), each.name) for each in people)]
    technologies = listed(db.session, include_retired=True)
    form.technology.choices = [ANY, *(SelectChoice(str(each.id), shown_name(each)) for each in technologies)]
    return form


def _cursor() -> Cursor | None:
    """Where the page begins or ends; an address that was mistyped begins at the first row."""
    if "before" in request.args:
        return Cursor.read(request.args["before"], is_before=True)
    return Cursor.read(request.args.get("after", ""))


def _tabs(filters: Filters) -> list[tuple[str, str, bool]]:
    """The lists that people ask for every day."""
    lists: list[tuple[Any, dict[str, str], Filters]] = [
        (gettext("All open"), {}, Filters()),
        (pgettext("complaints", "New"), {"status": Status.RECEIVED.value}, Filters(status=Status.RECEIVED)),
        (gettext("In triage"), {"status": Status.TRIAGE.value}, Filters(status=Status.TRIAGE)),
        (gettext("In review"), {"status": Status.IN_REVIEW.value}, Filters(status=Status.IN_REVIEW)),
        (gettext("Needs a new investigator"), {"needs": "investigator"}, Filters(needs=Need.INVESTIGATOR)),
        (gettext("Another look is asked for"), {"needs": "review"}, Filters(needs=Need.REVIEW)),
        (gettext("A message is unread"), {"needs": "message"}, Filters(needs=Need.MESSAGE)),
        (gettext("Late"), {"clock": Urgency.LATE.value}, Filters(urgency=Urgency.LATE)),
        (pgettext("complaints", "Closed"), {"status": Status.CLOSED.value}, Filters(status=Status.CLOSED)),
    ]
    return [(label, _address("casework.queue", **query), filters == narrowed) for label, query, narrowed in lists]


def _address(endpoint: str, **query: Any) -> str:
    return url_for(endpoint, **query)


def _rows_and_ways(page: Page, endpoint: str, chosen: dict[str, str]) -> dict[str, Any]:
    closed = [case for case in page.cases if not case.is_open]
    results = results_of(db.session, closed) if closed else {}
    return {
        "rows": [_row(case, page) | {"result": _result(case, results)} for case in page.cases],
        "newer_url": _address(endpoint, **chosen, before=str(page.newer)) if page.newer else "",
        "older_url": _address(endpoint, **chosen, after=str(page.older)) if page.older else "",
    }


def _result(case: Case, results: Mapping[int, Any]) -> str:
    """What came of a closed case: why it was closed without a finding, or what was found."""
    words = CLOSURE_REASONS[case.closure_reason] if case.closure_reason is not None else results.get(case.id, "")
    return str(words)


def _row(case: Case, page: Page) -> dict[str, Any]:
    mentions = page.mentions.get(case.complaint_id, [])
    kinds = dict.fromkeys(kind for mention in mentions for _, kind in mention.kinds)
    today = local_date(now(), profile().zone)
    clock = None
    if case.next_clock is not None:
        clock = {"label": str(CLOCKS[case.next_clock]), "days_left": (case.next_due_on - today).days}
    return {
        "number": case.complaint.number,
        "url": url_for("casework.case", number=case.complaint.number),
        "technology": ", ".join(translated_name(mention.name) for mention in mentions),
        "alleged": " · ".join(str(KINDS[kind]) for kind in kinds),
        "track": str(TRACKS[case.track]),
        "status": str(STATUSES[case.status]),
        "status_kind": STATUS_TAGS[case.status],
        "clock": clock,
        "closed_at": case.closed_at,
        "assignee": case.investigator.name if case.investigator else None,
        "urgent": case.is_urgent,
        "restricted": case.is_restricted,
    }
