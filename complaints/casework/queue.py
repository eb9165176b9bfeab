"""Which cases a list shows, in which order, one page at a time.

Pages continue from the last row seen (`next_due_on`, `id`): the hundredth costs what the first does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from complaints.casework.models import Case, ConflictOfInterest, TechnologyOperator
from complaints.casework.moves import BEING_WORKED_ON
from complaints.casework.rules import Status
from complaints.casework.sight import Viewer, seen_by
from complaints.casework.since import asks_for_review, unread_from_complainant
from complaints.intake.models import Allegation, Complaint, ComplaintTechnology
from complaints.intake.rules import AllegationKind
from complaints.platform.accounts.models import Staff
from complaints.platform.store import Db
from complaints.platform.web.addresses import MOST
from complaints.registry.models import Technology, TechnologyVersion
from complaints.routing.rules import Track

PAGE: Final = 25
SOON: Final = timedelta(days=7)


class Urgency(StrEnum):
    """How the most urgent clock stands."""

    LATE = "late"
    SOON = "soon"


class Need(StrEnum):
    """What somebody has to do first."""

    INVESTIGATOR = "investigator"
    REVIEW = "review"
    MESSAGE = "message"


class Assignee(StrEnum):
    """Whose cases."""

    ME = "me"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; without a status it shows what is open."""

    status: Status | None = None
    track: Track | None = None
    desk: str = ""
    technology_id: int | None = None
    urgency: Urgency | None = None
    assignee: Assignee | int | None = None
    needs: Need | None = None

    @property
    def is_closed(self) -> bool:
        """Whether the list is of closed cases, which go by when they were closed; a review is asked for such alone."""
        return self.status is Status.CLOSED or (self.needs is Need.REVIEW and self.status is None)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two rows: a due date, or for closed cases a time. `is_before` when the page ends there."""

    place: date | datetime
    id: int
    is_before: bool = False

    def __str__(self) -> str:
        return f"{self.place.isoformat()}.{self.id}"

    @classmethod
    def read(cls, text: str, *, is_before: bool = False) -> Cursor | None:
        """The cursor in an address; None for anything that is not one."""
        place, _, number = text.rpartition(".")
        try:
            found = cls(datetime.fromisoformat(place) if "T" in place else date.fromisoformat(place), int(number))
        except ValueError:
            return None
        is_naive = isinstance(found.place, datetime) and found.place.tzinfo is None
        return replace(found, is_before=is_before) if 0 <= found.id <= MOST and not is_naive else None

    def fits(self, filters: Filters) -> bool:
        """Whether it is a place of this list."""
        return isinstance(self.place, datetime) is filters.is_closed


@dataclass(frozen=True, slots=True)
class Mention:
    """What a complaint says of one technology."""

    technology_id: int
    name: str
    kinds: tuple[tuple[int, AllegationKind], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a list, what each is about, and where it goes on in both directions."""

    cases: Sequence[Case]
    mentions: dict[int, list[Mention]] = field(default_factory=dict)
    newer: Cursor | None = None
    older: Cursor | None = None


def page_of_cases(
    session: Db, viewer: Viewer, filters: Filters, today: date, cursor: Cursor | None = None, size: int = PAGE
) -> Page:
    """One page of the list, the most urgent first, closed cases the newest first: two statements."""
    if cursor is not None and not cursor.fits(filters):
        cursor = None
    column = Case.closed_at if filters.is_closed else Case.next_due_on
    backwards = cursor is not None and cursor.is_before
    query = _narrowed(_listing(viewer), viewer, filters, today)
    place, descends = sa.tuple_(column, Case.id), backwards is not filters.is_closed
    if cursor is not None:
        here = sa.tuple_(sa.literal(cursor.place, column.type), sa.literal(cursor.id, sa.Integer))
        query = query.where(place < here if descends else place > here)
    order = (column.desc(), Case.id.desc()) if descends else (column, Case.id)
    found = list(session.scalars(query.order_by(*order).limit(size + 1)))
    there_is_more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page([])
    first, last = _cursor_at(found[0], filters, is_before=True), _cursor_at(found[-1], filters)
    return Page(
        found,
        mentions_of(session, [case.complaint_id for case in found]),
        newer=first if (there_is_more if backwards else cursor is not None) else None,
        older=last if backwards or there_is_more else None,
    )


def _cursor_at(case: Case, filters: Filters, *, is_before: bool = False) -> Cursor:
    place = case.closed_at if filters.is_closed and case.closed_at is not None else case.next_due_on
    return Cursor(place, case.id, is_before)


