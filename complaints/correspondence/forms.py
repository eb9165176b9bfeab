"""The forms of the complainant's page."""

from __future__ import annotations

import unicodedata

from flask_babel import format_decimal, gettext, ngettext
from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField, StringField, TextAreaField, ValidationError

from complaints.correspondence.rules import UnusableBody, checked_body
from complaints.intake.number import LENGTH, BadNumber, parse
from complaints.platform.vault.mailbox import WORDS, normalise


class FollowForm(Form):
    """Number and passphrase."""

    number = StringField(
        _l("Complaint number"), description=_l("It looks like 7K2M-94QX-3. Capital or small letters, both work.")
    )
    passphrase = StringField(
        _l("Passphrase"), description=_l("The eight words you wrote down, with a space between them.")
    )

    def validate_number(self, field: StringField) -> None:
        """A slip of the pen is caught by the length and the check character, before anything is looked up."""
        text = unicodedata.normalize("NFKC", field.data or "")
        if not text.strip():
            raise ValidationError(_l("Write your complaint number."))
        if sum(character.isalnum() for character in text) != LENGTH + 1:
            raise ValidationError(
                _l("A complaint number has nine letters and digits. Please compare it with your note.")
            )
        try:
            parse(text)
        except BadNumber as problem:
            raise ValidationError(
                _l("One character of this number is wrong. Please compare it with your note.")
            ) from problem

    def validate_passphrase(self, field: StringField) -> None:
        """Only how many words stand here; whether they open a complaint is found out by trying."""
        text = (field.data or "").strip()
        if not text:
            raise ValidationError(_l("Write your passphrase."))
        if len(text) > 400:
            raise ValidationError(_l("This is longer than any passphrase we give."))
        words = len(normalise(text).split())
        if words != WORDS:
            raise ValidationError(
                gettext("The passphrase has eight words, with a space between them. You wrote %(num)s.", num=words)
            )


class MessageForm(Form):
    """A message; `form_id` makes one form one message, however often it is sent."""

    form_id = HiddenField()
    body = TextAreaField(
        _l("Write to us"),
        description=_l("Only the people who work on your complaint can read this. You need not say who you are."),
    )

    def validate_body(self, field: TextAreaField) -> None:
        """Not empty, not over-long; what was typed stays either way."""
        try:
            checked_body(field.data or "")
        except UnusableBody as problem:
            if problem.is_empty:
                raise ValidationError(_l("Write your message first.")) from problem
            words = ngettext(
                "This message is too long by one character. Please shorten it.",
                "This message is too long by %(many)s characters. Please shorten it.",
                problem.over,
                many=format_decimal(problem.over),
            )
            raise ValidationError(words) from problem
