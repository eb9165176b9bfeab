"""Every state of a resident's page enlarged, in the colors of somebody's own, and on paper."""

from __future__ import annotations

import pytest

from tests.access.walking import states
from tests.browsers import DESK

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT = """() => [...document.querySelectorAll("main p, main label, main h1, main h2, main button, main a, main legend")]
  .filter((each) => each.offsetParent && !each.closest(".visually-hidden") && !each.matches(".visually-hidden"))
  .filter((each) => ["hidden", "clip"].includes(getComputedStyle(each).overflowX))
  .filter((each) => each.scrollWidth > each.clientWidth + 1)
  .map((each) => each.outerHTML.slice(0, 100))"""
EDGELESS = """() => [...document.querySelectorAll("main :is(button.button, input, textarea, select)")]
  .filter((each) => each.type !== "hidden")
  .filter((each) => each.offsetParent && !each.closest(".visually-hidden"))
  .filter((each) => { const look = getComputedStyle(each), label = each.labels && each.labels[0];
    const drawn = label ? getComputedStyle(label, "::before") : look;
    return ![look, drawn].some((style) => parseFloat(style.borderTopWidth) > 0 || style.appearance === "auto"); })
  .map((each) => each.outerHTML.slice(0, 100))"""
NOT_ON_PAPER = "main button, .leave, nav.languages, .skip, .footer nav, progress"


@pytest.mark.parametrize("prefix", ["", "/ar"], ids=["left to right", "right to left"])
def test_nothing_is_cut_or_off_the_side_at_four_hundred_percent_and_with_text_twice_as_large(
    new_page, live_server, closed, prefix
):
    page = new_page({"width": 320, "height": 256})
    found = []

    def look(page, name):
        if page.evaluate(WIDER) > 0:
            found.append(f"{name}: wider than a screen of 320 pixels")
        page.set_viewport_size(DESK)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if page.evaluate(WIDER) > 0:
            found.append(f"{name}: wider than the screen with text twice as large")
        found.extend(f"{name}: cut off: {each}" for each in page.evaluate(CUT))
        page.evaluate("document.documentElement.style.fontSize = ''")
        page.set_viewport_size({"width": 320, "height": 256})

    assert len(list(states(page, live_server.url + prefix, look, closed))) >= 5
    assert found == []


def test_in_the_readers_own_colors_every_field_and_button_has_an_edge(new_page, live_server, closed):
    page = new_page(forced_colors="active")
    found = []

    def look(page, name):
        found.extend(f"{name}: {each}" for each in page.evaluate(EDGELESS))

    assert len(list(states(page, live_server.url, look, closed))) >= 5
    assert found == []


def test_paper_carries_the_words_and_no_buttons(new_page, live_server, closed):
    page = new_page()
    page.emulate_media(media="print")
    found = []

    def look(page, name):
        shown = page.locator(NOT_ON_PAPER).locator("visible=true")
        if shown.count():
            found.append(f"{name}: {shown.first.evaluate('each => each.outerHTML.slice(0, 100)')}")
        page.emulate_media(media="screen")

    def on_paper(page, name):
        page.emulate_media(media="print")
        look(page, name)

    assert len(list(states(page, live_server.url, on_paper, closed))) >= 5
    assert found == []
