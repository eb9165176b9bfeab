"""What everything on paper shares: whose it is, in which language and direction, and the typefaces it is set in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from flask import current_app
from flask_babel import gettext

from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.typesetting import faces_for, pdf
from complaints.platform.web.addresses import public_page
from complaints.platform.web.locale import text_direction

FOLDER: Final = Path(__file__).with_name("typeset")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Whose paper it is: the site's name, the language it is written in, and whether its complaints are invented."""

    site: str
    locale: str
    is_demonstration: bool


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the pages are that a paper names, each whole: `https://…/follow`."""

    complain: str
    follow: str
    lost: str
    verify: str


def letterhead(locale: str) -> Letterhead:
    """This site's, in a language."""
    profile: Profile = current_app.extensions["profile"]
    return Letterhead(profile.names.text(locale), locale, current_app.config["DEMONSTRATION"])


def addresses(locale: str) -> Addresses:
    """The residents' pages in a language, whichever site prints them."""
    return Addresses(*(public_page(path, locale) for path in ("/complain", "/follow", "/follow/lost", "/verify")))


def set_sheet(source: str, content: Mapping[str, Any], head: Letterhead, at: datetime) -> bytes:
    """The PDF of a source in `typeset/` with the words of `content`, dated `at`. Raises CannotSet."""
    sheet = {
        "site": head.site,
        "language": head.locale,
        "direction": text_direction(head.locale),
        "faces": faces_for(head.locale),
        "demonstration": _demonstration() if head.is_demonstration else "",
        **content,
    }
    return pdf(FOLDER / source, {"sheet": sheet}, int(at.timestamp()), faces_for(head.locale))


def _demonstration() -> str:
    return str(gettext("The complaints and people shown here are invented. Nothing you send reaches anybody."))


def numbered(number: str, code: str) -> dict[str, str]:
    """The panel with a complaint's number and its code."""
    return {
        "label": str(gettext("Your complaint number")),
        "number": number,
        "code": code,
        "code_alt": str(gettext("Square code of the number %(number)s", number=number)),
    }


def step(words: Any, address: str = "") -> dict[str, str]:
    """One thing to do, and where."""
    return {"words": str(words), "address": address}
