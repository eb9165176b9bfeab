"""What happened to an invented complaint: who did what when, as an office of ordinary speed would have done it."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Final

from complaints.casework.rules import ClosureReason, Move, Referral
from complaints.demo import desk_phrases as said
from complaints.demo.afterlife import beside
from complaints.demo.filings import Filing, drawn
from complaints.demo.investigations import Diary, investigate
from complaints.demo.steps import HandedOver, Moved, Post, Preserved, Step, Withdrawn
from complaints.demo.telling import marked
from complaints.demo.workdays import Workdays
from complaints.intake.rules import Flag, SubjectKind

PACES: Final = {1.0: 74, 1.7: 17, 3.0: 9}
"""How much longer than usual everything takes: some cases are late."""
AT_TRIAGE: Final = {
    ClosureReason.NO_POLICY_ALLEGATION: 30,
    ClosureReason.OUTSIDE_JURISDICTION: 20,
    ClosureReason.UNABLE_TO_INVESTIGATE: 20,
    ClosureReason.DUPLICATE: 10,
    ClosureReason.WITHDRAWN: 10,
    ClosureReason.MEDIATED: 6,
    ClosureReason.OUT_OF_TIME: 4,
}
ELSEWHERE: Final = {Referral.OTHER_POLICE: 5, Referral.OTHER_OFFICE: 3, Referral.STATE_AGENCY: 2}
STALLED: Final = 0.12
"""So many of the younger cases stay where they are at some point, for nobody's good reason."""
FOUND_OUT: Final = timedelta(days=240)
"""Somebody notices by then."""


def history(filing: Filing, chance: Random, workdays: Workdays, now: datetime) -> list[Step]:
    """Everything that happens to a filing, in order of time, also what would happen after `now`."""
    diary = Diary(filing, chance, workdays, drawn(chance, PACES))
    diary.wait(0.2, 3)
    diary.put(Post.TRIAGE, Moved(Move.TRIAGE))
    fate = chance.random()
    refers = 0.4 if _belongs_elsewhere(filing) else 0.05
    if fate < refers:
        _refer(diary)
    elif fate < refers + 0.14:
        _close_at_triage(diary)
    else:
        _assign(diary)
        investigate(diary)
    steps = diary.steps
    if chance.random() < STALLED and now - filing.at < FOUND_OUT:
        steps = steps[: chance.randint(1, len(steps))]
    return beside(filing, steps, workdays)


def _belongs_elsewhere(filing: Filing) -> bool:
    return Flag.FEDERAL_USE in filing.answers.flags or filing.answers.about is SubjectKind.OUTSIDE_AGENCY


def _refer(diary: Diary) -> None:
    diary.wait(1, 14)
    flags = diary.filing.answers.flags
    if Flag.POSSIBLE_CRIME in flags:
        whom = Referral.PROSECUTOR
    elif Flag.FEDERAL_USE in flags:
        whom = Referral.FEDERAL_AGENCY
    else:
        whom = drawn(diary.chance, ELSEWHERE)
    diary.put(Post.TRIAGE, Preserved())
    diary.put(Post.TRIAGE, Moved(Move.REFER, reason=marked(said.REFERRED[whom]), referral=whom))
    diary.tell(Post.TRIAGE)
    diary.wait(7, 60)
    if diary.chance.random() < 0.75:
        diary.put(Post.TRIAGE, Moved(Move.REFERRAL_ACCEPTED))
        return
    diary.put(Post.TRIAGE, Moved(Move.REFERRAL_BOUNCED))
    _assign(diary)
    investigate(diary)


def _close_at_triage(diary: Diary) -> None:
    diary.wait(1, 20)
    why = drawn(diary.chance, AT_TRIAGE)
    if why is ClosureReason.WITHDRAWN:
        diary.put(None, Withdrawn())
        diary.wait(0.5, 3)
    # Until it is certain that nobody needs them, recordings are kept.
    diary.put(Post.TRIAGE, Preserved())
    reason = marked(said.CLOSED_AT_TRIAGE[why])
    diary.put(Post.TRIAGE, Moved(Move.CLOSE_AT_TRIAGE, reason=reason, closure_reason=why))


def _assign(diary: Diary) -> None:
    chance = diary.chance
    diary.wait(0.5, 12)
    diary.choose_investigator()
    reason = marked(chance.choice(said.ASSIGNED))
    diary.put(Post.TRIAGE, Moved(Move.ASSIGN, reason=reason, investigator=diary.investigator))
    diary.wait(0, 2)
    in_time = chance.random() < 0.88
    if in_time:
        diary.put(Post.TRIAGE, Preserved())
    if chance.random() < 0.04 and diary.choose_investigator():
        diary.wait(0.5, 3)
        diary.put(Post.TRIAGE, HandedOver(diary.investigator, marked(said.REASSIGNED)))
    diary.wait(0.5, 6)
    diary.put(diary.investigator, Moved(Move.BEGIN))
    if not in_time:
        diary.wait(10, 45)
        diary.put(diary.investigator, Preserved())
