"""The form that narrows the queue."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import Form, SelectField, StringField
from wtforms.fields import SelectChoice

from complaints.casework.forms import ANY, named
from complaints.casework.queue import Assignee, Filters, Need, Urgency
from complaints.casework.rules import Status
from complaints.casework.wording import STATUSES
from complaints.routing.rules import Track
from complaints.routing.wording import TRACKS


def _assignee(text: str) -> Assignee | int | None:
    """Whose cases: mine, nobody's, or those of the person of that number."""
    if text in set(Assignee):
        return Assignee(text)
    return int(text) if text else None


class FilterForm(Form):
    """What the queue is narrowed to."""

    q = StringField(_l("Complaint number"))
    status = SelectField(_l("Status"), choices=named(STATUSES, SelectChoice("", _l("All open"))), default="")
    track = SelectField(_l("Track"), choices=named(TRACKS, ANY), default="")
    desk = SelectField(_l("Desk"), default="")
    technology = SelectField(_l("Technology"), default="")
    clock = SelectField(
        _l("Clock"),
        choices=[
            ANY,
            SelectChoice(Urgency.LATE.value, _l("Late")),
            SelectChoice(Urgency.SOON.value, _l("Due within 7 days")),
        ],
        default="",
    )
    assignee = SelectField(
        _l("Assigned to"),
        choices=[
            ANY,
            SelectChoice(Assignee.ME.value, _l("Me")),
            SelectChoice(Assignee.NOBODY.value, _l("Nobody yet")),
        ],
        default="",
    )
    needs = SelectField(
        _l("Needs"),
        choices=[
            ANY,
            SelectChoice(Need.INVESTIGATOR.value, _l("Needs a new investigator")),
            SelectChoice(Need.REVIEW.value, _l("Another look is asked for")),
            SelectChoice(Need.MESSAGE.value, _l("A message is unread")),
        ],
        default="",
    )

    def filters(self) -> Filters:
        """The filters that were understood; a field with an error does not filter."""
        chosen = {name: field.data for name, field in self._fields.items() if field.data and not field.errors}
        return Filters(
            status=Status(chosen["status"]) if "status" in chosen else None,
            track=Track(chosen["track"]) if "track" in chosen else None,
            desk=chosen.get("desk", ""),
            technology_id=int(chosen["technology"]) if "technology" in chosen else None,
            urgency=Urgency(chosen["clock"]) if "clock" in chosen else None,
            assignee=_assignee(chosen.get("assignee", "")),
            needs=Need(chosen["needs"]) if "needs" in chosen else None,
        )
