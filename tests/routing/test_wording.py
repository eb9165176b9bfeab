"""Every word of routing can be read on a page."""

import pytest

from complaints.routing import wording
from complaints.routing.rules import ClockKind, Proposal, RerouteReason, Track, route
from tests.routing.cases import ST_LOUIS, rows


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        (Track, wording.TRACKS),
        (ClockKind, wording.CLOCKS),
        (Proposal, wording.PROPOSALS),
        (RerouteReason, wording.REROUTE_REASONS),
    ],
)
def test_each_word_has_a_label_of_its_own(app, words, labels):
    with app.test_request_context():
        assert len({str(labels[word]) for word in words}) == len(words)


def test_a_stored_reason_reads_in_the_language_of_the_page():
    reason = route(rows()[0].facts, ST_LOUIS).reasons[0]
    stored = {"rule_id": reason.rule_id, "text": reason.text.as_dict()}
    assert wording.reason_text(stored, "es", "en") == reason.text.text("es")
    assert wording.reason_text(stored, "ar", "en") == reason.text.text("ar") != reason.text.text("en")
    assert wording.reason_text(stored, "fr", "en") == reason.text.text("en")


def test_what_a_person_decided_reads_as_why_they_did(app):
    with app.test_request_context():
        stored = {"rule_id": "person", "reason": "name_added", "text": {}}
        assert wording.reason_text(stored, "en", "en") == "A name was added"
