"""Who may see which case, as a rule for one case and as a condition for a list; the two say the same.

A restricted case is seen by triage, by its investigator and by the command alone. Somebody whose role opens no sealed
text (civilian oversight) sees only what was shared with them. A subject or a witness does not see the case at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from complaints.casework.models import Case, ConflictOfInterest
from complaints.casework.rules import Conflict
from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.permissions import ALLOWED, Permission

_SEES_RESTRICTED = frozenset({Permission.CASE_TRIAGE, Permission.CASE_APPROVE})


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: their number, what their role allows."""

    staff_id: int
    permissions: frozenset[Permission]

    @classmethod
    def of(cls, staff: Staff) -> Viewer:
        """The viewer that a member of staff is."""
        return cls(staff.id, ALLOWED[staff.role])

    @property
    def sees_all_desks(self) -> bool:
        """Whether their work is on cases, and not only on copies."""
        return Permission.CASE_UNSEAL in self.permissions

    @property
    def sees_restricted(self) -> bool:
        """Whether restricted cases that are not their own are open to them."""
        return not _SEES_RESTRICTED.isdisjoint(self.permissions)


def may_see(viewer: Viewer, case: Case, *, is_subject_or_witness: bool) -> bool:
    """Whether this person may know of this case."""
    if Permission.CASE_READ not in viewer.permissions or is_subject_or_witness:
        return False
    if not viewer.sees_all_desks:
        return case.is_shared and not case.is_restricted
    return not case.is_restricted or viewer.sees_restricted or case.investigator_id == viewer.staff_id


def seen_by(viewer: Viewer) -> sa.ColumnElement[bool]:
    """The same for a query over `Case`."""
    if Permission.CASE_READ not in viewer.permissions:
        return sa.false()
    conditions: list[sa.ColumnElement[bool]] = [
        ~sa.exists().where(
            ConflictOfInterest.case_id == Case.id,
            ConflictOfInterest.staff_id == viewer.staff_id,
            ConflictOfInterest.conflict == Conflict.SUBJECT_OR_WITNESS,
        )
    ]
    if not viewer.sees_all_desks:
        conditions += [Case.is_shared == sa.true(), Case.is_restricted == sa.false()]
    elif not viewer.sees_restricted:
        conditions.append(sa.or_(Case.is_restricted == sa.false(), Case.investigator_id == viewer.staff_id))
    return sa.and_(*conditions)
