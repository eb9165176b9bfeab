"""Decides what a resident finds before any form: the front page, privacy, accessibility, and the quick way out."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, render_template

from complaints.platform.jurisdiction.profile import Profile, Requirement
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.locale import current_locale

bp = Blueprint("pages", __name__)
SUBJECTS = ("named_employee", "internal_affairs", "chief", "policy")
"""What residents are told beforehand who reads it; words of the profile's rules."""


def _profile() -> Profile:
    profile: Profile = current_app.extensions["profile"]
    return profile


def _days_of(profile: Profile, kind: str) -> list[int]:
    """Every number of days the city gives itself for the clock `kind`, the shortest first."""
    return sorted({clock.days for clock in profile.clocks if clock.kind == kind and clock.days is not None})


def _reader_of(profile: Profile, subject: str) -> str:
    """The name of the desk that gets a complaint by its subject alone; nothing where the subject alone settles none."""
    for rule in profile.rules:
        desk = next((str(effect.value) for effect in rule.then if effect.name == "desk"), "")
        if desk and any(all(_is_met(needed, subject) for needed in alternative) for alternative in rule.when):
            return profile.desk(desk).names.text(current_locale())
    return ""


def _is_met(needed: Requirement, subject: str) -> bool:
    wanted, them = needed.condition, {subject}
    is_wanted = (not wanted.any or subject in wanted.any) and wanted.all <= them
    return needed.field == "subjects" and is_wanted and not wanted.none & them


def _readers(profile: Profile) -> dict[str, Any]:
    """Who reads a complaint, by what it is about, and what civilian oversight has to do with it."""
    return {
        "readers": {subject: _reader_of(profile, subject) for subject in SUBJECTS},
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
