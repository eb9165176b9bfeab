"""What a technology's card says: how long recordings are kept, how many days there are to save them, and its AI."""

from __future__ import annotations

import xml.etree.ElementTree as Xml
from datetime import date, timedelta
from pathlib import Path

import pytest

from complaints.registry.facts import facts_of
from complaints.registry.keeping import days_left
from complaints.registry.models import Technology, TechnologyVersion
from complaints.registry.rules import TechnologyType
from complaints.registry.words import first_sentence, left_words

SPRITE = Path("complaints/static/technologies.svg")
TODAY = date(2025, 6, 16)


@pytest.mark.parametrize(
    ("kept", "happened_on", "left"),
    [
        (30, date(2025, 6, 16), 30),
        (30, date(2025, 6, 2), 16),
        (30, date(2025, 5, 17), 0),
        (30, date(2025, 5, 16), -1),
        (0, date(2025, 6, 16), 0),
        (None, date(2025, 6, 2), None),
        (30, None, None),
        (10**9, date(2025, 6, 2), None),
    ],
)
def test_days_are_counted_to_the_last_one_on_which_a_recording_is_kept(kept, happened_on, left):
    assert days_left(kept, happened_on, TODAY) == left


def card(app, kept=None, ai="", days_ago=None):
    version = TechnologyVersion(name="Cameras", retention_days=kept, artificial_intelligence=ai)
    technology = Technology(type=TechnologyType.FIXED_CAMERA)
    technology.__dict__["current"] = version
    day = None if days_ago is None else TODAY - timedelta(days=days_ago)
    with app.test_request_context():
        return facts_of(technology, "en", day, TODAY)


@pytest.mark.parametrize(
    ("days_ago", "words"),
    [
        (14, "16 days left"),
        (29, "1 day left"),
        (30, "today is the last day"),
        (31, "may be deleted already"),
        (None, ""),
    ],
)
def test_the_days_are_said_in_words_and_nothing_is_promised_after_them(app, days_ago, words):
    facts = card(app, kept=30, days_ago=days_ago)
    assert (facts.kept, facts.left_words) == ("Recordings are kept 30 days", words)


def test_what_is_not_stated_stays_empty_whatever_the_day(app):
    facts = card(app, days_ago=3)
    assert (facts.kept, facts.left, facts.left_words, facts.uses_ai) == ("", None, "", "")


def test_of_the_text_on_ai_the_card_has_the_first_sentence(app):
    assert card(app, ai="Yes, to sort sounds.\nA person checks. More.").uses_ai == "Yes, to sort sounds."
    assert first_sentence("word " * 100) == "word " * 31 + "word …"


def test_every_type_has_one_picture_and_the_whole_sheet_is_small():
    found = [symbol.get("id") for symbol in Xml.parse(SPRITE).getroot()]
    assert found == [kind.value for kind in TechnologyType]
    assert SPRITE.stat().st_size <= 6 * 1024


def test_the_pictures_take_the_colour_of_the_text_and_load_nothing():
    drawn = SPRITE.read_text()
    assert not any(word in drawn for word in ("fill=", "stroke=", "style", "script", "href", "#", "url("))


def test_the_public_pages_show_the_picture_and_the_days(client, registry):
    listing = client.get("/technologies").text
    assert listing.count('<use href="/static/technologies.svg?v=') == 9
    assert "#gunshot_detection" in listing
    assert "Recordings are kept 30 days" in listing
    assert "Not stated: how long recordings are kept, and whether it uses AI" in listing
    assert "days left" not in listing
    assert "#licence_plate_reader" in client.get("/technologies/license-plate-readers").text


def test_a_rough_date_promises_only_what_its_earliest_day_does(app):
    with app.test_request_context():
        from_earliest = {left: left_words(left, is_rough=True) for left in (-1, 1, 12)}
    assert from_earliest == {
        -1: "some may be deleted already",
        1: "at least 1 day left",
        12: "at least 12 days left",
    }
