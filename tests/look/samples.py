"""What the gallery shows: every part of the design system in every state, with data as the rooms give it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FileField,
    Form,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

AT = datetime(2026, 3, 9, 20, 5, tzinfo=UTC)

TECHNOLOGIES = [
    SelectChoice("alpr", "License plate reader", render_kw={"hint": "Cameras that write down plates."}),
    SelectChoice("fixed", "Fixed camera"),
    SelectChoice("sound", "Gunshot detection", render_kw={"hint": "Microphones that report a sound as a shot."}),
    SelectChoice("unknown", "I do not know"),
]


class SampleForm(Form):
    """One field of each kind."""

    place = StringField("Where did it happen?", [InputRequired("Tell us where it happened.")],
                        description="A street corner, a building or a neighborhood.")  # fmt: skip
    story = TextAreaField("What happened?", [Length(max=40, message="Use at most 40 characters.")],
                          description="Write it as you would tell a friend.")  # fmt: skip
    technology = RadioField("Which technology was it?", choices=TECHNOLOGIES)
    wrongs = SelectMultipleField(
        "What was wrong about it?",
        description="Choose all that fit.",
        choices=[
            SelectChoice("access", "Somebody looked without a reason"),
            SelectChoice("kept", "Kept longer than allowed"),
            SelectChoice("match", "It took me for somebody else"),
        ],
    )
    neighborhood = SelectField(
        "Neighborhood",
        choices=[
            SelectChoice("", "Not stated"),
            SelectChoice("dutchtown", "Dutchtown", optgroup="South"),
            SelectChoice("carondelet", "Carondelet", optgroup="South"),
            SelectChoice("oneil", "The Ville", optgroup="North"),
        ],
    )
    on = DateField("On which day?", description="If you are not sure, give your best guess.")
    month = StringField("Month")
    day = StringField("Day")
    year = StringField("Year")
    evidence = FileField("Add a picture or a file")
    agreed = BooleanField("I may be written to here", description="We use the messages on this site only.")
    sealed = HiddenField(default="answers")


def filled() -> SampleForm:
    """A form with answers and nothing wrong."""
    return SampleForm(place="Grand and Gravois", story="A camera turned towards my window.", technology="alpr",
                      wrongs=["access"], on=date(2026, 3, 2), month="3", day="2", year="2026", agreed=True)  # fmt: skip


class _Posted(dict[str, Any]):
    def getlist(self, name: str) -> list[Any]:
        value = self[name]
        return value if isinstance(value, list) else [value]


def refused() -> SampleForm:
    """A form that came back: errors at the fields, and what was typed still there."""
    form = SampleForm(
        _Posted(place="", story="x" * 60, on="yesterday", month="13", day="40", year="26", technology="", wrongs=["?"])
    )
    form.validate()
    form.month.errors = ["Use a month from 1 to 12."]
    return form


STEPS = [
    {"title": "Received", "state": "done", "at": AT, "text": ""},
    {"title": "Sent to the right desk", "state": "done", "at": date(2026, 3, 12), "text": "Internal affairs has it."},
    {"title": "Being looked into", "state": "now", "at": date(2026, 3, 20), "text": "We write to you every 30 days."},
    {"title": "Checked by somebody else", "state": "next", "at": None, "text": ""},
    {"title": "Closed", "state": "next", "at": None, "text": ""},
]

EVENTS = [
    {"at": AT, "text": "The complaint was received through the website.", "who": ""},
    {"at": AT, "text": "A request to keep the recordings went out.", "who": "Router", "kind": "decision"},
    {"at": AT, "text": "The resident wrote.", "kind": "message", "detail": "A second camera.\nIt faced the school."},
    {"at": AT, "text": "The classification is late.", "who": "", "kind": "warning"},
]

MESSAGES = [
    {"at": AT, "body": "Thank you. Was the trailer there the next day as well?", "from_us": True},
    {"at": AT, "body": "Yes. It stood there until Friday.\nThen it was gone.", "from_us": False},
]


def queue_row(number: str, status: str, kind: str, days: int | None, **more: Any) -> dict[str, Any]:
    """A row of the work queue."""
    row: dict[str, Any] = {
        "number": number,
        "url": "#case",
        "technology": "License plate reader",
        "alleged": "False reason given for a search",
        "track": "Misconduct",
        "status": status,
        "status_kind": kind,
        "assignee": "A. Rivers",
        "clock": None if days is None else {"label": "Preserve recordings", "days_left": days},
    }
    return row | more


QUEUE = [
    queue_row("7KQ4-M2XD-R", "Received", "new", -2, urgent=True, restricted=True, assignee=None, alleged="Stalking"),
    queue_row("Q9TD-84HB-C", "Triage", "active", 3, technology="Gunshot detection, Fixed camera"),
    queue_row("X2VM-77KP-E", "Investigating", "active", 21),
    queue_row("B5RC-90ZN-W", "On hold", "waiting", None, clock={"label": "Finish", "days_left": 40, "paused": True}),
    queue_row("M8FW-31GT-Y", "In review", "active", 0, clock={"label": "Finish", "days_left": 0, "met": True}),
    queue_row("T3HJ-56QA-K", "Closed", "done", None),
]

COUNTS = [
    ("License plate reader", [31, 12, (0, 4), (0, 4)], "#alpr"),
    ("Gunshot detection", [9, (0, 5), 0, (3, 8)]),
    ("Mobile camera trailer", [0, 0, 0, 0]),
    ("Body-worn camera", [1204, 511, None, 693]),
]
TOTAL = ("All mentions", [1244, 530, (1, 9), 702])
BARS = [("License plate reader", 31, "#alpr"), ("Gunshot detection", (0, 4)), ("Mobile camera trailer", 0),
        ("Body-worn camera", (6, 18)), ("Not known", 12)]  # fmt: skip

LANGUAGES = [
    ("en", "English", "/", True),
    ("es", "Español", "/es/", False),
    ("bs", "Bosanski", "/bs/", False),
    ("vi", "Tiếng Việt", "/vi/", False),
    ("zh", "简体中文", "/zh/", False),
    ("ar", "العربية", "/ar/", False),
]
