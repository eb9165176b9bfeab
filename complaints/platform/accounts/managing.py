"""Managing accounts: who works here and as what, and the one-time links that let them in."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from complaints.platform.accounts import service, sessions
from complaints.platform.accounts.blueprint import bp
from complaints.platform.accounts.forms import NewAccount, PlaceForm
from complaints.platform.accounts.links import setup_address
from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.permissions import Permission, Role
from complaints.platform.accounts.words import ROLE_NAMES
from complaints.platform.audit import Actor
from complaints.platform.extensions import db
from complaints.platform.web.access import requires
from complaints.platform.web.clock import now

_LINK = "setup link"


@bp.get("/staff/accounts")
@requires(Permission.ACCOUNT_MANAGE)
def people() -> str:
    """Everybody who has an account."""
    return render_template("accounts/people.html", people=service.everyone(db.session), roles=ROLE_NAMES)


@bp.get("/staff/accounts/new")
@requires(Permission.ACCOUNT_MANAGE)
def new_account() -> str:
    """An empty form for a new member of staff."""
    return _new_page(NewAccount())


@bp.post("/staff/accounts/new")
@requires(Permission.ACCOUNT_MANAGE)
def add_account() -> Any:
    """Add an account and show its link."""
    form = NewAccount(request.form)
    if not form.validate():
        return _new_page(form), 422
    try:
        staff = service.add_staff(
            db.session, form.email.data, form.name.data, Role(form.role.data), form.unit.data or "", _actor(), now()
        )
    except service.EmailTaken:
        form.email.errors = [gettext("There is an account with this address already.")]
        return _new_page(form), 422
    return _with_link(staff, forget_second_factor=False)


@bp.get("/staff/accounts/<int:staff_id>")
@requires(Permission.ACCOUNT_MANAGE)
def account(staff_id: int) -> str:
    """One account."""
    staff = _account(staff_id)
    return _account_page(staff, PlaceForm(data={"role": staff.role.value, "unit": staff.unit}))


@bp.post("/staff/accounts/<int:staff_id>")
@requires(Permission.ACCOUNT_MANAGE)
def change_account(staff_id: int) -> Any:
    """Give somebody another role or unit. Nobody changes their own."""
    staff = _not_oneself(staff_id)
    form = PlaceForm(request.form)
    if not form.validate():
        return _account_page(staff, form), 422
    try:
        changed = service.change_role(db.session, staff, Role(form.role.data), form.unit.data or "", _actor(), now())
    except service.LastAdministrator:
        return _last_administrator(staff)
    db.session.commit()
    said = gettext("Saved. This person must sign in again.") if changed else gettext("Nothing was changed.")
    flash(said, "success" if changed else "info")
    return _to(staff)


@bp.post("/staff/accounts/<int:staff_id>/link")
@requires(Permission.ACCOUNT_MANAGE)
def new_link(staff_id: int) -> Any:
    """A new one-time link; with `forget`, for somebody who lost their telephone as well."""
    staff = _account(staff_id)
    if staff.is_disabled:
        abort(409)
    return _with_link(staff, forget_second_factor=request.form.get("forget") == "y")


@bp.post("/staff/accounts/<int:staff_id>/disable")
@requires(Permission.ACCOUNT_MANAGE)
def disable_account(staff_id: int) -> Any:
    """Close an account at once."""
    staff = _not_oneself(staff_id)
    try:
        service.disable(db.session, staff, _actor(), now())
    except service.LastAdministrator:
        return _last_administrator(staff)
    db.session.commit()
    flash(gettext("The account is closed. Its sessions have ended."), "success")
    return _to(staff)


@bp.post("/staff/accounts/<int:staff_id>/enable")
@requires(Permission.ACCOUNT_MANAGE)
def enable_account(staff_id: int) -> Any:
    """Open a closed account again."""
    staff = _account(staff_id)
    service.enable(db.session, staff, _actor(), now())
    db.session.commit()
    flash(gettext("The account is open again."), "success")
    return _to(staff)


def _actor() -> Actor:
    return Actor.staff(current_user.id)


def _account(staff_id: int) -> Staff:
    try:
        return service.by_id(db.session, staff_id)
    except service.UnknownAccount:
        abort(404)


def _not_oneself(staff_id: int) -> Staff:
    if staff_id == current_user.id:
        abort(403)
    return _account(staff_id)


def _with_link(staff: Staff, *, forget_second_factor: bool) -> Any:
    token = service.issue_link(db.session, staff, _actor(), now(), forget_second_factor)
    db.session.commit()
    sessions.show_once(f"{_LINK} {staff.id}", {"link": setup_address(token)}, now())
    return _to(staff)


def _last_administrator(staff: Staff) -> Any:
    db.session.rollback()
    flash(gettext("This is the last account that can manage accounts. Add another one first."), "error")
    return _to(staff)


def _to(staff: Staff) -> Any:
    return redirect(url_for(".account", staff_id=staff.id), code=303)


def _new_page(form: NewAccount) -> str:
    return render_template("accounts/new_account.html", form=form)


def _account_page(staff: Staff, form: PlaceForm) -> str:
    shown = sessions.shown_once(f"{_LINK} {staff.id}", now())
    return render_template(
        "accounts/account.html",
        account=staff,
        form=form,
        role=str(ROLE_NAMES[staff.role]),
        link=shown["link"] if shown else "",
        is_self=staff.id == current_user.id,
        has_link=service.has_live_link(db.session, staff, now()),
        second_factor_required=current_app.config["SECOND_FACTOR"] == "required",
    )
