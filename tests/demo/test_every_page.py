"""Every page that a link or a button leads to, as every role and as the public, read for people who cannot see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from urllib.parse import urldefrag, urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

from complaints.demo.people import ROLES, Post, address, password
from tests.applications import Clock, MakeApp
from tests.browsers import DESK, PHONE, LiveServer, NewPage

EACH = 2
"""So many pages of one kind are enough: one case is built like another."""
LEADS_AWAY = {"pages.leave", "static", "reports.signing_key"}


def kind_of(app: Flask, path: str) -> str:
    """The endpoint behind a path; empty where there is none, or where it leads away or downloads."""
    try:
        endpoint, _ = app.url_map.bind("localhost").match(path.removeprefix("/es") or "/")
    except HTTPException:
        return ""
    downloads = "." in path.rpartition("/")[2] or "export" in str(endpoint)
    return "" if endpoint in LEADS_AWAY or downloads or str(endpoint).startswith("api") else str(endpoint)


def walk(page: Page, server: LiveServer, starts: list[str], read: Callable[[Page], list[str]]) -> dict[str, list[str]]:
    """Follow every link from these pages, and open what is sealed; violations by path, empty lists included."""
    seen: Counter[str] = Counter()
    found: dict[str, list[str]] = {}
    waiting = list(starts)
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(server.app, urlsplit(path).path)
        if not kind or path in found or seen[kind] >= EACH:
            continue
        seen[kind] += 1
        answer = page.goto(server.url + path)
        assert answer is not None
        assert answer.status < 400, (path, answer.status)
        page.eval_on_selector_all("details", "all => all.forEach(each => each.open = true)")
        found[path] = read(page)
        links = page.eval_on_selector_all("a[href]", "all => all.map(each => each.href)")
        waiting += [urldefrag(link)[0].removeprefix(server.url) for link in links if link.startswith(server.url)]
    return found


@pytest.fixture
def server(make_app: MakeApp, loaded_database: str, clock: Clock, serve: Callable[[Flask], LiveServer]) -> LiveServer:
    """Both sites with an invented past."""
    clock.run()
    return serve(make_app("all", DATABASE_URL=loaded_database, DEMONSTRATION=True))


def wrong(found: dict[str, list[str]]) -> dict[str, list[str]]:
    return {path: violations for path, violations in found.items() if violations}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_is_in_the_way_on_any_public_page(
    server: LiveServer, new_page: NewPage, axe: Callable[[Page], list[str]], size: dict[str, int]
) -> None:
    found = walk(new_page(size), server, ["/", "/es/"], axe)
    assert len(found) >= 12
    assert wrong(found) == {}


@pytest.mark.parametrize("post", {role: post for post, role in ROLES.items()}.values())
def test_nothing_is_in_the_way_on_any_page_of_any_role(
    server: LiveServer, new_page: NewPage, axe: Callable[[Page], list[str]], post: Post
) -> None:
    page = new_page(DESK)
    page.goto(f"{server.url}/staff/sign-in")
    page.fill("input[name=email]", address(post))
    page.fill("input[name=password]", password(server.app.extensions["key_ring"]))
    page.keyboard.press("Enter")
    page.locator(".signed-in").wait_for()
    found = walk(page, server, [urlsplit(page.url).path], axe)
    assert len(found) >= 2
    assert wrong(found) == {}
