"""A complaint is whole or refused, and equal answers are told from others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from complaints.intake.answers import Answers, Identity, WrongAnswers
from complaints.intake.incident import NOT_KNOWN, Happened, IncidentPrecision
from complaints.intake.rules import (
    MOST_CHARACTERS,
    AllegationKind,
    ContactWish,
    FilingMode,
    Knows,
    Redress,
    Standing,
    SubjectKind,
    storable,
)

WHOLE = Answers(
    technologies=("alpr",),
    kinds=(AllegationKind.FALSE_REASON,),
    narrative="What happened.",
    about=SubjectKind.UNIT,
    mode=FilingMode.NAMED,
    standing=Standing.ADVOCATE,
    identity=Identity(phone="314 555 0100"),
)

WRONG = {
    "no technology": {"technologies": ()},
    "a technology twice": {"technologies": ("alpr", "alpr")},
    "no kind": {"kinds": ()},
    "a kind twice": {"kinds": (AllegationKind.OTHER, AllegationKind.OTHER)},
    "an empty story": {"narrative": " \n"},
    "a story too long": {"narrative": "x" * (MOST_CHARACTERS["narrative"] + 1)},
    "a day before any of this": {"incident_on": date(1989, 12, 31)},
    "a day and a span": {"incident_on": date(2025, 1, 1), "incident_span": NOT_KNOWN},
    "a span of one day": {"incident_span": Happened(IncidentPrecision.DAY, date(2025, 1, 1), date(2025, 1, 1))},
    "somebody spoken for by who speaks for themselves": {"standing": Standing.AFFECTED, "whom_text": "my son"},
    "a wish twice": {"contact_wishes": (ContactWish.NO_CALLS, ContactWish.NO_CALLS)},
    "a name in an anonymous complaint": {"mode": FilingMode.ANONYMOUS},
    "nobody in a named one": {"identity": Identity()},
    "nobody in a confidential one": {"mode": FilingMode.CONFIDENTIAL, "identity": Identity()},
    "a NUL byte": {"place_text": "here\x00there"},
    "half a character": {"wants_text": "\ud800"},
    "a name too long": {"identity": Identity(name="x" * (MOST_CHARACTERS["name"] + 1))},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_answers_that_are_not_whole_are_refused(change):
    with pytest.raises(WrongAnswers):
        replace(WHOLE, **change)


def test_the_refusal_never_quotes_what_was_typed():
    with pytest.raises(WrongAnswers) as refusal:
        replace(WHOLE, place_text="Zephyrine\x00")
    assert "Zephyrine" not in str(refusal.value)
    assert "What happened" not in repr(WHOLE)
    assert "555" not in repr(WHOLE)


CHANGES = {
    "technologies": ("alpr", "drone"),
    "kinds": (AllegationKind.OTHER,),
    "narrative": "Something else.",
    "about": SubjectKind.CHIEF,
    "mode": FilingMode.CONFIDENTIAL,
    "standing": Standing.AFFECTED,
    "incident_on": date(2025, 1, 1),
    "incident_span": Happened(IncidentPrecision.BETWEEN, date(2025, 1, 1), date(2025, 2, 1)),
    "neighbourhood": "dutchtown",
    "flags": frozenset(["safety_risk"]),
    "wants": (Redress.APOLOGY,),
    "technology_text": "a robot",
    "when_text": "at night",
    "place_text": "there",
    "about_text": "her",
    "wants_text": "that",
    "whom_text": "my son",
    "whom_knows": Knows.YES,
    "reply_language": "vi",
    "needs_interpreter": True,
    "interpreter_text": "American Sign Language",
    "contact_wishes": (ContactWish.NO_CALLS,),
    "contact_text": "after six",
    "identity": Identity(name="Somebody"),
}


@pytest.mark.parametrize("field", Answers.__dataclass_fields__)
def test_a_change_of_any_answer_is_seen(field):
    assert replace(WHOLE, **{field: CHANGES[field]}).everything() != WHOLE.everything()


def test_the_order_of_ticks_is_no_change():
    one = replace(WHOLE, technologies=("a", "b"), wants=(Redress.APOLOGY, Redress.OTHER))
    other = replace(WHOLE, technologies=("b", "a"), wants=(Redress.OTHER, Redress.APOLOGY))
    assert one.everything() == other.everything()


def test_what_cannot_be_stored_is_taken_out_and_nothing_else():
    assert storable("a\x00b\x07c\ud800d\x85e\tf\ng") == "abcde\tf\ng"
    assert storable("Ž ñ 维 ع 👩‍👩‍👧") == "Ž ñ 维 ع 👩‍👩‍👧"
