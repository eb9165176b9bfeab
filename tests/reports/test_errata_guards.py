"""What holds an erratum back: later releases, how complaints overlap, what stands by now, and an older form."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta

import pytest

from complaints.reports import archive
from complaints.reports.errata import service as errata
from complaints.reports.errata.correcting import OtherForm
from complaints.reports.errata.service import ErratumRefused, Overtaken
from complaints.reports.models import Release, ReleaseFile
from complaints.reports.refusals import sentence
from complaints.reports.rules import SamePerson
from tests.reports.test_errata import LANGUAGES, PROSE, mentions, people, publish, release

__all__ = ["people", "publish", "release"]

WRONG_TECHNOLOGY = {"en": "Some complaints were counted with the wrong technology."}


def moved(cells, shown, by):
    """Complaints that were counted with the wrong technology."""
    one, other = cells["received", "alpr", "*"], cells["received", "drones", "*"]
    return {one: shown[one] - by, other: shown[other] + by}


def stored(session, like, number, period, proof):
    """A release with these tables, as if it had been frozen."""
    year = date(int(period), 1, 1)
    made = Release(number=number, period=period, starts_on=year, ends_on=year.replace(month=12, day=31))
    for name in ("frozen_at", "published_at", "manifest", "manifest_digest", "signature", "audit_digest"):
        setattr(made, name, getattr(like, name))
    made.audit_sequence = like.audit_sequence
    session.add(made)
    session.flush()
    report = json.loads(archive.file_of(session, like, "report.json").content)
    for name, said in (("disclosure.json", proof), ("report.json", report)):
        content = json.dumps(said).encode()
        digest = hashlib.sha256(content).digest()
        session.add(
            ReleaseFile(release_id=made.id, name=name, media_type="application/json", content=content, digest=digest)
        )
    session.commit()
    return made


def test_an_erratum_to_numbers_that_another_changed_since_is_refused(session, app, release, publish, people, later):
    cells, shown = mentions(session, release)
    waiting = errata.write(session, release, PROSE, moved(cells, shown, 10), people[0], later, languages=LANGUAGES)
    publish(WRONG_TECHNOLOGY, moved(cells, shown, 5))
    with pytest.raises(Overtaken, match="changed these numbers"):
        errata.publish(
            session,
            app.extensions["key_ring"],
            release,
            waiting,
            people[1],
            later + timedelta(days=2),
            languages=LANGUAGES,
        )


def test_a_corrected_number_can_be_corrected_again_from_what_stands(session, release, publish):
    cells, shown = mentions(session, release)
    publish(WRONG_TECHNOLOGY, moved(cells, shown, 5))
    cell = cells["received", "alpr", "*"]
    again = publish(WRONG_TECHNOLOGY, moved(cells, shown, 10), after_days=2)
    assert {"id": cell, "published": shown[cell] - 5, "corrected": shown[cell] - 10} in again.cells
    assert errata.standing(session, release) == shown | moved(cells, shown, 10)


def test_a_correction_that_tells_of_a_later_release_is_refused(session, release, people, later):
    cells, shown = mentions(session, release)
    total = cells["received", "alpr", "*"]
    hidden = [f"2026/received/{name}" for name in "xyz"]
    rest = {"id": "2026/received/rest", "value": shown[total] - 6, "mandatory": False, "never_published": False}
    proof = {
        "period": "2026",
        "k": 5,
        "lo": 0,
        "cells": [rest, *({"id": name, "mandatory": False, "never_published": False} for name in hidden)],
        "relations": [{"total": total, "parts": [rest["id"], *hidden]}],
        "hidden": hidden,
    }
    stored(session, release, 2, "2026", proof)
    # The three hidden cells are 6 together; with 6 less they would all be 0.
    with pytest.raises(ErratumRefused, match="give away a hidden one"):
        errata.write(session, release, WRONG_TECHNOLOGY, moved(cells, shown, 6), people[0], later, languages=LANGUAGES)


def test_a_correction_that_tells_how_complaints_overlap_is_refused(session, release, people, later):
    """As many complaints as the largest technology has mentions: all of the others would be about both."""
    cells, shown = mentions(session, release)
    numbers = {cells["complaints_received", "*", "*"]: shown[cells["received", "alpr", "*"]]}
    with pytest.raises(ErratumRefused, match="how complaints overlap"):
        errata.write(session, release, PROSE, numbers, people[0], later, languages=LANGUAGES)


def test_numbers_of_a_release_in_an_older_form_are_corrected_in_words_only(session, release, people, later):
    """Its cells are called by fewer dimensions, as those of the first releases were."""
    proof = json.loads(archive.file_of(session, release, "disclosure.json").content)
    text = json.dumps({key: proof[key] for key in ("period", "k", "lo", "cells", "relations", "hidden")})
    older = json.loads(text.replace("|*|*|*|*|*", "|*|*").replace("2025", "2024"))
    made = stored(session, release, 2, "2024", older)
    shown = errata.standing(session, made)
    numbers = {"2024/received/alpr|*|*": 25, "2024/received/drones|*|*": 5}
    assert numbers.keys() <= shown.keys()
    with pytest.raises(ErratumRefused, match="older form") as refused:
        errata.write(session, made, WRONG_TECHNOLOGY, numbers, people[0], later, languages=LANGUAGES)
    assert isinstance(refused.value.__cause__, OtherForm)
    assert errata.write(session, made, PROSE, {}, people[0], later, languages=LANGUAGES).cells == []


def test_a_refusal_speaks_of_what_was_done_and_never_of_the_database(app):
    with app.test_request_context():
        assert sentence(SamePerson()) == "You froze or wrote this, so somebody else must publish it."
        taken = Overtaken("Another erratum was published at this moment.")
        taken.__cause__ = KeyError("a constraint")
        assert sentence(taken).startswith("Another erratum changed these numbers since.")
        older = ErratumRefused("Words only.")
        older.__cause__ = OtherForm("Words only.")
        assert sentence(older).startswith("The tables of this release have an older form")
