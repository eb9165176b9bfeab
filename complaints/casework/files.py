"""The files of a case as its page lists them, and who may open one or add one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa

from complaints.casework.models import Case
from complaints.casework.rules import Person, Status
from complaints.correspondence.models import MessageFile
from complaints.evidence.models import Evidence
from complaints.evidence.service import About, abouts_for_staff
from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.permissions import Permission
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing

_AT_TRIAGE: Final = frozenset({Status.RECEIVED, Status.TRIAGE})


@dataclass(frozen=True, slots=True)
class FileOfCase:
    """A file, the name of the member of staff who added it, and the messages it went with."""

    file: Evidence
    sender: str
    message_ids: list[int] = field(default_factory=list)


def may_open_files(case: Case, person: Person) -> bool:
    """Photos show faces and homes: whose turn this very case is opens them, and nobody else, whatever their rank.

    That is its investigator at any time, triage while nobody investigates it, the command while it decides on it.
    """
    if person.conflicts or Permission.CASE_UNSEAL not in person.permissions:
        return False
    if person.staff_id == case.investigator_id:
        return True
    if Permission.CASE_TRIAGE in person.permissions and (case.status in _AT_TRIAGE or case.investigator_id is None):
        return True
    return Permission.CASE_APPROVE in person.permissions and case.status is Status.IN_REVIEW


def may_add_files(case: Case, person: Person) -> bool:
    """Who may open the files of a case adds to them, closed or not: a letter comes when it comes."""
    return may_open_files(case, person)


def files_of_case(session: Db, case: Case) -> list[FileOfCase]:
    """All files of a case in the order they came, those taken back too: one statement."""
    query = (
        sa.select(Evidence, Staff.name, MessageFile.message_id)
        .outerjoin(Staff, Staff.id == Evidence.added_by_id)
        .outerjoin(MessageFile, MessageFile.evidence_id == Evidence.id)
        .where(Evidence.complaint_id == case.complaint_id)
        .order_by(Evidence.id, MessageFile.message_id)
    )
    found: dict[int, FileOfCase] = {}
    for file, name, message_id in session.execute(query):
        shown = found.setdefault(file.id, FileOfCase(file, name or ""))
        if message_id is not None:
            shown.message_ids.append(message_id)
    return list(found.values())


def files_by_message_of(files: Sequence[FileOfCase]) -> Mapping[int, list[Evidence]]:
    """The files of each message, by the message's id."""
    found: dict[int, list[Evidence]] = defaultdict(list)
    for each in files:
        for message_id in each.message_ids:
            found[message_id].append(each.file)
    return found


def abouts_of(session: Db, ring: KeyRing, case: Case) -> dict[str, About]:
    """Names, words and digests of the files of a case, by seal id; those taken back too. Write down who read them."""
    query = sa.select(Evidence).where(Evidence.complaint_id == case.complaint_id).order_by(Evidence.id)
    return abouts_for_staff(ring, session.scalars(query))
