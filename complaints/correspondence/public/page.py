"""The complainant's page: status, messages and outcome, and the key that opens them, which travels in the page itself.

The key is encrypted for this site and good for half an hour; nothing stays on the device.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from complaints.correspondence import service
from complaints.correspondence.forms import FollowForm, MessageForm
from complaints.correspondence.public.blueprint import bp
from complaints.correspondence.public.choosing import ways_of
from complaints.correspondence.rules import MOST, day_begins
from complaints.correspondence.story import Reading, outlook_of, story_of
from complaints.platform.attachments import takes_files_of_anybody, ticket
from complaints.platform.extensions import db
from complaints.platform.jurisdiction.calendar import local_date
from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.vault import BrokenToken, KeyRing, open_token, seal_token
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.clock import now
from complaints.platform.web.locale import current_locale, language_links
from complaints.registry.words import translated_name

PURPOSE: Final = "follow 1"
STAYS_OPEN: Final = timedelta(minutes=30)
Act = Callable[[service.OpenMailbox], ResponseReturnValue]
TYPED: Final = {
    "body": lazy_gettext("Your message"),
    "reason": lazy_gettext("What should we look at again?"),
    "name": lazy_gettext("Your name"),
    "email": lazy_gettext("E-mail"),
    "phone": lazy_gettext("Phone"),
    "address": lazy_gettext("Postal address"),
}
"""What may have been typed on a page of the complainant, and is given back when the page was open for too long."""


def ring() -> KeyRing:
    """This process's keys."""
    found: KeyRing = current_app.extensions["key_ring"]
    return found


def profile() -> Profile:
    """The city's profile."""
    found: Profile = current_app.extensions["profile"]
    return found


def today() -> date:
    """The day where the city is."""
    return local_date(now(), profile().zone)


def reading() -> Reading:
    """Who reads the story, where and when."""
    return Reading(profile(), current_locale(), today())


def _page_key() -> bytes:
    return ring().derived("pages of complainants 1")


@bp.post("/follow/page")
@requires(PUBLIC)
@takes_files_of_anybody
def page() -> ResponseReturnValue:
    """The same page anew, in this or another language; a message half written stays in its field.

    Files that were chosen beside it may come along; they are let go of.
    """
    return with_box(lambda box: show(box, body=request.form.get("body", "")))


def at_the_door(form: FollowForm, status: int) -> ResponseReturnValue:
    """The form that asks for number and passphrase, with everything that was typed on the page before it."""
    typed = [(label, request.form[name]) for name, label in TYPED.items() if request.form.get(name, "").strip()]
    return (
        render_template(
            "correspondence/follow.html",
            form=form,
            typed=typed,
            body=request.form.get("body", ""),
            to=request.form.get("to", ""),
        ),
        status,
    )


def with_box(act: Act) -> ResponseReturnValue:
    """Open the mailbox from the key in the page, or ask for the passphrase again and keep what was typed."""
    try:
        state = open_token(_page_key(), PURPOSE, request.form.get("page", ""), now=now(), max_age=STAYS_OPEN)
        key = X25519PrivateKey.from_private_bytes(base64.b64decode(state["key"]))
        box = service.re_enter(db.session, state["number"], key, _visit(state))
    except (BrokenToken, service.NotYours, KeyError, ValueError, TypeError):
        form = FollowForm()
        form.form_errors.append(
            gettext("This page was open for a long time. Please give your number and passphrase again.")
        )
        return at_the_door(form, 422)
    return act(box)


def token_of(box: service.OpenMailbox) -> str:
    """What a page carries in its field `page`, so that its next form is opened by `with_box`."""
    key = base64.b64encode(box.private_key.private_bytes_raw()).decode()
    visit = box.visit
    found = [sorted(visit.fresh), visit.tries, visit.tried_on.isoformat() if visit.tried_on else ""]
    return seal_token(_page_key(), PURPOSE, {"number": box.complaint.number, "key": key, "visit": found}, now=now())


def _visit(state: dict[str, Any]) -> service.Visit:
    fresh, tries, tried_on = state["visit"]
    return service.Visit(frozenset(fresh), tries, date.fromisoformat(tried_on) if tried_on else None)


def languages_of(endpoint: str) -> list[tuple[str, str, str, bool]]:
    """The languages, each with the address that shows this page in it to whoever sends the key along."""
    # Files that somebody chose go along where that page is asked for in another language.
    values: dict[str, Any] = {"ticket": ticket()} if endpoint == "correspondence.write_with_files" else {}
    here = url_for(endpoint, **values).removeprefix(request.script_root)
    return [
        (code, name, address.removesuffix(request.path) + here, is_current)
        for code, name, address, is_current in language_links(profile())
    ]


def show(
    box: service.OpenMailbox, form: MessageForm | None = None, told: str = "", status: int = 200, body: str = ""
) -> ResponseReturnValue:
    """The page of a complaint, with what has just been done said on top (`told`)."""
    moment, here = now(), reading()
    messages = service.read_as_complainant(db.session, box, day_begins(moment, here.profile.zone))
    steps, outlook = story_of(db.session, box.complaint, here), outlook_of(db.session, box.complaint, here)
    technologies = [translated_name(name) for name in service.technologies_of(db.session, box.complaint)]
    ways = ways_of(db.session, box, outlook, here)
    # Commit first: what the page says was sent or read is on the disk before it is shown.
    db.session.commit()
    return (
        render_template(
            "correspondence/page.html",
            complaint=box.complaint,
            statement=service.statement_of(box),
            technologies=technologies,
            steps=steps,
            outlook=outlook,
            ways=ways,
            visit=box.visit,
            messages=[_shown(message, box.visit) for message in messages],
            told=told,
            token=token_of(box),
            form=form or MessageForm(data={"form_id": secrets.token_hex(16), "body": body}),
            most=MOST,
            languages_of_page=languages_of("correspondence.page"),
        ),
        status,
    )


def _shown(message: service.OpenMessage, visit: service.Visit) -> dict[str, Any]:
    """A message as the page lists it; what was new as the passphrase was given stays marked while the page is open."""
    is_new = message.id in visit.fresh
    return {
        "id": message.id,
        "at": message.at,
        "body": message.body,
        "from_us": message.from_us,
        "is_new": is_new,
        "files": message.files,
    }
