"""The complainant's page: status, messages and outcome, and the key that opens them, which travels in the page itself.

The key is encrypted for this site and good for half an hour; nothing stays on the device.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from complaints.correspondence import service
from complaints.correspondence.forms import FollowForm, MessageForm
from complaints.correspondence.public.blueprint import bp
from complaints.correspondence.rules import MOST
from complaints.correspondence.story import story_of
from complaints.platform.extensions import db
from complaints.platform.vault import BrokenToken, KeyRing, open_token, seal_token
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.clock import now
from complaints.platform.web.locale import language_links
from complaints.registry.words import translated_name

PURPOSE: Final = "follow 1"
STAYS_OPEN: Final = timedelta(minutes=30)
Act = Callable[[service.OpenMailbox], ResponseReturnValue]


def ring() -> KeyRing:
    """This process's keys."""
    found: KeyRing = current_app.extensions["key_ring"]
    return found


def _page_key() -> bytes:
    return ring().derived("pages of complainants 1")


@bp.post("/follow/page")
@requires(PUBLIC)
def page() -> ResponseReturnValue:
    """The same page anew, in this or another language; a message half written stays in its field."""
    return with_box(lambda box: show(box, body=request.form.get("body", "")))


def with_box(act: Act) -> ResponseReturnValue:
    """Open the mailbox from the key in the page, or ask for the passphrase again and keep what was typed."""
    try:
        state = open_token(_page_key(), PURPOSE, request.form.get("page", ""), now=now(), max_age=STAYS_OPEN)
        key = X25519PrivateKey.from_private_bytes(base64.b64decode(state["key"]))
        box = service.re_enter(db.session, state["number"], key)
    except (BrokenToken, service.NotYours, KeyError, ValueError, TypeError):
        form = FollowForm()
        form.form_errors.append(
            gettext("This page was open for a long time. Please give your number and passphrase again.")
        )
        typed = request.form.get("body", "")
        return render_template("correspondence/follow.html", form=form, typed=typed), 422
    return act(box)


def token_of(box: service.OpenMailbox) -> str:
    """What a page carries in its field `page`, so that its next form is opened by `with_box`."""
    key = base64.b64encode(box.private_key.private_bytes_raw()).decode()
    return seal_token(_page_key(), PURPOSE, {"number": box.complaint.number, "key": key}, now=now())


def languages_of(endpoint: str) -> list[tuple[str, str, str, bool]]:
    """The languages, each with the address that shows this page in it to whoever sends the key along."""
    here = url_for(endpoint).removeprefix(request.script_root)
    profile = current_app.extensions["profile"]
    return [
        (code, name, address.removesuffix(request.path) + here, is_current)
        for code, name, address, is_current in language_links(profile)
    ]


def show(
    box: service.OpenMailbox, form: MessageForm | None = None, told: str = "", status: int = 200, body: str = ""
) -> ResponseReturnValue:
    """The page of a complaint, with what has just been done said on top (`told`)."""
    moment = now()
    messages = service.read_as_complainant(db.session, box, moment)
    steps = story_of(db.session, box.complaint)
    technologies = [translated_name(name) for name in service.technologies_of(db.session, box.complaint)]
    # Commit first: what the page says was sent or read is on the disk before it is shown.
    db.session.commit()
    return (
        render_template(
            "correspondence/page.html",
            complaint=box.complaint,
            statement=service.statement_of(box),
            technologies=technologies,
            steps=steps,
            messages=messages,
            told=told,
            token=token_of(box),
            form=form or MessageForm(data={"form_id": secrets.token_hex(16), "body": body}),
            most=MOST,
            languages_of_page=languages_of("correspondence.page"),
        ),
        status,
    )
