"""The form in a real browser: its own Back, the browser's Back, refresh, and no trace on the device."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from complaints.intake.models import Complaint
from tests.browsers import DESK, PHONE, press
from tests.intake.conftest import NARRATIVE


@pytest.fixture
def address(technologies, session, live_server):
    session.commit()
    return f"{live_server.url}/complain"


def tick(page, *values):
    for value in values:
        page.locator(f'input[value="{value}"]').check(force=True)


def go_on(page):
    press(page.get_by_role("button", name="Continue").locator("visible=true"))


def begin(page):
    """Past the first two questions, to the technologies."""
    tick(page, "no")
    go_on(page)
    for name, value in (("month", "6"), ("day", "2"), ("year", "2025")):
        page.locator(f"[name={name}]").fill(value)
    go_on(page)


def walk(page, address):
    """To the review."""
    page.goto(address)
    begin(page)
    tick(page, "license-plate-readers")
    go_on(page)
    tick(page, "false_reason")
    go_on(page)
    page.get_by_label("What happened?").fill(NARRATIVE)
    go_on(page)
    page.get_by_label("Neighborhood").select_option("dutchtown")
    go_on(page)
    tick(page, "unknown_employee")
    go_on(page)
    tick(page, "anonymous", "affected")
    go_on(page)
    tick(page, "explanation")
    go_on(page)
    go_on(page)


def send(page):
    """Press Send, once more where the page asks for it because nobody is so fast; the number that is shown."""
    press(page.get_by_role("button", name="Send the complaint"))
    if page.get_by_text("press Send once more").is_visible():
        press(page.get_by_role("button", name="Send the complaint"))
    return page.locator(".panel-number").inner_text()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_complaint_on_a_phone(new_page, address, session, javascript):
    page = new_page(PHONE, javascript=javascript)
    walk(page, address)
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    number = send(page)
    session.rollback()
    assert session.scalar(select(Complaint.number)) == number
    assert page.context.cookies() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390 if javascript else True


def test_the_browsers_own_back_shows_the_page_with_its_answers_and_goes_on_from_there(new_page, address):
    page = new_page(DESK)
    page.goto(address)
    begin(page)
    tick(page, "license-plate-readers")
    go_on(page)
    tick(page, "false_reason")
    go_on(page)
    page.get_by_label("What happened?").fill(NARRATIVE)
    go_on(page)
    expect(page.get_by_text("Step 6 of 10")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Step 5 of 10")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Step 4 of 10")).to_be_visible()
    tick(page, "kept_too_long")
    go_on(page)
    expect(page.get_by_text("Step 5 of 10")).to_be_visible()


def test_refresh_and_a_second_tab_do_no_harm(new_page, address, session):
    page = new_page(DESK)
    walk(page, address)
    page.reload()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    second = page.context.new_page()
    second.goto(address)
    tick(second, "no")
    go_on(second)
    number = send(page)
    page.reload()
    assert page.locator(".panel-number").inner_text() == number
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Complaint)) == 1
    expect(second.get_by_text("Step 2 of 10")).to_be_visible()


def test_enter_in_a_field_goes_on(new_page, address):
    page = new_page(DESK)
    walk(page, address)
    press(page.get_by_role("button", name="Change Where"))
    page.get_by_label("The exact place").fill("Meramec and Virginia")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("Meramec and Virginia")).to_be_visible()


ANSWER = {
    "4": lambda page: tick(page, "private_recording"),
    "5": lambda page: page.get_by_label("What happened?").fill(NARRATIVE),
    "6": lambda page: page.get_by_label("Neighborhood").select_option("elsewhere"),
    "7": lambda page: tick(page, "policy"),
    "8": lambda page: tick(page, "anonymous", "witness"),
}
"""What is answered on a step, the second time it is shown."""


def test_nobody_is_shut_out_of_any_page_of_the_form(new_page, address, axe):
    page, found = new_page(PHONE), []
    page.goto(address)
    found += axe(page)
    go_on(page)
    found += axe(page)
    begin(page)
    found += axe(page)
    go_on(page)
    found += axe(page)
    press(page.get_by_role("button", name="Not sure? Help me find out"))
    found += axe(page)
    tick(page, "device")
    go_on(page)
    found += axe(page)
    tick(page, "trailer", "flying")
    go_on(page)
    found += axe(page)
    tick(page, "mobile-camera-trailers")
    for _ in range(14):
        go_on(page)
        found += axe(page)
        step = re.search(r"Step (\d+)", page.content())
        if not step:
            break
        ANSWER.get(step[1], lambda _page: None)(page)
    found += axe(page)
    send(page)
    found += axe(page)
    press(page.get_by_role("link", name="Check a receipt").first)
    found += axe(page)
    assert not found, "\n".join(found)


def test_a_paste_that_is_too_large_to_be_read_is_still_there_after_going_back(new_page, address, session):
    page = new_page(DESK)
    page.goto(address)
    begin(page)
    tick(page, "license-plate-readers")
    go_on(page)
    tick(page, "false_reason")
    go_on(page)
    lines = 3_000
    page.evaluate(
        "n => { document.getElementById('narrative').value = ('words '.repeat(120) + '\\n').repeat(n) }", lines
    )
    with page.expect_navigation(timeout=30_000):
        page.get_by_role("button", name="Continue").locator("visible=true").click()
    expect(page.get_by_text("larger than we can take")).to_be_visible()
    page.go_back()
    assert page.evaluate("document.getElementById('narrative').value.length") == 721 * lines
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Complaint)) == 0


def test_danger_shows_help_and_the_help_leads_on_without_javascript(new_page, address):
    page = new_page(PHONE, javascript=False)
    page.goto(address)
    tick(page, "yes")
    go_on(page)
    expect(page.get_by_role("heading", name="Your safety comes first")).to_be_visible()
    go_on(page)
    expect(page.get_by_role("heading", name="When did it happen?")).to_be_visible()
    page.get_by_text("It was not on one day").click()
    page.get_by_label("Year").first.fill("2025")
    page.get_by_label("It happened more than once").check(force=True)
    go_on(page)
    expect(page.get_by_text("Step 3 of 10")).to_be_visible()


def test_the_pages_that_only_some_see_shut_nobody_out(new_page, address, axe):
    found = []
    for start in (address, address.replace("/complain", "/ar/complain")):
        page = new_page(PHONE)
        page.goto(start)
        tick(page, "yes")
        press(page.locator("main button.button:not(.button-secondary)").last)
        found += axe(page)
        press(page.locator("main button.button:not(.button-secondary)").last)
        page.locator("summary").last.click()
        found += axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not found, "\n".join(found)
