"""The people of the journey, each doing what they do on the real pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyotp
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browsers import press

PASSWORD = "a quiet lamp over four doors"


@dataclass(frozen=True)
class Told:
    """What a resident answers, by the values of the form, so that it works in every language."""

    technology: str
    kind: str
    narrative: str
    mode: str = "anonymous"
    name: str = ""


@dataclass(frozen=True)
class Receipt:
    """What a resident writes down."""

    number: str
    passphrase: str


def go_on(page: Page) -> None:
    """Press the one filled button of the page."""
    press(page.locator("main button.button:not(.button-secondary)").first)


def choose(page: Page, name: str, value: str) -> None:
    """Tick a choice by clicking its words, as a thumb does."""
    box = page.locator(f'main input[name="{name}"][value="{value}"]')
    page.locator(f'label[for="{box.get_attribute("id")}"]').click()
    expect(box).to_be_checked()


def complain(page: Page, url: str, told: Told) -> Receipt:
    """File a complaint step by step, from the front page to the receipt; go back once on the way."""
    page.goto(url)
    press(page.locator('main a[href$="/complain"]').first)
    choose(page, "safety", "no")
    go_on(page)
    for part, number in (("month", "6"), ("day", "12"), ("year", "2025")):
        page.fill(f"input[name={part}]", number)
    go_on(page)
    choose(page, "technologies", told.technology)
    go_on(page)
    choose(page, "kinds", told.kind)
    go_on(page)
    page.fill("textarea[name=narrative]", told.narrative)
    go_on(page)
    page.go_back()
    assert page.input_value("textarea[name=narrative]") == told.narrative
    go_on(page)
    page.select_option("select[name=neighbourhood]", "dutchtown")
    page.fill("[name=place_text]", "The corner by the bakery")
    go_on(page)
    choose(page, "about", "unknown_employee")
    go_on(page)
    choose(page, "mode", told.mode)
    choose(page, "standing", "affected")
    go_on(page)
    if told.name:
        page.fill("input[name=name]", told.name)
        go_on(page)
    choose(page, "wants", "explanation")
    go_on(page)
    go_on(page)
    expect(page.locator("main")).to_contain_text(told.narrative)
    go_on(page)
    if not page.locator(".panel-number").is_visible():
        # Nobody types this fast: the page asks to press Send once more, with every answer still there.
        expect(page.locator("main")).to_contain_text(told.narrative)
        go_on(page)
    return Receipt(page.inner_text(".panel-number").strip(), " ".join(page.inner_text(".passphrase-words").split()))


def follow(page: Page, url: str, receipt: Receipt) -> None:
    """Open the complaint with number and passphrase."""
    page.goto(f"{url}/follow")
    page.fill("input[name=number]", receipt.number)
    page.fill("input[name=passphrase]", receipt.passphrase)
    go_on(page)
    expect(page.locator("h1")).to_contain_text(receipt.number)


def hired(app: Flask, email: str, role: str) -> str:
    """A new account made from the command line; the path of its one-time link."""
    result = app.test_cli_runner().invoke(args=["staff", "add", email, "--role", role, "--name", email.split("@")[0]])
    assert result.exit_code == 0, result.output
    found = re.search(r"(/staff/setup/\S+)", result.output)
    assert found, result.output
    return found[1]


def begin_work(page: Page, url: str, app: Flask, email: str, role: str) -> pyotp.TOTP:
    """Set a password from the one-time link, enrol a second factor, and arrive signed in."""
    page.goto(url + hired(app, email, role))
    page.fill("input[name=password]", PASSWORD)
    page.fill("input[name=again]", PASSWORD)
    go_on(page)
    page.goto(f"{url}/staff/sign-in")
    sign_in(page, email)
    page.locator("main summary").click()
    secret = re.sub(r"\s", "", page.inner_text("main details strong"))
    telephone = pyotp.TOTP(secret)
    give_code(page, app, telephone)
    return telephone


def sign_in(page: Page, email: str) -> None:
    """Address and password."""
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", PASSWORD)
    go_on(page)


def give_code(page: Page, app: Flask, telephone: pyotp.TOTP) -> None:
    """The six digits of this moment."""
    moment: datetime = app.config["CLOCK"]()
    page.fill("input[name=code]", telephone.at(moment))
    go_on(page)
    expect(page.locator(".signed-in")).to_be_visible()


def open_case(page: Page, url: str, number: str) -> None:
    """Find a case by its number, as somebody does who has it on paper."""
    page.goto(f"{url}/staff/queue")
    page.fill("input[name=q]", number)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(number)


def step(page: Page, label: str, **answers: Any) -> None:
    """Take a step that is offered on the case, filling in what it asks."""
    offered = page.locator(".next-step")
    press(offered.get_by_role("button", name=label).or_(offered.get_by_role("link", name=label)).first)
    for name, value in answers.items():
        field = page.locator(f"[name={name}]")
        if field.first.evaluate("e => e.tagName") == "SELECT":
            # An option's words may say more than the name: how much somebody has on their desk.
            found = field.locator("option", has_text=value) if isinstance(value, re.Pattern) else None
            field.select_option(found.first.get_attribute("value") if found else value)
        else:
            field.fill(value)
    if answers:
        go_on(page)
