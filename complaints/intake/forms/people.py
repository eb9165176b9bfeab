"""Whom it is about, what should come of it, and who complains."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from complaints.intake import labels
from complaints.intake.answers import Identity
from complaints.intake.fields import OneOf, choices, email_like, long, one, phone_like, several, short
from complaints.intake.forms.page import PageForm
from complaints.intake.rules import FOR_ANOTHER, FilingMode, Flag, Knows, Standing, SubjectKind
from complaints.platform.jurisdiction.profile import Profile


class AboutForm(PageForm):
    """Whom or what it is about."""

    about = one(
        _("Who or what is your complaint about?"),
        _("Choose who or what it is about."),
        _("We ask so that nobody looks into a complaint about themselves. Please choose one."),
    )
    about_text = long(
        "about",
        _("What do you know about them?"),
        _("A name, a badge number, a car number, a unit or a company. You may skip it. We lock this."),
    )
    flags = several(
        _("Does one of these fit?"),
        None,
        _("We ask because such a complaint goes to other people too. If none fits, skip it."),
    )

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


def mode_hints(profile: Profile, locale: str) -> dict[FilingMode, Any]:
    """What each way of filing means, in the profile's words where it has some."""
    said = {mode: f"mode_{mode.value}" for mode in FilingMode}
    here = {mode: profile.text(key, locale) for mode, key in said.items() if key in profile.texts}
    return labels.MODE_HINTS | here


class YouForm(PageForm):
    """Who complains, as far as they want to say."""

    mode = one(
        _("Do you want to give your name?"),
        _("Choose whether to give your name. You can stay anonymous."),
        _("We ask because some steps need a name. Please choose one; each is fine."),
    )
    standing = one(
        _("Did it happen to you?"),
        _("Choose whether it happened to you."),
        _("We ask so that we know whom we talk with. Please choose one."),
    )

    def offer(self) -> None:
        """How much of a name, and whose matter it is; what a name means here is the profile's to say."""
        super().offer()
        hints = mode_hints(self.circumstances.profile, self.circumstances.locale)
        self.mode.choices = choices(FilingMode, labels.MODES, hints)
        self.standing.choices = choices(Standing, labels.STANDINGS)

    def answers(self) -> dict[str, Any]:
        """Mode and standing."""
        return super().answers() | {"mode": FilingMode(self.mode.data), "standing": Standing(self.standing.data)}


class WhoForm(PageForm):
    """Name and ways to be reached; asked only of who did not choose to stay anonymous."""

    name = short("name", _("Your name"))
    email = short("email", _("E-mail"), "", email_like)
    phone = short("phone", _("Phone"), "", phone_like)
    address = long("address", _("Postal address"))

    def mode_said(self) -> str:
        """How much of a name they want to give, as answered on its own page."""
        return self.circumstances.mode

    def is_named(self) -> bool:
        """Whether a name was announced."""
        return self.mode_said() in (FilingMode.CONFIDENTIAL, FilingMode.NAMED)

    def identity(self) -> Identity:
        """What was given of it."""
        return Identity(self.name.data, self.email.data, self.phone.data, self.address.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields, and that the name fits what was chosen; nothing here counts where nobody asked for it."""
        if not self.is_named() and not self.is_beside_the_mode():
            return True
        is_good = super().validate(extra_validators)
        problem = self._name_problem()
        if problem:
            self.name.errors = [*self.name.errors, problem]
        return is_good and problem is None

    def is_beside_the_mode(self) -> bool:
        """Whether both are asked on one page, where they can contradict each other."""
        return False

    def _name_problem(self) -> Any:
        if any(field.errors for field in (self.name, self.email, self.phone, self.address)):
            return None
        is_anonymous, is_empty = self.mode_said() == FilingMode.ANONYMOUS, self.identity().is_empty
        if is_anonymous and not is_empty:
            return gettext("You chose to stay anonymous. Empty these fields, or choose another answer above.")
        if self.is_named() and is_empty:
            return gettext("Give a name or a way to reach you, or go back and choose to stay anonymous.")
        return None

    def answers(self) -> dict[str, Any]:
        """Who it is; nobody where they chose to stay anonymous, whatever was typed before that."""
        return super().answers() | {"identity": self.identity() if self.is_named() else Identity()}


class WhomForm(PageForm):
    """For whom somebody speaks; asked only of who said that they do."""

    whom_knows = one(
        _("Does the person you speak for know of this complaint?"),
        _("Choose whether they know of it."),
        _("We ask so that we put nobody in danger by what we do. Please choose one."),
    )
    whom_text = long(
        "whom",
        _("Who is it, and how do you know them?"),
        _("For example “my son, 15”. A first name is enough. You may skip it. We lock this."),
    )

    def offer(self) -> None:
        """Whether they know."""
        super().offer()
        self.whom_knows.choices = choices(Knows, labels.KNOWS)
        if not self.is_asked():
            self.whom_knows.validators = [each for each in self.whom_knows.validators if not isinstance(each, OneOf)]

    def standing_said(self) -> str:
        """Whom the matter happened to, as answered on its own page."""
        return self.circumstances.standing

    def is_asked(self) -> bool:
        """Whether the complainant speaks for one person."""
        return self.standing_said() in FOR_ANOTHER

    def answers(self) -> dict[str, Any]:
        """For whom, if for anybody."""
        if not self.is_asked():
            return super().answers()
        return super().answers() | {"whom_text": self.whom_text.data, "whom_knows": Knows(self.whom_knows.data)}
