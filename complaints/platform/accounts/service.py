"""Accounts of staff: who is let in, what they may do, and how an account is opened, changed and closed."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaints.platform.accounts.models import SetupLink, Staff
from complaints.platform.accounts.permissions import Permission, Role, allows
from complaints.platform.accounts.rules import (
    LINK_LIFETIME,
    MOST_ID,
    MOST_NAME,
    canonical_email,
    is_email,
    is_plain,
    unit_code,
)
from complaints.platform.audit import Actor, record
from complaints.platform.store import Db

FIRST_ADMINISTRATOR = "first-administrator"
"""Stands for the e-mail address of the first account until its owner gives the real one."""


class UnknownAccount(LookupError):
    """No account has this number or address."""


class EmailTaken(Exception):
    """Another account has this address."""


class LinkRefused(Exception):
    """The one-time link is unknown, used, replaced or too old; nobody is told which."""


class CodeUsed(Exception):
    """The code was used already, perhaps a moment ago in another window."""


class LastAdministrator(Exception):
    """Without this account nobody could manage accounts."""


def find(session: Db, email: str) -> Staff | None:
    """The account of an address, disabled or not."""
    address = canonical_email(email)
    if not is_plain(address):
        return None
    return session.scalar(sa.select(Staff).where(Staff.email == address))


def by_id(session: Db, staff_id: int) -> Staff:
    """The account of a number, read anew. Raises UnknownAccount."""
    found = session.get(Staff, staff_id, populate_existing=True) if staff_id <= MOST_ID else None
    if found is None:
        raise UnknownAccount(staff_id)
    return found


def everyone(session: Db) -> list[Staff]:
    """All accounts, those that are open first, then by name."""
    return list(session.scalars(sa.select(Staff).order_by(Staff.is_disabled, Staff.name, Staff.id)))


def add_staff(
    session: Db,
    email: str,
    name: str,
    role: Role,
    unit: str,
    actor: Actor,
    now: datetime,
    is_demonstration: bool = False,
) -> Staff:
    """Add an account that nobody can sign in to before its setup link was used.

    Raises EmailTaken, ValueError for what is no address.
    """
    address = canonical_email(email)
    if not is_email(address) and address != FIRST_ADMINISTRATOR:
        raise ValueError("This is not an e-mail address.")
    if find(session, address) is not None:
        raise EmailTaken
    staff = Staff(
        email=address,
        name=" ".join(name.split())[:MOST_NAME] or address,
        role=role,
        unit=unit_code(unit),
        created_at=now,
        is_demonstration=is_demonstration,
    )
    session.add(staff)
    session.flush()
    _tell(session, "staff.added", staff, actor, now, role=role.value)
    return staff


def issue_link(session: Db, staff: Staff, actor: Actor, now: datetime, forget_second_factor: bool = False) -> str:
    """A new one-time token for `/staff/setup/<token>`, good for 48 hours; earlier ones end.

    `forget_second_factor` is for a lost telephone: the next sign-in sets up a new one.
    """
    session.execute(
        sa.update(SetupLink).where(SetupLink.staff_id == staff.id, SetupLink.used_at.is_(None)).values(expires_at=now)
    )
    token = secrets.token_urlsafe(32)
    session.add(SetupLink(staff_id=staff.id, token_hash=_hash(token), expires_at=now + LINK_LIFETIME))
    if forget_second_factor:
        staff.sealed_totp = staff.totp_step = None
        staff.session_epoch += 1
    _tell(session, "staff.link_issued", staff, actor, now, forget_second_factor=forget_second_factor)
    return token


def has_live_link(session: Db, staff: Staff, now: datetime) -> bool:
    """Whether a link of this account can still be used."""
    query = sa.select(SetupLink.id).where(
        SetupLink.staff_id == staff.id, SetupLink.used_at.is_(None), SetupLink.expires_at > now
    )
    return session.scalar(query.limit(1)) is not None


def account_of_link(session: Db, token: str, now: datetime) -> Staff:
    """Whose account a link opens. Raises LinkRefused."""
    found: Staff | None = session.scalar(
        sa.select(Staff)
        .join(SetupLink, SetupLink.staff_id == Staff.id)
        .where(SetupLink.token_hash == _hash(token), SetupLink.used_at.is_(None), SetupLink.expires_at > now)
        .where(Staff.is_disabled.is_(False))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise LinkRefused
    return found


def use_link(
    session: Db, token: str, password_hash: str, now: datetime, email: str | None = None, name: str | None = None
) -> Staff:
    """Use a link up and set the account's password; `email` and `name` replace the first administrator's stand-ins.

    Raises LinkRefused (also for the second of two who use it at once), EmailTaken.
    """
    staff = account_of_link(session, token, now)
    used: Any = session.execute(
        sa.update(SetupLink)
        .where(SetupLink.token_hash == _hash(token), SetupLink.used_at.is_(None))
        .values(used_at=now)
    )
    if used.rowcount != 1:
        raise LinkRefused
    if staff.email == FIRST_ADMINISTRATOR and email:
        if find(session, email) is not None:
            raise EmailTaken
        staff.email, staff.name = canonical_email(email), " ".join((name or email).split())[:MOST_NAME]
    _set_password(staff, password_hash)
    _tell(session, "staff.link_used", staff, Actor.staff(staff.id), now)
    return staff


def change_password(session: Db, staff: Staff, password_hash: str, now: datetime) -> None:
    """Set a new password; every session of the account ends."""
    _set_password(staff, password_hash)
    _tell(session, "staff.password_changed", staff, Actor.staff(staff.id), now)


def enrol(session: Db, staff: Staff, sealed_secret: str, step: int, now: datetime) -> None:
    """Keep the second factor that its owner has just proved to hold."""
    staff.sealed_totp, staff.totp_step = sealed_secret, step
    _tell(session, "staff.second_factor_set", staff, Actor.staff(staff.id), now)


def use_code(session: Db, staff: Staff, step: int) -> None:
    """Use up a code's step. Raises CodeUsed for a step that is not later than the last one."""
    later = sa.or_(Staff.totp_step.is_(None), Staff.totp_step < step)
    used: Any = session.execute(
        sa.update(Staff).where(Staff.id == staff.id, later).values(totp_step=step),
        execution_options={"synchronize_session": False},
    )
    if used.rowcount != 1:
        raise CodeUsed


