"""The true counts of a period, from the records: what came in, what was decided, and what was open when it ended.

Counts are flows dated by registration (disclosure.md): a complaint is received when it was registered, in local time,
and decided when its case was first closed. A case that is reopened stays counted where it was decided first, so that no
later report takes a published count back. Each complaint counts once with every technology it mentions; the complaint
totals count it once. How long a decision took goes by local days from the day the complaint came in, which for a letter
can be long before it was registered: its deadlines count from that day too, so nothing is late that was quick. Whether
it came in time goes by the completion clock as it stood at that first closing, with every hold and extension in it.

Who complains is sealed, so two complaints by one person cannot be told from complaints by two: every complaint is a
contributor of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from complaints.casework.models import Case, CaseMove, Clock, ClockChange
from complaints.casework.rules import Status
from complaints.intake.models import Allegation, Complaint, ComplaintTechnology
from complaints.outcomes.models import Finding
from complaints.outcomes.rules import FindingKind
from complaints.platform.jurisdiction.calendar import local_date
from complaints.platform.store import Db
from complaints.registry.models import Technology
from complaints.reports.rules import STAGES, Unit, duration_of, punctuality_of, summary_finding
from complaints.routing.rules import ClockKind

Rows = sa.Select[*tuple[Any, ...]]
Mention = tuple[int, str]
"""A complaint and the slug of a technology it is about."""


@dataclass
class Tally:
    """Which complaints stand in each cell: unit → (technology, category) → ids. A unit without categories has ''."""

    cells: dict[Unit, dict[tuple[str, str], set[int]]] = field(
        default_factory=lambda: {unit: defaultdict(set) for unit in Unit}
    )

    def add(self, unit: Unit, technology: str, category: str, complaint: int) -> None:
        """Count a complaint in one cell; a second time changes nothing."""
        self.cells[unit][technology, category].add(complaint)

    def complaints(self, unit: Unit, technology: str | None = None, category: str | None = None) -> set[int]:
        """The distinct complaints of a cell, or of a margin where a part is left out."""
        here = self.cells[unit].items()
        fits = (
            ids
            for (slug, kind), ids in here
            if (technology is None or slug == technology) and (category is None or kind == category)
        )
        return set().union(*fits)

    def count(self, unit: Unit, technology: str, category: str = "") -> int:
        """The true count of one inner cell."""
        return len(self.cells[unit].get((technology, category), ()))

    def technologies(self) -> set[str]:
        """The slugs that anything was counted for."""
        return {slug for cells in self.cells.values() for (slug, _), ids in cells.items() if slug and ids}


def true_counts(session: Db, bounds: tuple[datetime, datetime], zone: ZoneInfo, *, demonstration: bool) -> Tally:
    """Count the period from the first to before the second of `bounds` (UTC), of invented or of real complaints alone.

    `zone` is where days begin and end. The result is for protection only: no page, file or log may show it.
    """
    tally = Tally()
    mentions = session.execute(_mentions(bounds, demonstration)).all()
    _count_mentions(tally, mentions, bounds)
    _count_paces(tally, mentions, bounds[1], zone, _due_dates(session.execute(_deadlines(bounds, demonstration))))
    _count_findings(tally, session.execute(_decisions(bounds, demonstration)).all())
    for complaint, slug, kind in session.execute(_allegations(bounds, demonstration)):
        tally.add(Unit.ALLEGATIONS, slug, kind.value, complaint)
    return tally


def _closings() -> sa.Subquery:
    """When each case was first closed."""
    query = (
        sa.select(CaseMove.case_id, sa.func.min(CaseMove.at, type_=CaseMove.at.type).label("at"))
        .where(CaseMove.to_status == Status.CLOSED)
        .group_by(CaseMove.case_id)
    )
    return query.subquery("closing")


def _closed_at(closing: sa.Subquery) -> sa.ColumnElement[datetime]:
    return sa.func.coalesce(closing.c.at, Case.closed_at, type_=CaseMove.at.type)


def _mentions(bounds: tuple[datetime, datetime], demonstration: bool) -> Rows:
    """(complaint, slug, received at, registered at, first closed at, status at the end) of all not over before.

    A case without a move by then stood where every case begins.
    """
    start, end = bounds
    closing = _closings()
    closed_at = _closed_at(closing)
    stood = (
        sa.select(CaseMove.to_status)
        .where(CaseMove.case_id == Case.id, CaseMove.at < end)
        .order_by(CaseMove.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        sa.select(Complaint.id, Technology.slug, Complaint.received_at, Complaint.registered_at, closed_at, stood)
        .join(ComplaintTechnology, ComplaintTechnology.complaint_id == Complaint.id)
        .join(Technology, Technology.id == ComplaintTechnology.technology_id)
        .outerjoin(Case, Case.complaint_id == Complaint.id)
        .outerjoin(closing, closing.c.case_id == Case.id)
        .where(
            Complaint.is_demonstration.is_(demonstration),
            Complaint.registered_at < end,
            sa.or_(closed_at.is_(None), closed_at >= start),
        )
    )


def _count_mentions(tally: Tally, rows: Iterable[Any], bounds: tuple[datetime, datetime]) -> None:
    start, end = bounds
    for complaint, slug, _, registered_at, closed_at, status in rows:
        if registered_at >= start:
            tally.add(Unit.RECEIVED, slug, "", complaint)
            tally.add(Unit.COMPLAINTS_RECEIVED, "", "", complaint)
        if closed_at is not None and closed_at < end:
            tally.add(Unit.COMPLAINTS_DECIDED, "", "", complaint)
        else:
            tally.add(Unit.OPEN, slug, STAGES[status or Status.RECEIVED].value, complaint)
            tally.add(Unit.COMPLAINTS_OPEN, "", "", complaint)


def _deadlines(bounds: tuple[datetime, datetime], demonstration: bool) -> Rows:
    """(complaint, due on, due on before a later change) of the cases first closed in the period.

    The first completion clock counts, which is the one that ran until the first closing; what moved it since then, in a
    case that was reopened, does not.
    """
    closing = _closings()
    closed_at = _closed_at(closing)
    return (
        sa.select(Complaint.id, Clock.due_on, ClockChange.earlier_due_on)
        .join(Case, Case.complaint_id == Complaint.id)
        .outerjoin(closing, closing.c.case_id == Case.id)
        .join(Clock, sa.and_(Clock.case_id == Case.id, Clock.kind == ClockKind.COMPLETION))
        .outerjoin(ClockChange, sa.and_(ClockChange.clock_id == Clock.id, ClockChange.at > closed_at))
        .where(Complaint.is_demonstration.is_(demonstration), closed_at >= bounds[0], closed_at < bounds[1])
        .order_by(Clock.starts_on, ClockChange.id)
    )


def _due_dates(rows: Iterable[Any]) -> dict[int, date]:
    """The first row of each complaint says when it was due; rows come with clocks and changes in order."""
    found: dict[int, date] = {}
    for complaint, due_on, before_a_change in rows:
        found.setdefault(complaint, before_a_change or due_on)
    return found


def _count_paces(tally: Tally, rows: Iterable[Any], end: datetime, zone: ZoneInfo, due: Mapping[int, date]) -> None:
    for complaint, slug, received_at, _, closed_at, _ in rows:
        if closed_at is not None and closed_at < end:
            closed_on = local_date(closed_at, zone)
            duration = duration_of(local_date(received_at, zone), closed_on)
            tally.add(Unit.DECIDED, slug, duration.value, complaint)
            tally.add(Unit.DECIDED, slug, punctuality_of(closed_on, due.get(complaint)).value, complaint)


def _decisions(bounds: tuple[datetime, datetime], demonstration: bool) -> Rows:
    """(complaint, slug, allegation, version, finding) of the cases first closed in the period, as they stood then."""
    closing = _closings()
    closed_at = _closed_at(closing)
    return (
        sa.select(Complaint.id, Technology.slug, Allegation.id, Finding.version, Finding.finding)
        .join(ComplaintTechnology, ComplaintTechnology.complaint_id == Complaint.id)
        .join(Technology, Technology.id == ComplaintTechnology.technology_id)
        .join(Case, Case.complaint_id == Complaint.id)
        .outerjoin(closing, closing.c.case_id == Case.id)
        .outerjoin(
            Allegation,
            sa.and_(Allegation.complaint_id == Complaint.id, Allegation.technology_id == Technology.id),
        )
        .outerjoin(Finding, sa.and_(Finding.allegation_id == Allegation.id, Finding.decided_at <= closed_at))
        .where(Complaint.is_demonstration.is_(demonstration), closed_at >= bounds[0], closed_at < bounds[1])
        .order_by(Allegation.id, Finding.version)
    )


def _count_findings(tally: Tally, rows: Iterable[Any]) -> None:
    for (complaint, slug), findings in _by_mention(rows):
        tally.add(Unit.DECIDED, slug, summary_finding(findings), complaint)


def _by_mention(rows: Iterable[Any]) -> Iterator[tuple[Mention, Iterable[FindingKind]]]:
    """The last version of each allegation's finding, gathered by mention; rows come with versions in order."""
    found: dict[Mention, dict[int, FindingKind]] = {}
    for complaint, slug, allegation, _version, finding in rows:
        latest: dict[int, FindingKind] = found.setdefault((complaint, slug), {})
        if finding is not None:
            latest[allegation] = finding
    return ((mention, latest.values()) for mention, latest in found.items())


def _allegations(bounds: tuple[datetime, datetime], demonstration: bool) -> Rows:
    return (
        sa.select(Complaint.id, Technology.slug, Allegation.kind)
        .join(Allegation, Allegation.complaint_id == Complaint.id)
        .join(Technology, Technology.id == Allegation.technology_id)
        .where(
            Complaint.is_demonstration.is_(demonstration),
            Complaint.registered_at >= bounds[0],
            Complaint.registered_at < bounds[1],
        )
    )
