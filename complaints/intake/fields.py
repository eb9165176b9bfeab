"""The fields of the form: what may stand in each, and what a reader is told when something else does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final

from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from wtforms import Field, Form, RadioField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice

from complaints.intake.rules import MOST_CHARACTERS, storable

LEAST_DIGITS: Final = 7
"""A number within the city, without its area code."""

_EMAIL: Final = re.compile(r"[^@\s\"(),:;<>\[\]\\]+@[^@\s\"(),:;<>\[\]\\]+\.[^@\s\"(),:;<>\[\]\\.]+")
"""One address and no more: none of the marks that would make a list or a name of it in the head of a mail."""


def _one_kind_of_line(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _tidy(text: str | None) -> str:
    return storable(_one_kind_of_line(text or "")).strip()


class Kept:
    """Refuses characters that cannot be kept, once: by then the field shows the text without them."""

    def __call__(self, _form: Form, field: Field) -> None:
        """See the class."""
        raw = _one_kind_of_line(field.raw_data[0]) if field.raw_data else ""
        if storable(raw) != raw:
            message = _("Some invisible characters could not be kept. We took them out. Please read your text again.")
            raise ValidationError(message)


class AtMost:
    """Refuses a text that is too long and says by how much."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, _form: Form, field: Field) -> None:
        """See the class."""
        over = len(field.data) - self.most
        if over > 0:
            message = ngettext(
                "This is %(num)s character too long. Please shorten it.",
                "This is %(num)s characters too long. Please shorten it.",
                over,
            )
            raise ValidationError(message)


class Needed:
    """Refuses an empty text."""

    def __init__(self, message: Any) -> None:
        self.message = message

    def __call__(self, _form: Form, field: Field) -> None:
        """See the class."""
        if not field.data:
            raise ValidationError(self.message)


def email_like(_form: Form, field: Field) -> None:
    """Something, an @, something with a dot: more cannot be known without writing there."""
    if field.data and not _EMAIL.fullmatch(field.data):
        raise ValidationError(_("An e-mail address looks like name@example.com."))


def phone_like(_form: Form, field: Field) -> None:
    """Enough digits for somebody to be called, whatever is written around them."""
    if field.data and sum(character.isdecimal() for character in field.data) < LEAST_DIGITS:
        raise ValidationError(_("A phone number has at least seven digits, for example 555-0100."))


def short(name: str, label: Any, hint: Any = "", *more: Any) -> StringField:
    """A line of text; `name` is its row in MOST_CHARACTERS."""
    return StringField(label, [Kept(), AtMost(MOST_CHARACTERS[name]), *more], filters=[_tidy], description=hint)


def long(name: str, label: Any, hint: Any = "", *more: Any) -> TextAreaField:
    """Text of several lines; `name` is its row in MOST_CHARACTERS."""
    return TextAreaField(label, [Kept(), AtMost(MOST_CHARACTERS[name]), *more], filters=[_tidy], description=hint)


class OneOf:
    """Refuses no answer, and one that was not offered."""

    def __init__(self, message: Any) -> None:
        self.message = message

    def __call__(self, _form: Form, field: Field) -> None:
        """See the class."""
        if field.data not in {choice.value for choice in field.iter_choices()}:
            raise ValidationError(self.message)


class SomeOf:
    """Refuses answers that were not offered; with a message, no answer too."""

    def __init__(self, message: Any = None) -> None:
        self.message = message

    def __call__(self, _form: Form, field: Field) -> None:
        """See the class."""
        if self.message and not field.data:
            raise ValidationError(self.message)
        if not set(field.data or ()) <= {choice.value for choice in field.iter_choices()}:
            raise ValidationError(_("One of these answers is not on the list any more. Please choose again."))


def one(label: Any, message: Any, hint: Any = "") -> RadioField:
    """One answer of several."""
    return RadioField(label, [OneOf(message)], description=hint, choices=[], validate_choice=False)


def several(label: Any, message: Any = None, hint: Any = "") -> SelectMultipleField:
    """Any number of answers; with a message, at least one."""
    return SelectMultipleField(label, [SomeOf(message)], description=hint, choices=[], validate_choice=False)


def choices(
    members: Iterable[StrEnum], labels: Mapping[Any, Any], hints: Mapping[Any, Any] | None = None, group: Any = None
) -> list[SelectChoice]:
    """Choices of an enum in words, in the order given."""
    return [
        SelectChoice(
            member.value,
            labels[member],
            render_kw={"hint": hints[member]} if hints and member in hints else None,
            optgroup=group,
        )
        for member in members
    ]
