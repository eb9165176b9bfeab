"""Opening what is sealed in a case: only by name, each time logged, and shown to who asked and nobody else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from complaints.casework.contributions import reader_of
from complaints.casework.files import abouts_of, may_open_files
from complaints.casework.models import Case, CaseMove, Clock, ClockChange, Note
from complaints.casework.people import person_in
from complaints.casework.rules import Person
from complaints.correspondence.models import ReviewRequest
from complaints.correspondence.service import read_as_staff
from complaints.intake.identity import sealed_name
from complaints.intake.models import Complaint
from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.permissions import Permission
from complaints.platform.audit import Actor, record
from complaints.platform.audit.reading import read_sealed
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing

STATEMENT: Final = "statement"
IDENTITY: Final = "identity"
REASONS: Final = "reasons"
MESSAGES: Final = "messages"
FILES: Final = "files"
"""Names, descriptions and digests; what is in a file is opened on a page of its own, one by one and with a reason."""


class NotForYou(Exception):
    """This person may not open that part of this case."""


def may_open(person: Person) -> bool:
    """What is sealed is opened by who works on cases, and by nobody whom a conflict keeps off this one."""
    return Permission.CASE_UNSEAL in person.permissions and not person.conflicts


def may_open_identity(case: Case, person: Person) -> bool:
    """Who complains is opened by triage and by who investigates this very case: nobody else needs it."""
    return (
        may_open(person)
        and Permission.IDENTITY_UNSEAL in person.permissions
        and (Permission.CASE_TRIAGE in person.permissions or case.investigator_id == person.staff_id)
    )


def open_parts(
    session: Db, ring: KeyRing, case: Case, parts: Iterable[str], *, by: Staff, now: datetime
) -> dict[str, Any]:
    """Open the named parts, each with its event in the log. The caller commits before it shows anything.

    Raises NotForYou for what is not theirs to open, LookupError for a part that does not exist.
    """
    actor, person = Actor.staff(by.id), person_in(session, case, by)
    return {part: _open(session, ring, case, part, person, actor, now) for part in dict.fromkeys(parts)}


def _open(session: Db, ring: KeyRing, case: Case, part: str, by: Person, actor: Actor, now: datetime) -> Any:
    if not may_open(by) or (part == IDENTITY and not may_open_identity(case, by)):
        raise NotForYou
    if part == FILES and not may_open_files(case, by):
        raise NotForYou
    if part in (STATEMENT, IDENTITY):
        return _of_complaint(session, ring, case, part, actor, now)
    if part == MESSAGES:
        return read_as_staff(session, ring, case.complaint, actor, now)
    reader = {REASONS: _reasons, FILES: abouts_of}.get(part) or reader_of(part)
    if reader is None:
        raise LookupError(part)
    texts = reader(session, ring, case)
    record(
        session,
        action="sealed.read",
        subject=f"complaint:{case.complaint.number}",
        actor=actor,
        now=now,
        details={"field": part, "count": len(texts)},
    )
    return texts


def _of_complaint(session: Db, ring: KeyRing, case: Case, part: str, actor: Actor, now: datetime) -> dict[str, Any]:
    found = _statement(session, case) if part == STATEMENT else sealed_name(session, case.complaint)
    if found is None:
        raise LookupError(part)
    envelope, context = found
    plaintext = read_sealed(
        session,
        ring,
        envelope,
        context=context,
        field=part,
        subject=f"complaint:{case.complaint.number}",
        actor=actor,
        now=now,
    )
    content: dict[str, Any] = json.loads(plaintext)
    return content


def _statement(session: Db, case: Case) -> tuple[bytes, str]:
    envelope = session.scalars(sa.select(Complaint.sealed_statement).where(Complaint.id == case.complaint_id)).one()
    return envelope, case.complaint.context(STATEMENT)


def _reasons(session: Db, ring: KeyRing, case: Case) -> Mapping[str, str]:
    """Notes, the reasons of moves and of moved dates, and why another look is asked for, by seal id."""
    sources = [
        ("move", sa.select(CaseMove.seal_id, CaseMove.sealed_reason).where(CaseMove.case_id == case.id)),
        ("note", sa.select(Note.seal_id, Note.sealed_body).where(Note.case_id == case.id)),
        (
            "clock-change",
            sa.select(ClockChange.seal_id, ClockChange.sealed_reason).join(Clock).where(Clock.case_id == case.id),
        ),
        (
            "review-request",
            sa.select(ReviewRequest.seal_id, ReviewRequest.sealed_reason).where(
                ReviewRequest.complaint_id == case.complaint_id
            ),
        ),
    ]
    return {
        seal_id: ring.open(envelope, context=f"{kind}/{seal_id}").decode()
        for kind, query in sources
        for seal_id, envelope in session.execute(query)
        if envelope is not None
    }
