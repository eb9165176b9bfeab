"""What stands between a member of staff and a case, and who could be given one.

Earlier involvement is, besides what somebody declares: having investigated or closed the case before an appeal. New
evidence alone does not take a case from who knows it best; an appeal is always heard by new people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaints.casework.models import Case, CaseMove, ConflictOfInterest, TechnologyOperator
from complaints.casework.rules import Conflict, Move, Person, ReopenGround, Status
from complaints.intake.models import ComplaintTechnology
from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.permissions import ALLOWED, Permission, Role
from complaints.platform.store import Db

CAN_WORK = tuple(role for role in Role if Permission.CASE_WORK in ALLOWED[role])
_ACTS = frozenset({Permission.CASE_WORK, Permission.CASE_TRIAGE, Permission.CASE_ASSIGN, Permission.CASE_APPROVE})
CAN_ACT = tuple(role for role in Role if not _ACTS.isdisjoint(ALLOWED[role]))
"""Everybody whom a conflict can keep off a case."""
_WRITES = frozenset({Permission.CASE_TRIAGE, Permission.CASE_APPROVE})


@dataclass(frozen=True, slots=True)
class Declaration:
    """That a conflict was declared: of whom, when, and whether they did it themselves. Which one is not told."""

    name: str
    at: datetime
    is_own: bool


def may_write_to_complainant(case: Case, person: Person) -> bool:
    """The complainant hears from who investigates the case, from triage and from the command: nobody else."""
    if person.conflicts:
        return False
    return person.staff_id == case.investigator_id or not _WRITES.isdisjoint(person.permissions)


@dataclass(slots=True)
class Involvement:
    """Everything stored that bears on conflicts in one case."""

    about_unit: str
    declared: dict[int, set[Conflict]] = field(default_factory=lambda: defaultdict(set))
    was_returned: bool = False
    declarations: list[Declaration] = field(default_factory=list)
    investigated: set[int] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)
    before_appeal: set[int] = field(default_factory=set)

    def conflicts_of(self, staff: Staff, *, is_appeal: bool = False) -> frozenset[Conflict]:
        """What keeps this person off the case; `is_appeal` when it is about to be reopened by one."""
        found = set(self.declared.get(staff.id, ()))
        if self.about_unit and staff.unit == self.about_unit:
            found.add(Conflict.SAME_COMMAND)
        if staff.id in self.before_appeal or (is_appeal and staff.id in self.investigated | self.closed):
            found.add(Conflict.EARLIER_INVOLVEMENT)
        return frozenset(found)

    def person(self, staff: Staff, *, is_appeal: bool = False) -> Person:
        """The person as the rules see them; a disabled account may nothing."""
        allowed = frozenset[Permission]() if staff.is_disabled else ALLOWED[staff.role]
        return Person(staff.id, allowed, self.conflicts_of(staff, is_appeal=is_appeal))


def involvement_in(session: Db, case: Case, moves: Iterable[CaseMove]) -> Involvement:
    """Read what bears on conflicts: one statement, beside the moves that the caller has."""
    found = Involvement(case.about_unit)
    _read_moves(found, moves)
    if case.investigator_id is not None:
        found.investigated.add(case.investigator_id)
    declared = (
        sa.select(
            ConflictOfInterest.staff_id,
            sa.cast(ConflictOfInterest.conflict, sa.String).label("conflict"),
            ConflictOfInterest.at,
            ConflictOfInterest.by_id,
            Staff.name,
        )
        .join(Staff, Staff.id == ConflictOfInterest.staff_id)
        .where(ConflictOfInterest.case_id == case.id)
    )
    operates = (
        sa.select(
            TechnologyOperator.staff_id,
            sa.literal(Conflict.OPERATES_TECHNOLOGY.value).label("conflict"),
            sa.null(),
            sa.null(),
            sa.literal(""),
        )
        .join(ComplaintTechnology, ComplaintTechnology.technology_id == TechnologyOperator.technology_id)
        .where(ComplaintTechnology.complaint_id == case.complaint_id)
    )
    rows: Sequence[Any] = session.execute(sa.union_all(declared, operates)).all()
    for staff_id, conflict, at, by_id, name in rows:
        found.declared[staff_id].add(Conflict(conflict))
        if at is not None:
            found.declarations.append(Declaration(name, at, by_id == staff_id))
    return found


def person_in(session: Db, case: Case, staff: Staff) -> Person:
    """A member of staff as the rules see them in this case: two statements."""
    return involvement_in(session, case, moves_of(session, case)).person(staff)


def _read_moves(found: Involvement, moves: Iterable[CaseMove]) -> None:
    for each in moves:
        if each.detail == ReopenGround.APPEAL:
            found.before_appeal |= found.investigated | found.closed
        if each.move in (Move.RETURN, Move.SEND_TO_REVIEW):
            found.was_returned = each.move is Move.RETURN
        if each.investigator_id is not None:
            found.investigated.add(each.investigator_id)
        if each.to_status is Status.CLOSED and each.by_id is not None:
            found.closed.add(each.by_id)


def moves_of(session: Db, case: Case) -> list[CaseMove]:
    """Every move of a case, oldest first."""
    return list(session.scalars(sa.select(CaseMove).where(CaseMove.case_id == case.id).order_by(CaseMove.id)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be given the case, and what speaks against it."""

    staff: Staff
    person: Person


def candidates(session: Db, case: Case, *, is_appeal: bool = False) -> list[Candidate]:
    """Everybody whose role is to investigate, by name; those with a conflict too, so that the page can say why not."""
    found = involvement_in(session, case, moves_of(session, case))
    query = sa.select(Staff).where(Staff.role.in_(CAN_WORK), Staff.is_disabled == sa.false()).order_by(Staff.name)
    return [Candidate(staff, found.person(staff, is_appeal=is_appeal)) for staff in session.scalars(query)]
