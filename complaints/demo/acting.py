"""Lets the invented people do what the plan says, through the same services as real people, at the time it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from complaints.casework.models import Case
from complaints.casework.opening import MESSAGES, STATEMENT, open_parts
from complaints.casework.reviews import refuse
from complaints.casework.rules import Conflict, Move
from complaints.casework.service import (
    Viewer,
    Wish,
    days_to_extend,
    declare_conflict,
    extend,
    find_case,
    move,
    note,
    preserved,
    reassign,
    told_complainant,
)
from complaints.correspondence.feedback import give
from complaints.correspondence.notices import has_looked, wish_for_mail
from complaints.correspondence.reviews import ask_for_review
from complaints.correspondence.rules import day_begins
from complaints.correspondence.service import (
    add_name,
    enter,
    read_as_complainant,
    withdraw,
    write_as_complainant,
    write_to_complainant,
)
from complaints.demo.filings import Filing
from complaints.demo.steps import (
    Answered,
    AskedAgain,
    Concluded,
    Extended,
    Found,
    HandedOver,
    Moved,
    Named,
    Noted,
    Post,
    Preserved,
    Rated,
    Refused,
    Step,
    WishedForMail,
    Withdrawn,
    Written,
    unit_of,
)
from complaints.demo.telling import NAME_MARK
from complaints.intake.answers import Identity
from complaints.intake.rules import Channel, SubjectKind
from complaints.intake.service import Prepared, chosen, prepare, receive
from complaints.outcomes.service import close, decide, findings_on
from complaints.platform.accounts.models import Staff
from complaints.platform.audit import Actor
from complaints.platform.jurisdiction.calendar import local_date
from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing
from complaints.registry.models import Technology

NOWHERE: Final = "nobody@example.org"
"""Where invented residents want mail; none is ever sent to them."""
LATER_NAME: Final = f"Alex Example {NAME_MARK}"
CLASSIFYING: Final = frozenset({Move.ASSIGN, Move.REFER, Move.CLOSE_AT_TRIAGE})
"""The moves that ask for a track."""
READING: Final = frozenset({Move.BEGIN, *CLASSIFYING})
"""The moves before which somebody reads what was said."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What every deed needs: where it is written, with which keys, by which rules, and who holds which post."""

    session: Db
    ring: KeyRing
    profile: Profile
    people: Mapping[Post, Staff]
    technologies: tuple[Technology, ...]


def sealed(stage: Stage, filing: Filing) -> Prepared:
    """The complaint as its draft makes it, ready to be received; asks no database, so it may be done ahead."""
    return prepare(
        filing.answers,
        filing.secret,
        stage.ring,
        filing.language,
        filing.at,
        filing.channel,
        is_demonstration=True,
    )


def file(stage: Stage, prepared: Prepared) -> Case:
    """Receive a complaint as it was sealed; its case."""
    web = prepared.channel is Channel.WEB
    actor = Actor.resident() if web else Actor.staff(stage.people[Post.CLERK].id)
    technologies = chosen(stage.technologies, prepared.answers.technologies)
    now = prepared.received_at
    complaint = receive(stage.session, prepared, technologies, now, stage.profile, actor)
    return find_case(stage.session, complaint.number, Viewer.of(stage.people[Post.TRIAGE]))


def act(stage: Stage, case: Case, passphrase: str, step: Step) -> None:
    """Do one step of a case. Raises what the services raise: a plan that breaks a rule is wrong."""
    session, ring, now = stage.session, stage.ring, step.at
    if step.by is None:
        _as_complainant(stage, case, passphrase, step)
        return
    by = stage.people[step.by]
    match step.deed:
        case Moved():
            _move(stage, case, step.deed, by, now)
        case Preserved():
            preserved(session, case, by_id=by.id, now=now)
        case Noted():
            note(session, ring, case, step.deed.text, by_id=by.id, now=now)
        case Written():
            open_parts(session, ring, case, [MESSAGES], by=by, now=now)
            write_to_complainant(session, ring, case.complaint, step.deed.text, by.id, now, _form_id(step))
            told_complainant(session, case, now, stage.profile)
        case Extended():
            _extend(stage, case, step.deed, by, now)
        case HandedOver():
            _hand_over(stage, case, step.deed, by, now)
        case Found():
            _find(stage, case, step.deed, by, now)
        case Concluded():
            _conclude(stage, case, step.deed, by, step)
        case Refused(text=text):
            refuse(session, ring, case, text, by_id=by.id, form_id=_form_id(step), now=now)
        case _:
            raise ValueError("only the complainant does this")


