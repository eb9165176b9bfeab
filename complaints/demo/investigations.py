"""How an invented case is investigated, reviewed, closed and sometimes opened again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Final

from complaints.casework.rules import HoldReason, Move, ReopenGround
from complaints.demo import desk_phrases as said
from complaints.demo.filings import Filing, drawn
from complaints.demo.phrases import PHRASES, SPANISH, spoken
from complaints.demo.steps import (
    COMMANDERS,
    INVESTIGATORS,
    UNITS,
    Answered,
    Concluded,
    Deed,
    Extended,
    Found,
    Moved,
    Noted,
    Post,
    Step,
    Written,
)
from complaints.demo.telling import marked
from complaints.demo.workdays import Workdays
from complaints.intake.rules import AllegationKind as Kind
from complaints.intake.rules import SubjectKind
from complaints.outcomes.rules import FindingKind, OutcomeKind

USUAL: Final = {
    FindingKind.SUSTAINED: 16,
    FindingKind.NOT_SUSTAINED: 32,
    FindingKind.UNFOUNDED: 18,
    FindingKind.EXONERATED: 17,
    FindingKind.POLICY_FAILURE: 7,
    FindingKind.SYSTEM_FAILURE: 3,
    FindingKind.SUBJECT_NOT_IDENTIFIED: 7,
}
OF_MACHINES: Final = {
    FindingKind.SYSTEM_FAILURE: 45,
    FindingKind.UNFOUNDED: 20,
    FindingKind.EXONERATED: 15,
    FindingKind.NOT_SUSTAINED: 12,
    FindingKind.POLICY_FAILURE: 8,
}
OF_RULES: Final = {
    FindingKind.POLICY_FAILURE: 40,
    FindingKind.EXONERATED: 30,
    FindingKind.NOT_SUSTAINED: 15,
    FindingKind.SUSTAINED: 8,
    FindingKind.UNFOUNDED: 7,
}
LIKELY: Final[Mapping[Kind, Mapping[FindingKind, int]]] = {
    **dict.fromkeys((Kind.FALSE_ALERT, Kind.MALFUNCTION, Kind.MISIDENTIFICATION, Kind.SECURITY_BREACH), OF_MACHINES),
    **dict.fromkeys((Kind.KEPT_TOO_LONG, Kind.DISCRIMINATORY_PLACEMENT, Kind.PRIVATE_RECORDING), OF_RULES),
}
HOLDS: Final = {HoldReason.AWAITING_PARTY: 5, HoldReason.CRIMINAL_CASE: 3, HoldReason.LITIGATION: 2}
EXTENSIONS: Final = (14, 21, 30)
LONGEST: Final = 400
"""Days after which an investigation ends, whatever its pace."""


class Diary:
    """Writes the steps of one complaint, each at or after the one before."""

    def __init__(self, filing: Filing, chance: Random, workdays: Workdays, pace: float) -> None:
        self.filing, self.chance, self.workdays, self.pace = filing, chance, workdays, pace
        self.at = filing.at
        self.steps: list[Step] = []
        self.investigator = Post.FIRST_INVESTIGATOR
        self.involved: set[Post] = set()
        self.commander = chance.choice(COMMANDERS)

    def wait(self, least: float, most: float) -> None:
        """Let days pass, more of them in a slow office, until somebody is at work."""
        days = self.chance.triangular(least, most, least + (most - least) / 3) * self.pace
        self.at = self.workdays.later(self.at, days, self.chance)

    def put(self, by: Post | None, deed: Deed) -> None:
        """Write a deed down."""
        self.steps.append(Step(self.at, by, deed))

    def choose_investigator(self) -> bool:
        """Take somebody who had no part in it so far and has no tie to it; False when there is nobody."""
        about = self.filing.answers.about
        free = [post for post in INVESTIGATORS if post not in self.involved]
        if about is SubjectKind.INTERNAL_AFFAIRS:
            free = [post for post in free if UNITS[post] is SubjectKind.INTERNAL_AFFAIRS]
        if not free:
            return False
        self.investigator = self.chance.choice(free)
        self.involved.add(self.investigator)
        return True

    def tell(self, by: Post) -> None:
        """Write to the complainant, who sometimes answers."""
        in_spanish = spoken(self.filing.language) == SPANISH
        texts = said.UPDATES_ES if in_spanish else said.UPDATES
        language = spoken(self.filing.language)
        self.put(by, Written(marked(self.chance.choice(texts), language)))
        if self.chance.random() < 0.25:
            self.at += timedelta(hours=self.chance.uniform(1, 60))
            self.put(None, Answered(marked(self.chance.choice(PHRASES[language].replies), language)))


def investigate(diary: Diary) -> None:
    """From the first day of an investigation to the end, and sometimes to a second one."""
    _inquire(diary, diary.chance.triangular(12, 100, 40) * diary.pace)
    _conclude(diary)
    if diary.chance.random() < 0.035:
        diary.wait(15, 80)
        _reopen(diary)
        _inquire(diary, diary.chance.triangular(10, 60, 25))
        _conclude(diary)


def _inquire(diary: Diary, days: float) -> None:
    """Notes, messages, sometimes a hold and an extension, for about so many days."""
    chance, begun = diary.chance, diary.at
    ends = min(days, LONGEST)
    if chance.random() < 0.12:
        _hold(diary)
    while (diary.at - begun).days < ends:
        left = ends - (diary.at - begun).days
        diary.at = diary.workdays.later(diary.at, min(left, chance.uniform(8, 27)) + 1, chance)
        if chance.random() < 0.5:
            diary.put(diary.investigator, Noted(marked(chance.choice(said.NOTES))))
        if chance.random() < 0.6:
            diary.tell(diary.investigator)
    if chance.random() < 0.08:
        diary.wait(0, 1)
        diary.put(diary.commander, Extended(chance.choice(EXTENSIONS), marked(said.EXTENDED)))


def _hold(diary: Diary) -> None:
    why = drawn(diary.chance, HOLDS)
    diary.wait(1, 10)
    reason = marked(said.HELD[why])
    diary.put(diary.investigator, Moved(Move.HOLD, reason=reason, hold_reason=why))
    diary.wait(8, 90)
    diary.put(diary.investigator, Moved(Move.RESUME))


def _conclude(diary: Diary) -> None:
    """Findings, review, and what was done."""
    chance = diary.chance
    findings = _findings(diary)
    decided = Found(findings, tuple(marked(said.RATIONALES[finding]) for finding in findings))
    diary.wait(0.5, 3)
    diary.put(diary.investigator, decided)
    diary.wait(0, 1)
    diary.put(diary.investigator, Moved(Move.SEND_TO_REVIEW))
    diary.wait(1, 9)
    if chance.random() < 0.1:
        diary.put(diary.commander, Moved(Move.RETURN, reason=marked(chance.choice(said.RETURNED))))
        diary.wait(1, 10)
        diary.put(diary.investigator, decided)
        diary.put(diary.investigator, Moved(Move.SEND_TO_REVIEW, reason=marked(said.SENT_AGAIN)))
        diary.wait(1, 5)
    language = spoken(diary.filing.language)
    letter = marked(said.LETTER_ES if language == SPANISH else said.LETTER, language)
    diary.put(diary.commander, Concluded(_outcomes(chance, findings), letter))


def _findings(diary: Diary) -> tuple[FindingKind, ...]:
    """One for each allegation, in the order of the complaint: by technology, then by kind."""
    answers = diary.filing.answers
    return tuple(drawn(diary.chance, LIKELY.get(kind, USUAL)) for _ in answers.technologies for kind in answers.kinds)


def _outcomes(chance: Random, findings: tuple[FindingKind, ...]) -> tuple[OutcomeKind, ...]:
    drawn_for = [drawn(chance, said.OUTCOMES[finding]) for finding in findings if finding in said.OUTCOMES]
    return tuple(dict.fromkeys(drawn_for)) or (OutcomeKind.NONE,)


def _reopen(diary: Diary) -> None:
    """An appeal is heard by people who had no part in it; new evidence goes to whoever knows the case."""
    ground = diary.chance.choice(tuple(ReopenGround))
    if ground is ReopenGround.APPEAL and not diary.choose_investigator():
        ground = ReopenGround.NEW_EVIDENCE
    if ground is ReopenGround.APPEAL:
        diary.commander = next(post for post in COMMANDERS if post is not diary.commander)
    reason = marked(said.REOPENED[ground])
    reopened = Moved(Move.REOPEN, reason=reason, ground=ground, investigator=diary.investigator)
    diary.put(diary.commander, reopened)
