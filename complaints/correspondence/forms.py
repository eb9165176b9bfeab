"""The forms of the complainant's page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField, StringField, TextAreaField, ValidationError

from complaints.correspondence.rules import UnusableBody, checked_body
from complaints.intake.number import BadNumber, parse


class FollowForm(Form):
    """Number and passphrase."""

    number = StringField(
        _l("Complaint number"), description=_l("It looks like 7K2M-94QX-3. Capital or small letters, both work.")
    )
    passphrase = StringField(
        _l("Passphrase"), description=_l("The eight words you wrote down, with a space between them.")
    )

    def validate_number(self, field: StringField) -> None:
        """A slip of the pen is caught by the check character, before anything is looked up."""
        if not (field.data or "").strip():
            raise ValidationError(_l("Write your complaint number."))
        try:
            parse(field.data or "")
        except BadNumber as problem:
            raise ValidationError(
                _l("One character of this number is wrong. Please compare it with your note.")
            ) from problem

    def validate_passphrase(self, field: StringField) -> None:
        """Only that something stands here; whether it opens is found out by trying."""
        text = (field.data or "").strip()
        if not text:
            raise ValidationError(_l("Write your passphrase."))
        if len(text) > 400:
            raise ValidationError(_l("This is longer than any passphrase we give."))


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
            words = (
                _l("Write your message first.")
                if problem.is_empty
                else _l("This message is too long. Please shorten it.")
            )
            raise ValidationError(words) from problem
