"""What a period would publish: counted, protected and attacked, with nothing stored and no lock held."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaints.disclosure import TableSpec
from complaints.intake.models import Complaint
from complaints.platform.audit.models import AuditEvent, AuditHead
from complaints.platform.jurisdiction.profile import Measure, Profile
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing
from complaints.registry.models import Technology
from complaints.reports.archive import document_before, document_of, published_before, release_of_period
from complaints.reports.counting.counts import Tally, true_counts
from complaints.reports.counting.known import impossible_places, released_before, shortest_deadline
from complaints.reports.counting.protection import proof_of, protect_tally, seed_for, spec_of, untold
from complaints.reports.document import make_document, set_due
from complaints.reports.job.due import due_of
from complaints.reports.models import Release
from complaints.reports.periods import Period
from complaints.reports.rules import AlreadyFrozen, NothingToCount, NotOver, ReleaseRefused
from complaints.reports.verifying.manifest import key_of

Tables = Callable[[str, Sequence[str], Measure, Collection[Mapping[str, str]]], TableSpec]
"""Which tables a release has, from the code of its period, the slugs of its technologies, how much the order asks for,
and where everybody knows that nothing can be."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A protected period before it is frozen: the report's content, the proof that it is safe, the log's head.

    `two_people`: whoever freezes it may not publish it.
    """

    period: Period
    document: dict[str, Any]
    proof: dict[str, Any]
    head: tuple[int, bytes]
    two_people: bool = True


def preview(
    session: Db, ring: KeyRing, profile: Profile, period: Period, now: datetime, *, demonstration: bool
) -> dict[str, Any]:
    """The protected content of a period: of its release where it has one, else as it would be frozen now.

    Raises UnsafeRelease, NoPrivateKey on the public site, and NotOver for a period that goes on: of two previews with
    one complaint between them, one less the other would be that complaint.
    """
    frozen = release_of_period(session, period, demonstration=demonstration)
    if frozen is not None:
        return document_of(session, frozen)
    if not period.is_over(now, profile.zone):
        raise NotOver(
            f"The period {period.code} ends on {period.ends_on.isoformat()}. It can be previewed once it is over: two "
            "previews with one complaint between them would give that complaint away."
        )
    return _protect(session, ring, profile, period, now, None, demonstration).document


def prepare(
    session: Db,
    ring: KeyRing,
    profile: Profile,
    period: Period,
    now: datetime,
    *,
    demonstration: bool,
    tables: Tables = spec_of,
) -> Draft:
    """Everything a freeze needs, read and protected; nothing is stored yet, so no lock need be held meanwhile.

    Raises AlreadyFrozen, NotOver, NothingToCount, UnsafeRelease, NoPrivateKey on the public site, and UnusableTables
    for `tables` that cannot be published together.
    """
    frozen = release_of_period(session, period, demonstration=demonstration)
    if frozen is not None:
        raise AlreadyFrozen(f"The period {period.code} is frozen as release {frozen.number}, which never changes.")
    if not period.is_over(now, profile.zone):
        raise NotOver(
            f"The period {period.code} ends on {period.ends_on.isoformat()}. It can be frozen once it is over."
        )
    number = (session.scalar(sa.select(sa.func.max(Release.number))) or 0) + 1
    return _protect(session, ring, profile, period, now, number, demonstration, tables)


def _protect(
    session: Db,
    ring: KeyRing,
    profile: Profile,
    period: Period,
    now: datetime,
    number: int | None,
    demonstration: bool,
    tables: Tables = spec_of,
) -> Draft:
    tally = true_counts(session, period.bounds(profile.zone), profile.zone, demonstration=demonstration)
    technologies = _technologies(session, tally, period)
    if not technologies:
        raise ReleaseRefused("The registry names no technology. Load the profile's registry first.")
    shortest = shortest_deadline(session, profile, demonstration=demonstration)
    never = impossible_places(
        session,
        technologies,
        period,
        _opened_at(session, profile, period, demonstration),
        profile.zone,
        shortest,
        demonstration=demonstration,
    )
    spec = tables(period.code, [technology.slug for technology in technologies], profile.reporting.measure, never)
    history = published_before(session, demonstration=demonstration)
    seed = seed_for(ring.decoy_seed(), demonstration=demonstration)
    before = released_before(session, period, demonstration=demonstration)
    protected = protect_tally(tally, spec, profile.disclosure, seed, history, before, shortest)
    earlier = document_before(session, period, demonstration=demonstration)
    told: dict[str, Any] = {"number": number, "now": now, "demonstration": demonstration, "earlier": earlier}
    document = make_document(profile, period, spec, protected.cells, technologies, **told)
    document["signed_with"] = key_of(ring)
    set_due(document, due_of(session, profile, period))
    head = session.execute(sa.select(AuditHead.sequence, AuditHead.digest).where(AuditHead.id == 1)).one()
    proof = proof_of(protected if profile.reporting.measure.reaches(Measure.COUNT) else untold(protected), history)
    return Draft(period, document, proof, (head.sequence, head.digest), profile.reporting.two_people)


def _opened_at(session: Db, profile: Profile, period: Period, demonstration: bool) -> datetime:
    """When complaints could first come in. Raises NothingToCount where the period had ended by then."""
    found = begun_at(session, demonstration)
    if found is None or found >= period.bounds(profile.zone)[1]:
        raise NothingToCount(f"This system took no complaints yet when the period {period.code} ended.")
    return found


def begun_at(session: Db, demonstration: bool) -> datetime | None:
    """When complaints could first come in: the beginning of the log, or the first complaint where that was earlier.

    A year in which nobody complained has a report, which says 0; a year before there was anywhere to complain has none.
    """
    first = sa.select(Complaint.registered_at).where(Complaint.is_demonstration.is_(demonstration))
    opened = sa.select(AuditEvent.at).order_by(AuditEvent.sequence).limit(1)
    found = (session.scalar(first.order_by(Complaint.registered_at).limit(1)), session.scalar(opened))
    return min((at for at in found if at is not None), default=None)


def _technologies(session: Db, tally: Tally, period: Period) -> list[Technology]:
    """Those in use at some time in the period, and any that was counted, in the registry's order."""
    counted = tally.technologies()
    query = sa.select(Technology).order_by(Technology.position, Technology.slug)
    return [
        technology
        for technology in session.scalars(query)
        if technology.retired_on is None or technology.retired_on >= period.starts_on or technology.slug in counted
    ]
