"""The shortest honest complaint: what it takes of somebody who types badly, on a phone, without JavaScript."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from complaints.intake.models import Complaint
from tests.browsers import PHONE, press

STORY = "A camera looks into my room."
MOST_PRESSES = 19
"""Seven answers, ten times Continue, Send, and Send once more for whoever is faster than a person."""


class Thumb:
    """Counts what a hand does."""

    def __init__(self, page):
        self.page, self.presses, self.keys = page, 0, 0

    def press(self, name):
        self.presses += 1
        press(self.page.get_by_role("button", name=name).locator("visible=true"))

    def choose(self, *values):
        for value in values:
            self.presses += 1
            box = self.page.locator(f'main input[value="{value}"]').first
            self.page.locator(f'label[for="{box.get_attribute("id")}"]').click()

    def tick(self, name):
        self.presses += 1
        self.page.get_by_label(name).check(force=True)

    def type(self, name, text):
        self.keys += len(text)
        self.page.locator(f"[name={name}]").fill(text)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_shortest_honest_complaint_takes_nineteen_presses_and_one_sentence(
    new_page, technologies, session, live_server, javascript, record_property
):
    session.commit()
    page = new_page(PHONE, javascript=javascript)
    page.goto(f"{live_server.url}/complain")
    hand = Thumb(page)
    for answer in (
        lambda: hand.choose("unsaid"),
        lambda: hand.tick("I do not know when"),
        lambda: hand.choose("not-known"),
        lambda: hand.choose("other"),
        lambda: hand.type("narrative", STORY),
        lambda: None,
        lambda: hand.choose("nobody"),
        lambda: hand.choose("anonymous", "affected"),
        lambda: None,
        lambda: None,
    ):
        answer()
        hand.press("Continue")
    hand.press("Send the complaint")
    if not page.locator(".panel-number").is_visible():
        hand.press("Send the complaint")
    number = page.locator(".panel-number").inner_text()
    session.rollback()
    stored = session.scalars(select(Complaint)).one()
    assert stored.number == number
    # Nothing was said for them: no day, no place, no danger, no wish.
    assert (stored.incident_on, stored.neighbourhood, stored.is_safety_risk) == (None, None, False)
    assert stored.contact_wishes == []
    record_property("presses", hand.presses)
    record_property("keys", hand.keys)
    assert hand.presses <= MOST_PRESSES
    assert hand.keys == len(STORY)
