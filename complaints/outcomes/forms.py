"""The forms of outcomes: a finding with its rationale, and the closing of a case."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields import SelectChoice

from complaints.outcomes.rules import FindingKind, FindingRefusal, OutcomeKind
from complaints.outcomes.wording import FINDINGS, MEANINGS, OUTCOMES

FIELD_OF: Final = {
    FindingRefusal.FINDING_MISSING: "finding",
    FindingRefusal.RATIONALE_MISSING: "rationale",
    FindingRefusal.RATIONALE_TOO_LONG: "rationale",
}


def number_in(text: str | None) -> int:
    """A version that travelled in a form, or one that nothing has."""
    found = text or ""
    return int(found) if found.isascii() and found.isdigit() and len(found) < 10 else -1


class FindingForm(Form):
    """What was found, and why."""

    seen_version = HiddenField()
    finding = RadioField(
        _l("Finding"),
        choices=[
            SelectChoice(kind.value, label, render_kw={"hint": MEANINGS[kind]}) for kind, label in FINDINGS.items()
        ],
        validate_choice=False,
    )
    rationale = TextAreaField(
        _l("Rationale"),
        description=_l("What the evidence shows, and how it weighs. Sealed as you send it."),
    )
    form_errors: list[str]

    @property
    def chosen(self) -> FindingKind | None:
        """The finding, if one of those offered was chosen."""
        return FindingKind(self.finding.data) if self.finding.data in set(FindingKind) else None


class ReviewForm(Form):
    """What was done, and what the complainant is told."""

    version = HiddenField()
    form_id = HiddenField()
    outcomes = SelectMultipleField(
        _l("What was done"),
        choices=[SelectChoice(kind.value, label) for kind, label in OUTCOMES.items()],
        description=_l("It is added below the letter. Discipline is counted and never told of a single case."),
    )
    letter = TextAreaField(
        _l("Closing letter"),
        description=_l("It appears among the messages on the complainant’s page. Read it, and mend what does not fit."),
    )
    form_errors: list[str]

    @property
    def chosen(self) -> frozenset[OutcomeKind]:
        """The outcomes that were chosen."""
        return frozenset(OutcomeKind(value) for value in self.outcomes.data or () if value in set(OutcomeKind))
