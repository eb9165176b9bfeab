"""The complainant's page: status, messages and outcome behind a number and a passphrase, without a cookie.

The page carries the mailbox key itself, encrypted for this site and good for half an hour; nothing stays on the device.
"""

from __future__ import annotations

import base64
import secrets
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from complaints.correspondence import service
from complaints.correspondence.forms import FollowForm, MessageForm
from complaints.correspondence.rules import MOST
from complaints.correspondence.story import story_of
from complaints.intake.number import parse
from complaints.platform.extensions import db, limiter
from complaints.platform.vault import BrokenToken, KeyRing, open_token, seal_token
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.clock import now
from complaints.platform.web.locale import language_links
from complaints.registry.words import translated_name

bp = Blueprint("correspondence", __name__)
PURPOSE = "follow 1"
STAYS_OPEN = timedelta(minutes=30)


def _ring() -> KeyRing:
    ring: KeyRing = current_app.extensions["key_ring"]
    return ring


def _page_key() -> bytes:
    return _ring().derived("pages of complainants 1")


@bp.get("/follow")
@requires(PUBLIC)
def follow() -> ResponseReturnValue:
    """Ask for number and passphrase."""
    return render_template("correspondence/follow.html", form=FollowForm())


@bp.post("/follow")
@limiter.limit("30 per minute")
@requires(PUBLIC)
def enter() -> ResponseReturnValue:
    """Open the page of a complaint. 422 for a slip of the pen, one and the same 403 for all that does not fit."""
    form = FollowForm(request.form)
    if not form.validate():
        return render_template("correspondence/follow.html", form=form), 422
    try:
        box = service.enter(db.session, parse(form.number.data or ""), form.passphrase.data or "", now())
    except service.NotYours:
        form.form_errors.append(gettext("We found no complaint with this number and passphrase. Please check both."))
        return render_template("correspondence/follow.html", form=form), 403
    return _page(box)


@bp.get("/follow/page")
@bp.get("/follow/message")
@bp.get("/follow/withdraw")
@requires(PUBLIC)
def to_the_door() -> ResponseReturnValue:
    """Whoever comes by the address alone has no key with them: to the form that asks for it."""
    return redirect(url_for("correspondence.follow"), 303)


@bp.post("/follow/page")
@requires(PUBLIC)
def page() -> ResponseReturnValue:
    """The same page anew, in this or another language; a message half written stays in its field."""
    return _with_box(lambda box: _page(box, body=request.form.get("body", "")))


@bp.post("/follow/message")
@limiter.limit("20 per minute")
@requires(PUBLIC)
def write() -> ResponseReturnValue:
    """Write to us. The same form sent twice is one message."""
    return _with_box(_write)


@bp.post("/follow/withdraw")
@requires(PUBLIC)
def withdraw() -> ResponseReturnValue:
    """Withdraw; asks once more first."""
    return _with_box(_withdraw)


def _with_box(act: Any) -> ResponseReturnValue:
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
    answer: ResponseReturnValue = act(box)
    return answer


def _write(box: service.OpenMailbox) -> ResponseReturnValue:
    form = MessageForm(request.form)
    if not form.validate():
        return _page(box, form=form, status=422)
    service.write_as_complainant(db.session, _ring(), box, form.body.data or "", form.form_id.data or "", now())
    return _page(box, told="sent")


def _withdraw(box: service.OpenMailbox) -> ResponseReturnValue:
    if request.form.get("sure") != "yes":
        return render_template(
            "correspondence/withdraw.html",
            token=_token(box),
            body=request.form.get("body", ""),
            languages_of_page=_languages("correspondence.withdraw"),
        )
    service.withdraw(db.session, box, now())
    return _page(box, told="withdrawn", body=request.form.get("body", ""))


def _token(box: service.OpenMailbox) -> str:
    key = base64.b64encode(box.private_key.private_bytes_raw()).decode()
    return seal_token(_page_key(), PURPOSE, {"number": box.complaint.number, "key": key}, now=now())


def _languages(endpoint: str) -> list[tuple[str, str, str, bool]]:
    """The languages, each with the address that shows this page in it to whoever sends the key along."""
    here = url_for(endpoint).removeprefix(request.script_root)
    profile = current_app.extensions["profile"]
    return [
        (code, name, address.removesuffix(request.path) + here, is_current)
        for code, name, address, is_current in language_links(profile)
    ]


def _page(
    box: service.OpenMailbox, form: MessageForm | None = None, told: str = "", status: int = 200, body: str = ""
) -> ResponseReturnValue:
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
            token=_token(box),
            form=form or MessageForm(data={"form_id": secrets.token_hex(16), "body": body}),
            most=MOST,
            languages_of_page=_languages("correspondence.page"),
        ),
        status,
    )
