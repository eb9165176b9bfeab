"""What invented residents do beside writing: a name added later, mail wished for, another look, and how it went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Final

from complaints.casework.rules import Move
from complaints.correspondence.rules import FeedbackQuestion
from complaints.demo.filings import Filing
from complaints.demo.phrases import SPANISH, spoken
from complaints.demo.steps import COMMANDERS, AskedAgain, Concluded, Moved, Named, Rated, Refused, Step, WishedForMail
from complaints.demo.telling import marked
from complaints.demo.workdays import Workdays
from complaints.intake.rules import FilingMode

CLOSES: Final = frozenset({Move.CLOSE_AT_TRIAGE, Move.REFERRAL_ACCEPTED})
WHY: Final = {
    "en": "You did not look at the records of the second night. Please do.",
    "es": "No revisaron los registros de la segunda noche. Por favor, háganlo.",
}
NO: Final = {
    "en": "We looked at your request. The records of both nights were part of what we decided on. The result stands.",
    "es": "Examinamos su solicitud. Los registros de ambas noches ya formaban parte de la decisión. Se mantiene.",
}


def beside(filing: Filing, steps: Sequence[Step], workdays: Workdays) -> list[Step]:
    """The same steps with what the complainant does besides, in order of time.

    It hangs on the draft's secret alone, so that the rest of the past stays what it was.
    """
    chance = Random(filing.secret)
    further: list[Step] = []
    if chance.random() < 0.15:
        further.append(Step(filing.at + timedelta(minutes=chance.uniform(2, 40)), None, WishedForMail()))
    if filing.answers.mode is FilingMode.ANONYMOUS and chance.random() < 0.08:
        named = Named(chance.choice((FilingMode.CONFIDENTIAL, FilingMode.NAMED)))
        further.append(Step(filing.at + timedelta(days=chance.uniform(1, 20)), None, named))
    if steps and _closes(steps[-1]):
        further += _after(filing, steps[-1], chance, workdays)
    return sorted([*steps, *further], key=lambda step: step.at)


def _closes(step: Step) -> bool:
    return isinstance(step.deed, Concluded) or (isinstance(step.deed, Moved) and step.deed.move in CLOSES)


def _after(filing: Filing, last: Step, chance: Random, workdays: Workdays) -> list[Step]:
    further = []
    if chance.random() < 0.35:
        answers = {
            question: chance.choice((1, 2, 3, 4, 4, 5)) for question in FeedbackQuestion if chance.random() < 0.85
        }
        if answers:
            further.append(Step(last.at + timedelta(days=chance.uniform(0.2, 9)), None, Rated(answers)))
    if chance.random() < 0.07:
        language = SPANISH if spoken(filing.language) == SPANISH else "en"
        asked = Step(last.at + timedelta(days=chance.uniform(1, 28)), None, AskedAgain(marked(WHY[language], language)))
        decided_at = workdays.later(asked.at, chance.uniform(2, 14), chance)
        refused = Step(decided_at, chance.choice(COMMANDERS), Refused(marked(NO[language], language)))
        further += [asked, replace(refused, at=max(refused.at, asked.at))]
    return further
