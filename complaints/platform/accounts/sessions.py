"""Who is signed in: a cookie that goes to staff pages alone, and nothing opens before the second factor is done."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Flask, Request, Response, current_app, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import login_user
from werkzeug.wrappers import Response as BaseResponse

from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.rules import DEVICE_LIFETIME, PENDING_LIFETIME, SESSION_LIFETIME, is_local_path
from complaints.platform.extensions import db, login_manager
from complaints.platform.vault import BrokenToken, open_token, seal_token

SINCE, PENDING, SHOWN_ONCE = "since", "pending", "shown_once"
DEVICE_COOKIE = "staff_device"


class StaffCookies(SecureCookieSessionInterface):
    """The session cookie, sent to `/staff` and nowhere else; below `/es` the staff pages have one of their own."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep it on staff pages. Public ones set no cookie, and their answers do not vary by one."""
        if request.path.startswith("/staff"):
            super().save_session(app, session, response)

    def get_cookie_path(self, app: Flask) -> str:
        """The path that the browser sends the cookie to."""
        return f"{request.script_root}/staff"


def needs_second_factor(staff: Staff) -> bool:
    """Whether this account must hold one: where the setting says so, but for invented staff of a demonstration."""
    if current_app.config["SECOND_FACTOR"] != "required":
        return False
    return not (staff.is_demonstration and current_app.config["DEMONSTRATION"])


def marks_of(staff: Staff, now: datetime) -> dict[str, Any]:
    """What the session of somebody who is in holds."""
    return {"_user_id": staff.get_id(), "_fresh": True, SINCE: now.timestamp()}


@login_manager.user_loader  # type: ignore[untyped-decorator]  # Flask-Login ships no types
def load(marks: str) -> Staff | None:
    """The account behind a session, unless it was closed, changed, or signed in too long ago."""
    staff = _account(marks)
    since = session.get(SINCE)
    if staff is None or not isinstance(since, int | float):
        return None
    age = current_app.config["CLOCK"]() - datetime.fromtimestamp(since, UTC)
    if age > SESSION_LIFETIME or (needs_second_factor(staff) and staff.sealed_totp is None):
        return None
    return staff


def _account(marks: str) -> Staff | None:
    """The open account that "id.epoch" names, if that epoch still counts."""
    number = marks.partition(".")[0]
    staff = db.session.get(Staff, int(number)) if number.isascii() and number.isdigit() else None
    return staff if staff is not None and staff.is_active and staff.get_id() == marks else None


def begin(staff: Staff, now: datetime, next_path: str) -> None:
    """The password was right; until the rest is done this opens the second factor's pages and nothing else."""
    session.clear()
    session[PENDING] = {"who": staff.get_id(), "at": now.timestamp(), "next": next_path}


def pending(now: datetime) -> Staff | None:
    """Who gave the right password a moment ago and has not finished; None when too long ago or changed since."""
    held = session.get(PENDING)
    if not isinstance(held, dict) or now.timestamp() - float(held["at"]) > PENDING_LIFETIME.total_seconds():
        return None
    return _account(held["who"])


def complete(staff: Staff, now: datetime) -> str:
    """Sign in for good, in a new session; the local path to go to, or "" for the usual one."""
    held = session.get(PENDING)
    next_path = str(held["next"]) if isinstance(held, dict) else ""
    session.clear()
    login_user(staff)
    session.update(marks_of(staff, now))
    return next_path if is_local_path(next_path) else ""


def end() -> None:
    """Forget everything the session held."""
    session.clear()


def show_once(purpose: str, value: dict[str, Any], now: datetime) -> None:
    """Carry a secret to the next page, encrypted: what stands in a cookie can be read by whoever sees the browser."""
    session[SHOWN_ONCE] = seal_token(_key(SHOWN_ONCE), purpose, value, now=now)


def shown_once(purpose: str, now: datetime) -> dict[str, Any] | None:
    """What `show_once` carried for this purpose; only the first time."""
    token = session.get(SHOWN_ONCE)
    if token is None:
        return None
    try:
        value: dict[str, Any] = open_token(_key(SHOWN_ONCE), purpose, token, now=now, max_age=PENDING_LIFETIME)
    except BrokenToken:
        return None
    session.pop(SHOWN_ONCE)
    return value


def remember_device(response: BaseResponse, staff: Staff, now: datetime) -> None:
    """Mark a browser that somebody has signed in from: strangers' attempts do not lock it out."""
    response.set_cookie(
        DEVICE_COOKIE,
        seal_token(_key(DEVICE_COOKIE), DEVICE_COOKIE, staff.id, now=now),
        max_age=int(DEVICE_LIFETIME.total_seconds()),
        path=f"{request.script_root}/staff",
        secure=bool(current_app.config["SECURE_COOKIES"]),
        httponly=True,
        samesite="Strict",
    )


def knows_device(asked: Request, staff: Staff | None, now: datetime) -> bool:
    """Whether this browser has signed in to this account before."""
    token = asked.cookies.get(DEVICE_COOKIE)
    if token is None or staff is None:
        return False
    try:
        known: object = open_token(_key(DEVICE_COOKIE), DEVICE_COOKIE, token, now=now, max_age=DEVICE_LIFETIME)
    except BrokenToken:
        return False
    return known == staff.id


def _key(purpose: str) -> bytes:
    key: bytes = current_app.extensions["key_ring"].derived(f"staff {purpose} 1")
    return key
