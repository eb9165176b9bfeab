"""The tokens of machines: made, listed and ended by who manages accounts."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from complaints.platform.accounts import sessions, tokens
from complaints.platform.accounts.blueprint import bp
from complaints.platform.accounts.forms import NewToken
from complaints.platform.accounts.models import Scope
from complaints.platform.accounts.permissions import Permission
from complaints.platform.accounts.words import SCOPE_NAMES
from complaints.platform.audit import Actor
from complaints.platform.extensions import db
from complaints.platform.web.access import requires
from complaints.platform.web.clock import now

_TOKEN = "api token"


@bp.get("/staff/accounts/tokens")
@requires(Permission.ACCOUNT_MANAGE)
def api_tokens() -> str:
    """Every token, and a form for a new one."""
    return _page(NewToken())


@bp.post("/staff/accounts/tokens")
@requires(Permission.ACCOUNT_MANAGE)
def issue_token() -> Any:
    """Make a token; its text is shown on the next page and never again."""
    form = NewToken(request.form)
    if not form.validate() or form.days.data is None:
        return _page(form), 422
    token, text = tokens.issue_token(
        db.session, form.name.data, Scope(form.scope.data), form.days.data, Actor.staff(current_user.id), now()
    )
    db.session.commit()
    sessions.show_once(_TOKEN, {"name": token.name, "text": text}, now())
    return redirect(url_for(".api_tokens"), code=303)


@bp.post("/staff/accounts/tokens/<int:token_id>/revoke")
@requires(Permission.ACCOUNT_MANAGE)
def revoke_token(token_id: int) -> Any:
    """End a token at once."""
    try:
        token = tokens.revoke_token(db.session, token_id, Actor.staff(current_user.id), now())
    except tokens.UnknownToken:
        abort(404)
    db.session.commit()
    flash(gettext("The token “%(name)s” opens nothing any more.", name=token.name), "success")
    return redirect(url_for(".api_tokens"), code=303)


def _page(form: NewToken) -> str:
    return render_template(
        "accounts/tokens.html",
        form=form,
        tokens=tokens.all_tokens(db.session),
        scopes=SCOPE_NAMES,
        now=now(),
        fresh=sessions.shown_once(_TOKEN, now()),
    )
