"""All questions at once, for a clerk who writes down what came by phone, by letter or at the counter."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice

from complaints.intake import labels
from complaints.intake.fields import OneOf, choices, one
from complaints.intake.forms.matter import WhatForm, WrongForm
from complaints.intake.forms.occasion import WhenForm, WhereForm
from complaints.intake.forms.people import AboutForm, WhoForm, WhomForm, YouForm
from complaints.intake.forms.safety import SafetyForm
from complaints.intake.forms.technology import TechnologyForm
from complaints.intake.forms.wishes import ContactForm, WantsForm
from complaints.intake.incident import WrongDate
from complaints.intake.rules import Channel

LONGEST_WAY: Final = timedelta(days=366)
"""A letter that came longer ago than this is a slip in the year."""


class CounterForm(
    AboutForm,
    SafetyForm,
    TechnologyForm,
    WrongForm,
    WhatForm,
    WhenForm,
    WhereForm,
    WantsForm,
    ContactForm,
    YouForm,
    WhoForm,
    WhomForm,
):
    """The resident's questions, how and when the complaint came, and the caller's language."""

    channel = one(_("How did it come?"), _("Choose how it came."))
    received_on = StringField(_("On which day did it come?"))
    language = SelectField(
        _("Language of the caller"),
        [OneOf(_("Choose a language."))],
        description=_("The passphrase is made of words of this language, where we have a list of them."),
        choices=[],
        validate_choice=False,
    )

    def offer(self) -> None:
        """Ways to come in but the website, and the languages of the profile."""
        super().offer()
        self.channel.choices = choices([c for c in Channel if c is not Channel.WEB], labels.CHANNELS)
        # We write in the caller's language: it is asked once.
        del self.reply_language
        profile = self.circumstances.profile
        self.language.choices = [SelectChoice(language.code, language.name) for language in profile.languages]

    def validate_received_on(self, field: Any) -> None:
        """A day that has been, not long ago, and not before what it tells of."""
        day, today = self.received(), self.circumstances.today
        if day is None:
            raise ValidationError(gettext("Choose the day it came."))
        if day > today:
            raise ValidationError(gettext("This day is still to come. Choose the day it came."))
        if day < today - LONGEST_WAY:
            raise ValidationError(gettext("This is more than a year ago. Please check the year."))
        if self.tells_of_a_day_after(day):
            raise ValidationError(gettext("It came before the day it tells of. Please check both days."))

    def tells_of_a_day_after(self, day: date) -> bool:
        """Whether it can only have happened after that day."""
        try:
            earliest = self.happened().earliest
        except WrongDate:
            return False
        return earliest is not None and not self.day_unknown.data and day < earliest

    def standing_said(self) -> str:
        """It is on this page."""
        return self.standing.data or ""

    def mode_said(self) -> str:
        """It is on this page."""
        return self.mode.data or ""

    def is_beside_the_mode(self) -> bool:
        """It is."""
        return True

    def answers(self) -> dict[str, Any]:
        """All of them, in the caller's language."""
        return super().answers() | {"reply_language": self.language.data}

    def received(self) -> date | None:
        """The day it came, if that is one."""
        try:
            return date.fromisoformat((self.received_on.data or "").strip())
        except ValueError:
            return None

    def received_at(self) -> datetime | None:
        """Noon of an earlier day, in the city; None for today, which is now."""
        day = self.received()
        if day is None or day == self.circumstances.today:
            return None
        return datetime.combine(day, time(12), self.circumstances.profile.zone).astimezone(UTC)
