"""A sentence for everything that cannot be used, and nothing written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.disclosure.commands import cell, protect, run, usable


def without(data: dict[str, Any], key: str) -> dict[str, Any]:
    return {k: v for k, v in data.items() if k != key}


def with_value(cell_id: str, value: object) -> dict[str, Any]:
    data = usable()
    cell(data, cell_id)["value"] = value
    return data


UNUSABLE: list[tuple[object, str]] = [
    ("", "not JSON"),
    ("[1, 2]", "does not hold a JSON object"),
    ('{"k": 5, "k": 3}', "stands twice"),
    ('{"k": NaN}', "NaN"),
    (without(usable(), "k"), "The k must be"),
    (usable() | {"k": 0}, "threshold k"),
    (usable() | {"k": -2}, "The k must be"),
    (usable() | {"k": 2.5}, "The k must be"),
    (usable() | {"k": "5"}, "The k must be"),
    (usable() | {"lo": 4}, "below k"),
    (without(usable(), "cells"), "no list 'cells'"),
    (usable() | {"cells": []}, "no list 'cells'"),
    (usable() | {"cells": [{"value": 3}]}, "text 'id'"),
    (usable() | {"cells": usable()["cells"] * 2}, "listed twice"),
    (with_value("a", -2), "whole number of 0 or more"),
    (with_value("a", 2.5), "whole number of 0 or more"),
    (with_value("a", "2"), "whole number of 0 or more"),
    (with_value("a", True), "whole number of 0 or more"),
    (with_value("a", None), "has no value"),
    (with_value("a", 10**20), "too large"),
    (with_value("a", 3), "do not add up"),
    (usable() | {"relations": {"total": "ab"}}, "must be a list"),
    (usable() | {"relations": [{"total": "ab"}]}, "'total' and a list 'parts'"),
    (usable() | {"relations": [{"total": "ab", "parts": ["a", "zz"]}]}, "'zz', which is not among the cells"),
    (usable() | {"relations": [{"total": "ab", "parts": ["a", "a"]}]}, "names a part twice"),
    (usable() | {"relations": [{"total": "ab", "parts": []}]}, "has no parts"),
    (
        usable() | {"relations": [{"total": "a", "parts": ["b"]}, {"total": "b", "parts": ["a"]}]},
        "run in a circle",
    ),
    (usable() | {"relations": [{"total": "a", "parts": ["a"]}]}, "run in a circle"),
    (usable() | {"weights": {"zz": 1}}, "weight for 'zz'"),
    (usable() | {"weights": {"a": -1}}, "not a number of 0 or more"),
    (usable() | {"weights": [1]}, "must map cell ids"),
    (usable() | {"decoys": 2}, "probability"),
    (usable() | {"closure": "no"}, "true or false"),
    (usable() | {"seed": "xyz"}, "hexadecimal"),
    (usable() | {"seed": "ab"}, "at least 32"),
    (usable() | {"history": "x"}, "'history' must be a list"),
    (usable() | {"history": [7]}, "'history' must hold files"),
    (usable() | {"history": ["missing.json"]}, "cannot be read"),
    (usable() | {"history": [usable()]}, "no list 'hidden'"),
    (usable() | {"history": [usable() | {"hidden": []}]}, "frozen by an earlier release"),
]


@pytest.mark.parametrize(("data", "sentence"), UNUSABLE, ids=[sentence for _, sentence in UNUSABLE])
def test_an_unusable_file_gets_one_sentence_and_nothing_is_written(tmp_path: Path, data: object, sentence: str) -> None:
    result, out = protect(tmp_path, data)

    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stderr.strip().count("\n") == 0
    assert out is None


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (usable(), "no list 'hidden'"),
        (usable() | {"hidden": ["zz"]}, "'zz' is not among the cells"),
        (usable() | {"hidden": ["a", "a"]}, "stands twice"),
        (usable() | {"hidden": ["ab"]}, "must always be shown"),
        (with_value("b", 5) | {"hidden": ["c"]}, "do not add up"),
        (with_value("ac", 30) | {"hidden": ["a", "b", "c", "d"]}, "do not add up"),
        (usable() | {"hidden": ["a"], "k": 0}, "threshold"),
    ],
)
def test_an_attack_on_an_unusable_file_gets_a_sentence(tmp_path: Path, data: object, sentence: str) -> None:
    result = run(tmp_path, "attack", data)

    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr
