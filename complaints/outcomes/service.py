"""Deciding allegations, version by version, and closing a case with what was done and a letter to the complainant."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from complaints.casework.contributions import contribute_fact, contribute_reader
from complaints.casework.models import Case
from complaints.casework.rules import ALL_ALLEGATIONS_HAVE_FINDINGS, Move, Status
from complaints.casework.service import Wish, facts_of_case, involvement_in, move, moves_of
from complaints.correspondence.service import write_to_complainant
from complaints.intake.models import Allegation
from complaints.intake.rules import AllegationKind
from complaints.outcomes.models import Finding, Outcome
from complaints.outcomes.rules import FindingKind, OutcomeKind, check_finding, check_outcomes, summary
from complaints.platform.accounts.models import Staff
from complaints.platform.audit import Actor, record
from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing, seal
from complaints.registry.models import Technology, TechnologyVersion

RATIONALES = "rationales"


class FindingWasChanged(Exception):
    """Somebody decided this allegation since the page was opened; nothing was stored."""


class NoSuchAllegation(LookupError):
    """The case has no allegation of that number."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One allegation of a case, its finding in force, who decided it, and how many versions there are."""

    allegation_id: int
    kind: AllegationKind
    technology: str
    finding: Finding | None
    decided_by: str
    versions: int


def findings_on(session: Db, case: Case) -> list[Decided]:
    """Every allegation of a case with its newest finding, in the order of the complaint: one statement."""
    query = (
        sa.select(Allegation.id, Allegation.kind, TechnologyVersion.name, Finding, Staff.name)
        .join(Technology, Technology.id == Allegation.technology_id)
        .join(
            TechnologyVersion,
            sa.and_(
                TechnologyVersion.technology_id == Technology.id,
                TechnologyVersion.version == Technology.current_version,
            ),
        )
        .outerjoin(Finding, Finding.allegation_id == Allegation.id)
        .outerjoin(Staff, Staff.id == Finding.decided_by_id)
        .where(Allegation.complaint_id == case.complaint_id)
        .order_by(Technology.position, Technology.id, Allegation.id, Finding.version)
    )
    found: dict[int, Decided] = {}
    for allegation_id, kind, technology, finding, name in session.execute(query):
        versions = finding.version if finding is not None else 0
        found[allegation_id] = Decided(allegation_id, kind, technology, finding, name or "", versions)
    return list(found.values())


def summaries_of(session: Db, cases: Collection[Case]) -> dict[int, FindingKind]:
    """The finding that stands for each case, by its id, where anything was found: one statement."""
    query = (
        sa.select(Case.id, Allegation.id, Finding.finding)
        .join(Allegation, Allegation.complaint_id == Case.complaint_id)
        .join(Finding, Finding.allegation_id == Allegation.id)
        .where(Case.id.in_([case.id for case in cases]))
        .order_by(Finding.version)
    )
    in_force: dict[int, dict[int, FindingKind]] = {}
    for case_id, allegation_id, kind in session.execute(query):
        in_force.setdefault(case_id, {})[allegation_id] = kind
    found = {case_id: summary(kinds.values()) for case_id, kinds in in_force.items()}
    return {case_id: kind for case_id, kind in found.items() if kind is not None}


def _all_have_findings(session: Db, case: Case) -> bool:
    """Asked only where a move depends on it."""
    if case.status not in (Status.INVESTIGATING, Status.IN_REVIEW):
        return False
    without = sa.select(Allegation.id).where(
        Allegation.complaint_id == case.complaint_id, ~sa.exists().where(Finding.allegation_id == Allegation.id)
    )
    return session.scalars(without.limit(1)).first() is None


def _rationales(session: Db, ring: KeyRing, case: Case) -> Mapping[str, str]:
    query = (
        sa.select(Finding.seal_id, Finding.sealed_rationale)
        .join(Allegation, Allegation.id == Finding.allegation_id)
        .where(Allegation.complaint_id == case.complaint_id)
    )
    return {
        seal_id: ring.open(envelope, context=f"finding/{seal_id}").decode()
        for seal_id, envelope in session.execute(query)
    }


