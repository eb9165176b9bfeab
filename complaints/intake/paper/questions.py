"""The questions of the form as they stand on paper: taken from the forms themselves, so that the two never differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, RadioField, SelectField, SelectMultipleField, TextAreaField

from complaints.intake.fields import AtMost
from complaints.intake.forms import FORMS, Circumstances, PageForm
from complaints.intake.pages import BESIDE, STEPS, Page
from complaints.intake.rules import HELP_TEXT, POLICE_TEXT

PAGES: Final = tuple(page for page in FORMS if page in STEPS or page in BESIDE)
"""What is on the paper, in the form's own order. The way round for who does not know the technology needs a machine."""

LEFT_OUT: Final = {
    "looking_for": "searches the list, which is printed whole",
    "looked_for": "remembers what was searched for",
    "pressed": "remembers which button was pressed",
    "seen": "remembers that the advice was shown",
}
"""Fields that ask nothing of a reader of paper, and why."""

MOST_CHOICES: Final = 12
"""A list to choose from that is longer is not printed: one writes the name."""

DATE: Final = ("month", "day", "year")
DATES: Final = {"": _("When did it happen?"), "until_": _("The last day, if it was not on one day")}
"""What the three fields of a date ask together, by what stands before their names."""

SPEAKS_OF_THE_SCREEN: Final = frozenset({"safety"})
"""Questions whose choices say what the next page shows; on paper it is said before them."""

BEFORE: Final = {
    Page.WHOM: _("Only if you speak for another person. Otherwise skip this part."),
    Page.WHERE: _("You may skip this part."),
    Page.TECHNOLOGY: _("Do you not know which it was? Tick the last one, and write below what you saw or heard."),
}
HELP_TEXTS: Final = ("safety", HELP_TEXT, POLICE_TEXT)
TITLES: Final = {
    Page.WHEN: DATES[""],
    Page.WHERE: _("Where did it happen?"),
    Page.WHO: _("Who you are"),
    Page.WHOM: _("For whom you speak"),
    Page.CONTACT: _("How we write and talk with you"),
}
"""The parts whose first field is not their question."""

IDENTITY: Final = _(
    "Leave these lines empty if you stay anonymous. Otherwise a name, or one way to reach you, is enough. We lock it."
)
TOLD_BEFORE: Final = {"name": IDENTITY}


class Answer(StrEnum):
    """How a question is answered with a pen."""

    ONE = "one"
    SEVERAL = "several"
    TICK = "tick"
    LINE = "line"
    BOX = "box"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the fields it fills, its words, how it is answered, the (label, hint) of each choice.

    `most`: the longest answer in characters, for a box.
    """

    names: tuple[str, ...]
    label: str
    hint: str
    answer: Answer
    choices: tuple[tuple[str, str], ...] = ()
    is_needed: bool = False
    most: int = 0
    before: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What one page of the form asks."""

    page: Page
    title: str
    before: str
    questions: tuple[Question, ...]


def parts(circumstances: Circumstances) -> list[Part]:
    """Every part that asks something, in the reader's language. Raises KeyError for a date that has no words yet."""
    made = [_part(page, FORMS[page](MultiDict(), circumstances)) for page in PAGES]
    return [part for part in made if part.questions]


def _before(page: Page, circumstances: Circumstances) -> str:
    """What is told before the questions of a part. In danger, the city's own words on where help is."""
    if page is not Page.SAFETY:
        return str(BEFORE.get(page, ""))
    profile = circumstances.profile
    return " ".join(profile.text(key, circumstances.locale) for key in HELP_TEXTS if key in profile.texts)


def _part(page: Page, form: PageForm) -> Part:
    form.validate()
    # What an empty page is refused for must be answered.
    needed = {field.name for field in form if field.errors}
    questions = tuple(_questions(list(form), needed))
    title = TITLES.get(page) or (questions[0].label if questions else "")
    return Part(page, str(title), _before(page, form.circumstances), questions)


def _questions(fields: Iterable[Field], needed: set[str]) -> Iterator[Question]:
    for field in fields:
        stem = field.name.removesuffix(DATE[0])
        if field.name in LEFT_OUT or any(field.name == before + part for before in DATES for part in DATE[1:]):
            continue
        if field.name.endswith(DATE[0]):
            names = tuple(stem + part for part in DATE)
            yield Question(names, str(DATES[stem]), "", Answer.DATE, is_needed=not needed.isdisjoint(names))
        else:
            yield _question(field, field.name in needed)


def _question(field: Field, is_needed: bool) -> Question:
    answer, choices = _answer(field)
    hint = str(field.description or "")
    if isinstance(field, SelectField) and answer is Answer.LINE:
        hint = str(gettext("Write its name."))
    return Question(
        names=(field.name,),
        label=str(field.label.text),
        hint=hint,
        answer=answer,
        choices=choices,
        is_needed=is_needed,
        most=next((each.most for each in field.validators if isinstance(each, AtMost)), 0),
        before=str(TOLD_BEFORE.get(field.name, "")),
    )


def _answer(field: Field) -> tuple[Answer, tuple[tuple[str, str], ...]]:
    if isinstance(field, BooleanField):
        return Answer.TICK, ()
    if isinstance(field, TextAreaField):
        return Answer.BOX, ()
    # A radio field is a select field to WTForms.
    if isinstance(field, SelectField | SelectMultipleField):
        choices = tuple(_choices(field))
        if isinstance(field, SelectMultipleField):
            return Answer.SEVERAL, choices
        if isinstance(field, RadioField) or len(choices) <= MOST_CHOICES:
            return Answer.ONE, choices
    return Answer.LINE, ()


def _choices(field: Any) -> Iterator[tuple[str, str]]:
    """Label and hint of each; leaving a question empty needs no choice of its own."""
    for choice in field.iter_choices():
        if choice.value:
            told: Mapping[str, Any] = choice.render_kw or {}
            hint = "" if field.name in SPEAKS_OF_THE_SCREEN else str(told.get("hint", ""))
            yield str(choice.label or choice.value), hint
