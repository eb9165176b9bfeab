"""The complainant's page in a real browser without JavaScript: everything that can be done there, by its buttons."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from complaints.casework.rules import ClosureReason, Move
from complaints.casework.service import Wish
from complaints.correspondence.models import Message, NoticeWish, ReviewRequest
from complaints.intake.identity_models import LaterIdentity
from complaints.intake.rules import FilingMode
from complaints.platform.accounts.permissions import Role
from complaints.routing.rules import Track
from tests.browsers import DESK, PHONE, LiveServer, NewPage, press
from tests.cast import case_of, staff, step
from tests.correspondence.conftest import Filed, FileOne

HALF = "Half a message"


@pytest.fixture
def closed(session: Session, app: Flask, file_one: FileOne) -> Filed:
    """An anonymous complaint that triage closed: every button is there."""
    filed = file_one(FilingMode.ANONYMOUS)
    case, theo = case_of(session, filed.number), staff(session, Role.TRIAGE_SUPERVISOR)
    step(session, app, case, Move.TRIAGE, theo)
    why = Wish(reason="No.", track=Track.CONTACT_ONLY, closure_reason=ClosureReason.UNABLE_TO_INVESTIGATE)
    step(session, app, case, Move.CLOSE_AT_TRIAGE, theo, why)
    session.commit()
    return filed


def enter(page: Page, url: str, filed: Filed) -> None:
    page.goto(f"{url}/follow")
    page.fill("input[name=number]", filed.number)
    page.fill("input[name=passphrase]", filed.passphrase)
    press(page.get_by_role("button").filter(has_text=page.locator("main form .button").first.inner_text()))


def button(page: Page, path: str) -> None:
    press(page.locator(f'main button[formaction$="{path}"]'))


def send(page: Page) -> None:
    press(page.locator('main button[name="send"]'))


@pytest.mark.parametrize(("size", "prefix"), [(PHONE, ""), (DESK, ""), (PHONE, "/ar")])
def test_everything_on_the_page_can_be_done_without_a_script(
    closed: Filed, live_server: LiveServer, new_page: NewPage, session: Session, size: dict[str, int], prefix: str
) -> None:
    page = new_page(size, javascript=False)
    enter(page, live_server.url + prefix, closed)
    page.fill("textarea[name=body]", HALF)
    button(page, "/follow/name")
    page.check('input[value="confidential"]', force=True)
    page.fill("input[name=name]", "Rosalind Quimby")
    send(page)
    button(page, "/follow/mail")
    page.fill("input[name=email]", "rosa@example.org")
    send(page)
    button(page, "/follow/review")
    page.fill("textarea[name=reason]", "You did not look at the second night.")
    send(page)
    button(page, "/follow/feedback")
    page.locator('input[name="easy"][value="4"]').check(force=True)
    send(page)
    # What was half written went along all the way.
    expect(page.locator("textarea[name=body]")).to_have_value(HALF)
    press(page.locator("main form#carried button:not([formaction])").first)
    expect(page.locator(".messages")).to_contain_text(HALF)
    expect(page.locator('button[formaction$="/follow/review"], button[formaction$="/follow/feedback"]')).to_have_count(
        0
    )
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.context.cookies() == []
    session.rollback()
    for model in (Message, LaterIdentity, NoticeWish, ReviewRequest):
        assert session.scalar(sa.select(sa.func.count()).select_from(model)) == 1
