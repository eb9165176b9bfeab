"""The browser's fixtures see trouble, and a missing browser is told by name."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from flask import Flask

from launcher.console import ROOT
from tests.browsers import NO_BROWSER, watched_pages

THIS = "tests/ground/test_browsers.py::test_a_served_page_is_seen"


@pytest.fixture
def pages():
    """An app with three pages: one in order, one that names another host, one that nobody can read aloud."""
    app = Flask("pages")
    head = "<!doctype html><html lang=en><title>Page</title><main><h1>Page</h1>"
    app.add_url_rule("/good", "good", lambda: f"{head}<p>Nothing wrong.</p></main>")
    app.add_url_rule("/other", "other", lambda: f"{head}<img alt='' src='http://192.0.2.1/spy.png'></main>")
    app.add_url_rule("/mute", "mute", lambda: f"{head}<img src='/good'></main>")
    app.add_url_rule("/broken", "broken", lambda: f"{head}<script>nothing.there()</script></main>")
    return app


def test_a_served_page_is_seen(new_page, serve, pages, axe):
    page = new_page()
    page.goto(serve(pages).url + "/good")
    assert page.inner_text("p") == "Nothing wrong."
    assert axe(page) == []


def test_a_picture_without_words_is_found(new_page, serve, pages, axe):
    page = new_page()
    page.goto(serve(pages).url + "/mute")
    assert ["image-alt" in line for line in axe(page)] == [True]


@pytest.mark.parametrize(("page", "told"), [("other", "asked another host: http://192.0.2.1"), ("broken", "script: ")])
def test_trouble_on_a_page_fails_its_test(serve, pages, browser, page, told):
    watch = watched_pages(browser)
    next(watch)().goto(f"{serve(pages).url}/{page}")
    with pytest.raises(AssertionError, match=told):
        next(watch, None)


def nested(**environment: str) -> subprocess.CompletedProcess[str]:
    """Run the first of these tests on a machine without a browser."""
    clean = {name: value for name, value in os.environ.items() if name != "CI"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", THIS],
        cwd=ROOT,
        env={**clean, "CHROMIUM": "/no/such/browser", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_browser_a_skipped_test_is_told_by_name():
    answer = nested()
    assert answer.returncode == 0
    assert f"1 BROWSER TESTS DID NOT RUN: {NO_BROWSER}" in answer.stdout
    assert f"not run: {THIS}" in answer.stdout


def test_without_a_browser_continuous_integration_fails():
    answer = nested(CI="true")
    assert answer.returncode == 1
    assert NO_BROWSER in answer.stdout
