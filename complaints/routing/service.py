"""Stores where a complaint goes and why: the router's decision as it comes in, and every later one by a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from blinker import Signal
from sqlalchemy.orm import Session, scoped_session

from complaints.intake.models import Allegation, Complaint, ComplaintTechnology
from complaints.intake.rules import Flag
from complaints.intake.service import received
from complaints.platform.audit import Actor, record
from complaints.platform.jurisdiction.profile import Profile
from complaints.registry.models import Technology
from complaints.routing.models import DuplicateLink, RoutingDecision
from complaints.routing.rules import Facts, RerouteReason, Route, Track, check_desk, route

AnySession = Session | scoped_session[Session]

routed = Signal("a complaint has its first routing decision, within the transaction that received it")

LOOK_BACK: Final = timedelta(days=30)
MOST_DUPLICATES: Final = 20
"""A protest can bring hundreds of alike complaints: linking each to all would make each filing dearer than the last."""


@received.connect
def on_received(
    session: AnySession,
    *,
    complaint: Complaint,
    technologies: Sequence[Technology],
    allegations: Sequence[Allegation],
    now: datetime,
    profile: Profile,
) -> RoutingDecision:
    """Route a complaint that is being filed; everyone who acts on the route hears `routed`."""
    session.flush()
    knows_places = bool(profile.neighbourhoods)
    alike = _likely_duplicates(session, complaint, technologies, now, knows_places)
    decided = route(facts_of(complaint, technologies, allegations, len(alike)), profile)
    decision = _decision(complaint, decided, profile, now)
    session.add(decision)
    session.add_all(DuplicateLink(complaint_id=complaint.id, other_id=other, linked_at=now) for other in alike)
    details = {
        "desk": decided.desk,
        "track": decided.track.value,
        "rules": ",".join(r.rule_id for r in decided.reasons),
    }
    record(
        session,
        action="complaint.routed",
        subject=f"complaint:{complaint.number}",
        actor=Actor.system(),
        now=now,
        details={**details, "profile": decision.profile_version},
    )
    routed.send(session, complaint=complaint, decision=decision, route=decided, now=now, profile=profile)
    return decision


def facts_of(
    complaint: Complaint,
    technologies: Iterable[Technology],
    allegations: Iterable[Allegation],
    likely_duplicates: int = 0,
) -> Facts:
    """What routing may know of a stored complaint; no sealed field is read."""
    named = tuple(technologies)
    flags = {
        Flag.SAFETY_RISK: complaint.is_safety_risk,
        Flag.POSSIBLE_CRIME: complaint.is_possible_crime,
        Flag.FEDERAL_USE: complaint.is_federal_use,
    }
    return Facts(
        technology_types=frozenset(technology.type for technology in named),
        retention_days=tuple(technology.current.retention_days for technology in named),
        allegations=frozenset(allegation.kind for allegation in allegations),
        subjects=frozenset([complaint.about]),
        flags=frozenset(flag for flag, is_set in flags.items() if is_set),
        mode=complaint.mode,
        standing=complaint.standing,
        channel=complaint.channel,
        incident_on=complaint.incident_on,
        received_at=complaint.received_at,
        likely_duplicates=likely_duplicates,
        incident_between=complaint.incident_span,
    )


def _likely_duplicates(
    session: AnySession, complaint: Complaint, technologies: Iterable[Technology], now: datetime, knows_places: bool
) -> list[int]:
    """Complaints of the last 30 days with the same day, neighbourhood and one technology at least.

    Where the city has no list of neighbourhoods, all are in the same one.
    """
    if complaint.incident_on is None or (knows_places and complaint.neighbourhood is None):
        return []
    query = (
        sa.select(Complaint.id)
        .join(ComplaintTechnology, ComplaintTechnology.complaint_id == Complaint.id)
        .where(
            Complaint.incident_on == complaint.incident_on,
            Complaint.neighbourhood == complaint.neighbourhood,
            Complaint.received_at >= now - LOOK_BACK,
            Complaint.is_demonstration == bool(complaint.is_demonstration),
            Complaint.id != complaint.id,
            ComplaintTechnology.technology_id.in_([technology.id for technology in technologies]),
        )
        .distinct()
        .order_by(Complaint.id.desc())
        .limit(MOST_DUPLICATES)
    )
    return list(session.scalars(query))


def _decision(complaint: Complaint, decided: Route, profile: Profile, now: datetime) -> RoutingDecision:
    return RoutingDecision(
        complaint_id=complaint.id,
        version=1,
        desk=decided.desk,
        copies=list(decided.copies),
        track=decided.track,
        is_urgent=decided.urgent,
        is_restricted=decided.restricted,
        reasons=[
            {"rule_id": reason.rule_id, "text": reason.text.as_dict(), "effect": list(reason.effect)}
            for reason in decided.reasons
        ],
        proposals=[proposal.value for proposal in decided.proposals],
        explanations=[{"key": each.key, "text": each.text.as_dict()} for each in decided.explanations],
        profile_version=profile_version(profile),
        decided_at=now,
    )


def profile_version(profile: Profile) -> str:
    """Which rules decided: the profile's code, version and the digest of its file."""
    return f"{profile.code}/{profile.version}/{profile.digest}"