def signed_in(session: Db, staff: Staff, now: datetime, second_factor: bool) -> None:
    """Note that somebody is in."""
    staff.signed_in_at = now
    _tell(session, "staff.signed_in", staff, Actor.staff(staff.id), now, second_factor=second_factor)


def signed_out(session: Db, staff: Staff, now: datetime) -> None:
    """Note that somebody left."""
    _tell(session, "staff.signed_out", staff, Actor.staff(staff.id), now)


def sign_in_refused(session: Db, staff: Staff | None, now: datetime, at: str) -> None:
    """Note an attempt that failed at the "password" or the "code"; an unknown address leaves an event just as well."""
    subject = f"staff:{staff.id}" if staff else "staff:unknown"
    record(session, action="staff.sign_in_refused", subject=subject, actor=Actor.system(), now=now, details={"at": at})


def change_role(session: Db, staff: Staff, role: Role, unit: str, actor: Actor, now: datetime) -> bool:
    """Give an account another role or unit; its sessions end. False when both are as they were.

    Raises LastAdministrator.
    """
    if (staff.role, staff.unit) == (role, unit_code(unit)):
        return False
    if not allows(role, Permission.ACCOUNT_MANAGE):
        _need_another_administrator(session, staff)
    staff.role, staff.unit = role, unit_code(unit)
    staff.session_epoch += 1
    _tell(session, "staff.role_changed", staff, actor, now, role=role.value)
    return True


def disable(session: Db, staff: Staff, actor: Actor, now: datetime) -> None:
    """Close an account at once: its sessions end and its links stop. Raises LastAdministrator."""
    if staff.is_disabled:
        return
    _need_another_administrator(session, staff)
    staff.is_disabled = True
    staff.session_epoch += 1
    _tell(session, "staff.disabled", staff, actor, now)


def enable(session: Db, staff: Staff, actor: Actor, now: datetime) -> None:
    """Open a closed account again."""
    if staff.is_disabled:
        staff.is_disabled = False
        _tell(session, "staff.enabled", staff, actor, now)


def first_administrator(session: Db, now: datetime) -> str | None:
    """The token that makes the first administrator, when there is no staff yet; None afterwards.

    While nobody has used it, a new one is made once the last has run out.
    """
    staff = session.scalar(sa.select(Staff).where(Staff.email == FIRST_ADMINISTRATOR))
    if staff is None:
        if session.scalar(sa.select(sa.func.count()).select_from(Staff)):
            return None
        actor = Actor.command()
        staff = add_staff(session, FIRST_ADMINISTRATOR, "First administrator", Role.ADMINISTRATOR, "", actor, now)
    elif staff.is_disabled or has_live_link(session, staff, now):
        return None
    return issue_link(session, staff, Actor.command(), now)


def _set_password(staff: Staff, password_hash: str) -> None:
    staff.password_hash = password_hash
    staff.session_epoch += 1


def _need_another_administrator(session: Db, staff: Staff) -> None:
    managers = [role for role in Role if allows(role, Permission.ACCOUNT_MANAGE)]
    if staff.role not in managers:
        return
    others = sa.select(Staff.id).where(Staff.role.in_(managers), Staff.is_disabled.is_(False), Staff.id != staff.id)
    if session.scalar(others.limit(1)) is None:
        raise LastAdministrator


def _hash(token: str) -> bytes:
    # 256 bits of chance need no slow hash.
    return hashlib.sha256(token.encode()).digest()


def _tell(session: Db, action: str, staff: Staff, actor: Actor, now: datetime, **details: str | bool) -> None:
    record(session, action=action, subject=f"staff:{staff.id}", actor=actor, now=now, details=details)
