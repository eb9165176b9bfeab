"""What a reminder says, in the language of the city. Nothing in it comes from a complaint."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext, ngettext

from complaints.platform.jurisdiction.profile import DueOn, Profile
from complaints.platform.post.service import Letter
from complaints.platform.web.filters import day
from complaints.registry.words import shown_name
from complaints.reports.editions.parts import due_words, short_name
from complaints.reports.job.reminders import Kind, Reminder

MOST_NAMED = 40
"""Technologies that a mail lists; the page shows every one."""


def letter_of(reminder: Reminder, profile: Profile) -> Letter:
    """The mail. The caller forces the language."""
    period, schedule = reminder.standing.period.code, reminder.standing.schedule
    match reminder.kind:
        case Kind.FREEZE:
            subject = gettext("Report for %(period)s: freeze it on %(day)s", period=period, day=day(schedule.freeze_on))
            paragraphs = _freeze(reminder, profile)
        case Kind.FILL:
            subject = gettext("Report for %(period)s: the registry has gaps", period=period)
            paragraphs = _fill(reminder)
        case Kind.SET_DAY:
            subject = gettext("Report for %(period)s: set the day it is due", period=period)
            paragraphs = _set_day(reminder, profile)
    closing = gettext("You get this mail because of your work in this system. Nothing in it is about a person.")
    return Letter(reminder.key, reminder.person.email, str(subject), "\n\n".join([*paragraphs, str(closing)]) + "\n")


def _freeze(reminder: Reminder, profile: Profile) -> list[str]:
    schedule, missing = reminder.standing.schedule, reminder.standing.missing.missing
    left = reminder.standing.days_left or 0
    why = {"period": reminder.standing.period.code, "due": day(schedule.due_on), "why": due_words(profile)}
    words = [
        gettext("The report for %(period)s is due on %(due)s (%(why)s).", **why)
        if isinstance(profile.reporting.due, DueOn)
        else gettext("The report for %(period)s is due before %(due)s (%(why)s).", **why),
        ngettext(
            "Freeze its numbers on %(day)s. That is tomorrow.",
            "Freeze its numbers on %(day)s. That is in %(num)s days.",
            left,
            day=day(schedule.freeze_on),
        ),
        address("/staff/releases"),
    ]
    if missing:
        words.insert(
            2, ngettext("The registry still lacks %(num)s item.", "The registry still lacks %(num)s items.", missing)
        )
    return [str(sentence) for sentence in words]


def _fill(reminder: Reminder) -> list[str]:
    entries = reminder.standing.missing.incomplete
    opening = gettext(
        "The report for %(period)s freezes on %(day)s. Until then you can still say what is missing. What nobody has "
        "stated appears in the report as “not stated”.",
        period=reminder.standing.period.code,
        day=day(reminder.standing.schedule.freeze_on),
    )
    lines = [
        f"- {shown_name(entry.technology)}: {', '.join(short_name(part) for part in entry.missing)}"
        for entry in entries[:MOST_NAMED]
    ]
    return [str(opening), "\n".join(lines), address(f"/staff/releases/missing?period={reminder.standing.period.code}")]


def _set_day(reminder: Reminder, profile: Profile) -> list[str]:
    period = reminder.standing.period.code
    sentence = gettext(
        "The report for %(period)s is due before this event: %(event)s. Nobody has set its day yet. Set it, so that "
        "the numbers freeze in time.",
        period=period,
        event=due_words(profile),
    )
    return [str(sentence), address(f"/staff/releases/due?period={period}")]


def address(path: str) -> str:
    """A page of the staff site as a mail gives it."""
    return f"{str(current_app.config['BASE_URL']).rstrip('/')}{path}"