contribute_fact(ALL_ALLEGATIONS_HAVE_FINDINGS, _all_have_findings)
contribute_reader(RATIONALES, _rationales)


def decide(
    session: Db,
    ring: KeyRing,
    case: Case,
    allegation_id: int,
    kind: FindingKind | None,
    rationale: str,
    *,
    by: Staff,
    seen_version: int,
    now: datetime,
) -> Finding:
    """Add a finding on one allegation; an earlier one stays as the version before. `seen_version`: 0 for none.

    Raises NoSuchAllegation, RefusedFinding, FindingWasChanged; the caller then rolls back.
    """
    involvement = involvement_in(session, case, moves_of(session, case))
    check_finding(facts_of_case(session, case, involvement), involvement.person(by), kind, rationale)
    if kind is None:
        raise ValueError("check_finding lets no finding pass that is none")
    if _newest_version(session, case, allegation_id) != seen_version:
        raise FindingWasChanged
    finding = _sealed_finding(ring, allegation_id, seen_version + 1, kind, rationale, by, now)
    session.add(finding)
    record(
        session,
        action="finding.decided",
        subject=f"complaint:{case.complaint.number}",
        actor=Actor.staff(by.id),
        now=now,
        details={"allegation": allegation_id, "version": finding.version, "finding": kind.value},
    )
    try:
        session.flush()
    except IntegrityError as race:
        raise FindingWasChanged from race
    return finding


def _sealed_finding(
    ring: KeyRing, allegation_id: int, version: int, kind: FindingKind, rationale: str, by: Staff, now: datetime
) -> Finding:
    seal_id, text = secrets.token_hex(16), rationale.replace("\r\n", "\n").strip()
    return Finding(
        allegation_id=allegation_id,
        version=version,
        finding=kind,
        sealed_rationale=seal(text.encode(), context=f"finding/{seal_id}", readers=[ring.staff]),
        seal_id=seal_id,
        decided_at=now,
        decided_by_id=by.id,
    )


def _newest_version(session: Db, case: Case, allegation_id: int) -> int:
    query = (
        sa.select(sa.func.max(Finding.version))
        .select_from(Allegation)
        .outerjoin(Finding, Finding.allegation_id == Allegation.id)
        .where(Allegation.id == allegation_id, Allegation.complaint_id == case.complaint_id)
        .group_by(Allegation.id)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NoSuchAllegation(allegation_id)
    return row[0] or 0


def close(
    session: Db,
    ring: KeyRing,
    case: Case,
    *,
    outcomes: Collection[OutcomeKind],
    letter: str,
    form_id: str,
    by: Staff,
    expected_version: int,
    now: datetime,
    profile: Profile,
) -> None:
    """Approve the findings and close the case: what was done is recorded, the letter goes to the complainant's page.

    Raises RefusedOutcomes, UnusableBody for the letter, CaseWasChanged or IllegalMove; the caller then rolls back.
    """
    check_outcomes(outcomes)
    move(session, ring, case, Move.APPROVE, Wish(), by=by, expected_version=expected_version, now=now, profile=profile)
    earlier = {outcome.kind for outcome in outcomes_of(session, case)}
    added = [kind for kind in OutcomeKind if kind in outcomes and kind not in earlier]
    session.add_all(Outcome(case_id=case.id, kind=kind, at=now, by_id=by.id) for kind in added)
    write_to_complainant(session, ring, case.complaint, letter, by.id, now, form_id)
    record(
        session,
        action="case.concluded",
        subject=f"complaint:{case.complaint.number}",
        actor=Actor.staff(by.id),
        now=now,
        details={"outcomes": ",".join(added)},
    )
    session.flush()


def outcomes_of(session: Db, case: Case) -> Sequence[Outcome]:
    """What was done because of a case, in the order it was recorded."""
    return session.scalars(sa.select(Outcome).where(Outcome.case_id == case.id).order_by(Outcome.id)).all()
