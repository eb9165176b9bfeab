"""What an erratum may say: numbers by the rule of k, alone, in sums and against all said before; words without."""

from __future__ import annotations

import pytest

from complaints.reports.errata.chain import corrected, refuse_numbers
from complaints.reports.verifying.proof import Fault


def tables(**more):
    """A row with a shown total and two hidden parts, and one that is all shown."""
    cells = [
        {"id": "all", "value": 70, "mandatory": True, "never_published": False},
        {"id": "a", "value": 30, "mandatory": True, "never_published": False},
        {"id": "b", "value": 40, "mandatory": True, "never_published": False},
        {"id": "a1", "value": 22, "mandatory": False, "never_published": False},
        {"id": "a2", "mandatory": False, "never_published": False},
        {"id": "a3", "mandatory": False, "never_published": False},
        {"id": "b1", "value": 40, "mandatory": False, "never_published": False},
        {"id": "b2", "value": 0, "mandatory": False, "never_published": False, "structural_zero": True},
    ]
    relations = [("all", ["a", "b"]), ("a", ["a1", "a2", "a3"]), ("b", ["b1", "b2"])]
    return {
        "k": 5,
        "cells": cells,
        "relations": [{"total": total, "parts": parts} for total, parts in relations],
        "hidden": ["a2", "a3"],
        **more,
    }


SHOWN = {"all": 70, "a": 30, "b": 40, "a1": 22, "b1": 40, "b2": 0}


def change(states=(SHOWN,), /, **numbers):
    listed = [{"id": name, "published": states[-1].get(name, 0), "corrected": n} for name, n in numbers.items()]
    return corrected(tables(), list(states), listed)


def test_numbers_that_move_by_k_and_add_up_are_corrected():
    assert change(a=36, b=34, b1=34) == {**SHOWN, "a": 36, "b": 34, "b1": 34}
    assert change(all=75, b=45, b1=45)["all"] == 75
    assert change(a=35, b=35, b1=35)["a"] == 35


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"a": 34, "b": 36, "b1": 36}, "changes by less than 5"),
        ({"a": 30}, "stands at 30"),
        ({"a2": 9}, "is hidden"),
        ({"c": 9}, "none of the release"),
        ({"a": 40}, "do not add up"),
        ({"b1": 46}, "do not add up"),
        ({"a": 36, "b": 34, "b1": 34, "a1": 27}, "would change by less than 5 together"),
        ({"b2": 5, "b1": 35}, "would be one that is hidden"),
        ({"all": 33, "b": 3, "b1": 3}, "would be one that is hidden"),
        ({"a": -5}, "cannot be -5"),
        ({"a": 36.0}, "cannot be 36.0"),
        ({"a": True}, "cannot be True"),
    ],
)
def test_what_would_tell_a_small_number_is_refused(numbers, words):
    with pytest.raises(Fault, match=words):
        change(**numbers)


def test_a_second_erratum_is_measured_against_everything_that_was_said():
    """10, 20, 12: each step is large, and yet the first and the last are two apart."""
    once = change(a=40, b=30, b1=30)
    with pytest.raises(Fault, match="changes by less than 5"):
        change((SHOWN, once), a=32, b=38, b1=38)
    assert change((SHOWN, once), a=30, b=40, b1=40) == SHOWN


def test_what_is_left_for_hidden_cells_is_measured_against_everything_too():
    once = change(all=80, a=40)
    with pytest.raises(Fault, match="would change by less than 5 together"):
        change((SHOWN, once), a1=29)


@pytest.mark.parametrize("text", ["It was 3.", "Es waren ٣.", "它是三。", "Only ½ of it", "See ⑤", "Ⅳ", "on 1 May"])
def test_words_alone_have_no_number_in_any_script(text):
    with pytest.raises(Fault, match="has the number"):
        refuse_numbers(text)


def test_beside_corrected_cells_only_their_numbers_may_be_named():
    refuse_numbers("It said 1,030 and should say 36; see the report for 2025.", {1030, 36, 2025})
    with pytest.raises(Fault, match="has the number 7"):
        refuse_numbers("It said 30 and should say 36: 7 were late.", {30, 36})
