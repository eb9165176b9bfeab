"""What a refusal says on a page, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import gettext, lazy_gettext, ngettext

from complaints.disclosure import UnsafeRelease
from complaints.reports.at_work import Busy
from complaints.reports.errata.chain import NotAddingUp, NumberInText, SameNumber, WordsOnly
from complaints.reports.errata.correcting import OtherForm
from complaints.reports.errata.service import AlreadyDone, NotPublished, Overtaken
from complaints.reports.errata.wording import ErratumRefused, OtherLanguage, StrangeCharacter, TooLong, WithoutEnglish
from complaints.reports.periods import PeriodRefused
from complaints.reports.rules import (
    AlreadyFrozen,
    AlreadyPublished,
    NothingToCount,
    NotOver,
    NumberTaken,
    SamePerson,
    Tampered,
)
from complaints.reports.turn import NotItsTurn
from complaints.reports.two_people import NotProven
from complaints.reports.verifying.proof import Fault

SENTENCES: Final[Mapping[type[Exception], Any]] = {
    AlreadyFrozen: lazy_gettext(
        "This period is frozen already. A release never changes, and there is one for a period."
    ),
    NumberTaken: lazy_gettext("Another release was frozen at this moment. Freeze again; nothing was stored."),
    NotOver: lazy_gettext(
        "This period is not over. It can be seen and frozen once nothing more can come into it: two looks "
        "with one complaint between them would give that complaint away."
    ),
    NothingToCount: lazy_gettext(
        "This system took no complaints yet when this period ended. There is nothing to count."
    ),
    AlreadyPublished: lazy_gettext("This release is published already."),
    SamePerson: lazy_gettext("You froze or wrote this, so somebody else must publish it."),
    Busy: lazy_gettext("A preview is being worked out. Try again in a moment."),
    Tampered: lazy_gettext("This release is not as it was signed. It cannot be published. Tell the administrator."),
    NotProven: lazy_gettext(
        "This release was attacked once more, and the attack or the proof did not hold. It cannot be "
        "published. Tell the administrator."
    ),
    UnsafeRelease: lazy_gettext(
        "The attack on the tables worked out a hidden number, so they are refused. Nothing was stored."
    ),
}
"""What a refused release or preview says; the nearest class of a refusal counts."""

OF_ERRATA: Final[Mapping[type[Exception], Any]] = {
    NumberInText: lazy_gettext(
        "The text has a number. Numbers stand in the corrected numbers or nowhere. Say it in words."
    ),
    OtherForm: lazy_gettext(
        "The tables of this release have an older form, so corrected numbers cannot be checked any more. Say "
        "in words without numbers what is wrong, and give no number."
    ),
    WordsOnly: lazy_gettext(
        "One of these numbers is hidden, or would change by too little, or would tell of a hidden one. Say in"
        " words without numbers what is wrong, and give no number."
    ),
    NotAddingUp: lazy_gettext("With these numbers a sum is wrong. Correct the totals they belong to as well."),
    SameNumber: lazy_gettext("A corrected number is a whole number, and another one than is published now."),
    WithoutEnglish: lazy_gettext("Say in English what is wrong. Other languages stand beside it."),
    TooLong: lazy_gettext("This text is too long. Make it shorter."),
    OtherLanguage: lazy_gettext("This text is in a language that this site does not have. Take it out."),
    StrangeCharacter: lazy_gettext("This text has a character that cannot be shown. Type it again."),
    NotPublished: lazy_gettext("This release is not published, so there is nothing to correct yet."),
    Overtaken: lazy_gettext("Another erratum changed these numbers since. Set this one aside and write it again."),
    AlreadyDone: lazy_gettext("This erratum is published or set aside already."),
}
"""What a refused erratum says."""


def sentence(refused: Exception, example: str = "2025") -> str:
    """Why something was not done, and what to do; `example` is a period as this jurisdiction writes them."""
    match refused:
        case PeriodRefused():
            return str(gettext("There is no such period. Write it like this: %(example)s.", example=example))
        case NotItsTurn():
            return _of_turn(refused)
        case ErratumRefused():
            # Only a fault of the chain says more than the refusal; the database's own words would say nothing.
            return _said(OF_ERRATA, refused.__cause__ if isinstance(refused.__cause__, Fault) else refused)
    return _said(SENTENCES, refused)


def _said(sentences: Mapping[type[Exception], Any], refused: BaseException) -> str:
    found = (sentences[kind] for kind in type(refused).__mro__ if kind in sentences)
    return str(next(found, gettext("This could not be done, and nothing was stored.")))


def _of_turn(refused: NotItsTurn) -> str:
    return str(
        ngettext(
            "Release %(named)s is frozen and not published. What this release shows takes it in: publish that one "
            "first.",
            "Releases %(named)s are frozen and not published. What this release shows takes them in: publish those "
            "first.",
            refused.count,
            named=refused.named,
        )
    )
