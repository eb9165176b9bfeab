"""The gallery: pages that show every part of the design system in every state."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, render_template, request
from flask.testing import FlaskClient
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined

from complaints.platform.extensions import babel
from complaints.platform.jurisdiction.loader import load_profile
from complaints.platform.settings import ROOT
from complaints.platform.web import filters, headers, locale, public
from tests.look import samples

ROOMS = {
    "intake.start": "/complain",
    "intake.verify": "/verify",
    "correspondence.follow": "/follow",
    "registry.technologies": "/technologies",
    "reports.releases": "/reports",
    "accounts.start": "/staff/",
    "accounts.sign_in": "/staff/sign-in",
    "accounts.sign_out": "/staff/sign-out",
    "casework.queue": "/staff/queue",
}
"""What the layouts link to, by the names the rooms use."""
ALICE = SimpleNamespace(is_authenticated=True, name="Alice Moreno")
NAV = [("Queue", "#queue", True), ("My cases", "#mine", False), ("Technologies", "#technologies", False)]


def _show(name: str) -> str:
    form = samples.refused() if "refused" in request.args else samples.filled()
    return render_template(
        f"gallery/{name}.html",
        form=form, steps=samples.STEPS, events=samples.EVENTS, messages_sample=samples.MESSAGES, chart=samples.BARS,
        table=samples.COUNTS, total=samples.TOTAL, queue_rows=samples.QUEUE, due=date(2026, 3, 12),
        staff_nav=NAV, current_user=ALICE,
    )  # fmt: skip


def _refuse(code: int) -> str:
    return render_template("errors/error.html", code=code, layout="layouts/plain.html")


def _elsewhere(**_: object) -> str:
    return ""


@pytest.fixture
def gallery() -> Flask:
    """An app of the platform's web parts alone, no room and no database behind it.

    `/gallery/<name>` (`?refused`: the form came back), `/gallery/errors/<code>`, and the pages before any form.
    """
    app = Flask("complaints", template_folder=str(ROOT / "templates"), static_folder="static")
    app.config.update(TESTING=True, DEMONSTRATION=True, SECURE_COOKIES=False, SECRET_KEY="a" * 32)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    own: Any = app.jinja_loader
    app.jinja_env.loader = ChoiceLoader([own, FileSystemLoader(ROOT / "tests/look/templates")])
    profile = app.extensions["profile"] = load_profile("st_louis")
    babel.init_app(app, locale_selector=locale.current_locale, timezone_selector=lambda: profile.timezone)
    locale.speak(app, profile)
    filters.init_app(app)
    headers.send_headers(app)
    app.register_blueprint(public.bp)
    for endpoint, path in ROOMS.items():
        app.add_url_rule(path, endpoint, _elsewhere, methods=["GET", "POST"])
    app.add_url_rule("/gallery/<name>", "gallery", _show)
    app.add_url_rule("/gallery/errors/<int:code>", "gallery_errors", _refuse)
    return app


@pytest.fixture
def visitor(gallery: Flask) -> FlaskClient:
    """Somebody who walks through the gallery."""
    return gallery.test_client()
