"""The questions of a complaint, one form a page."""

from __future__ import annotations

from typing import Final

from complaints.intake.forms.finding import FindForm, LikelyForm, SignsForm
from complaints.intake.forms.matter import TechnologyForm, WhatForm, WrongForm
from complaints.intake.forms.occasion import ELSEWHERE, WhenForm, WhereForm
from complaints.intake.forms.page import Circumstances, PageForm
from complaints.intake.forms.people import AboutForm, WantsForm, YouForm
from complaints.intake.pages import Page

FORMS: Final[dict[Page, type[PageForm]]] = {
    Page.TECHNOLOGY: TechnologyForm,
    Page.FIND: FindForm,
    Page.SIGNS: SignsForm,
    Page.LIKELY: LikelyForm,
    Page.WRONG: WrongForm,
    Page.WHAT: WhatForm,
    Page.WHEN: WhenForm,
    Page.WHERE: WhereForm,
    Page.ABOUT: AboutForm,
    Page.WANTS: WantsForm,
    Page.YOU: YouForm,
}

__all__ = [
    "ELSEWHERE",
    "FORMS",
    "AboutForm",
    "Circumstances",
    "LikelyForm",
    "PageForm",
    "TechnologyForm",
    "WantsForm",
    "WhatForm",
    "WhenForm",
    "WhereForm",
    "WrongForm",
    "YouForm",
]
