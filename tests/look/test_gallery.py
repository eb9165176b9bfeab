"""Every part in a real browser: no barrier for people who hear, tab or zoom it, and nothing wider than the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browsers import DESK, PHONE, LiveServer, NewPage

Axe = Callable[[Page], list[str]]
PLACES = ("/gallery/fields", "/gallery/fields?refused", "/gallery/question", "/gallery/parts", "/gallery/staff",
          "/", "/privacy", "/accessibility", "/gallery/errors/404")  # fmt: skip


@pytest.fixture
def site(gallery: Flask, serve: Callable[[Flask], LiveServer]) -> str:
    return serve(gallery).url


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_no_page_has_a_barrier(site: str, new_page: NewPage, axe: Axe, size: dict[str, int], scheme: str) -> None:
    page = new_page(size, color_scheme=scheme)
    found = []
    for place in PLACES:
        page.goto(site + place)
        found += axe(page)
    assert found == []


def test_no_page_has_a_barrier_from_right_to_left(site: str, new_page: NewPage, axe: Axe) -> None:
    page = new_page(PHONE)
    found = []
    for place in PLACES:
        page.goto(f"{site}/ar{place}")
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        found += axe(page)
    assert found == []


@pytest.mark.parametrize("direction", ["", "/ar"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_the_screen_even_at_four_hundred_percent(
    site: str, new_page: NewPage, width: int, direction: str
) -> None:
    page = new_page({"width": width, "height": 800}, javascript=False)
    for place in PLACES:
        page.goto(site + direction + place)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, place


def test_whatever_is_pressed_is_large_enough_for_a_thumb(site: str, new_page: NewPage) -> None:
    page = new_page(PHONE)
    for place in PLACES:
        page.goto(site + place)
        sizes = page.evaluate(
            """() => [...document.querySelectorAll('button, .button, .input, .choice, nav a, .leave, .wordmark')]
                 .filter(e => e.offsetParent && !e.closest('.breadcrumbs, dialog'))
                 .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect().height])"""
        )
        assert [found for found in sizes if found[1] < 44] == [], place


def test_the_list_of_errors_is_focused_and_its_links_reach_the_fields(site: str, new_page: NewPage) -> None:
    page = new_page(PHONE)
    page.goto(site + "/gallery/fields?refused")
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name="Tell us where it happened.").click()
    assert page.evaluate("document.activeElement.id || location.hash") in ("place", "#place")


def test_characters_left_are_told_and_nothing_is_cut(site: str, new_page: NewPage) -> None:
    page = new_page(DESK)
    page.goto(site + "/gallery/fields")
    page.get_by_label("What happened?").fill("x" * 45)
    expect(page.locator("#story-most")).to_have_text("Characters too many: 5")
    assert len(page.get_by_label("What happened?").input_value()) == 45


def test_the_queue_answers_to_keys_but_not_while_somebody_types(site: str, new_page: NewPage) -> None:
    page = new_page(DESK)
    page.goto(site + "/gallery/staff")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("tr.is-here")).to_contain_text("Q9TD-84HB-C")
    page.keyboard.press("/")
    expect(page.get_by_label("Number or word")).to_be_focused()
    page.keyboard.type("jk?")
    expect(page.get_by_label("Number or word")).to_have_value("jk?")
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_be_visible()


def test_without_javascript_no_button_stands_there_that_does_nothing(site: str, new_page: NewPage) -> None:
    page = new_page(PHONE, javascript=False)
    page.goto(site + "/gallery/parts")
    expect(page.locator("[data-print]")).to_be_hidden()


def test_print_leaves_the_number_and_the_passphrase_and_drops_the_buttons(site: str, new_page: NewPage) -> None:
    page = new_page(DESK, color_scheme="dark")
    page.goto(site + "/gallery/parts")
    page.emulate_media(media="print")
    expect(page.locator(".panel-number")).to_be_visible()
    expect(page.locator(".passphrase-words")).to_be_visible()
    expect(page.locator(".leave")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