def _listing(viewer: Viewer) -> sa.Select[Case]:
    return (
        sa.select(Case)
        .join(Case.complaint)
        .options(contains_eager(Case.complaint), joinedload(Case.investigator))
        .where(seen_by(viewer))
    )


def _narrowed(query: sa.Select[Case], viewer: Viewer, filters: Filters, today: date) -> sa.Select[Case]:
    if filters.is_closed:
        query = query.where(Case.status == Status.CLOSED)
    elif filters.status is None:
        query = query.where(Case.is_open == sa.true())
    else:
        query = query.where(Case.status == filters.status)
    if filters.track is not None:
        query = query.where(Case.track == filters.track)
    if filters.desk:
        query = query.where(Case.desk == filters.desk)
    if filters.technology_id is not None:
        about = sa.select(ComplaintTechnology.complaint_id).where(
            ComplaintTechnology.technology_id == filters.technology_id
        )
        query = query.where(Case.complaint_id.in_(about))
    if filters.urgency is not None:
        until = today if filters.urgency is Urgency.LATE else today + SOON + timedelta(days=1)
        query = query.where(Case.next_due_on < until)
    if filters.urgency is Urgency.SOON:
        query = query.where(Case.next_due_on >= today)
    if filters.assignee is Assignee.ME:
        query = query.where(Case.investigator_id == viewer.staff_id)
    elif filters.assignee is Assignee.NOBODY:
        query = query.where(Case.investigator_id.is_(None))
    elif filters.assignee is not None:
        query = query.where(Case.investigator_id == filters.assignee)
    if filters.needs is not None:
        query = query.where(NEEDS[filters.needs]())
    return query


def _needs_investigator() -> sa.ColumnElement[bool]:
    """Cases being worked on by somebody whom a conflict keeps off them; the page of one says so from the same facts."""
    declared = sa.exists().where(
        ConflictOfInterest.case_id == Case.id, ConflictOfInterest.staff_id == Case.investigator_id
    )
    operates = sa.exists().where(
        ComplaintTechnology.complaint_id == Case.complaint_id,
        ComplaintTechnology.technology_id == TechnologyOperator.technology_id,
        TechnologyOperator.staff_id == Case.investigator_id,
    )
    serves = sa.exists().where(Staff.id == Case.investigator_id, Staff.unit == Case.about_unit, Case.about_unit != "")
    working = Case.status.in_(BEING_WORKED_ON)
    return sa.and_(working, sa.or_(declared.correlate(Case), operates.correlate(Case), serves.correlate(Case)))


NEEDS: Final[dict[Need, Callable[[], sa.ColumnElement[bool]]]] = {
    Need.INVESTIGATOR: _needs_investigator,
    Need.REVIEW: asks_for_review,
    Need.MESSAGE: unread_from_complainant,
}


def mentions_of(session: Db, complaint_ids: Sequence[int]) -> dict[int, list[Mention]]:
    """The technologies that complaints name, and what is alleged of each: one statement."""
    query = (
        sa.select(
            ComplaintTechnology.complaint_id, Technology.id, TechnologyVersion.name, Allegation.id, Allegation.kind
        )
        .join(Technology, Technology.id == ComplaintTechnology.technology_id)
        .join(
            TechnologyVersion,
            sa.and_(
                TechnologyVersion.technology_id == Technology.id,
                TechnologyVersion.version == Technology.current_version,
            ),
        )
        .outerjoin(
            Allegation,
            sa.and_(
                Allegation.complaint_id == ComplaintTechnology.complaint_id,
                Allegation.technology_id == Technology.id,
            ),
        )
        .where(ComplaintTechnology.complaint_id.in_(complaint_ids))
        .order_by(ComplaintTechnology.complaint_id, Technology.position, Technology.id, Allegation.id)
    )
    found: dict[int, dict[int, Mention]] = {}
    for complaint_id, technology_id, name, allegation_id, kind in session.execute(query):
        mentions = found.setdefault(complaint_id, {})
        earlier = mentions.get(technology_id, Mention(technology_id, name))
        kinds = earlier.kinds if allegation_id is None else (*earlier.kinds, (allegation_id, kind))
        mentions[technology_id] = Mention(technology_id, name, kinds)
    return {complaint_id: list(mentions.values()) for complaint_id, mentions in found.items()}


def exists_for(session: Db, viewer: Viewer, number: str) -> bool:
    """Whether there is a case of that number that this person may see."""
    query = sa.select(Case.id).join(Case.complaint).where(Complaint.number == number, seen_by(viewer))
    return session.scalars(query).one_or_none() is not None
