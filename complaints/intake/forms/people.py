"""Whom it is about, what should come of it, and who complains."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from complaints.intake import labels
from complaints.intake.answers import Identity
from complaints.intake.fields import choices, email_like, long, one, phone_like, several, short
from complaints.intake.forms.page import PageForm
from complaints.intake.rules import FilingMode, Flag, Redress, Standing, SubjectKind


class AboutForm(PageForm):
    """Whom or what it is about."""

    about = one(_("Who or what is your complaint about?"), _("Choose who or what it is about."))
    about_text = long(
        "about",
        _("What do you know about them?"),
        _("A name, a badge number, a car number, a unit or a company. We lock this."),
    )
    flags = several(_("Does one of these fit?"))

    def offer(self) -> None:
        """Subjects and flags."""
        super().offer()
        self.about.choices = choices(labels.SUBJECTS, labels.SUBJECTS)
        # Danger has a page of its own.
        flags = [flag for flag in Flag if flag is not Flag.SAFETY_RISK]
        self.flags.choices = choices(flags, labels.FLAGS, labels.FLAG_HINTS)

    def answers(self) -> dict[str, Any]:
        """The subject and the flags."""
        before = super().answers()
        flags = before.get("flags", frozenset()) | {Flag(flag) for flag in self.flags.data or ()}
        return before | {"about": SubjectKind(self.about.data), "about_text": self.about_text.data, "flags": flags}


class WantsForm(PageForm):
    """What should come of it."""

    wants = several(
        _("What do you want to come of it?"), None, _("Choose all that fit, or none. We cannot promise any.")
    )
    wants_text = long("wants_text", _("In your own words"))

    def offer(self) -> None:
        """What can be asked for."""
        super().offer()
        self.wants.choices = choices(Redress, labels.REDRESS)

    def answers(self) -> dict[str, Any]:
        """The wishes."""
        wants = tuple(Redress(want) for want in dict.fromkeys(self.wants.data or ()))
        return super().answers() | {"wants": wants, "wants_text": self.wants_text.data}


class YouForm(PageForm):
    """Who complains, as far as they want to say."""

    mode = one(_("Do you want to give your name?"), _("Choose whether to give your name. You can stay anonymous."))
    standing = one(_("Did it happen to you?"), _("Choose whether it happened to you."))
    name = short("name", _("Your name"))
    email = short("email", _("E-mail"), "", email_like)
    phone = short("phone", _("Phone"), "", phone_like)
    address = long("address", _("Postal address"))

    def offer(self) -> None:
        """How much of a name, and whose matter it is."""
        super().offer()
        self.mode.choices = choices(FilingMode, labels.MODES, labels.MODE_HINTS)
        self.standing.choices = choices(Standing, labels.STANDINGS)

    def identity(self) -> Identity:
        """What was given of it."""
        return Identity(self.name.data, self.email.data, self.phone.data, self.address.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields, and that the name fits what was chosen."""
        is_good = super().validate(extra_validators)
        problem = self._name_problem()
        if problem:
            self.name.errors = [*self.name.errors, problem]
        return is_good and problem is None

    def _name_problem(self) -> Any:
        if self.mode.errors or any(field.errors for field in (self.name, self.email, self.phone, self.address)):
            return None
        is_anonymous, is_empty = self.mode.data == FilingMode.ANONYMOUS, self.identity().is_empty
        if is_anonymous and not is_empty:
            return gettext("You chose to stay anonymous. Empty these fields, or choose another answer above.")
        if not is_anonymous and is_empty:
            return gettext("Give a name or a way to reach you, or choose to stay anonymous.")
        return None

    def answers(self) -> dict[str, Any]:
        """Mode, standing and identity."""
        who = {"mode": FilingMode(self.mode.data), "standing": Standing(self.standing.data)}
        return super().answers() | who | {"identity": self.identity()}
