"""The door: number and passphrase open the page of a complaint, and nothing else does."""

from __future__ import annotations

from typing import Final

from flask import make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from complaints.correspondence import service
from complaints.correspondence.forms import FollowForm
from complaints.correspondence.notices import has_looked
from complaints.correspondence.public.blueprint import bp
from complaints.correspondence.public.guessing import WAIT, may_try, note_wrong
from complaints.correspondence.public.page import Act, at_the_door, show, today
from complaints.intake.number import parse
from complaints.platform.extensions import db, limiter
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.clock import now

FIRST_PAGES: Final[dict[str, Act]] = {}
"""Which page may be shown first instead of the complaint's own, by the name that the form sends as `to`."""


def may_come_first(name: str, page: Act) -> None:
    """Let a form at the door ask for this page (`to=name`); it must commit before it answers."""
    FIRST_PAGES[name] = page


@bp.get("/follow")
@requires(PUBLIC)
def follow() -> ResponseReturnValue:
    """Ask for number and passphrase."""
    return at_the_door(FollowForm(), 200)


@bp.post("/follow")
@limiter.limit("60 per minute")
@requires(PUBLIC)
def enter() -> ResponseReturnValue:
    """Open the page of a complaint. 422 for a slip of the pen, one and the same 403 for all that does not fit.

    429 when too many wrong passphrases came for this number from this address; nothing is looked at then.
    """
    form = FollowForm(request.form)
    if not form.validate():
        return at_the_door(form, 422)
    number = parse(form.number.data or "")
    if not may_try(number):
        return _wait(form)
    try:
        box = service.enter(db.session, number, form.passphrase.data or "", now(), today())
    except service.NotYours:
        # The try was counted, for the complainant to see.
        db.session.commit()
        note_wrong(number)
        form.form_errors.append(gettext("We found no complaint with this number and passphrase. Please check both."))
        return at_the_door(form, 403)
    has_looked(db.session, box.complaint.id)
    first = FIRST_PAGES.get(request.form.get("to", ""))
    return first(box) if first else show(box, body=request.form.get("body", ""))


def _wait(form: FollowForm) -> ResponseReturnValue:
    form.form_errors.append(
        gettext(
            "There were too many wrong tries for this number from your internet connection. Try again in an hour. "
            "You can also use another connection now, for example the phone’s own instead of Wi-Fi."
        )
    )
    response = make_response(at_the_door(form, 429))
    response.headers["Retry-After"] = str(WAIT)
    return response


@bp.get("/follow/page")
@bp.get("/follow/message")
@bp.get("/follow/withdraw")
@bp.get("/follow/name")
@bp.get("/follow/mail")
@bp.get("/follow/review")
@bp.get("/follow/feedback")
@requires(PUBLIC)
def to_the_door() -> ResponseReturnValue:
    """Whoever comes by the address alone has no key with them: to the form that asks for it."""
    return redirect(url_for("correspondence.follow"), 303)
