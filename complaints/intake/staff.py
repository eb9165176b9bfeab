"""The same form in one page, for complaints that come by phone, by letter or at the counter."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, abort, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext, lazy_gettext
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from complaints.intake.answers import Answers
from complaints.intake.draft import Draft
from complaints.intake.filing import Office, file
from complaints.intake.forms import Circumstances
from complaints.intake.forms.counter import CounterForm
from complaints.intake.journey import Posted
from complaints.intake.paper.code import code_to_scan
from complaints.intake.paper.letter import LONGEST_PASSPHRASE, letter_pdf
from complaints.intake.paper.sheet import addresses, letterhead
from complaints.intake.receipt import NotAReceipt, NotGenuine, verified
from complaints.intake.rules import ANONYMOUS_TEXT, MOST_CHARACTERS, Channel
from complaints.intake.service import UnknownTechnology
from complaints.platform.accounts.permissions import Permission
from complaints.platform.audit import Actor
from complaints.platform.extensions import db, limiter
from complaints.platform.jurisdiction.calendar import local_date
from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.vault import BrokenToken, KeyRing
from complaints.platform.web.access import requires
from complaints.platform.web.clock import now
from complaints.platform.web.locale import current_locale, regional, spoken
from complaints.platform.web.navigation import NavItem
from complaints.registry.service import listed

LETTERS: Final = "120 per hour"
"""Letters from one office's address; each takes 50 to 100 ms to set."""

bp = Blueprint("intake_staff", __name__, url_prefix="/staff/intake")
NAV = (NavItem(lazy_gettext("Take a complaint"), "intake_staff.enter", Permission.CASE_INTAKE, 20),)


@bp.get("")
@requires(Permission.CASE_INTAKE)
def enter() -> ResponseReturnValue:
    """The empty form; it came today unless the clerk says otherwise."""
    circumstances = _circumstances()
    told = {"received_on": circumstances.today.isoformat(), "language": current_locale()}
    return _show(CounterForm(MultiDict(told), circumstances), Draft.begin(now()))


@bp.post("")
@requires(Permission.CASE_INTAKE)
def take() -> ResponseReturnValue:
    """Store the complaint once and show number and passphrase for the caller; 422 where something must be mended."""
    form, actor = CounterForm(request.form, _circumstances(asks_registry=False)), Actor.staff(current_user.id)
    try:
        draft = Draft.opened(request.form.get("draft", ""), _ring(), now())
    except BrokenToken:
        return _refused(
            request.form, Draft.begin(now()), gettext("The page was open too long. Press the button again.")
        )
    if not form.validate():
        return _refused(request.form, draft)
    # Who is signed in was read; that must not hold the lock while everything is sealed.
    db.session.rollback()
    try:
        filed = file(db.session, Answers(**form.answers()), draft.secret, _office(form, actor))
    except UnknownTechnology:
        db.session.rollback()
        return _refused(request.form, draft)
    page = render_template(
        "intake_staff/taken.html",
        filed=filed,
        block=filed.receipt.signed(_ring()),
        language=form.language.data,
        code=code_to_scan(filed.receipt.number),
    )
    return make_response(page, 409 if filed.is_changed else 200)


@bp.post("/letter")
@limiter.limit(LETTERS)
@requires(Permission.CASE_INTAKE, writes=False)
def letter() -> ResponseReturnValue:
    """The caller's letter as PDF in their language, from what the page after taking held; kept nowhere.

    400 where the receipt is not one of ours, or there is no passphrase.
    """
    passphrase = request.form.get("passphrase", "").strip()
    try:
        receipt = verified(request.form.get("receipt", ""), _ring().receipts_public)
    except (NotAReceipt, NotGenuine):
        abort(400)
    if not 0 < len(passphrase) <= LONGEST_PASSPHRASE:
        abort(400)
    profile, here = _profile(), request.form.get("language", "")
    here = here if here in spoken(profile) else profile.default_locale
    with force_locale(regional(here, profile.timezone)):
        made = letter_pdf(receipt, receipt.signed(_ring()), passphrase, addresses(here), letterhead(here))
    response = make_response(made)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = "inline; filename=letter.pdf"
    return response


def _ring() -> KeyRing:
    ring: KeyRing = current_app.extensions["key_ring"]
    return ring


def _profile() -> Profile:
    profile: Profile = current_app.extensions["profile"]
    return profile


def _circumstances(*, asks_registry: bool = True) -> Circumstances:
    profile = _profile()
    technologies = listed(db.session) if asks_registry else None
    return Circumstances(profile, current_locale(), local_date(now(), profile.zone), technologies)


def _office(form: CounterForm, actor: Actor) -> Office:
    return Office(
        ring=_ring(),
        profile=_profile(),
        locale=form.language.data,
        now=now(),
        channel=Channel(form.channel.data),
        actor=actor,
        is_demonstration=current_app.config["DEMONSTRATION"],
        received_at=form.received_at(),
    )


def _without_name() -> str:
    """What an anonymous complaint cannot lead to here; empty where nothing limits it."""
    profile = _profile()
    return profile.text(ANONYMOUS_TEXT, current_locale()) if profile.anonymous_bars_discipline else ""


def _refused(posted: Posted, draft: Draft, problem: str = "") -> ResponseReturnValue:
    """The form as it was sent, with what needs another look."""
    form = CounterForm(posted, _circumstances())
    form.validate()
    if problem:
        form.form_errors.append(problem)
    return _show(form, draft), 422


def _show(form: CounterForm, draft: Draft) -> str:
    return render_template(
        "intake_staff/enter.html",
        form=form,
        draft=draft.sealed(_ring(), now()),
        most=MOST_CHARACTERS,
        without_name=_without_name(),
    )
