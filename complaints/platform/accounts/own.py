"""One's own account: opening it with a one-time link, the second factor, a new password."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from complaints.platform.accounts import attempts, second_factor, service, sessions
from complaints.platform.accounts.blueprint import bp
from complaints.platform.accounts.forms import ChangePassword, CodeForm, FirstAccount, NewPassword
from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.passwords import hashed, verified
from complaints.platform.accounts.permissions import Permission
from complaints.platform.accounts.rules import MOST_PASSWORD, PENDING_LIFETIME
from complaints.platform.accounts.signing_in import go_on, let_in
from complaints.platform.accounts.words import role_name
from complaints.platform.extensions import db
from complaints.platform.store import immediate_transactions
from complaints.platform.vault import BrokenToken, open_token, seal_token
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.clock import now
from complaints.platform.web.filters import site_name

_ENROL = "second factor to be"


@bp.get("/staff/setup/<token>")
@requires(PUBLIC)
def setup(token: str) -> Any:
    """Where a one-time link leads: choose a password."""
    try:
        staff = service.account_of_link(db.session, token, now())
    except service.LinkRefused:
        return _link_refused()
    return render_template("accounts/setup.html", form=_setup_form(staff), account=staff)


@bp.post("/staff/setup/<token>")
@requires(PUBLIC, csrf=True, writes=False)
def use_setup(token: str) -> Any:
    """Set the password, use the link up, and go on to the second factor."""
    try:
        staff = service.account_of_link(db.session, token, now())
    except service.LinkRefused:
        return _link_refused()
    db.session.commit()
    form = _setup_form(staff, request.form)
    if not form.validate():
        return render_template("accounts/setup.html", form=form, account=staff), 422
    try:
        digest = hashed(form.password.data)
        with immediate_transactions(True):
            who = (form.email.data, form.name.data) if isinstance(form, FirstAccount) else (None, None)
            staff = service.use_link(db.session, token, digest, now(), *who)
            db.session.commit()
    except service.EmailTaken:
        db.session.rollback()
        form.email.errors = [gettext("There is an account with this address already.")]
        return render_template("accounts/setup.html", form=form, account=staff), 422
    except service.LinkRefused:
        db.session.rollback()
        return _link_refused()
    sessions.begin(staff, now(), "")
    return go_on(staff)


@bp.get("/staff/enrol")
@requires(PUBLIC)
def enrol() -> Any:
    """Show the picture that an authenticator app reads."""
    staff = _enrolling()
    if staff is None:
        return redirect(url_for(".sign_in"), code=303)
    secret = second_factor.new_secret()
    form = CodeForm(data={"secret": seal_token(_key(), _ENROL, [staff.id, secret], now=now())})
    return _enrol_page(form, staff, secret)


@bp.post("/staff/enrol")
@requires(PUBLIC, csrf=True)
def use_enrolment() -> Any:
    """Keep the second factor once a code shows that the telephone has it."""
    staff = _enrolling()
    if staff is None:
        return redirect(url_for(".sign_in"), code=303)
    form = CodeForm(request.form)
    try:
        whose, secret = open_token(_key(), _ENROL, form.secret.data or "", now=now(), max_age=PENDING_LIFETIME)
        if whose != staff.id:
            raise BrokenToken("Made for another account.")
    except BrokenToken:
        flash(gettext("That took too long. Here is a new picture; the old one does not count."), "info")
        return redirect(url_for(".enrol"), code=303)
    step = second_factor.accepted_step(secret, form.code.data or "", now(), None)
    if not form.validate() or step is None:
        form.code.errors = form.code.errors or [gettext("This code is wrong. Wait for the next one and type that.")]
        return _enrol_page(form, staff, secret), 422
    ring = current_app.extensions["key_ring"]
    sealed = second_factor.sealed(secret, ring.derived(second_factor.PURPOSE), staff.id)
    service.enrol(db.session, staff, sealed, step, now())
    flash(gettext("Your second factor is set up. We will ask for a code each time you sign in."), "success")
    return let_in(staff)


@bp.get("/staff/account")
@requires(Permission.OWN_ACCOUNT)
def own() -> str:
    """Who one is here, and what one may change."""
    return _own_page(ChangePassword())


@bp.post("/staff/account")
@requires(Permission.OWN_ACCOUNT, writes=False)
def change_password() -> Any:
    """A new password, for somebody who knows the old one; every other session ends."""
    staff: Staff = current_user._get_current_object()
    db.session.commit()
    form = ChangePassword(request.form, email=staff.email, name=staff.name)
    counts = attempts.of_sign_in(staff.email, "")
    if not form.validate():
        return _own_page(form), 422
    if not attempts.may_try(counts):
        form.current.errors = [gettext("Too many attempts. Wait a quarter of an hour, then try again.")]
        return _own_page(form), 429
    if not verified(staff.password_hash, form.current.data[:MOST_PASSWORD]):
        attempts.failed(counts)
        form.current.errors = [gettext("This is not your password.")]
        return _own_page(form), 422
    digest = hashed(form.password.data)
    with immediate_transactions(True):
        staff = service.by_id(db.session, staff.id)
        service.change_password(db.session, staff, digest, now())
        db.session.commit()
    sessions.complete(staff, now())
    flash(gettext("Your password is changed. You are signed out everywhere else."), "success")
    return redirect(url_for(".own"), code=303)


def _enrolling() -> Staff | None:
    """Who may set up a second factor: whoever has just given the password, or is in without one."""
    staff = sessions.pending(now())
    if staff is None and current_user.is_authenticated:
        staff = current_user._get_current_object()
    return staff if staff is not None and staff.sealed_totp is None else None


def _enrol_page(form: CodeForm, staff: Staff, secret: str) -> str:
    picture = second_factor.picture(second_factor.enrolment_uri(secret, staff.email, site_name()))
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return render_template("accounts/enrol.html", form=form, picture=picture, secret=groups)


def _own_page(form: ChangePassword) -> str:
    return render_template("accounts/own.html", form=form, role=role_name(current_user.role))


def _setup_form(staff: Staff, typed: Any = None) -> NewPassword:
    if staff.email == service.FIRST_ADMINISTRATOR:
        typed_email = (typed or {}).get("email", "")
        return FirstAccount(typed, email=typed_email, name=(typed or {}).get("name", ""))
    return NewPassword(typed, email=staff.email, name=staff.name)


def _link_refused() -> Any:
    return render_template("accounts/link_refused.html"), 410


def _key() -> bytes:
    key: bytes = current_app.extensions["key_ring"].derived("staff enrolment 1")
    return key
