"""Which cases a list shows, in which order, one page at a time.

Pages continue from the last row seen (`next_due_on`, `id`): the hundredth costs what the first does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from complaints.casework.models import Case
from complaints.casework.rules import Status
from complaints.casework.sight import Viewer, seen_by
from complaints.intake.models import Allegation, Complaint, ComplaintTechnology
from complaints.intake.rules import AllegationKind
from complaints.platform.store import Db
from complaints.registry.models import Technology, TechnologyVersion
from complaints.routing.rules import Track

PAGE: Final = 25
SOON: Final = timedelta(days=7)


class Urgency(StrEnum):
    """How the most urgent clock stands."""

    LATE = "late"
    SOON = "soon"


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
    assignee: Assignee | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two rows; `is_before` when the page ends there instead of beginning."""

    due_on: date
    id: int
    is_before: bool = False

    def __str__(self) -> str:
        return f"{self.due_on.isoformat()}.{self.id}"

    @classmethod
    def read(cls, text: str, *, is_before: bool = False) -> Cursor | None:
        """The cursor in an address; None for anything that is not one."""
        day, _, number = text.partition(".")
        try:
            return cls(date.fromisoformat(day), int(number), is_before)
        except ValueError:
            return None


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
    """One page of the list, the most urgent first: two statements."""
    backwards = cursor is not None and cursor.is_before
    query = _narrowed(_listing(viewer), viewer, filters, today)
    place = sa.tuple_(Case.next_due_on, Case.id)
    if cursor is not None:
        here = sa.tuple_(sa.literal(cursor.due_on, sa.Date), sa.literal(cursor.id, sa.Integer))
        query = query.where(place < here if backwards else place > here)
    order = (Case.next_due_on.desc(), Case.id.desc()) if backwards else (Case.next_due_on, Case.id)
    found = list(session.scalars(query.order_by(*order).limit(size + 1)))
    there_is_more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page([])
    first = Cursor(found[0].next_due_on, found[0].id, is_before=True)
    last = Cursor(found[-1].next_due_on, found[-1].id)
    return Page(
        found,
        mentions_of(session, [case.complaint_id for case in found]),
        newer=first if (there_is_more if backwards else cursor is not None) else None,
        older=last if backwards or there_is_more else None,
    )


def _listing(viewer: Viewer) -> sa.Select[Case]:
    return (
        sa.select(Case)
        .join(Case.complaint)
        .options(contains_eager(Case.complaint), joinedload(Case.investigator))
        .where(seen_by(viewer))
    )


def _narrowed(query: sa.Select[Case], viewer: Viewer, filters: Filters, today: date) -> sa.Select[Case]:
    if filters.status is None:
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
    return query


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
