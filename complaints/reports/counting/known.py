"""What everybody knows before a count is published: where none can stand, and which periods were reported on before.

Such places must be in the tables that are attacked, as zeros that always show. A zero that everybody knows would be no
camouflage for anything beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from complaints.casework.models import Case, Clock, ClockChange
from complaints.intake.models import Complaint, ComplaintTechnology
from complaints.platform.jurisdiction.calendar import local_date
from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.store import Db
from complaints.registry.models import Technology, TechnologyVersion
from complaints.reports.models import Release
from complaints.reports.periods import Period
from complaints.reports.rules import TECHNOLOGY, Duration, Punctuality, least_days
from complaints.routing.rules import ClockKind


def impossible_places(
    session: Db,
    technologies: Collection[Technology],
    period: Period,
    begun_at: datetime,
    zone: ZoneInfo,
    shortest: int,
    *,
    demonstration: bool,
) -> list[dict[str, str]]:
    """Where nothing can be counted in the period, whatever was said: places of the tables as a TableSpec has them.

    A complaint decided after half a year came in half a year before the period ended, so not before anybody could
    complain (`begun_at`), or could complain about that technology, unless letters that were older have been registered.
    None is late before the `shortest` deadline is over. Every case that comes in gets a deadline.
    """
    first = sa.select(sa.func.min(Complaint.received_at, type_=Complaint.received_at.type))
    came_at = session.scalar(first.where(Complaint.is_demonstration.is_(demonstration)))
    begun_on = local_date(min(begun_at, came_at or begun_at), zone)
    found: list[dict[str, str]] = _too_long(period, begun_on, shortest)
    for slug, at in _added_later(session, technologies, begun_at, demonstration).items():
        found += [{TECHNOLOGY: slug, **place} for place in _too_long(period, local_date(at, zone), shortest)]
    if not _some_case_has_no_deadline(session):
        found.append({"punctuality": Punctuality.NO_DEADLINE})
    return found


def shortest_deadline(session: Db, profile: Profile, *, demonstration: bool) -> int:
    """The fewest days from the day a complaint comes in to the end of its completion clock, by law and in the records.

    Working days are no fewer than calendar days. The records count where they were made under an earlier profile.
    """
    by_law = [clock.days for clock in profile.clocks if clock.kind == ClockKind.COMPLETION and clock.days is not None]
    was = sa.func.min(ClockChange.earlier_due_on, type_=ClockChange.earlier_due_on.type)
    clocks = (
        sa.select(Complaint.received_at, Clock.due_on, was)
        .join(Case, Case.complaint_id == Complaint.id)
        .join(Clock, sa.and_(Clock.case_id == Case.id, Clock.kind == ClockKind.COMPLETION))
        .outerjoin(ClockChange, ClockChange.clock_id == Clock.id)
        .where(Complaint.is_demonstration.is_(demonstration))
        .group_by(Clock.id, Complaint.received_at, Clock.due_on)
    )
    in_records = (
        (min(due_on, earlier or due_on) - local_date(received_at, profile.zone)).days
        for received_at, due_on, earlier in session.execute(clocks)
    )
    return min((*by_law, *in_records))


def released_before(session: Db, period: Period, *, demonstration: bool) -> list[tuple[str, int]]:
    """The periods with a release that lead up to this one without a gap, the nearest first: their codes and days."""
    query = sa.select(Release.ends_on, Release.starts_on, Release.period)
    by_end = {
        ends_on: (starts_on, code)
        for ends_on, starts_on, code in session.execute(query.where(Release.is_demonstration.is_(demonstration)))
    }
    found: list[tuple[str, int]] = []
    day = period.starts_on - timedelta(days=1)
    while day in by_end:
        starts_on, code = by_end[day]
        found.append((code, (day - starts_on).days + 1))
        day = starts_on - timedelta(days=1)
    return found


def _too_long(period: Period, begun_on: date, shortest: int) -> list[dict[str, str]]:
    most = (period.ends_on - begun_on).days
    places: list[dict[str, str]] = [{"duration": band} for band in Duration if least_days(band) > most]
    return places + [{"punctuality": Punctuality.LATE}] * (shortest >= most)


def _added_later(
    session: Db, technologies: Collection[Technology], begun_at: datetime, demonstration: bool
) -> Mapping[str, datetime]:
    """When residents could first complain about a technology that was not in the registry from the beginning.

    What was taken over from elsewhere can be older than its entry here, so the first complaint counts where it is.
    """
    first = (
        sa.select(Complaint.received_at)
        .join(ComplaintTechnology, ComplaintTechnology.complaint_id == Complaint.id)
        .where(ComplaintTechnology.technology_id == Technology.id, Complaint.is_demonstration.is_(demonstration))
        .order_by(Complaint.received_at)
        .limit(1)
        .scalar_subquery()
    )
    added = (
        sa.select(Technology.slug, TechnologyVersion.changed_at, first)
        .join(TechnologyVersion, TechnologyVersion.technology_id == Technology.id)
        .where(
            TechnologyVersion.version == 1,
            TechnologyVersion.changed_at > begun_at,
            Technology.id.in_([technology.id for technology in technologies]),
        )
    )
    return {slug: min(changed_at, first_at or changed_at) for slug, changed_at, first_at in session.execute(added)}


def _some_case_has_no_deadline(session: Db) -> bool:
    """Whether any case at all, of whatever year, came without a completion clock; none does that was filed here."""
    has_one = sa.exists().where(Clock.case_id == Case.id, Clock.kind == ClockKind.COMPLETION)
    return session.scalar(sa.select(Case.id).where(~has_one).limit(1)) is not None
