"""When and where it happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from complaints.intake.fields import OneOf, short
from complaints.intake.forms.page import Circumstances, PageForm
from complaints.intake.incident import EARLIEST, NOT_KNOWN, Happened, Slip, WrittenDate, WrongDate, happened
from complaints.intake.months import month_number, whole_year

ELSEWHERE: Final = "elsewhere"
"""What the list of places says for outside the city and for not sure; stored as no neighbourhood."""

LONGEST_PART: Final = 24
"""Characters of a part of a date that are looked at: no name of a month has so many."""

SLIPS: Final = {
    Slip.NO_YEAR: _("Write the year too. The year alone is enough."),
    Slip.NO_MONTH: _("Write the month too, or leave the day out."),
    Slip.NO_DATE: _("Day: there is no such day in this month. Write its number, or leave it out."),
    Slip.NO_SUCH_MONTH: _("Month: write its number or its name, for example 6 or June."),
    Slip.TO_COME: _("This day is still to come. Write a day that has been."),
    Slip.BACKWARDS: _("The last day comes before the first one. Please check both."),
}
"""What is said where a date cannot be; the year that is too early needs a number."""


class WhenForm(PageForm):
    """When: as much of a date as is known, a second one where it was not one day, or not known."""

    month, day, year = StringField(_("Month")), StringField(_("Day")), StringField(_("Year"))
    day_unknown = BooleanField(_("I do not know when"))
    until_month, until_day, until_year = StringField(_("Month")), StringField(_("Day")), StringField(_("Year"))
    is_several = BooleanField(_("It happened more than once"))
    when_text = short(
        "when", _("Anything more about the time"), _("The time of day, or your best guess. We lock this.")
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields, and that they make days that have been."""
        is_good = super().validate(extra_validators)
        field, problem = self._problem()
        if field is not None:
            field.errors = [*field.errors, problem]
        return is_good and field is None

    def happened(self) -> Happened:
        """When it happened. Raises WrongDate."""
        first, last = self._dates()
        return happened(first, last, is_several=self.is_several.data, today=self.circumstances.today)

    def incident_on(self) -> date | None:
        """The day, if the fields make exactly one."""
        try:
            return self.happened().on
        except WrongDate:
            return None

    def has_more(self) -> bool:
        """Whether it was said not to be one day, right or wrong."""
        last = (self.until_year, self.until_month, self.until_day)
        return bool(self.is_several.data or any(part.data or part.errors for part in last))

    def _problem(self) -> tuple[Field | None, Any]:
        """The field where something is wrong with the days, and what is said there."""
        first, last = self._dates()
        if self.day_unknown.data and not (first.is_empty and last.is_empty):
            return self.month, gettext("Write when it was, or tick that you do not know. Not both.")
        if not self.day_unknown.data and first.is_empty:
            return self.month, gettext("Write when it was, or tick that you do not know. The year alone is enough.")
        try:
            self.happened()
        except WrongDate as problem:
            return self._box(problem), _said(problem.slip)
        return None, None

    def _dates(self) -> tuple[WrittenDate, WrittenDate]:
        """Both dates as they were written, a month's name and a short year as their numbers."""
        boxes = ((self.year, self.month, self.day), (self.until_year, self.until_month, self.until_day))
        first, last = (_written(here, self.circumstances) for here in boxes)
        return first, last

    def _box(self, problem: WrongDate) -> Field:
        """Where the slip is."""
        if problem.slip in (Slip.NO_YEAR, Slip.NO_SUCH_YEAR, Slip.TOO_EARLY):
            return self.until_year if problem.is_last else self.year
        if problem.slip is Slip.NO_DATE:
            return self.until_day if problem.is_last else self.day
        return self.until_month if problem.is_last else self.month

    def answers(self) -> dict[str, Any]:
        """The day or the span, and what else was said about the time."""
        when = self.happened()
        span = None if when.on or when == NOT_KNOWN else when
        told = {"incident_on": when.on, "incident_span": span, "when_text": self.when_text.data}
        return super().answers() | told


def _written(boxes: Iterable[Field], circumstances: Circumstances) -> WrittenDate:
    year, month, day = ((box.data or "").strip()[:LONGEST_PART] for box in boxes)
    return WrittenDate(whole_year(year, circumstances.today), month_number(month, circumstances.locale), day)


def _said(slip: Slip) -> Any:
    if slip in (Slip.TOO_EARLY, Slip.NO_SUCH_YEAR):
        return gettext("Year: write it with four digits, %(year)s or later.", year=EARLIEST.year)
    return SLIPS[slip]


class WhereForm(PageForm):
    """Where; all of it may be left empty."""

    neighbourhood = SelectField(
        _("Neighborhood"),
        [OneOf(_("Choose a neighborhood, or “Outside the city, or I am not sure”."))],
        choices=[],
        validate_choice=False,
    )
    place_text = short(
        "place",
        _("The exact place"),
        _("In your own words: a corner, an address, a bus stop or a building. We lock this."),
    )

    def offer(self) -> None:
        """The profile's neighbourhoods; nobody is asked for one where it states none."""
        super().offer()
        if not self.circumstances.profile.neighbourhoods:
            del self.neighbourhood
            return
        if not self.neighbourhood.raw_data:
            self.neighbourhood.data = ""
        self.neighbourhood.choices = [
            SelectChoice("", gettext("I would rather not say")),
            SelectChoice(ELSEWHERE, gettext("Outside the city, or I am not sure")),
            *(SelectChoice(place.code, place.name) for place in self.circumstances.profile.neighbourhoods),
        ]

    def answers(self) -> dict[str, Any]:
        """The neighbourhood, if it is one of the city, and the exact place."""
        code = self.neighbourhood.data if self.neighbourhood else ELSEWHERE
        place = {"neighbourhood": None if code in ("", ELSEWHERE) else code, "place_text": self.place_text.data}
        return super().answers() | place
