"""The complainant's page: status, messages and outcome behind a number and a passphrase, without a cookie.

The page carries the mailbox key itself, encrypted for this site and good for half an hour; nothing stays on the device.
"""

from __future__ import annotations

import base64
import secrets
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from flask import Blueprint, current_app, render_template, request
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


@bp.post("/follow/page")
@requires(PUBLIC)
def page() -> ResponseReturnValue:
    """The same page anew."""
    return _with_box(_page)


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
        return render_template("correspondence/withdraw.html", token=_token(box), number=box.complaint.number)
    service.withdraw(db.session, box, now())
    return _page(box, told="withdrawn")


def _token(box: service.OpenMailbox) -> str:
    key = base64.b64encode(box.private_key.private_bytes_raw()).decode()
    return seal_token(_page_key(), PURPOSE, {"number": box.complaint.number, "key": key}, now=now())


def _page(
    box: service.OpenMailbox, form: MessageForm | None = None, told: str = "", status: int = 200
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
            form=form or MessageForm(data={"form_id": secrets.token_hex(16), "body": ""}),
            most=MOST,
        ),
        status,
    )
