"""A resident's way past every page and every state of it, by the names of fields, so that it works in any language."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from playwright.sync_api import Page

from complaints.intake.number import new_number
from tests.browsers import press
from tests.intake.conftest import FILLED, PAGES

Look = Callable[[Page, str], None]
"""Called at each stop with the page and the name of its state."""

OPEN = (
    "/", "/privacy", "/accessibility", "/technologies", "/technologies/license-plate-readers",
    "/technologies/not-known", "/reports", "/reports/compare", "/verify", "/follow", "/follow/lost", "/paper",
    "/no-such-page",
)  # fmt: skip
TOO_LONG = "What happened there. " * 600
ANSWERS = FILLED | {"safety": {"safety": "yes"}}
"""Somebody in danger is shown the page with help too."""
MOST_BESIDE = 3
"""Pages that may lie between one question and the next; more would be a way that leads nowhere."""
WAYS = ("name", "mail", "review", "feedback")
"""What can be done from the page of a closed complaint that nobody gave a name to."""
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@dataclass(frozen=True)
class Keys:
    """What a resident writes down."""

    number: str
    passphrase: str


def fill(page: Page, answers: dict[str, Any]) -> None:
    """Give the answers, each into whatever field has its name."""
    for name, value in answers.items():
        for one in value if isinstance(value, list) else [value]:
            field = page.locator(f'main [name="{name}"]')
            kind = field.first.evaluate("each => each.type")
            if kind in ("radio", "checkbox"):
                page.locator(f'main [name="{name}"][value="{one}"]').check(force=True)
            elif kind.startswith("select"):
                field.select_option(one)
            else:
                field.fill(one)


def go_on(page: Page) -> None:
    """Press the one filled button of the page."""
    press(page.locator("main button.button:not(.button-secondary):visible").first)


def open_pages(page: Page, site: str, look: Look) -> None:
    """Whatever is open to all, and what the two doors answer to nothing and to what is wrong."""
    for path in OPEN:
        page.goto(site + path)
        look(page, path)
    page.goto(f"{site}/verify")
    go_on(page)
    look(page, "/verify, refused")
    page.goto(f"{site}/follow")
    go_on(page)
    look(page, "/follow, refused")
    for name, number in (("slip", "7K2M-94QX-3"), ("wrong", new_number(bytes(32)))):
        fill(page, {"number": number, "passphrase": "one two three four five six seven eight"})
        go_on(page)
        look(page, f"/follow, {name}")


def form(page: Page, site: str, look: Look) -> Keys:
    """Every question empty, refused and filled, the review, and the confirmation."""
    page.goto(f"{site}/complain")
    for step, target in pairwise(PAGES):
        look(page, step)
        go_on(page)
        if page.locator(f'input[name="step"][value="{step}"]').count():
            look(page, f"{step}, refused")
        else:
            page.go_back()
        if step == "what":
            fill(page, {"narrative": TOO_LONG})
            go_on(page)
            look(page, f"{step}, too long")
        fill(page, ANSWERS[step])
        go_on(page)
        for _ in range(MOST_BESIDE):
            if page.locator(f'input[name="step"][value="{target}"]').count():
                break
            look(page, f"after {step}")
            go_on(page)
        assert page.locator(f'input[name="step"][value="{target}"]').count(), (step, target)
    look(page, "review")
    go_on(page)
    if not page.locator(".panel-number").is_visible():
        look(page, "review, once more")
        go_on(page)
    look(page, "confirmation")
    return Keys(page.inner_text(".panel-number").strip(), " ".join(page.inner_text(".passphrase-words").split()))


def finder(page: Page, site: str, look: Look) -> None:
    """The way round for somebody who does not know which technology it was."""
    page.goto(f"{site}/complain")
    for step, target in pairwise(PAGES):
        if step == "technology":
            break
        fill(page, FILLED[step])
        go_on(page)
        for _ in range(MOST_BESIDE):
            if page.locator(f'input[name="step"][value="{target}"]').count() == 0:
                go_on(page)
    press(page.locator('main button[formaction$="/complain/find"]').first)
    for name in ("find", "signs", "likely"):
        look(page, name)
        go_on(page)
        look(page, f"{name}, refused")
        page.locator("main input[type=radio], main input[type=checkbox]").first.check(force=True)
        go_on(page)


def enter(page: Page, site: str, keys: Keys) -> None:
    """Open the complaint's own page."""
    page.goto(f"{site}/follow")
    fill(page, {"number": keys.number, "passphrase": keys.passphrase})
    go_on(page)


def mailbox(page: Page, look: Look) -> None:
    """The page of a closed complaint, each thing that can be done from it empty and refused, a message and a file."""
    look(page, "the complaint's page")
    go_on(page)
    look(page, "message, refused")
    fill(page, {"body": TOO_LONG[:5000]})
    go_on(page)
    look(page, "message, sent")
    for way in WAYS:
        press(page.locator(f'main button[formaction$="/follow/{way}"]'))
        look(page, way)
        press(page.locator('main button[name="send"]'))
        look(page, f"{way}, refused")
        press(page.locator('main button[formaction$="/follow/page"]').first)


def files(page: Page, look: Look) -> None:
    """The files of a complaint: none, refused, one, and on a page of its own."""
    press(page.locator('main button[formaction$="/follow/files"]'))
    look(page, "files")
    press(page.locator("#adding button.button").first)
    look(page, "files, refused")
    page.set_input_files("#adding input[type=file]", {"name": "a.exe", "mimeType": "image/png", "buffer": b"MZ" * 99})
    with page.expect_navigation():
        page.locator("#adding").evaluate("form => form.submit()")
    look(page, "files, of a wrong kind")
    page.set_input_files("#adding input[type=file]", {"name": "a.png", "mimeType": "image/png", "buffer": PICTURE})
    with page.expect_navigation():
        page.locator("#adding").evaluate("form => form.submit()")
    look(page, "files, one")


def states(page: Page, site: str, look: Look, closed: Keys) -> Iterator[str]:
    """All of it, told part by part; `closed` opens a complaint that is over and came without a name."""
    open_pages(page, site, look)
    yield "open pages"
    finder(page, site, look)
    yield "finder"
    keys = form(page, site, look)
    yield "form"
    enter(page, site, keys)
    look(page, "the complaint's page, open")
    files(page, look)
    yield "files"
    enter(page, site, closed)
    mailbox(page, look)
    yield "mailbox"
