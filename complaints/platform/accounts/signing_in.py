"""Signing in and out: a password, then a code, and nothing opens in between."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from complaints.platform.accounts import attempts, second_factor, service, sessions
from complaints.platform.accounts.blueprint import bp, local, start_page
from complaints.platform.accounts.forms import CodeForm, SignInForm
from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.passwords import verified
from complaints.platform.accounts.permissions import Permission
from complaints.platform.accounts.rules import MOST_PASSWORD, is_local_path
from complaints.platform.extensions import db
from complaints.platform.store import immediate_transactions
from complaints.platform.web.access import PUBLIC, requires
from complaints.platform.web.clock import now


@bp.get("/staff")
@bp.get("/staff/")
@requires(Permission.OWN_ACCOUNT)
def start() -> Any:
    """Wherever this person's work begins."""
    return redirect(start_page(), code=303)


@bp.get("/staff/sign-in")
@requires(PUBLIC)
def sign_in() -> Any:
    """The door."""
    if current_user.is_authenticated:
        return redirect(start_page(), code=303)
    return _door(SignInForm())


@bp.post("/staff/sign-in")
# Checking a password takes a while: nobody else's filing waits for the database meanwhile.
@requires(PUBLIC, csrf=True, writes=False)
def try_password() -> Any:
    """Check address and password; the same answer and the same time whichever of them is wrong."""
    form = SignInForm(request.form)
    if not form.validate():
        return _door(form), 422
    staff = service.find(db.session, form.email.data)
    db.session.commit()
    device = request.cookies.get(sessions.DEVICE_COOKIE, "") if sessions.knows_device(request, staff, now()) else ""
    counts = attempts.of_sign_in(form.email.data, device)
    if not attempts.may_try(counts):
        return _refused(form, gettext("Too many attempts. Wait a quarter of an hour, then try again.")), 429
    usable = staff is not None and staff.is_active and len(form.password.data) <= MOST_PASSWORD
    if not verified(staff.password_hash if staff and usable else None, form.password.data[:MOST_PASSWORD]):
        attempts.failed(counts)
        with immediate_transactions(True):
            service.sign_in_refused(db.session, staff, now(), "password")
            db.session.commit()
        return _refused(form, gettext("Address and password do not belong together. Please try again.")), 422
    assert staff is not None  # verified() is never true without an account
    attempts.succeeded(counts)
    wanted = request.form.get("next", "")
    sessions.begin(staff, now(), wanted if is_local_path(wanted) else "")
    return go_on(staff)


@bp.get("/staff/second-factor")
@requires(PUBLIC)
def second_factor_page() -> Any:
    """Ask for the code."""
    staff = sessions.pending(now())
    if staff is None or staff.sealed_totp is None:
        return redirect(url_for(".sign_in"), code=303)
    return render_template("accounts/second_factor.html", form=CodeForm())


@bp.post("/staff/second-factor")
@requires(PUBLIC, csrf=True)
def try_code() -> Any:
    """Check the code; one that was used does not count again."""
    staff = sessions.pending(now())
    if staff is None or staff.sealed_totp is None:
        return _too_slow()
    form, counts = CodeForm(request.form), attempts.of_code(staff.id)
    if not attempts.may_try(counts):
        return _code_refused(form, gettext("Too many attempts. Wait a quarter of an hour, then try again.")), 429
    if not form.validate():
        return render_template("accounts/second_factor.html", form=form), 422
    key = current_app.extensions["key_ring"].derived(second_factor.PURPOSE)
    secret = second_factor.opened(staff.sealed_totp, key, staff.id)
    step = second_factor.accepted_step(secret, form.code.data, now(), staff.totp_step)
    try:
        if step is None:
            raise service.CodeUsed
        service.use_code(db.session, staff, step)
    except service.CodeUsed:
        attempts.failed(counts)
        service.sign_in_refused(db.session, staff, now(), "code")
        db.session.commit()
        words = gettext("This code is wrong, or it was used already. Wait for the next one and type that.")
        return _code_refused(form, words), 422
    attempts.succeeded(counts)
    return let_in(staff)


@bp.post("/staff/sign-out")
@requires(PUBLIC, csrf=True)
def sign_out() -> Any:
    """Leave; the session is gone from this browser."""
    if current_user.is_authenticated:
        service.signed_out(db.session, current_user, now())
        db.session.commit()
    sessions.end()
    flash(gettext("You are signed out."), "success")
    return redirect(url_for(".sign_in"), code=303)


def go_on(staff: Staff) -> Any:
    """What comes after the right password: the code, setting one up, or being in."""
    if staff.sealed_totp is not None:
        return redirect(url_for(".second_factor_page"), code=303)
    if sessions.needs_second_factor(staff):
        return redirect(url_for(".enrol"), code=303)
    with immediate_transactions(True):
        return let_in(staff)


def let_in(staff: Staff) -> Any:
    """Sign in for good and go where the person wanted to go."""
    moment = now()
    service.signed_in(db.session, staff, moment, second_factor=staff.sealed_totp is not None)
    db.session.commit()
    next_path = sessions.complete(staff, moment)
    response = redirect(local(next_path) if next_path else start_page(), code=303)
    sessions.remember_device(response, staff, moment)
    return response


def _door(form: SignInForm) -> str:
    wanted = request.values.get("next", "")
    return render_template("accounts/sign_in.html", form=form, next=wanted if is_local_path(wanted) else "")


def _refused(form: SignInForm, words: str) -> str:
    form.email.errors = [*form.email.errors, words]
    return _door(form)


def _code_refused(form: CodeForm, words: str) -> str:
    form.code.errors = [words]
    form.code.data = ""
    return render_template("accounts/second_factor.html", form=form)


def _too_slow() -> Any:
    flash(gettext("That took too long. Please sign in again."), "info")
    return redirect(url_for(".sign_in"), code=303)
