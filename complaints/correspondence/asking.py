"""The forms behind the complainant's page: a name, an address for mail, another look, and how it went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField, TextAreaField
from wtforms.fields import SelectChoice

from complaints.correspondence.rules import MOST_OF_A_REASON, FeedbackQuestion
from complaints.intake.answers import Identity
from complaints.intake.fields import AtMost, Kept, Needed, email_like, long, one, phone_like, short
from complaints.intake.labels import MODES
from complaints.intake.rules import FilingMode, storable

QUESTIONS: Final = {
    FeedbackQuestion.EASY: _l("Was it easy to complain here?"),
    FeedbackQuestion.EXPLAINED: _l("Did we explain what we did and why?"),
    FeedbackQuestion.HEARD: _l("Do you feel heard?"),
    FeedbackQuestion.AGAIN: _l("Would you complain here again if you had to?"),
}
ANSWERS: Final = {
    5: _l("Very much"),
    4: _l("Quite"),
    3: _l("Partly"),
    2: _l("A little"),
    1: _l("Not at all"),
}
SKIPPED: Final = _l("I do not want to say")


class NameForm(Form):
    """A name given later; `form_id` makes one form one name."""

    form_id = HiddenField()
    mode = one(_l("How may we use your name?"), _l("Choose how we may use your name."))
    name = short("name", _l("Your name"))
    email = short("email", _l("E-mail"), "", email_like)
    phone = short("phone", _l("Phone"), "", phone_like)
    address = long("address", _l("Postal address"))

    def offer(self, modes: Iterable[FilingMode], hints: Mapping[FilingMode, Any]) -> None:
        """What this complaint can still become, and what each means here; a single way is chosen already."""
        self.mode.choices = [SelectChoice(mode.value, MODES[mode], render_kw={"hint": hints[mode]}) for mode in modes]
        if len(self.mode.choices) == 1 and self.mode.raw_data is None:
            self.mode.data = self.mode.choices[0].value

    def fill_in(self, known: Identity) -> None:
        """What they said of themselves before, to be left or changed."""
        self.name.data, self.email.data = known.name, known.email
        self.phone.data, self.address.data = known.phone, known.address

    def identity(self) -> Identity:
        """What was given."""
        return Identity(self.name.data, self.email.data, self.phone.data, self.address.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields, and that somebody is named."""
        is_good = bool(super().validate(extra_validators))
        if is_good and not self.name.data:
            self.name.errors = [gettext("Write your name.")]
            return False
        return is_good


class MailForm(Form):
    """Where to send that there is something to read."""

    form_id = HiddenField()
    email = short("email", _l("Your e-mail address"), "", Needed(_l("Write your e-mail address.")), email_like)


class ReviewForm(Form):
    """Why somebody should look at it again."""

    reason = TextAreaField(
        _l("What should we look at again?"),
        [Kept(), Needed(_l("Write what we should look at again.")), AtMost(MOST_OF_A_REASON)],
        filters=[lambda text: storable((text or "").replace("\r\n", "\n").replace("\r", "\n")).strip()],
        description=_l("For example: what was left out, what is wrong, or what you found out since. We lock this."),
    )


class FeedbackForm(Form):
    """Four closed questions, each of which can be skipped."""

    easy = one(QUESTIONS[FeedbackQuestion.EASY], _l("Choose one of these answers."))
    explained = one(QUESTIONS[FeedbackQuestion.EXPLAINED], _l("Choose one of these answers."))
    heard = one(QUESTIONS[FeedbackQuestion.HEARD], _l("Choose one of these answers."))
    again = one(QUESTIONS[FeedbackQuestion.AGAIN], _l("Choose one of these answers."))
    form_errors: list[str]

    def offer(self) -> None:
        """The same five answers to each, and none."""
        for question in FeedbackQuestion:
            field = self[question.value]
            field.choices = [
                *(SelectChoice(str(value), words) for value, words in ANSWERS.items()),
                SelectChoice("", SKIPPED),
            ]
            field.data = field.data or ""

    def answers(self) -> dict[FeedbackQuestion, int]:
        """What was answered."""
        return {question: int(self[question.value].data) for question in FeedbackQuestion if self[question.value].data}

    def validate(self, extra_validators: Any = None) -> bool:
        """The answers are among those offered, and there is one."""
        is_good = bool(super().validate(extra_validators))
        if is_good and not self.answers():
            self.form_errors = [gettext("Answer at least one question, or go back.")]
            return False
        return is_good
