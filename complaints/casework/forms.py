"""The forms of casework: what each move asks for, and where a refusal is shown."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField, IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import Length, NumberRange

from complaints.casework.cases import MOST_OF_A_NOTE
from complaints.casework.moves import Wish
from complaints.casework.rules import ClosureReason, Conflict, HoldReason, Move, Referral, Refusal, ReopenGround
from complaints.casework.wording import (
    CLOSURE_REASONS,
    CONFLICTS,
    GROUNDS,
    HOLD_REASONS,
    REFERRALS,
    REFUSALS,
    words_of_bad_number,
)
from complaints.correspondence.rules import UnusableBody, checked_body
from complaints.intake.number import BadNumber, parse
from complaints.routing.rules import Track
from complaints.routing.wording import TRACKS

NOT_CHOSEN: Final = SelectChoice("", _l("Choose one"))
ANY: Final = SelectChoice("", _l("All"))


def named(words: Mapping[Any, Any], first: Any = NOT_CHOSEN) -> list[Any]:
    """The choices of a list of words, after the one that chooses none."""
    return [first, *(SelectChoice(key.value, label) for key, label in words.items())]


def _text(label: Any, description: Any = "") -> TextAreaField:
    too_long = _l("This is too long. Please shorten it to 10,000 characters.")
    return TextAreaField(label, [Length(max=MOST_OF_A_NOTE, message=too_long)], description=description)


class StepForm(Form):
    """What every move carries: the version of the case that the mover saw."""

    version = HiddenField()
    form_errors: list[str]

    @property
    def expected_version(self) -> int:
        """The version, or one that no case has."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1

    def wish(self) -> Wish:
        """What was filled in, as the service takes it."""
        chosen = {name: field.data for name, field in self._fields.items() if field.data}
        number = str(chosen.get("investigator", ""))
        return Wish(
            reason=chosen.get("reason", ""),
            track=Track(chosen["track"]) if "track" in chosen else None,
            desk=chosen.get("desk"),
            about_unit=self._fields["about_unit"].data if "about_unit" in self._fields else None,
            investigator_id=int(number) if number.isascii() and number.isdigit() else None,
            hold_reason=HoldReason(chosen["hold_reason"]) if "hold_reason" in chosen else None,
            closure_reason=ClosureReason(chosen["closure_reason"]) if "closure_reason" in chosen else None,
            referral=Referral(chosen["referral"]) if "referral" in chosen else None,
            ground=ReopenGround(chosen["ground"]) if "ground" in chosen else None,
            duplicate_of=chosen.get("duplicate_of", ""),
        )

    def show(self, refusals: Sequence[Refusal]) -> None:
        """Put each refusal where it can be mended; what no field can mend stands above the form."""
        for refusal in refusals:
            field = self._fields.get(FIELD_OF.get(refusal, ""))
            if field is None:
                self.form_errors.append(str(REFUSALS[refusal]))
            else:
                field.errors = [*field.errors, str(REFUSALS[refusal])]


FIELD_OF: Final[Mapping[Refusal, str]] = {
    Refusal.TRACK_NOT_CHOSEN: "track",
    Refusal.REASON_MISSING: "reason",
    Refusal.REMARK_MISSING: "reason",
    Refusal.INVESTIGATOR_NOT_NAMED: "investigator",
    Refusal.CANNOT_INVESTIGATE: "investigator",
    Refusal.SUBJECT_OR_WITNESS: "investigator",
    Refusal.SAME_COMMAND: "investigator",
    Refusal.OPERATES_TECHNOLOGY: "investigator",
    Refusal.EARLIER_INVOLVEMENT: "investigator",
    Refusal.RECUSED: "investigator",
    Refusal.HOLD_REASON_MISSING: "hold_reason",
    Refusal.CLOSURE_REASON_MISSING: "closure_reason",
    Refusal.REFERRAL_MISSING: "referral",
    Refusal.REOPENING_WITHOUT_GROUND: "ground",
}
_SEALED = _l("Sealed as you send it. The complainant does not see it.")
_TRACK = _l("The router proposes one. Another choice is kept beside its decision.")
_UNIT = _l("Nobody from this unit is given the case.")


class AssignForm(StepForm):
    """Who investigates, on which track, at which desk."""

    track = SelectField(_l("Track"), choices=named(TRACKS), description=_TRACK)
    desk = SelectField(_l("Desk"))
    about_unit = SelectField(_l("Unit it is about"), description=_UNIT)
    investigator = SelectField(_l("Investigator"))
    reason = _text(_l("Reason"), _SEALED)


