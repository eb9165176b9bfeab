"""A sentence for everything that cannot be used, and nothing written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from complaints.disclosure import Cell, Demand, Relation, System, UnusableTables, protect_system
from complaints.disclosure.cli import disclosure_cli
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
    (with_value("a", 1e300), "whole number of 0 or more"),
    (with_value("a", [2]), "whole number of 0 or more"),
    (with_value("a", {}), "whole number of 0 or more"),
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
    (usable() | {"weights": {"a": -1}}, "not a number from 0"),
    (usable() | {"weights": {"a": 10**400}}, "not a number from 0"),
    (usable() | {"weights": {"a": True}}, "not a number from 0"),
    (usable() | {"weights": {"a": 1e-9}}, "neither 0 nor between"),
    (usable() | {"cells": [usable()["cells"][0] | {"id": "\ud800"}]}, "half a sign"),
    (usable() | {"cells": ["a", 3]}, "text 'id'"),
    (usable() | {"k": 10**12}, "The k is too large"),
    (usable() | {"k": True}, "The k must be"),
    (usable() | {"lo": -1}, "The lo must be"),
    (usable() | {"decoys": "many"}, "probability"),
    (usable() | {"history": ["\0"]}, "is not JSON"),
    (usable() | {"history": ["in.json"]}, "no list 'hidden'"),
    ("[" * 100_000, "too deep"),
    ('{"a": ' * 100_000, "too deep"),
    ('{"k": ' + "9" * 5000 + "}", "is not JSON"),
    ('{"k": Infinity}', "Infinity"),
    ('{"k": -Infinity}', "-Infinity"),
    ('{"k": 1e999}', "The k must be"),
    ("{}", "The k must be"),
    ("null", "does not hold a JSON object"),
    (
        usable()
        | {
            "relations": [
                {"total": "a", "parts": ["b"]},
                {"total": "b", "parts": ["c"]},
                {"total": "c", "parts": ["a"]},
            ]
        },
        "run in a circle",
    ),
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


@pytest.mark.parametrize(("data", "sentence"), UNUSABLE, ids=[f"{n}-{s}" for n, (_, s) in enumerate(UNUSABLE)])
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


@pytest.mark.parametrize("seconds", ["-1", "nan", "inf", "soon"])
def test_a_time_that_is_none_is_refused(tmp_path: Path, seconds: str) -> None:
    result = run(tmp_path, "protect", usable(), str(tmp_path / "out.json"), "--seconds", seconds)

    assert result.exit_code == 2
    assert not (tmp_path / "out.json").exists()


def test_the_true_counts_are_never_overwritten(tmp_path: Path) -> None:
    result = run(tmp_path, "protect", usable(), str(tmp_path / "in.json"))

    assert result.exit_code == 2
    assert "IN.json itself" in result.stderr
    assert json.loads((tmp_path / "in.json").read_text(encoding="utf-8")) == usable()


def test_a_file_that_is_not_utf_8_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "in.json").write_bytes(b"\xff\xfe{}")

    result = CliRunner().invoke(disclosure_cli, ["attack", str(tmp_path / "in.json")])

    assert (result.exit_code, result.stdout) == (2, "")
    assert "is not JSON" in result.stderr


@pytest.mark.parametrize(
    ("changes", "code", "sentence"),
    [
        ({"witness_cell_order": None}, 2, "no certificate"),
        ({"witness_cell_order": [["a"]]}, 2, "must list cell ids"),
        ({"witness_cell_order": ["a", "a"]}, 2, "each once"),
        ({"witnesses": ["abc"]}, 2, "one count for each cell"),
        ({"witnesses": [[1, 2]]}, 2, "one count for each cell"),
        ({"witnesses": []}, 1, "no table"),
        ({"required_range": {"a": [0, 1.5]}}, 2, "two whole numbers"),
        ({"required_range": {"a": [0, True]}}, 2, "two whole numbers"),
        ({"required_range": {"a": 3}}, 2, "two whole numbers"),
        ({"required_range": {}}, 2, "it lacks the cell"),
        ({"required_range": {key: [9, 1] for key in ["a", "b", "c", "d"]}}, 1, "do not show"),
        ({"required_range": {key: [-3, 1] for key in ["a", "b", "c", "d"]}}, 1, "do not show"),
    ],
)
def test_a_certificate_that_is_none_proves_nothing(
    tmp_path: Path, changes: dict[str, Any], code: int, sentence: str
) -> None:
    _, good = protect(tmp_path, usable())
    assert good is not None

    result = run(tmp_path, "verify", good | changes)

    assert result.exit_code == code
    assert sentence in result.stdout + result.stderr


def one_sum(**values: object) -> System:
    return System({i: Cell(i, v) for i, v in values.items()}, (Relation("n", ("a", "b")),))  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize("wrong", [-1, 1.5, True, "2", float("nan"), float("inf"), 2**40])
def test_the_library_refuses_counts_that_are_none(wrong: object) -> None:
    with pytest.raises(UnusableTables):
        one_sum(a=wrong, b=1, n=1)


@pytest.mark.parametrize(
    "relations",
    [
        (Relation("n", ("a", "zz")),),
        (Relation("n", ()),),
        (Relation("n", ("a", "a")),),
        (Relation("n", ("n",)),),
        (Relation("n", ("a", "b")), Relation("a", ("n",))),
        (Relation("n", ("a",)),),
    ],
)
def test_the_library_refuses_sums_that_cannot_be(relations: tuple[Relation, ...]) -> None:
    with pytest.raises(UnusableTables):
        System({"a": Cell("a", 2), "b": Cell("b", 1), "n": Cell("n", 3)}, relations)


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf"), 1e-9, 1e9])
def test_the_library_refuses_weights_that_cannot_be_compared(weight: float) -> None:
    system = one_sum(a=2, b=1, n=3)

    with pytest.raises(UnusableTables, match="weight of 'a'"):
        protect_system(system, Demand(3, frozenset({"a"}), frozenset()), {"a": weight})


@pytest.mark.parametrize("seconds", [-1.0, float("nan")])
def test_the_library_refuses_a_time_that_is_none(seconds: float) -> None:
    system = one_sum(a=2, b=1, n=3)

    with pytest.raises(UnusableTables, match="time for the search"):
        protect_system(system, Demand(3, frozenset({"a"}), frozenset()), {}, seconds=seconds)
