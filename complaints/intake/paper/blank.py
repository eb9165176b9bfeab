"""The form to fill in by hand: what stands on it besides the questions, and its PDF."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any, Final

from flask_babel import gettext

from complaints.intake.forms import Circumstances
from complaints.intake.paper.questions import Part, parts
from complaints.intake.paper.sheet import Addresses, Letterhead, set_sheet
from complaints.platform.jurisdiction.profile import Profile

WHERE_TEXT: Final = "paper_form"
"""The profile's text on where paper forms can be brought or sent; a city may leave it out."""

KEPT: Final = 12
"""Forms that one process keeps, so that nobody makes it set the same pages again: two for each of six languages."""


@dataclass(frozen=True, slots=True)
class Blank:
    """The whole form: what is told before the questions, the questions, and what the office fills in."""

    title: str
    told: tuple[tuple[str, tuple[str, ...]], ...]
    needed: str
    parts: tuple[Part, ...]
    date_parts: tuple[str, ...]
    office_title: str
    office: tuple[str, ...]


def blank(circumstances: Circumstances, addresses: Addresses) -> Blank:
    """The form in the reader's language, for today's registry."""
    return Blank(
        title=str(gettext("Complaint about surveillance technology")),
        told=tuple(_told(circumstances.profile, circumstances.locale, addresses)),
        needed=str(gettext("Please answer")),
        parts=tuple(parts(circumstances)),
        date_parts=tuple(map(str, (gettext("Month"), gettext("Day"), gettext("Year")))),
        office_title=str(gettext("For the office")),
        office=tuple(map(str, (gettext("Came on"), gettext("How it came"), gettext("Number"), gettext("Taken by")))),
    )


def _told(profile: Profile, locale: str, addresses: Addresses) -> list[tuple[str, tuple[str, ...]]]:
    """Each short section before the questions: its title and its sentences."""
    return [
        (str(gettext("How to fill it in")), tuple(map(str, _filling_in(addresses)))),
        (str(gettext("Without your name")), tuple(map(str, _anonymous(addresses)))),
        (str(gettext("Where to bring or send it")), (where_to(profile, locale, addresses),)),
    ]


def _filling_in(addresses: Addresses) -> list[Any]:
    return [
        gettext("These are the same questions as at %(address)s.", address=addresses.complain),
        gettext("Leave empty what you do not know or do not want to say."),
        gettext("Some questions say “Please answer”: there we need something, and “I do not know” is fine."),
        gettext("Not enough room? Go on with a sheet of your own."),
        gettext("You can add copies of photos or letters. Keep the originals."),
        gettext("Leave the gray box at the end empty."),
    ]


def _anonymous(addresses: Addresses) -> list[Any]:
    return [
        gettext("You need not give your name, and you need not sign."),
        gettext("To stay anonymous, write no address on the envelope."),
        gettext("Somebody could know your handwriting: use capital letters, or let somebody you trust write."),
        gettext(
            "Whoever takes the form can give you a number and a passphrase. With them you follow your complaint at "
            "%(address)s.",
            address=addresses.follow,
        ),
        gettext("Wait for them: without a name and an address we cannot send them later."),
    ]


def where_to(profile: Profile, locale: str, addresses: Addresses) -> str:
    """Where the city says that paper goes; where it says nothing, that it does not."""
    if WHERE_TEXT in profile.texts:
        return profile.text(WHERE_TEXT, locale)
    return str(
        gettext(
            "%(city)s has not stated an address for paper forms. Ask any desk that takes complaints there, or file "
            "it at %(address)s.",
            city=profile.names.text(locale),
            address=addresses.complain,
        )
    )


@lru_cache(maxsize=KEPT)
def blank_pdf(form: Blank, head: Letterhead, today: date) -> bytes:
    """The form as PDF, dated at the beginning of `today`; set once for the same words. Raises CannotSet."""
    return set_sheet("blank.typ", asdict(form), head, datetime.combine(today, time(), UTC))