class ReferForm(StepForm):
    """Where it is referred to."""

    referral = SelectField(_l("Refer to"), choices=named(REFERRALS))
    track = SelectField(_l("Track"), choices=named(TRACKS), description=_TRACK)
    reason = _text(_l("Reason"), _SEALED)


class CloseForm(StepForm):
    """Why it is closed without a finding."""

    closure_reason = SelectField(_l("Why it is closed"), choices=named(CLOSURE_REASONS))
    duplicate_of = StringField(
        _l("Number of the other case"), description=_l("Only for the same matter as another case. They are linked.")
    )
    track = SelectField(_l("Track"), choices=named(TRACKS), description=_TRACK)
    reason = _text(_l("Reason"), _SEALED)

    def validate_duplicate_of(self, field: StringField) -> None:
        """A complaint number where it is a duplicate, stored as it is written; nothing where it is not."""
        if self.closure_reason.data != ClosureReason.DUPLICATE.value:
            field.data = ""
            return
        if not (field.data or "").strip():
            raise ValidationError(_l("Write the number of the other case."))
        try:
            field.data = parse(field.data)
        except BadNumber as bad:
            raise ValidationError(words_of_bad_number(field.data)) from bad


class HoldForm(StepForm):
    """What it waits for."""

    hold_reason = SelectField(_l("What it waits for"), choices=named(HOLD_REASONS))
    reason = _text(_l("Reason"), _SEALED)


class ReopenForm(StepForm):
    """Why it is opened again, and who looks at it."""

    ground = SelectField(_l("Ground"), choices=named(GROUNDS), description=_l("An appeal is heard by somebody new."))
    investigator = SelectField(_l("Investigator"))
    reason = _text(_l("Reason"), _SEALED)


class ReassignForm(StepForm):
    """Who takes it over."""

    investigator, reason = SelectField(_l("Investigator")), _text(_l("Reason"), _SEALED)


class RemarkForm(StepForm):
    """A move that takes a remark."""

    reason = _text(_l("Remark"), _SEALED)


FORMS: Final[Mapping[Move, type[StepForm]]] = {
    Move.ASSIGN: AssignForm,
    Move.REFER: ReferForm,
    Move.CLOSE_AT_TRIAGE: CloseForm,
    Move.HOLD: HoldForm,
    Move.REOPEN: ReopenForm,
}
"""The other moves take a remark, or nothing."""


class NoteForm(Form):
    """A note on the case; `form_id` makes one form one note."""

    form_id = HiddenField(default=lambda: secrets.token_hex(16))
    body = _text(_l("Write a note"), _l("Sealed as you send it. Only staff who may open this case can read it."))


def note_form(typed: Any = None) -> NoteForm:
    """A note beside the other fields of the page: both travel in one form, so that opening something loses neither."""
    return NoteForm(typed, prefix="note-")


class AnswerForm(Form):
    """A message to the complainant; `form_id` makes one form one message, however often it is sent."""

    form_id = HiddenField(default=lambda: secrets.token_hex(16))
    body = TextAreaField(
        _l("Write to the complainant"),
        description=_l("Sealed to them. They read it with their number and passphrase; nothing is mailed."),
    )

    def validate_body(self, field: TextAreaField) -> None:
        """Not empty, not over-long; what was typed stays either way."""
        try:
            checked_body(field.data or "")
        except UnusableBody as problem:
            empty = _l("Write your message first.")
            raise ValidationError(empty if problem.is_empty else _l("This message is too long.")) from problem


NOT_DAYS: Final = _l("Write a number of days, 1 or more.")


class Days(IntegerField):
    """A number of days; what is none is refused in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed. ValueError shows at the field."""
        text = valuelist[0].strip() if valuelist else ""
        if not (text.isascii() and text.isdigit() and len(text) < 6):
            self.data = None
            raise ValueError(NOT_DAYS)
        self.data = int(text)


class ExtendForm(Form):
    """More days, and why."""

    seen_due_on = HiddenField()
    days = Days(_l("Days"), [NumberRange(min=1, message=NOT_DAYS)])
    reason = _text(_l("Reason"), _SEALED)
    form_errors: list[str]


class ConflictForm(Form):
    """Who cannot work on the case, and why."""

    person = SelectField(_l("Who"))
    conflict = SelectField(
        _l("Why"), choices=named(CONFLICTS), description=_l("Kept for good. Nobody can take it back.")
    )

    @property
    def chosen(self) -> Conflict:
        """The conflict that was chosen."""
        return Conflict(self.conflict.data)
