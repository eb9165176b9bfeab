"""The answers as a list to be read over before sending, each with the page that changes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import format_date, gettext

from complaints.intake import labels
from complaints.intake.answers import Answers
from complaints.intake.forms.technology import technology_name
from complaints.intake.pages import Page
from complaints.intake.rules import FilingMode
from complaints.platform.jurisdiction.profile import Profile
from complaints.registry.models import Technology

Value = str | list[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One answer: what was asked, what was said, and where to change it."""

    label: str
    value: Value
    page: Page


def rows(answers: Answers, technologies: Sequence[Technology], profile: Profile) -> list[Row]:
    """Every answer in the order of the form."""
    subject = _together(labels.SUBJECTS[answers.about], answers.about_text)
    return [
        Row(gettext("Technology"), _technologies(answers, technologies), Page.TECHNOLOGY),
        Row(gettext("What was wrong"), _words(answers.kinds, labels.KINDS), Page.WRONG),
        Row(gettext("What happened"), answers.narrative, Page.WHAT),
        Row(gettext("When"), _when(answers), Page.WHEN),
        Row(gettext("Where"), _where(answers, profile), Page.WHERE),
        Row(gettext("Who or what it is about"), subject, Page.ABOUT),
        Row(gettext("Does one of these fit?"), _words(sorted(answers.flags), labels.FLAGS), Page.ABOUT),
        Row(gettext("What you want"), _wants(answers), Page.WANTS),
        Row(gettext("Your name"), _who(answers), Page.YOU),
        Row(gettext("Did it happen to you?"), str(labels.STANDINGS[answers.standing]), Page.YOU),
    ]


def _technologies(answers: Answers, technologies: Sequence[Technology]) -> list[str]:
    names = [technology_name(technology) for technology in technologies]
    return [*names, answers.technology_text] if answers.technology_text else names


def _words(members: Any, words: Any) -> list[str]:
    return [str(words[member]) for member in members]


def _together(*parts: Any) -> str:
    return "\n".join(str(part) for part in parts if part)


def _when(answers: Answers) -> str:
    day = format_date(answers.incident_on, "long") if answers.incident_on else gettext("Day not known")
    return _together(day, answers.when_text)


def _where(answers: Answers, profile: Profile) -> str:
    code = answers.neighbourhood
    if not profile.neighbourhoods:
        return answers.place_text or str(gettext("Not stated"))
    place = profile.neighbourhood(code).name if code else gettext("Outside the city, or not sure")
    return _together(place, answers.place_text)


def _wants(answers: Answers) -> Value:
    wants = _words(answers.wants, labels.REDRESS)
    return [*wants, answers.wants_text] if answers.wants_text else wants


def _who(answers: Answers) -> str:
    if answers.mode is FilingMode.ANONYMOUS:
        return str(labels.MODES[answers.mode])
    who = answers.identity
    return _together(labels.MODES[answers.mode], who.name, who.email, who.phone, who.address)
