"""In which order the form's pages come, and which of them must be answered before one can go on."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Page(StrEnum):
    """A page of the form; the value stands in its address. In the order of the way through."""

    SAFETY = "safety"
    HELP = "help"
    WHEN = "when"
    TECHNOLOGY = "technology"
    FIND = "find"
    SIGNS = "signs"
    LIKELY = "likely"
    WRONG = "wrong"
    WHAT = "what"
    WHERE = "where"
    ABOUT = "about"
    YOU = "you"
    WHO = "who"
    WHOM = "whom"
    WANTS = "wants"
    CONTACT = "contact"
    REVIEW = "review"


_ORDER: Final = tuple(Page)
FIRST: Final = _ORDER[0]
FINDER: Final = (Page.FIND, Page.SIGNS, Page.LIKELY)
"""The way round for somebody who does not know which technology it was; it ends where the technology's page ends."""

BESIDE: Final = (Page.HELP, Page.WHO, Page.WHOM)
"""Pages that only some are shown, as their earlier answers have it; everybody else goes past them."""

STEPS: Final = tuple(page for page in Page if page not in (*FINDER, *BESIDE, Page.REVIEW))
"""The questions that make a complaint, as they are counted for the reader."""


def number_of(page: Page) -> int | None:
    """How a page is counted for the reader: beside a step, with the step; the finder and the review not at all."""
    if page in FINDER or page is Page.REVIEW:
        return None
    return sum(step in STEPS for step in _ORDER[: _ORDER.index(page) + 1])


def goes_forward(source: Page, target: Page) -> bool:
    """Whether `target` may only be reached with `source` answered. Into the finder one goes without an answer."""
    if target in FINDER and source is Page.TECHNOLOGY:
        return False
    return _ORDER.index(target) > _ORDER.index(source)


def after(page: Page, *, is_reviewed: bool) -> Page:
    """Where Continue leads. Somebody who has seen the review goes back to it after a change."""
    following = _next(page, _ORDER)
    return Page.REVIEW if is_reviewed and following not in FINDER else following


def before(page: Page) -> Page | None:
    """Where Back leads; None on the first page."""
    if page is FIRST:
        return None
    return _next(page, _ORDER[::-1])


def _next(page: Page, order: tuple[Page, ...]) -> Page:
    """The page after `page`. The finder leads through its own pages; from outside nobody falls into it."""
    aside = BESIDE if page in FINDER else (*BESIDE, *FINDER)
    return next(each for each in order[order.index(page) + 1 :] if each not in aside)


def required_before(page: Page) -> tuple[Page, ...]:
    """The questions that must have an answer before `page` can be shown."""
    # Into the finder one goes instead of naming a technology; its second question hangs on the first.
    around = (Page.TECHNOLOGY,) if page in FINDER else FINDER
    steps = (*STEPS, *BESIDE, *FINDER)
    return tuple(each for each in _ORDER[: _ORDER.index(page)] if each in steps and each not in around)
