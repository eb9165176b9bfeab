"""The helper for who does not know the technology, and the order in which kinds of wrong are offered."""

from __future__ import annotations

from itertools import combinations

import pytest

from complaints.intake import finder, finder_words, labels
from complaints.intake.incident import IncidentPrecision
from complaints.intake.likely import LIKELY, MOST_FIRST, ordered
from complaints.intake.pages import FINDER, STEPS, Page, after, before, goes_forward, required_before
from complaints.intake.rules import (
    AllegationKind,
    Channel,
    ContactWish,
    FilingMode,
    Flag,
    Knows,
    Redress,
    Safety,
    Standing,
    SubjectKind,
)
from complaints.registry.rules import TechnologyType

SIGNS = [(way, sign) for way in finder.WAYS for sign in way.signs]


@pytest.mark.parametrize(("way", "sign"), SIGNS, ids=[f"{way.code}-{sign.code}" for way, sign in SIGNS])
def test_each_sign_has_words_and_leads_to_a_technology(way, sign):
    assert finder.candidates(way.code, [sign.code]) == sign.types
    assert sign.types
    assert str(finder_words.SIGNS[sign.code])
    assert str(finder_words.QUESTIONS[way.code])
    assert str(finder_words.WAYS[way.code])


def test_every_nameable_type_can_be_found_by_some_sign():
    found = {kind for _, sign in SIGNS for kind in sign.types}
    assert found == set(TechnologyType) - {TechnologyType.OTHER, TechnologyType.NOT_KNOWN}


def test_several_signs_offer_the_likeliest_of_each_first_and_nothing_twice():
    found = finder.candidates("device", ["plate_camera", "trailer"])
    assert found[:2] == (TechnologyType.LICENCE_PLATE_READER, TechnologyType.MOBILE_CAMERA_TRAILER)
    assert len(found) == len(set(found))


@pytest.mark.parametrize(("way", "signs"), [("device", ["none"]), ("device", []), ("nonsense", ["trailer"])])
def test_what_is_not_in_the_table_leads_nowhere(way, signs):
    assert finder.candidates(way, signs) == ()


def test_every_kind_of_wrong_is_offered_once_whatever_was_chosen():
    assert set(LIKELY) == set(TechnologyType)
    for types in [(), *combinations(TechnologyType, 1), *combinations(TechnologyType, 2), tuple(TechnologyType)]:
        first, rest = ordered(types)
        assert sorted([*first, *rest]) == sorted(AllegationKind)
        assert len(first) <= MOST_FIRST


def test_what_is_likely_for_both_technologies_comes_before_what_is_likely_for_one():
    first, _ = ordered([TechnologyType.FIXED_CAMERA, TechnologyType.DRONE])
    assert first[:2] == (AllegationKind.PRIVATE_RECORDING, AllegationKind.PROTECTED_ACTIVITY)


def test_the_order_does_not_hang_on_the_order_of_the_technologies():
    types = [TechnologyType.DRONE, TechnologyType.FACE_RECOGNITION, TechnologyType.FIXED_CAMERA]
    assert ordered(types) == ordered(reversed(types))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (AllegationKind, labels.KINDS),
        (AllegationKind, labels.KIND_HINTS),
        (SubjectKind, labels.SUBJECTS),
        (Flag, labels.FLAGS),
        (Safety, labels.SAFETY),
        (Redress, labels.REDRESS),
        (FilingMode, labels.MODES),
        (FilingMode, labels.MODE_HINTS),
        (Standing, labels.STANDINGS),
        (Knows, labels.KNOWS),
        (ContactWish, labels.CONTACT_WISHES),
        (IncidentPrecision, labels.PRECISIONS),
        (Channel, labels.CHANNELS),
    ],
)
def test_every_answer_has_words(kind, words):
    assert set(words) == set(kind)
    assert len({str(word) for word in words.values()}) == len(kind)


def test_continue_leads_through_every_step_to_the_review():
    page, seen = Page.SAFETY, []
    while page is not Page.REVIEW:
        seen.append(page)
        assert goes_forward(page, after(page, is_reviewed=False))
        page = after(page, is_reviewed=False)
    assert tuple(seen) == STEPS


def test_back_undoes_continue():
    for page in STEPS[1:]:
        assert after(before(page), is_reviewed=False) is page
    assert before(Page.SAFETY) is None
    assert before(Page.FIND) is Page.TECHNOLOGY


def test_after_the_review_a_changed_answer_leads_back_to_it_but_the_finder_is_walked_to_its_end():
    assert {after(page, is_reviewed=True) for page in (*STEPS, Page.LIKELY)} == {Page.REVIEW}
    assert after(Page.FIND, is_reviewed=True) is Page.SIGNS
    assert after(Page.SIGNS, is_reviewed=True) is Page.LIKELY


def test_the_finder_asks_for_nothing_but_its_own_questions():
    assert required_before(Page.LIKELY) == (Page.SAFETY, Page.HELP, Page.WHEN, Page.FIND, Page.SIGNS)
    assert required_before(Page.WHAT) == (Page.SAFETY, Page.HELP, Page.WHEN, Page.TECHNOLOGY, Page.WRONG)
    assert not set(required_before(Page.REVIEW)) & set(FINDER)


def test_a_protest_has_fixed_and_body_worn_cameras_among_the_first():
    first = finder.candidates("place", ["at_gathering"])[:3]
    assert {TechnologyType.FIXED_CAMERA, TechnologyType.BODY_WORN_CAMERA} <= set(first)
