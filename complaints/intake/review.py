"""The answers as a list to be read over before sending, each with the page that changes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext

from complaints.intake import labels
from complaints.intake.answers import Answers
from complaints.intake.forms.page import Circumstances
from complaints.intake.forms.technology import technology_name
from complaints.intake.pages import Page
from complaints.intake.rules import FilingMode, Flag, Safety
from complaints.platform.jurisdiction.profile import Profile
from complaints.registry.models import Technology

Value = str | list[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One answer: what was asked, what was said, and where to change it."""

    label: str
    value: Value
    page: Page


def rows(
    answers: Answers, technologies: Sequence[Technology], profile: Profile, circumstances: Circumstances
) -> list[Row]:
    """Every answer in the order of the form. `circumstances`: what the draft alone knows."""
    subject = _together(labels.SUBJECTS[answers.about], answers.about_text)
    return [
        Row(gettext("Are you in danger?"), str(labels.SAFETY[Safety(circumstances.safety)]), Page.SAFETY),
        Row(gettext("When"), _when(answers, circumstances.today), Page.WHEN),
        Row(gettext("Technology"), _technologies(answers, technologies), Page.TECHNOLOGY),
        Row(gettext("What was wrong"), _words(answers.kinds, labels.KINDS), Page.WRONG),
        Row(gettext("What happened"), answers.narrative, Page.WHAT),
        Row(gettext("Where"), _where(answers, profile), Page.WHERE),
        Row(gettext("Who or what it is about"), subject, Page.ABOUT),
        Row(gettext("Does one of these fit?"), _flags(answers), Page.ABOUT),
        Row(gettext("Do you give your name?"), str(labels.MODES[answers.mode]), Page.YOU),
        Row(gettext("Did it happen to you?"), str(labels.STANDINGS[answers.standing]), Page.YOU),
        *([Row(gettext("Who you are"), _who(answers), Page.WHO)] if answers.mode is not FilingMode.ANONYMOUS else []),
        *([Row(gettext("For whom you speak"), _whom(answers), Page.WHOM)] if answers.whom_knows else []),
        Row(gettext("What you want"), _wants(answers), Page.WANTS),
        Row(gettext("How we write and talk with you"), _contact(answers, profile), Page.CONTACT),
    ]


def _flags(answers: Answers) -> list[str]:
    return _words(sorted(answers.flags - {Flag.SAFETY_RISK}), labels.FLAGS)


def _technologies(answers: Answers, technologies: Sequence[Technology]) -> list[str]:
    names = [technology_name(technology) for technology in technologies]
    return [*names, answers.technology_text] if answers.technology_text else names


def _words(members: Any, words: Any) -> list[str]:
    return [str(words[member]) for member in members]


def _together(*parts: Any) -> str:
    return "\n".join(str(part) for part in parts if part)


def _when(answers: Answers, today: date) -> str:
    when = labels.when_words(answers.precision, answers.incident_on, answers.span, today)
    return _together(when, answers.when_text)


def _where(answers: Answers, profile: Profile) -> str:
    code = answers.neighbourhood
    if not profile.neighbourhoods:
        return answers.place_text or str(gettext("Not stated"))
    place = profile.neighbourhood(code).name if code else gettext("No neighborhood of the city named")
    return _together(place, answers.place_text)


def _wants(answers: Answers) -> Value:
    wants = _words(answers.wants, labels.REDRESS)
    return [*wants, answers.wants_text] if answers.wants_text else wants


def _contact(answers: Answers, profile: Profile) -> list[str]:
    languages = {language.code: language.name for language in profile.languages}
    said = [languages.get(answers.reply_language, answers.reply_language)]
    if answers.needs_interpreter:
        said.append(_beside(gettext("With an interpreter"), answers.interpreter_text))
    said += _words(answers.contact_wishes, labels.CONTACT_WISHES)
    return [*said, answers.contact_text] if answers.contact_text else said


def _beside(words: Any, more: str) -> str:
    return f"{words}: {more}" if more else str(words)


def _whom(answers: Answers) -> str:
    return _together(answers.whom_text, labels.KNOWS[answers.whom_knows] if answers.whom_knows else "")


def _who(answers: Answers) -> str:
    who = answers.identity
    return _together(who.name, who.email, who.phone, who.address)
