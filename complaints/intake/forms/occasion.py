"""When and where it happened."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from complaints.intake.fields import Needed, OneOf, short
from complaints.intake.forms.page import PageForm
from complaints.intake.rules import EARLIEST

ELSEWHERE: Final = "elsewhere"
"""What the list of places says for outside the city and for not sure; stored as no neighbourhood."""


class WhenForm(PageForm):
    """When: a date in three fields, or not known."""

    month, day, year = StringField(_("Month")), StringField(_("Day")), StringField(_("Year"))
    day_unknown = BooleanField(_("I do not know the day"))
    when_text = short(
        "when", _("Anything more about the time"), _("The time of day, or your best guess. We lock this.")
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields, and that they make a day that has been."""
        is_good = super().validate(extra_validators)
        problem = self._day_problem()
        if problem:
            self.month.errors = [*self.month.errors, problem]
        return is_good and problem is None

    def parts(self) -> list[str]:
        """Year, month and day as typed."""
        return [(part.data or "").strip() for part in (self.year, self.month, self.day)]

    def incident_on(self) -> date | None:
        """The day, if the three fields make one."""
        parts = self.parts()
        if not all(part.isdecimal() and len(part) <= 4 for part in parts):
            return None
        try:
            return date(*map(int, parts))
        except ValueError:
            return None

    def _day_problem(self) -> Any:
        written = any(self.parts())
        if self.day_unknown.data:
            return gettext("Write a day, or tick that you do not know it. Not both.") if written else None
        if not written:
            return gettext("Write the day, or tick that you do not know it.")
        day = self.incident_on()
        if day is None:
            return gettext("This is not a day. Write numbers, for example 6, 14 and 2025.")
        if day > self.circumstances.today:
            return gettext("This day is still to come. Write a day that has been.")
        if day < EARLIEST:
            return gettext("Write the year with four digits, %(year)s or later.", year=EARLIEST.year)
        return None

    def answers(self) -> dict[str, Any]:
        """The day, and what else was said about the time."""
        return super().answers() | {"incident_on": self.incident_on(), "when_text": self.when_text.data}


class WhereForm(PageForm):
    """Where."""

    neighbourhood = SelectField(
        _("Neighborhood"),
        [OneOf(_("Choose a neighborhood, or “Outside the city, or I am not sure”."))],
        choices=[],
        validate_choice=False,
    )
    place_text = short(
        "place", _("The exact place"), _("A street corner, an address, a stop or a building. We lock this.")
    )

    def offer(self) -> None:
        """The profile's neighbourhoods; nobody is asked for one where it states none."""
        super().offer()
        if not self.circumstances.profile.neighbourhoods:
            del self.neighbourhood
            return
        self.neighbourhood.choices = [
            SelectChoice("", gettext("Choose one")),
            SelectChoice(ELSEWHERE, gettext("Outside the city, or I am not sure")),
            *(SelectChoice(place.code, place.name) for place in self.circumstances.profile.neighbourhoods),
        ]

    def validate_neighbourhood(self, field: Any) -> None:
        """The empty line is there to be left."""
        Needed(_("Choose a neighborhood, or “Outside the city, or I am not sure”."))(self, field)

    def answers(self) -> dict[str, Any]:
        """The neighbourhood, if it is one of the city, and the exact place."""
        code = self.neighbourhood.data if self.neighbourhood else ELSEWHERE
        place = {"neighbourhood": None if code == ELSEWHERE else code, "place_text": self.place_text.data}
        return super().answers() | place
