"""Tokens of machines: made once, shown once, stored hashed, and refused with a reason the log can keep."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa

from complaints.platform.accounts.models import ApiToken, Scope
from complaints.platform.accounts.rules import MOST_ID, MOST_TOKEN_DAYS, MOST_TOKEN_NAME, is_plain
from complaints.platform.audit import Actor, record
from complaints.platform.store import Db

PREFIX = "complaints_"
"""Lets a leaked token be recognised for what it is."""


class Reason(StrEnum):
    """Why a token opens nothing."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SCOPE = "scope"


class TokenRefused(Exception):
    """`token_id` is None for one that we never made. Tell the caller nothing but that it was refused."""

    def __init__(self, reason: Reason, token_id: int | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.token_id = token_id


class UnknownToken(LookupError):
    """No token has this number."""


def issue_token(session: Db, name: str, scope: Scope, days: int, actor: Actor, now: datetime) -> tuple[ApiToken, str]:
    """A new token and the text that is shown this once. ValueError for a name or a number of days out of bounds."""
    plain = " ".join(name.split())
    if not 1 <= len(plain) <= MOST_TOKEN_NAME or not is_plain(plain) or not 1 <= days <= MOST_TOKEN_DAYS:
        raise ValueError("A token needs a name, and between one day and two years.")
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        name=plain, scope=scope, token_hash=_hash(text), created_at=now, expires_at=now + timedelta(days=days)
    )
    session.add(token)
    session.flush()
    _tell(session, "token.issued", token, actor, now)
    return token, text


def verify_token(session: Db, presented: str, scope: Scope, now: datetime) -> ApiToken:
    """The token behind the text, if it opens `scope` now. Raises TokenRefused; the caller audits either answer."""
    token = session.scalar(sa.select(ApiToken).where(ApiToken.token_hash == _hash(presented)))
    if token is None:
        raise TokenRefused(Reason.UNKNOWN)
    if token.revoked_at is not None:
        raise TokenRefused(Reason.REVOKED, token.id)
    if token.expires_at <= now:
        raise TokenRefused(Reason.EXPIRED, token.id)
    if token.scope is not scope:
        raise TokenRefused(Reason.SCOPE, token.id)
    return token


def revoke_token(session: Db, token_id: int, actor: Actor, now: datetime) -> ApiToken:
    """End a token at once; one that has ended stays as it is. Raises UnknownToken."""
    token = session.get(ApiToken, token_id) if token_id <= MOST_ID else None
    if token is None:
        raise UnknownToken(token_id)
    if token.revoked_at is None:
        token.revoked_at = now
        _tell(session, "token.revoked", token, actor, now)
    return token


def all_tokens(session: Db) -> list[ApiToken]:
    """Every token, the newest first."""
    return list(session.scalars(sa.select(ApiToken).order_by(ApiToken.id.desc())))


def _hash(text: str) -> bytes:
    # The text holds 256 bits of chance, so a fast hash is enough; looking it up leaks no more than that it is unknown.
    return hashlib.sha256(text.encode(errors="surrogatepass")).digest()


def _tell(session: Db, action: str, token: ApiToken, actor: Actor, now: datetime) -> None:
    details = {"scope": token.scope.value}
    record(session, action=action, subject=f"token:{token.id}", actor=actor, now=now, details=details)
