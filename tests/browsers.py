"""A real Chromium on a real server: the fixtures of browser tests, and a loud word where no Chromium is found."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, sync_playwright
from waitress import wasyncore
from waitress.server import create_server

from tests.applications import Clock

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NO_BROWSER = "no Chromium was found; install it (Debian: apt install chromium) or set CHROMIUM to its path"
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    # Whatever a page asks for elsewhere is not found, even by a mistake of ours.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}

_unseen = pytest.StashKey[list[str]]()

NewPage = Callable[..., Page]


@dataclass(frozen=True)
class LiveServer:
    """A served app: where it is, and the app itself."""

    url: str
    app: Flask


def press(button: Locator) -> None:
    """Click what leads to another page, and wait until that page is there.

    A click alone returns while the page before still shows: what is read or done next may meet either of them.
    """
    with button.page.expect_navigation():
        button.click()


def find_chromium() -> str | None:
    """The path of a Chromium on this machine; `CHROMIUM` in the environment decides."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next((found for found in map(shutil.which, PROGRAMS) if found), None)


def pytest_configure(config: pytest.Config) -> None:
    """Begin the list of tests that no browser could run."""
    config.stash[_unseen] = []


def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Note by name each test that is skipped for want of a browser."""
    if call.excinfo and call.excinfo.errisinstance(pytest.skip.Exception) and NO_BROWSER in str(call.excinfo.value):
        item.config.stash[_unseen].append(item.nodeid)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say which tests were skipped for want of a browser."""
    names = config.stash[_unseen]
    if names:
        terminalreporter.section(f"{len(names)} BROWSER TESTS DID NOT RUN: {NO_BROWSER}", sep="!", red=True)
        for name in names:
            terminalreporter.line(f"  not run: {name}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session. Without one: skipped by name, and an error where `CI` is set."""
    program = find_chromium()
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(NO_BROWSER, pytrace=False)
        pytest.skip(NO_BROWSER)
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=[*FLAGS, *as_root])
        yield opened
        opened.close()


@pytest.fixture
def serve() -> Iterator[Callable[[Flask], LiveServer]]:
    """Serves apps with waitress on free ports of this machine: `serve(make_app("public")).url`."""
    stops: list[Callable[[], None]] = []

    def start(app: Flask) -> LiveServer:
        server = create_server(app, host="127.0.0.1", port=0, threads=4)
        thread = threading.Thread(target=server.run, name="live server", daemon=True)
        thread.start()

        def stop() -> None:
            # In the loop's own thread: close the listener and every connection, so that the loop has nothing left.
            server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
            thread.join(10)
            server.task_dispatcher.shutdown()

        stops.append(stop)
        return LiveServer(f"http://127.0.0.1:{server.effective_port}", app)

    yield start
    for stop in stops:
        stop()


@pytest.fixture
def live_server(app: Flask, clock: Clock, serve: Callable[[Flask], LiveServer]) -> LiveServer:
    """Both sites, served; time passes."""
    clock.run()
    return serve(app)


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Opens pages as different people: `new_page(PHONE, javascript=False, locale="es-US")`.

    At the end of the test, a script error, a console error or a request to another host fails it. Answers of 4xx that
    a test provokes show on the console and are no such error.
    """
    yield from watched_pages(browser)


def watched_pages(browser: Browser) -> Iterator[NewPage]:
    """Gives one function that opens pages; asked again, closes them. AssertionError then, if one had trouble."""
    contexts, trouble = [], list[str]()

    def console(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            trouble.append(f"console: {message.text}")

    def requested(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:")):
            trouble.append(f"asked another host: {request.url}")

    def open_page(viewport: dict[str, int] = DESK, *, javascript: bool = True, **options: Any) -> Page:
        context = browser.new_context(viewport=viewport, java_script_enabled=javascript, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", console)
        page.on("pageerror", lambda error: trouble.append(f"script: {error}"))
        page.on("request", requested)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not trouble, "\n".join(trouble)


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page at a desk, with JavaScript."""
    return new_page()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """`axe(page)`: what is wrong with the page for people who hear, tab or zoom it, one line a violation. Needs a page
    with JavaScript on; with it off the tool waits forever."""
    tool = Axe()

    def violations(page: Page) -> list[str]:
        found = tool.run(page).response["violations"]
        return [
            f"{page.url} {violation['id']} ({violation['impact']}): {violation['help']}: {node['html']}"
            for violation in found
            for node in violation["nodes"]
        ]

    return violations
