"""How findings and outcomes read: to staff on a page, and to the complainant in the closing letter."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from flask_babel import LazyString, force_locale, gettext, lazy_gettext

from complaints.intake.labels import KINDS
from complaints.outcomes.rules import NOT_TOLD_BY_CASE, FindingKind, FindingRefusal, OutcomeKind, OutcomesRefusal
from complaints.outcomes.service import Decided
from complaints.registry.words import translated_name

FINDINGS: Final[Mapping[FindingKind, LazyString]] = {
    FindingKind.SUSTAINED: lazy_gettext("Sustained"),
    FindingKind.POLICY_FAILURE: lazy_gettext("Policy failure"),
    FindingKind.SYSTEM_FAILURE: lazy_gettext("System failure"),
    FindingKind.NOT_SUSTAINED: lazy_gettext("Not sustained"),
    FindingKind.SUBJECT_NOT_IDENTIFIED: lazy_gettext("Subject not identified"),
    FindingKind.EXONERATED: lazy_gettext("Exonerated"),
    FindingKind.UNFOUNDED: lazy_gettext("Unfounded"),
}
MEANINGS: Final[Mapping[FindingKind, LazyString]] = {
    FindingKind.SUSTAINED: lazy_gettext("A preponderance of the evidence shows it."),
    FindingKind.POLICY_FAILURE: lazy_gettext("It was within policy, and the policy is at fault."),
    FindingKind.SYSTEM_FAILURE: lazy_gettext("The technology or its vendor is at fault."),
    FindingKind.NOT_SUSTAINED: lazy_gettext("The evidence is not enough either way."),
    FindingKind.SUBJECT_NOT_IDENTIFIED: lazy_gettext("Nobody could be found who did it."),
    FindingKind.EXONERATED: lazy_gettext("It happened, and it was proper."),
    FindingKind.UNFOUNDED: lazy_gettext("It did not happen."),
}
TOLD: Final[Mapping[FindingKind, LazyString]] = {
    FindingKind.SUSTAINED: lazy_gettext("We found that it happened, and that it broke the rules."),
    FindingKind.POLICY_FAILURE: lazy_gettext("We found that it happened. The rules allow it, and the rules are wrong."),
    FindingKind.SYSTEM_FAILURE: lazy_gettext("We found that the technology, or the company behind it, is at fault."),
    FindingKind.NOT_SUSTAINED: lazy_gettext("We could not find out whether it happened as you told us."),
    FindingKind.SUBJECT_NOT_IDENTIFIED: lazy_gettext("We could not find out who did it."),
    FindingKind.EXONERATED: lazy_gettext("We found that it happened, and that it was within the rules."),
    FindingKind.UNFOUNDED: lazy_gettext("We found that it did not happen."),
}
OUTCOMES: Final[Mapping[OutcomeKind, LazyString]] = {
    OutcomeKind.TRAINING: lazy_gettext("People were trained"),
    OutcomeKind.DISCIPLINE: lazy_gettext("Somebody was disciplined"),
    OutcomeKind.ACCESS_REVOKED: lazy_gettext("Somebody lost access to the technology"),
    OutcomeKind.POLICY_CHANGED: lazy_gettext("The rules were changed"),
    OutcomeKind.DEVICE_MOVED: lazy_gettext("A device was moved or removed"),
    OutcomeKind.DATA_DELETED: lazy_gettext("Data was deleted"),
    OutcomeKind.SHARING_ENDED: lazy_gettext("Data is no longer shared"),
    OutcomeKind.VENDOR_NOTIFIED: lazy_gettext("The company was told"),
    OutcomeKind.REFERRED_FOR_PROSECUTION: lazy_gettext("It was passed on to the prosecutor"),
    OutcomeKind.RECOMMENDATION_ACCEPTED: lazy_gettext("A recommendation was accepted"),
    OutcomeKind.RECOMMENDATION_DECLINED: lazy_gettext("A recommendation was declined"),
    OutcomeKind.NONE: lazy_gettext("Nothing was done"),
}
FINDING_REFUSALS: Final[Mapping[FindingRefusal, LazyString]] = {
    FindingRefusal.NOT_BEING_INVESTIGATED: lazy_gettext("Findings are written while a case is being investigated."),
    FindingRefusal.NO_PERMISSION: lazy_gettext("Your role does not include findings."),
    FindingRefusal.NOT_THE_INVESTIGATOR: lazy_gettext("Only the investigator of this case writes its findings."),
    FindingRefusal.CONFLICT_OF_INTEREST: lazy_gettext("You have a conflict of interest in this case."),
    FindingRefusal.FINDING_MISSING: lazy_gettext("Choose a finding."),
    FindingRefusal.RATIONALE_MISSING: lazy_gettext("Write the rationale."),
    FindingRefusal.RATIONALE_TOO_LONG: lazy_gettext("This is too long. Please shorten it to 20,000 characters."),
}
OUTCOMES_REFUSALS: Final[Mapping[OutcomesRefusal, LazyString]] = {
    OutcomesRefusal.MISSING: lazy_gettext("Choose what was done, or that nothing was."),
    OutcomesRefusal.NONE_AND_OTHERS: lazy_gettext("Choose either what was done, or that nothing was."),
}


def draft_letter(number: str, findings: Sequence[Decided], locale: str) -> str:
    """The closing letter in the complainant's language, a paragraph an allegation; who closes reads and mends it."""
    with force_locale(locale):
        parts = [
            gettext("We have finished looking into your complaint %(number)s.", number=number),
            *(
                f"{KINDS[each.kind]} ({translated_name(each.technology)}): {TOLD[each.finding.finding]}"
                for each in findings
                if each.finding is not None
            ),
            gettext("A person who did not do the work has checked this result."),
            gettext("If you think it is wrong, or know something new, write to us here. The case can be opened again."),
        ]
        return "\n\n".join(str(part) for part in parts)


def with_outcomes(letter: str, outcomes: Collection[OutcomeKind], locale: str) -> str:
    """The letter with what was done below it; discipline is never told of a single case."""
    told = [kind for kind in OutcomeKind if kind in outcomes and kind not in NOT_TOLD_BY_CASE]
    if not told:
        return letter
    with force_locale(locale):
        lines = [str(gettext("What was done:")), *(f"– {OUTCOMES[kind]}" for kind in told)]
    return letter.rstrip() + "\n\n" + "\n".join(lines)
