"""Choosing a technology by its name in a real browser, without JavaScript, in both directions, and for everybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browsers import DESK, PHONE, press
from tests.intake.test_in_browser import tick


@pytest.fixture
def address(technologies, session, live_server):
    session.commit()
    return live_server.url


def to_the_technologies(page, address, language):
    """Past the first two questions, whatever the language: the button that goes on is the first one of the bar."""
    page.goto(f"{address}{language}/complain")
    tick(page, "no")
    press(page.locator("#answers .actions .button").first)
    for name, value in (("month", "6"), ("day", "2"), ("year", "2025")):
        page.locator(f'[name="{name}"]').fill(value)
    press(page.locator("#answers .actions .button").first)


@pytest.mark.parametrize(("language", "words"), [("", "shotspoter"), ("/ar", "إطلاق النار")], ids=["English", "Arabic"])
@pytest.mark.parametrize("with_enter", [True, False], ids=["Enter", "button"])
def test_a_technology_is_found_by_name_and_chosen_without_javascript(new_page, address, language, words, with_enter):
    page = new_page(PHONE, javascript=False)
    to_the_technologies(page, address, language)
    tick(page, "fixed-cameras")
    field = page.locator('[name="looking_for"]')
    field.fill(words)
    if with_enter:
        with page.expect_navigation():
            field.press("Enter")
    else:
        press(page.locator('[role="search"] .button'))
    boxes = page.locator('.choice input[type="checkbox"]')
    assert boxes.first.get_attribute("value") == "gunshot-detection"
    expect(field).to_have_value(words)
    expect(page.locator('input[value="fixed-cameras"]')).to_be_checked()
    boxes.first.check(force=True)
    press(page.locator("#answers > .actions .button").first)
    expect(page.locator('input[name="kinds"]').first).to_be_attached()


@pytest.mark.parametrize("language", ["", "/ar"], ids=["English", "Arabic"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_search_and_its_pictures_shut_nobody_out(new_page, address, axe, language, viewport):
    page = new_page(viewport, color_scheme="dark" if viewport is DESK else "light")
    to_the_technologies(page, address, language)
    found = axe(page)
    for words in ("camera", "drone", "qwzkx"):
        page.locator('[name="looking_for"]').fill(words)
        press(page.locator('[role="search"] .button'))
        expect(page.locator("#found")).to_be_focused()
        found += axe(page)
    assert not found, "\n".join(found)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_every_picture_is_drawn_and_stands_clear_of_the_words(new_page, address):
    page = new_page(PHONE)
    with page.expect_response(lambda response: "technologies.svg" in response.url) as sheet:
        to_the_technologies(page, address, "")
    assert sheet.value.ok
    choices = page.locator(".choice:has(.icon)")
    assert choices.count() == 10
    for choice in choices.all():
        drawn = choice.locator(".icon use").evaluate(
            "use => { const box = use.getBBox(); return box.width * box.height; }"
        )
        assert drawn > 0
        icon = choice.locator(".icon").bounding_box()
        for words in choice.locator("label, .hint").all():
            inner = words.evaluate(
                "node => { const range = document.createRange(); range.selectNodeContents(node);"
                " return Math.max(...[...range.getClientRects()].map(box => box.right)); }"
            )
            assert inner <= icon["x"] + 1
