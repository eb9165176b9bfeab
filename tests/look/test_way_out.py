"""The way out: in sight wherever one scrolls, covering nothing that has the focus, and blank when brought back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browsers import DESK, PHONE, LiveServer, NewPage

SMALL = {"width": 320, "height": 568}


@pytest.fixture
def site(gallery: Flask, serve: Callable[[Flask], LiveServer]) -> str:
    """The gallery, served."""
    return serve(gallery).url


@pytest.mark.parametrize("size", [SMALL, PHONE, DESK], ids=["small phone", "phone", "desk"])
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_it_stays_in_sight_and_takes_little_of_the_screen(
    site: str, new_page: NewPage, size: dict[str, int], prefix: str
) -> None:
    page = new_page(size)
    page.goto(f"{site}{prefix}/privacy")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator(".leave")).to_be_in_viewport(ratio=1)
    head = page.locator(".masthead").bounding_box()
    assert head
    assert head["y"] + head["height"] <= 0.2 * size["height"]


def test_what_has_the_focus_is_not_below_it_on_the_way_back_up(site: str, new_page: NewPage) -> None:
    page = new_page(PHONE)
    page.goto(f"{site}/gallery/fields")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.locator(".footer a").first.focus()
    for _ in range(25):
        page.keyboard.press("Shift+Tab")
        tops = page.evaluate(
            """() => [document.querySelector('.masthead').getBoundingClientRect().bottom,
                      document.activeElement.getBoundingClientRect().top,
                      Boolean(document.activeElement.closest('main'))]"""
        )
        if tops[2]:
            assert tops[1] >= tops[0]


def test_on_a_very_low_screen_it_scrolls_away_and_leaves_room_to_read(site: str, new_page: NewPage) -> None:
    page = new_page({"width": 320, "height": 256})
    page.goto(f"{site}/privacy")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator(".leave")).not_to_be_in_viewport()


@pytest.mark.parametrize(("has_left", "loads"), [(True, 2), (False, 1)])
def test_a_page_brought_back_from_memory_is_asked_for_anew_only_if_it_was_left(
    site: str, new_page: NewPage, has_left: bool, loads: int
) -> None:
    page = new_page(PHONE)
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url) if request.is_navigation_request() else None)
    page.goto(f"{site}/privacy")
    page.evaluate("hide => { document.body.hidden = hide; }", has_left)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    page.wait_for_timeout(300)
    expect(page.locator("h1")).to_be_visible()
    assert len(seen) == loads


def test_leaving_blanks_the_page_before_the_next_one_is_there(site: str, new_page: NewPage) -> None:
    page = new_page(PHONE)
    page.goto(f"{site}/privacy")
    page.evaluate("document.querySelector('[data-leave]').href = '#gone'")
    page.locator("[data-leave]").click()
    expect(page.locator("h1")).to_be_hidden()
