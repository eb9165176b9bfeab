"""The questions of a complaint, one form a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from complaints.intake.forms.finding import FindForm, LikelyForm, SignsForm
from complaints.intake.forms.matter import WhatForm, WrongForm
from complaints.intake.forms.occasion import ELSEWHERE, WhenForm, WhereForm
from complaints.intake.forms.page import Circumstances, PageForm
from complaints.intake.forms.people import AboutForm, WhoForm, WhomForm, YouForm
from complaints.intake.forms.safety import HelpForm, SafetyForm
from complaints.intake.forms.technology import TechnologyForm
from complaints.intake.forms.wishes import ContactForm, WantsForm
from complaints.intake.pages import Page

FORMS: Final[dict[Page, type[PageForm]]] = {
    Page.SAFETY: SafetyForm,
    Page.HELP: HelpForm,
    Page.WHEN: WhenForm,
    Page.TECHNOLOGY: TechnologyForm,
    Page.FIND: FindForm,
    Page.SIGNS: SignsForm,
    Page.LIKELY: LikelyForm,
    Page.WRONG: WrongForm,
    Page.WHAT: WhatForm,
    Page.WHERE: WhereForm,
    Page.ABOUT: AboutForm,
    Page.YOU: YouForm,
    Page.WHO: WhoForm,
    Page.WHOM: WhomForm,
    Page.WANTS: WantsForm,
    Page.CONTACT: ContactForm,
}

__all__ = [
    "ELSEWHERE",
    "FORMS",
    "AboutForm",
    "Circumstances",
    "ContactForm",
    "HelpForm",
    "LikelyForm",
    "PageForm",
    "SafetyForm",
    "TechnologyForm",
    "WantsForm",
    "WhatForm",
    "WhenForm",
    "WhereForm",
    "WhoForm",
    "WhomForm",
    "WrongForm",
    "YouForm",
    "joined",
]


def joined(parts: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The answers of several pages as one; flags are asked for on more than one page, and add up."""
    values: dict[str, Any] = {}
    for part in parts:
        flags = values.get("flags", frozenset()) | part.get("flags", frozenset())
        values |= part | {"flags": flags}
    return values
