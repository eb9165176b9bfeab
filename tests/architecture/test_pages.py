"""What every page keeps: a declared permission, nothing inline, nothing from another host."""

from __future__ import annotations

import re

import pytest
from flask import Blueprint

from checks.repository import relative, source_files
from complaints.platform.web import access

NAMESPACES = ("http://www.w3.org/",)
"""Names in a document's grammar, not addresses that anything is fetched from."""
INLINE = {
    "a script in the page": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "a style in the page": re.compile(r"<style\b", re.IGNORECASE),
    "a style on an element": re.compile(r"<[^>{%]*\sstyle\s*=", re.IGNORECASE),
    "a script on an element": re.compile(r"<[^>{%]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script as an address": re.compile(r"javascript:", re.IGNORECASE),
}
OTHER_HOST = re.compile(r"""https?://[^\s"'<>)]+|(?:src|href|action|url)\s*[=(]\s*["']?//""")
UNESCAPED = re.compile(r"\|\s*safe\b|autoescape\s+false|\bMarkup\(")


def pages():
    """The text of templates and of what is served beside them."""
    files = [*source_files("templates/*"), *source_files("complaints/static/*")]
    readable = {".html", ".txt", ".xml", ".svg", ".css", ".js", ".json", ".webmanifest"}
    return [(relative(path), path.read_text(encoding="utf-8")) for path in files if path.suffix in readable]


@pytest.mark.parametrize("site", ["all", "public", "staff"])
def test_every_view_declares_who_may_call_it(make_app, site):
    app = make_app(site)
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert endpoints
    assert not [name for name in endpoints if getattr(app.view_functions[name], "__permission__", None) is None]


def test_an_app_with_a_view_that_declares_nothing_is_refused(make_app):
    app = make_app()
    careless = Blueprint("careless", __name__)
    careless.add_url_rule("/careless", "view", lambda: "open to all")
    app.register_blueprint(careless)
    with pytest.raises(access.UndeclaredView, match="careless"):
        access.check_every_view(app)


def test_the_public_site_has_no_staff_page_and_the_staff_site_no_form_for_residents(make_app):
    paths = {site: {rule.rule for rule in make_app(site).url_map.iter_rules()} for site in ("public", "staff")}
    assert not [path for path in paths["public"] if path.startswith("/staff")]
    assert not [path for path in paths["staff"] if path.startswith("/complain")]


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds(what):
    wrong = [
        f"{name}: {found.group()}"
        for name, text in pages()
        if name.endswith(".html")
        for found in INLINE[what].finditer(text)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_page_or_stylesheet_names_another_host():
    wrong = [
        f"{name}: {found.group()}"
        for name, text in pages()
        for found in OTHER_HOST.finditer(text)
        if not found.group().startswith(NAMESPACES)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_template_turns_escaping_off():
    wrong = [f"{name}: {found.group()}" for name, text in pages() for found in UNESCAPED.finditer(text)]
    assert not wrong, "\n".join(wrong)
