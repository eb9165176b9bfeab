"""Who opens the API with a token: checked for its scope, and every refusal written down."""

from __future__ import annotations

from datetime import datetime

from flask import Response, request

from complaints.platform.accounts.models import ApiToken, Scope
from complaints.platform.accounts.tokens import Reason, TokenRefused, verify_token
from complaints.platform.audit import Actor, record
from complaints.platform.store import Db
from complaints.reports.openapi import problem

MISSING = "missing"


def token_for(session: Db, scope: Scope, now: datetime) -> ApiToken:
    """The token that the request presents, if it opens `scope`. Raises TokenRefused."""
    return verify_token(session, _presented(), scope, now)


def note_use(session: Db, token: ApiToken, now: datetime) -> None:
    """Write to the log that a token opened what it is for."""
    details: dict[str, str | int | bool | None] = {"scope": token.scope.value}
    subject = f"token:{token.id}"
    record(session, action="token.used", subject=subject, actor=Actor.token(token.id), now=now, details=details)


def _presented() -> str:
    """What stands after `Bearer`; nothing, which no token is, when the header says something else."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    return text.strip() if scheme.lower() == "bearer" else ""


def refuse(session: Db, refused: TokenRefused, scope: Scope, now: datetime) -> Response:
    """Write the refusal to the log, and say no more than that. The caller commits."""
    reason = refused.reason.value if request.headers.get("Authorization") else MISSING
    if refused.token_id is None:
        # What was presented may be a secret of somewhere else; it is not kept.
        actor, subject = Actor.system(), f"scope:{scope.value}"
    else:
        actor, subject = Actor.token(refused.token_id), f"token:{refused.token_id}"
    details: dict[str, str | int | bool | None] = {"reason": reason, "scope": scope.value}
    record(session, action="token.refused", subject=subject, actor=actor, now=now, details=details)
    if refused.reason is Reason.SCOPE:
        challenge = f'Bearer error="insufficient_scope", scope="{scope.value}"'
        return problem(403, "Forbidden", "The token does not open this.", WWW_Authenticate=challenge)
    challenge = "Bearer" if reason == MISSING else 'Bearer error="invalid_token"'
    detail = f"Send a valid token with the scope {scope.value} in the header Authorization, after the word Bearer."
    return problem(401, "Unauthorized", detail, WWW_Authenticate=challenge)
