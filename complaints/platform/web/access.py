"""Who may open which page: every view names its permission, and the app does not start with one that does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from flask import Flask, abort, redirect, request, url_for
from flask_login import current_user

from complaints.platform.accounts.permissions import Permission
from complaints.platform.extensions import csrf
from complaints.platform.store.engine import writes_first

View = TypeVar("View", bound=Callable[..., Any])
OTHER_SITES = frozenset({"cross-site", "same-site"})
"""What browsers say of a form that stands on a page of another host."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Public:
    """A page for everybody, or one that checks a bearer token itself."""

    name: str = "public"


PUBLIC: Final = Public()


@dataclass(frozen=True, slots=True)
class Access:
    """What a view declared. `csrf`: the form has a session behind it; `writes`: None means 'when it is not a GET'."""

    permission: Permission | Public
    csrf: bool
    writes: bool | None


def requires(
    permission: Permission | Public, *, csrf: bool | None = None, writes: bool | None = None
) -> Callable[[View], View]:
    """Declare who may call a view.

    `csrf` defaults to true for staff pages. Public forms act for nobody: there is no session to ride, and no cookie.
    `writes=False` on a POST view that only reads keeps it from queueing for the database's write lock.
    """
    needs_csrf = csrf if csrf is not None else not isinstance(permission, Public)

    def declare(view: View) -> View:
        view.__permission__ = Access(permission, needs_csrf, writes)  # type: ignore[attr-defined]
        return view

    return declare


def access_of(app: Flask, endpoint: str) -> Access | None:
    """What the view behind `endpoint` declared."""
    view = app.view_functions[endpoint]
    declared: Access | None = getattr(view, "__permission__", None)
    return declared


class UndeclaredView(Exception):
    """A view without a permission; the app does not start."""


def check_every_view(app: Flask) -> None:
    """Refuse to start with a view that does not say who may call it."""
    for rule in app.url_map.iter_rules():
        if access_of(app, rule.endpoint) is None:
            raise UndeclaredView(f"The view {rule.endpoint} ({rule.rule}) declares no permission.")


def declare_static(app: Flask) -> None:
    """The stylesheet, the script and the icon are for everybody, and may be kept: their addresses change with them."""
    serve = app.view_functions["static"]
    app.view_functions["static"] = requires(PUBLIC)(lambda **values: _kept(serve(**values)))


def _kept(response: Any) -> Any:
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if request.args.get("v") else "no-cache"
    return response


def guard(app: Flask) -> None:
    """Check access before every request, and choose how its transaction begins."""

    @app.before_request
    def _check() -> Any:
        if request.endpoint is None:
            return None
        access = access_of(app, request.endpoint)
        if access is None:
            abort(403)
        reads = request.method in SAFE_METHODS
        if not reads and request.headers.get("Sec-Fetch-Site") in OTHER_SITES:
            # A page elsewhere pressed the button: it could lead somebody into a stranger's mailbox, to write there.
            abort(400)
        writes_first.set(access.writes if access.writes is not None else not reads)
        if not isinstance(access.permission, Public):
            if not current_user.is_authenticated:
                return _to_sign_in()
            if not current_user.may(access.permission):
                abort(403)
        if access.csrf and not reads:
            csrf.protect()
        return None

    @app.teardown_request
    def _restore(_problem: BaseException | None) -> None:
        writes_first.set(True)


def _to_sign_in() -> Any:
    if request.method not in SAFE_METHODS:
        abort(401)
    return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), code=303)
