"""The form that sets the day of the event before which a report is due."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from wtforms import DateField, Form, HiddenField, StringField
from wtforms.validators import InputRequired

from complaints.reports.editions.parts import ABOUT_REASON, refusal_words
from complaints.reports.job.due import DueRefused


class DueForm(Form):
    """The day, and for a correction the reason."""

    period = HiddenField()
    on = DateField(
        lazy_gettext("Day of the event"),
        validators=[InputRequired(lazy_gettext("Choose the day. Write it as year, month and day, like 2026-05-16."))],
    )
    reason = StringField(
        lazy_gettext("Why it changes"),
        description=lazy_gettext("For example: the hearing was moved. The earlier day stays on record."),
    )

    def refuse(self, refused: DueRefused) -> None:
        """Put the refusal beside the field it is about."""
        field: Any = self.reason if refused.why in ABOUT_REASON else self.on
        field.errors = [refusal_words(refused)]