def decision_in_force(session: AnySession, complaint_id: int) -> RoutingDecision:
    """The newest decision on a complaint. Raises NoResultFound for a complaint that was never routed."""
    query = (
        sa.select(RoutingDecision)
        .where(RoutingDecision.complaint_id == complaint_id)
        .order_by(RoutingDecision.version.desc())
        .limit(1)
    )
    return session.scalars(query).one()


def decisions_on(session: AnySession, complaint_id: int) -> list[RoutingDecision]:
    """Every decision on a complaint, oldest first."""
    query = sa.select(RoutingDecision).where(RoutingDecision.complaint_id == complaint_id)
    return list(session.scalars(query.order_by(RoutingDecision.version)))


def alike(session: AnySession, complaint_id: int) -> list[Complaint]:
    """The complaints linked to this one as likely duplicates, in either direction."""
    linked = sa.union_all(
        sa.select(DuplicateLink.other_id.label("id")).where(DuplicateLink.complaint_id == complaint_id),
        sa.select(DuplicateLink.complaint_id.label("id")).where(DuplicateLink.other_id == complaint_id),
    ).subquery()
    return list(
        session.scalars(sa.select(Complaint).where(Complaint.id.in_(sa.select(linked.c.id))).order_by(Complaint.id))
    )


def reroute(
    session: AnySession,
    complaint: Complaint,
    *,
    actor: Actor,
    now: datetime,
    profile: Profile,
    desk: str,
    track: Track,
    reason: RerouteReason,
) -> RoutingDecision:
    """Append a person's decision and keep the earlier ones. The words of the reason belong, sealed, to the case's move.

    Raises RefusedDesk for a desk that is unknown, not active, or not cleared for a restricted complaint.
    """
    before = decision_in_force(session, complaint.id)
    check_desk(desk, before.is_restricted, profile)
    decision = _successor(before, desk, track, reason)
    decision.profile_version = profile_version(profile)
    decision.decided_at = now
    decision.decided_by_id = actor.staff_id
    session.add(decision)
    session.flush()
    record(
        session,
        action="complaint.rerouted",
        subject=f"complaint:{complaint.number}",
        actor=actor,
        now=now,
        details={"desk": desk, "track": track.value, "reason": reason.value, "version": decision.version},
    )
    return decision


def _successor(before: RoutingDecision, desk: str, track: Track, reason: RerouteReason) -> RoutingDecision:
    """The decision after `before`: what the rules found out about danger, proposals and explanations stays."""
    effect = [f"desk={desk}", f"track={track.value}"]
    return RoutingDecision(
        complaint_id=before.complaint_id,
        version=before.version + 1,
        desk=desk,
        copies=[code for code in before.copies if code != desk],
        track=track,
        is_urgent=before.is_urgent,
        is_restricted=before.is_restricted,
        reasons=[{"rule_id": "person", "reason": reason.value, "text": {}, "effect": effect}],
        proposals=list(before.proposals),
        explanations=list(before.explanations),
    )
