"""The forms of signing in and of managing accounts."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField, IntegerField, PasswordField, RadioField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from complaints.platform.accounts.models import Scope
from complaints.platform.accounts.permissions import Role
from complaints.platform.accounts.rules import (
    MOST_EMAIL,
    MOST_NAME,
    MOST_TOKEN_DAYS,
    MOST_TOKEN_NAME,
    MOST_UNIT,
    canonical_email,
    is_email,
    is_plain,
    password_fault,
)
from complaints.platform.accounts.words import ROLE_DUTIES, ROLE_NAMES, SCOPE_NAMES, password_sentence

_TOO_LONG_NAME = Length(max=MOST_NAME, message=_l("Use at most 120 characters."))
_UNIT_HINT = _l("Where this person works. Nobody is assigned a complaint about their own unit.")


def _plain(_form: Any, field: StringField) -> None:
    """Refuse characters that cannot be seen."""
    if not is_plain(field.data or ""):
        raise ValidationError(_l("There is a character in this text that cannot be shown. Type the text again."))


class SignInForm(Form):
    """Address and password; that they belong together is found out by trying."""

    email = StringField(_l("E-mail address"), [InputRequired(_l("Write your e-mail address."))])
    password = PasswordField(_l("Password"), [InputRequired(_l("Write your password."))])


class CodeForm(Form):
    """The six digits of the second factor; `secret` travels sealed while a telephone is set up."""

    code = StringField(
        _l("Code"),
        [InputRequired(_l("Write the six digits."))],
        description=_l("Six digits. They change every 30 seconds."),
    )
    secret = HiddenField()


class NewPassword(Form):
    """A new password, checked against the person it is for."""

    password = PasswordField(
        _l("New password"), description=_l("At least 12 characters. A few words in a row work well.")
    )
    again = PasswordField(_l("The same password again"))

    def __init__(self, formdata: Any = None, *, email: str = "", name: str = "") -> None:
        super().__init__(formdata)
        self.owner = (email, name)

    def validate_password(self, field: PasswordField) -> None:
        """Long enough, and not made of the person's own name."""
        fault = password_fault(field.data or "", *self.owner)
        if fault is not None:
            raise ValidationError(password_sentence(fault))

    def validate_again(self, field: PasswordField) -> None:
        """Typed twice alike, because it cannot be seen."""
        if not self.password.errors and field.data != self.password.data:
            raise ValidationError(_l("The two are not the same. Type both again."))


class FirstAccount(NewPassword):
    """The first administrator says who they are, too."""

    name = StringField(_l("Your name"), [InputRequired(_l("Write your name.")), _TOO_LONG_NAME, _plain])
    email = StringField(_l("E-mail address"), description=_l("You sign in with it."))

    def validate_email(self, field: StringField) -> None:
        """Something that mail can reach."""
        _check_email(field)


class ChangePassword(NewPassword):
    """The old password, and a new one."""

    current = PasswordField(_l("Password now"), [InputRequired(_l("Write the password you have now."))])


class WholeNumber(IntegerField):
    """A whole number; what cannot be read as one is left to the validators to refuse in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the digits, if they are digits."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class PlaceForm(Form):
    """What somebody does here, and where they work."""

    role = RadioField(
        _l("Role"),
        choices=[SelectChoice(r.value, ROLE_NAMES[r], render_kw={"hint": ROLE_DUTIES[r]}) for r in Role],
        validate_choice=False,
    )
    unit = StringField(
        _l("Unit"), [Length(max=MOST_UNIT, message=_l("Use at most 80 characters."))], description=_UNIT_HINT
    )

    def validate_role(self, field: RadioField) -> None:
        """One of the roles there are."""
        if field.data not in set(Role):
            raise ValidationError(_l("Choose a role."))


class NewAccount(PlaceForm):
    """A new member of staff."""

    name = StringField(
        _l("Name"),
        [
            InputRequired(_l("Write the person’s name.")),
            _TOO_LONG_NAME,
            _plain,
        ],
    )
    email = StringField(_l("E-mail address"), description=_l("They sign in with it."))

    def validate_email(self, field: StringField) -> None:
        """Something that mail can reach."""
        _check_email(field)


class NewToken(Form):
    """A machine and the one thing it may do."""

    name = StringField(
        _l("What is it for?"),
        [
            InputRequired(_l("Write what the token is for.")),
            Length(max=MOST_TOKEN_NAME, message=_l("Use at most 80 characters.")),
            _plain,
        ],
        description=_l("For example: yearly report job."),
    )
    scope = RadioField(
        _l("What it may do"),
        choices=[SelectChoice(scope.value, name) for scope, name in SCOPE_NAMES.items()],
        validate_choice=False,
        default=Scope.AGGREGATES_READ.value,
    )
    days = WholeNumber(
        _l("Days until it ends"),
        [NumberRange(1, MOST_TOKEN_DAYS, _l("Write a whole number from 1 to 730."))],
        description=_l("From 1 to 730."),
        default=365,
    )

    def validate_scope(self, field: RadioField) -> None:
        """One of the scopes there are."""
        if field.data not in set(Scope):
            raise ValidationError(_l("Choose what it may do."))


def _check_email(field: StringField) -> None:
    address = canonical_email(field.data or "")
    if len(address) > MOST_EMAIL or not is_email(address):
        raise ValidationError(_l("Write a whole e-mail address, like name@example.org."))
