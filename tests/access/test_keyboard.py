"""The whole form without a mouse: every field and button is reached by Tab, shows where one is, and answers to keys."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.access.walking import Keys, enter
from tests.browsers import DESK, PHONE
from tests.intake.conftest import FILLED, PAGES

FARTHEST = 150
"""Presses of Tab after which a field counts as unreachable."""
SHOWN = """() => {
  const here = document.activeElement, box = here.getBoundingClientRect();
  const label = here.labels && here.labels[0];
  const outlined = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const styles = [getComputedStyle(here)];
  if (label) styles.push(getComputedStyle(label), getComputedStyle(label, "::before"));
  const at = document.elementFromPoint(box.left + box.width / 2, Math.max(box.top + Math.min(box.height, 20) / 2, 1));
  const whose = at && [here, label, here.parentElement].some((each) => each && each.contains(at));
  return { isOutlined: styles.some(outlined), isUncovered: Boolean(whose), html: here.outerHTML.slice(0, 120) };
}"""
"""Whether what has the focus shows it, and nothing lies over its first line."""


class Typist:
    """Somebody with a keyboard alone; `presses` counts every key but the letters of the answers."""

    def __init__(self, page):
        self.page, self.presses, self.unseen = page, 0, []

    def key(self, name):
        self.presses += 1
        self.page.keyboard.press(name)

    def reach(self, selector):
        """Tab on until the focus is on it; in a group of radios, by the arrows from the first."""
        for _ in range(FARTHEST):
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            if self._is_in_the_same_group(selector):
                self.key("ArrowDown")
            else:
                self.key("Tab")
            self._note_what_is_not_seen()
        pytest.fail(f"Tab never came to {selector}")

    def _is_in_the_same_group(self, selector):
        return self.page.evaluate(
            """selector => { const here = document.activeElement, there = document.querySelector(selector);
               return here.type === 'radio' && there.type === 'radio' && here.name === there.name; }""",
            selector,
        )

    def _note_what_is_not_seen(self):
        shown = self.page.evaluate(SHOWN)
        if "<body" not in shown["html"] and not (shown["isOutlined"] and shown["isUncovered"]):
            self.unseen.append(shown)

    def answer(self, name, value):
        """Give one answer."""
        kind = self.page.locator(f'main [name="{name}"]').first.evaluate("each => each.type")
        if kind in ("radio", "checkbox"):
            selector = f'main [name="{name}"][value="{value}"]'
            self.reach(selector)
            if not self.page.locator(selector).is_checked():
                self.key("Space")
            assert self.page.locator(selector).is_checked()
            return
        self.reach(f'main [name="{name}"]')
        self.page.keyboard.type(value)

    def go_on(self):
        """Press the filled button."""
        self.reach("main button.button:not(.button-secondary)")
        with self.page.expect_navigation():
            self.key("Enter")


@pytest.mark.parametrize("prefix", ["", "/ar"], ids=["left to right", "right to left"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_complaint_by_keyboard_alone(new_page, live_server, technologies, record_property, size, prefix):
    page = new_page(size)
    site = live_server.url + prefix
    typist = Typist(page)
    page.goto(f"{site}/complain")
    for step, target in pairwise(PAGES):
        for name, value in FILLED[step].items():
            for one in value if isinstance(value, list) else [value]:
                typist.answer(name, one)
        typist.go_on()
        if page.locator(f'input[name="step"][value="{target}"]').count() == 0:
            typist.go_on()
    typist.go_on()
    if not page.locator(".panel-number").is_visible():
        typist.go_on()
    record_property("keys", typist.presses)
    keys = Keys(page.inner_text(".panel-number").strip(), " ".join(page.inner_text(".passphrase-words").split()))
    assert typist.unseen == []
    enter(page, site, keys)
    assert keys.number in page.inner_text("h1")


def test_an_error_is_where_the_focus_is_and_leads_to_its_field(new_page, live_server, technologies):
    page = new_page(PHONE)
    page.goto(f"{live_server.url}/complain")
    typist = Typist(page)
    typist.go_on()
    assert page.evaluate("document.activeElement.classList.contains('error-summary')")
    assert page.title().startswith("Error:")
    typist.key("Tab")
    link = page.evaluate("document.activeElement.getAttribute('href')")
    typist.key("Enter")
    assert page.evaluate("document.activeElement.id") == link.removeprefix("#")
    described = page.evaluate("document.activeElement.closest('fieldset').getAttribute('aria-describedby')")
    assert any(page.locator(f"#{each}").count() for each in described.split())


def test_the_way_past_the_head_is_the_first_thing_that_tab_finds(new_page, live_server):
    page = new_page(PHONE)
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
