"""A registry to complain about, and a resident who fills in the form without JavaScript."""

from __future__ import annotations

import html
import re
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from complaints.intake.answers import Answers, Identity
from complaints.intake.rules import AllegationKind, FilingMode, Flag, Redress, Standing, SubjectKind
from complaints.registry.models import Technology
from complaints.registry.service import listed, load_profile_registry
from tests.applications import Clock

NARRATIVE = "The camera by Zephyrine's bakery turned to my window every night."
NAME = "Wilhelmina Ostrowski-Quist"

FILLED: dict[str, dict[str, Any]] = {
    "safety": {"safety": "no"},
    "when": {"month": "6", "day": "2", "year": "2025", "when_text": "about ten at night"},
    "technology": {"technologies": ["license-plate-readers", "fixed-cameras"]},
    "wrong": {"kinds": ["false_reason", "private_recording"]},
    "what": {"narrative": NARRATIVE},
    "where": {"neighbourhood": "dutchtown", "place_text": "Corner of Meramec and Virginia"},
    "about": {"about": "unknown_employee", "about_text": "A tall man, car 4711", "flags": ["possible_crime"]},
    "you": {"mode": "confidential", "standing": "affected"},
    "who": {"name": NAME, "email": "w.o.quist@example.org"},
    "wants": {"wants": ["explanation", "practice_stopped"], "wants_text": "That it stops."},
    "contact": {},
}
"""What the resident of these tests answers on each page."""

PAGES = (*FILLED, "review")


def words_on(page: TestResponse) -> str:
    """The passphrase as the page numbers it, a word a line."""
    numbered = re.search(r'class="passphrase-words".*?</ol>', page.text, re.DOTALL)
    return " ".join(
        html.unescape(word).strip() for word in re.findall(r"<li>([^<]+)</li>", numbered[0] if numbered else "")
    )


class Resident:
    """Somebody at the form: knows the page in front of them, and sends what a browser would."""

    def __init__(self, client: FlaskClient, prefix: str = "", query: str = "") -> None:
        self.client, self.prefix = client, prefix
        self.page = client.get(f"{prefix}/complain{query}")

    @property
    def draft(self) -> str:
        """The answers so far, as the page carries them."""
        return re.search(r'name="draft" value="([^"]+)"', self.page.text)[1]

    @property
    def text(self) -> str:
        """The page without its tags."""
        return html.unescape(re.sub(r"<[^>]+>", " ", self.page.text))

    def post(self, target: str, step: str, draft: str | None = None, **fields: Any) -> TestResponse:
        """Press a button of the page `step` that leads to `target`."""
        data = {"draft": self.draft if draft is None else draft, "step": step, **fields}
        self.page = self.client.post(f"{self.prefix}/complain/{target}", data=data)
        return self.page

    def walk(self, until: str = "review", **other: dict[str, Any]) -> TestResponse:
        """Fill in page after page until `until` is shown; `other` replaces the answers of a page."""
        for step, target in pairwise(PAGES):
            if step == until:
                break
            self.post(target, step, **other.get(step, FILLED[step]))
            assert self.page.status_code == 200, self.text
        return self.page

    def send(self, draft: str | None = None, **fields: Any) -> TestResponse:
        """Press Send on the review."""
        return self.post("send", "review", draft, **fields)


@pytest.fixture
def technologies(session: Session, now: datetime) -> list[Technology]:
    """The registry that ships with the profile."""
    load_profile_registry(session, now, "st_louis")
    session.commit()
    return listed(session)


@pytest.fixture
def resident(client: FlaskClient, technologies: list[Technology], clock: Clock) -> Resident:
    """A resident who has opened the form and takes a minute before they press anything."""
    opened = Resident(client)
    clock.advance(minutes=1)
    return opened


@pytest.fixture
def answers() -> Answers:
    """A whole complaint."""
    return Answers(
        technologies=("license-plate-readers", "fixed-cameras"),
        kinds=(AllegationKind.FALSE_REASON, AllegationKind.PRIVATE_RECORDING),
        narrative=NARRATIVE,
        about=SubjectKind.UNKNOWN_EMPLOYEE,
        mode=FilingMode.CONFIDENTIAL,
        standing=Standing.AFFECTED,
        neighbourhood="dutchtown",
        flags=frozenset({Flag.SAFETY_RISK}),
        wants=(Redress.EXPLANATION,),
        place_text="Corner of Meramec and Virginia",
        identity=Identity(name=NAME),
    )
