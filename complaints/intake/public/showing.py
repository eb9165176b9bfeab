"""How a page of the form is rendered: with the draft sealed into it, and kept by the browser so that Back shows it."""

from __future__ import annotations

import re
from typing import Any, Final

from flask import Response, current_app, make_response, render_template, request, url_for
from flask_babel import lazy_gettext as _

from complaints.intake.draft import Draft
from complaints.intake.forms import Circumstances
from complaints.intake.journey import Journey, Stop
from complaints.intake.pages import STEPS, Page, after, before, number_of
from complaints.intake.review import rows
from complaints.intake.rules import ANONYMOUS_TEXT, HELP_TEXT, MOST_CHARACTERS, POLICE_TEXT
from complaints.platform.attachments import limits
from complaints.platform.attachments.limits import MIB
from complaints.platform.extensions import db
from complaints.platform.jurisdiction.calendar import local_date
from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.vault import BrokenToken, KeyRing
from complaints.platform.web.clock import now
from complaints.platform.web.locale import current_locale, language_links
from complaints.registry.service import listed

TITLES: Final = {
    Page.SAFETY: _("are you safe"),
    Page.HELP: _("are you safe"),
    Page.WHEN: _("when it happened"),
    Page.TECHNOLOGY: _("which technology"),
    Page.WRONG: _("what was wrong"),
    Page.WHAT: _("what happened"),
    Page.WHERE: _("where it happened"),
    Page.ABOUT: _("who or what it is about"),
    Page.YOU: _("who you are"),
    Page.WHO: _("who you are"),
    Page.WHOM: _("for whom you speak"),
    Page.WANTS: _("what you want"),
    Page.CONTACT: _("how we reach you"),
}

_HYPHEN: Final = re.compile(r"(?<=\d)-(?=\d)")


def ring() -> KeyRing:
    """This process's keys."""
    found: KeyRing = current_app.extensions["key_ring"]
    return found


def profile() -> Profile:
    """The city's profile."""
    found: Profile = current_app.extensions["profile"]
    return found


def journey(draft: Draft, *, asks_registry: bool = True) -> Journey:
    """A draft on its way; without the registry, the filing itself finds out whether it lists what was chosen."""
    technologies = listed(db.session) if asks_registry else None
    today = local_date(now(), profile().zone)
    return Journey(draft, Circumstances(profile(), current_locale(), today, technologies))


def show(stop: Stop, lost: BrokenToken | None = None) -> Response:
    """A page with a question on it; 422 when its answers need another look, or the earlier ones are lost."""
    if stop.form is None:
        raise ValueError("the review has no question of its own")
    shared = {"form": stop.form, "most": MOST_CHARACTERS, "title": TITLES.get(stop.page), "lost": lost}
    number = number_of(stop.page)
    if number is not None:
        shared |= {"number": number, "total": len(STEPS)}
    if stop.page is Page.HELP:
        texts, here = profile().texts, current_locale()
        keys = (key for key in (HELP_TEXT, POLICE_TEXT) if key in texts)
        shared["helpers"] = [_unbroken(texts[key].text(here)) for key in keys]
    if stop.page is Page.YOU:
        shared |= {"without_name": _without_name(), "not_overseen": _not_overseen()}
    return _page(stop.page, stop.draft, 422 if stop.is_refused else 200, **shared)


def show_review(
    on_its_way: Journey, status: int = 200, *, asks_again: bool = False, is_limited: bool = False
) -> Response:
    """All answers, to be checked and sent."""
    listing = rows(on_its_way.answers(), on_its_way.named(), profile(), on_its_way.circumstances())
    return _page(Page.REVIEW, on_its_way.draft, status, rows=listing, asks_again=asks_again, is_limited=is_limited)


def _page(page: Page, draft: Draft, status: int, **values: Any) -> Response:
    response = make_response(
        render_template(
            f"intake/{page}.html",
            page=page,
            draft=draft.sealed(ring(), now()),
            onward=None if page is Page.REVIEW else after(page, is_reviewed=draft.is_reviewed),
            backward=before(page),
            languages_of_page=_languages(page),
            megabytes=_megabytes(),
            **values,
        ),
        status,
    )
    # Not no-store: the browser's own Back must show the page again. Not shared, and asked anew when it is opened anew.
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _languages(page: Page) -> list[tuple[str, str, str, bool]]:
    """The languages, each as the address that shows this very page with its answers in it."""
    here = url_for("intake.answer", page=page).removeprefix(request.script_root)
    return [
        (code, name, address.removesuffix(request.path) + here, is_current)
        for code, name, address, is_current in language_links(profile())
    ]


def _unbroken(text: str) -> str:
    """The text with its phone numbers kept on one line each, read in the same order in every script."""
    return _HYPHEN.sub("-\u2060", text)


def _megabytes() -> dict[str, int]:
    """How large a file may be, by the size of what it holds."""
    most = limits(current_app)
    return {"paper": most.paper_bytes // MIB, "recording": most.recording_bytes // MIB}


def _not_overseen() -> dict[str, str] | None:
    """That no civilian body sees the complaint, where none acts: a name makes no difference to that."""
    oversight, locale = profile().oversight, current_locale()
    if oversight.active:
        return None
    return {"name": oversight.names.text(locale), "words": profile().text(oversight.explanation, locale)}


def _without_name() -> str:
    """What an anonymous complaint cannot lead to, where this city's rules limit it."""
    if not profile().anonymous_bars_discipline:
        return ""
    return profile().text(ANONYMOUS_TEXT, current_locale())
