"""Sending: stored once however often it is pressed, and never lost in silence."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flask import Response, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_limiter import RateLimitExceeded

from complaints.intake.draft import Draft
from complaints.intake.filing import SHOWN_AGAIN, Filed, Office, file
from complaints.intake.journey import Journey
from complaints.intake.pages import Page
from complaints.intake.paper.code import code_to_scan
from complaints.intake.public.blueprint import bp
from complaints.intake.public.form import lost
from complaints.intake.public.saving import too_many_pages
from complaints.intake.public.showing import journey, profile, ring, show, show_review
from complaints.intake.rules import Channel
from complaints.intake.service import UnknownTechnology
from complaints.platform.audit import Actor
from complaints.platform.extensions import db, limiter
from complaints.platform.vault import BrokenToken
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.clock import now
from complaints.platform.web.locale import current_locale

SENDINGS: Final = "60 per hour"
"""From one address: a library, a shelter or a phone company shares one among many people."""

BAIT: Final = "subject"
"""A field that nobody sees; programs that fill in every field fill it in too."""


@bp.post("/complain/send")
@limiter.limit(SENDINGS)
@requires(PUBLIC)
def send() -> ResponseReturnValue:
    """Store the complaint and show number, passphrase and receipt; 409 when it was sent before with other answers."""
    try:
        draft = _draft()
    except BrokenToken as problem:
        return lost(Page.REVIEW, problem)
    # The registry is asked within the filing's own transaction, and only there.
    on_its_way = journey(draft, asks_registry=False)
    if on_its_way.arrive(Page.REVIEW).page is not Page.REVIEW:
        return _gap(draft)
    if _looks_automatic(draft):
        return show_review(_reviewed(replace(draft, was_asked_again=True)), asks_again=True)
    try:
        filed = file(db.session, on_its_way.answers(), draft.secret, _office())
    except UnknownTechnology:
        db.session.rollback()
        return _gap(draft)
    return _confirmation(filed, draft)


@bp.errorhandler(RateLimitExceeded)
def too_many(problem: RateLimitExceeded) -> ResponseReturnValue:
    """Many complaints from one address: ask to wait, with every answer still in the page (429)."""
    if request.endpoint != "intake.send":
        return too_many_pages(problem)
    try:
        draft = _draft()
    except BrokenToken as problem:
        return lost(Page.REVIEW, problem)
    if journey(draft).arrive(Page.REVIEW).page is not Page.REVIEW:
        return _gap(draft)
    response = show_review(_reviewed(draft), 429, is_limited=True)
    response.headers["Retry-After"] = "600"
    return response


def _draft() -> Draft:
    return Draft.opened(request.form.get("draft", ""), ring(), now())


def _reviewed(draft: Draft) -> Journey:
    on_its_way = journey(draft)
    on_its_way.arrive(Page.REVIEW)
    return on_its_way


def _gap(draft: Draft) -> ResponseReturnValue:
    """The question that has no right answer, or has none any more."""
    stop = journey(draft).arrive(Page.REVIEW)
    return show_review(_reviewed(draft)) if stop.page is Page.REVIEW else show(replace(stop, is_refused=True))


def _looks_automatic(draft: Draft) -> bool:
    return not draft.was_asked_again and (draft.is_hasty(now()) or bool(request.form.get(BAIT)))


def _office() -> Office:
    return Office(
        ring=ring(),
        profile=profile(),
        locale=current_locale(),
        now=now(),
        channel=Channel.WEB,
        actor=Actor.resident(),
        is_demonstration=current_app.config["DEMONSTRATION"],
    )


def _confirmation(filed: Filed, draft: Draft) -> Response:
    again = draft.anew().sealed(ring(), now()) if filed.is_changed else None
    page = render_template(
        "intake/confirmation.html",
        filed=filed,
        block=filed.receipt.signed(ring()),
        code=code_to_scan(filed.receipt.number),
        again=again,
        minutes=SHOWN_AGAIN.seconds // 60,
    )
    # No Cache-Control: the house's no-store stands, for here is the passphrase.
    return make_response(page, 409 if filed.is_changed else 200)