def _conclude(stage: Stage, case: Case, deed: Concluded, by: Staff, step: Step) -> None:
    close(
        stage.session,
        stage.ring,
        case,
        outcomes=deed.outcomes,
        letter=deed.letter,
        form_id=_form_id(step),
        by=by,
        expected_version=case.version,
        now=step.at,
        profile=stage.profile,
    )


def _as_complainant(stage: Stage, case: Case, passphrase: str, step: Step) -> None:
    session, ring, complaint = stage.session, stage.ring, case.complaint
    box = enter(session, complaint.number, passphrase, step.at)
    has_looked(session, complaint.id)
    read_as_complainant(session, box, day_begins(step.at, stage.profile.zone))
    match step.deed:
        case Withdrawn():
            withdraw(session, box, step.at)
        case Answered(text=text):
            write_as_complainant(session, ring, box, text, _form_id(step), step.at)
        case WishedForMail():
            wish_for_mail(session, ring, complaint, NOWHERE, complaint.language, _form_id(step), step.at)
        case Named(mode=mode):
            add_name(session, ring, complaint, box.public_key, Identity(name=LATER_NAME), mode, _form_id(step), step.at)
        case AskedAgain(reason=reason):
            if case.closed_at is not None:
                ask_for_review(session, ring, box, reason, case.closed_at, step.at)
        case Rated(answers=answers):
            give(session, complaint, answers, local_date(step.at, stage.profile.zone).year, step.at)


def _form_id(step: Step) -> str:
    """What makes a message sent twice one message."""
    return f"demonstration/{step.at.isoformat()}"


def _move(stage: Stage, case: Case, deed: Moved, by: Staff, now: datetime) -> None:
    if deed.move in READING:
        open_parts(stage.session, stage.ring, case, [STATEMENT], by=by, now=now)
    is_triage = deed.move in CLASSIFYING
    looks_into_itself = is_triage and case.complaint.about is SubjectKind.INTERNAL_AFFAIRS
    wish = Wish(
        reason=deed.reason,
        track=case.track if is_triage else None,
        about_unit=(unit_of(stage.profile, SubjectKind.NAMED_EMPLOYEE) or None) if looks_into_itself else None,
        investigator_id=stage.people[deed.investigator].id if deed.investigator else None,
        hold_reason=deed.hold_reason,
        closure_reason=deed.closure_reason,
        referral=deed.referral,
        ground=deed.ground,
    )
    move(
        stage.session,
        stage.ring,
        case,
        deed.move,
        wish,
        by=by,
        expected_version=case.version,
        now=now,
        profile=stage.profile,
    )


def _extend(stage: Stage, case: Case, deed: Extended, by: Staff, now: datetime) -> None:
    left, due_on = days_to_extend(stage.session, case, stage.profile)
    days = min(deed.days, left)
    if days and due_on is not None:
        extend(
            stage.session,
            stage.ring,
            case,
            days=days,
            reason=deed.reason,
            seen_due_on=due_on,
            by_id=by.id,
            now=now,
            profile=stage.profile,
        )


def _hand_over(stage: Stage, case: Case, deed: HandedOver, by: Staff, now: datetime) -> None:
    first = case.investigator_id
    if first is not None:
        declare_conflict(
            stage.session, case, staff_id=first, conflict=Conflict.SUBJECT_OR_WITNESS, by_id=first, now=now
        )
    reassign(
        stage.session,
        stage.ring,
        case,
        investigator_id=stage.people[deed.to].id,
        reason=deed.reason,
        by=by,
        expected_version=case.version,
        now=now,
    )


def _find(stage: Stage, case: Case, deed: Found, by: Staff, now: datetime) -> None:
    for decided, kind, rationale in zip(findings_on(stage.session, case), deed.findings, deed.rationales, strict=True):
        decide(
            stage.session,
            stage.ring,
            case,
            decided.allegation_id,
            kind,
            rationale,
            by=by,
            seen_version=decided.versions,
            now=now,
        )
