"""Decides what a resident finds before any form: the front page, privacy, accessibility, and the quick way out."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, current_app, render_template
from flask_babel import lazy_gettext

from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.jurisdiction.readers import Reader, reader_of
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.locale import current_locale

bp = Blueprint("pages", __name__)
SUBJECTS: Final[dict[str, Any]] = {
    "named_employee": lazy_gettext("About a police employee: %(desk)s."),
    "internal_affairs": lazy_gettext("About the unit that looks into complaints: %(desk)s."),
    "chief": lazy_gettext("About the chief of police: %(desk)s."),
    "policy": lazy_gettext("About a technology or its rules, when you accuse no employee: %(desk)s."),
}
"""Of which complaints residents are told beforehand who reads them, by the words of the profile's rules."""


def _profile() -> Profile:
    profile: Profile = current_app.extensions["profile"]
    return profile


def _days_of(profile: Profile, kind: str) -> list[int]:
    """Every number of days the city gives itself for the clock `kind`, the shortest first."""
    return sorted({clock.days for clock in profile.clocks if clock.kind == kind and clock.days is not None})


def _told(reader: Reader, text: Any) -> dict[str, Any]:
    """One line of the list: which desk, whether it alone, and what the city says about it."""
    locale, desk = current_locale(), reader.desk
    return {
        "sentence": str(text) % {"desk": desk.names.text(locale)},
        "alone": reader.is_alone,
        "words": desk.about.text(locale) if desk.about else "",
    }


def _readers(profile: Profile) -> dict[str, Any]:
    """Who reads a complaint, by what it is about, and what civilian oversight has to do with it."""
    return {
        "readers": [_told(found, text) for subject, text in SUBJECTS.items() if (found := reader_of(profile, subject))],
        "oversight_name": profile.oversight.names.text(current_locale()),
        "oversight_words": profile.text(profile.oversight.explanation, current_locale()),
        "oversight_is_active": profile.oversight.active,
    }


@bp.get("/")
@requires(PUBLIC)
def home() -> str:
    """What this is, the two doors, and what happens then."""
    profile = _profile()
    return render_template(
        "pages/home.html",
        acknowledgement=next((clock for clock in profile.clocks if clock.kind == "acknowledgement"), None),
        completion_days=_days_of(profile, "completion"),
        **_readers(profile),
    )


@bp.get("/privacy")
@requires(PUBLIC)
def privacy() -> str:
    """What is kept, who can open it, and what nobody can promise."""
    profile = _profile()
    return render_template(
        "pages/privacy.html",
        name_matters=profile.anonymous_bars_discipline,
        **_readers(profile),
    )


@bp.get("/accessibility")
@requires(PUBLIC)
def accessibility() -> str:
    """What works for whom, what is not known to work, and how to say so."""
    return render_template("pages/accessibility.html")


@bp.get("/leave")
@requires(PUBLIC)
def leave() -> Response:
    """Go to the city's neutral page and leave as little behind as a site can ask of a browser.

    Cookies are not named: the public pages set none, and staff would be signed out by somebody else's exit.
    """
    answer = Response(status=303, headers={"Location": _profile().leave_url})
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
