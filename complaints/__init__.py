"""The factory: the only place where everything meets."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import click
from flask import Flask, current_app
from flask_migrate.cli import db as migrations
from jinja2 import StrictUndefined
from limits.errors import ConfigurationError

from complaints.demo.recognising import holds_invented_people
from complaints.flow import AFTER, STAGES
from complaints.intake import number
from complaints.platform import attachments, settings
from complaints.platform.accounts.sessions import StaffCookies
from complaints.platform.audit.service import attach
from complaints.platform.commands import plainly
from complaints.platform.extensions import babel, csrf, db, limiter, login_manager, migrate
from complaints.platform.jurisdiction.loader import load_profile
from complaints.platform.store import prepare_sqlite
from complaints.platform.vault.ring import KeyRing, RingMissing, load_ring
from complaints.platform.web import (
    access,
    addresses,
    compression,
    errors,
    filters,
    headers,
    health,
    locale,
    navigation,
    proxies,
)

FOUNDATION = (
    "platform.jurisdiction",
    "platform.vault",
    "platform.audit",
    "platform.accounts",
    "platform.post",
    "platform.jobs",
    "platform.web",
    "platform.store",
)
"""Parts of the platform that have pages or commands of their own."""

# All apps of a process share one session factory; each commit is chained with the key of the app it happens in.
attach(db.session, lambda: current_app.extensions["audit_key"])


def create_app(site: str = "all", overrides: Mapping[str, Any] | None = None) -> Flask:
    """Build one of the sites: "public" for residents and open data, "staff" for who signs in, "all" for both.

    `overrides` win over the environment (`FLASK_…`) and the defaults of `platform.settings`.
    Raises WrongSetting, ProfileError or UndeclaredView: an app that is wrong does not start.
    """
    app = Flask(__name__, template_folder=str(settings.ROOT / "templates"), static_folder="static")
    settings.configure(app, site, overrides)
    # Joined slashes would be answered with an address that repeats whatever host was asked for.
    app.url_map.merge_slashes = False
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["profile_checks"] = [module.check for module in _modules("rules") if hasattr(module, "check")]
    try:
        ring = load_ring(Path(app.config["KEY_DIRECTORY"]), with_private=site != "public")
    except RingMissing as problem:
        return _without_keys(app, str(problem))
    _bind(app, ring)
    attachments.prepare(app)
    _read_profile(app)
    _register(app, site)
    access.check_every_view(app)
    with app.app_context():
        # Whoever forgets the setting must not file a real complaint among invented ones.
        app.config["DEMONSTRATION"] |= holds_invented_people(db.engine)
    return app


def _without_keys(app: Flask, problem: str) -> Flask:
    """An app that can make its key ring; everything else says why it cannot be done."""
    app.extensions["no_key_ring"] = problem
    if click.get_current_context(silent=True) is None:
        # A command says it itself.
        app.logger.warning("%s", problem)
    _add_commands(app)
    app.before_request(lambda: (problem + "\n", 503, {"Content-Type": "text/plain"}))
    return app


def _bind(app: Flask, ring: KeyRing) -> None:
    app.extensions["key_ring"] = ring
    app.extensions["audit_key"] = ring.derived("audit chain 1")
    app.extensions["complaint_number"] = number.parse
    app.secret_key = ring.derived("session cookies 1")
    db.init_app(app)
    migrate.init_app(app, db, directory=str(settings.ROOT / "migrations"))
    csrf.init_app(app)
    app.session_interface = StaffCookies()
    login_manager.init_app(app, add_context_processor=False)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            prepare_sqlite(db.engine)


def _read_profile(app: Flask) -> None:
    profile = load_profile(app.config["PROFILE"])
    app.extensions["profile"] = profile
    babel.init_app(app, locale_selector=locale.written_locale, timezone_selector=lambda: profile.timezone)
    locale.speak(app, profile)
    for check in app.extensions["profile_checks"]:
        check(profile)


def _register(app: Flask, site: str) -> None:
    """Bring in what each room offers to the audiences of this site."""
    proxies.trust(app)
    filters.init_app(app)
    headers.send_headers(app)
    compression.compress(app)
    app.url_map.converters["int"] = addresses.Number
    errors.answer_errors(app)
    access.guard(app)
    navigation.prepare(app)
    access.declare_static(app)
    try:
        limiter.init_app(app)
    except ConfigurationError as problem:
        raise settings.WrongSetting(f"The setting RATELIMIT_STORAGE_URI cannot be used: {problem}") from problem
    health.register(app)
    for name in ("models", "service", "story"):
        # Imported for what they register: tables, listeners to the stages before, tellers of the complainant's story.
        list(_modules(name))
    audiences = {
        "public": ("public", "api"),
        "staff": ("staff", "staff_api"),
        "all": ("public", "api", "staff", "staff_api"),
    }
    for audience in audiences[site]:
        for module in _modules(audience):
            app.register_blueprint(module.bp)
            navigation.add(app, getattr(module, "NAV", ()))
    # The public site may not even read what jobs work on.
    found = [job for module in _modules("jobs") for job in module.jobs] if site != "public" else []
    app.extensions["jobs"] = tuple(sorted(found, key=lambda job: job.order))
    _add_commands(app)


def _add_commands(app: Flask) -> None:
    for module in _modules("cli"):
        for command in module.commands:
            app.cli.add_command(plainly(command))
    app.cli.add_command(plainly(migrations), "db")


def _modules(name: str) -> Iterator[ModuleType]:
    """Every room's file of that name, the foundation first, then in the order of the flow."""
    for room in (*FOUNDATION, *STAGES, *AFTER):
        if importlib.util.find_spec(f"complaints.{room}.{name}") is not None:
            yield _module(room, name)


def _module(room: str, name: str) -> ModuleType:
    return importlib.import_module(f"complaints.{room}.{name}")
