"""The four instances whose answers are known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from complaints.disclosure.files import attack_file, protect_file, verify_file
from tests.disclosure.instances import as_intervals, known

HERE = Path()


@pytest.mark.parametrize(("lo", "answer", "safe"), [(0, "zeros_hidden", True), (1, "zeros_shown", False)])
def test_ones_are_exact_when_zeros_always_show_and_safe_when_they_may_be_hidden(
    lo: int, answer: str, safe: bool
) -> None:
    file = known("ones_and_zeros")

    found = attack_file({**file, "lo": lo}, HERE)

    assert as_intervals(found["intervals"]) == as_intervals(file[answer])
    assert found["safe"] is safe
    assert found["exact"] == ([] if safe else sorted(file["hidden"]))


def test_two_hierarchies_safe_apart_pin_a_cell_together() -> None:
    file = known("linked_hierarchies")

    found = attack_file(file, HERE)

    assert as_intervals(found["intervals"]) == as_intervals(file["joint"])
    assert found["exact"] == found["under_protected"] == ["K"]
    assert found["safe"] is False


@pytest.mark.parametrize(("table", "drop"), [("table1", {"BIG", "small"}), ("table2", {"county-1", "county-2"})])
def test_each_hierarchy_attacked_alone_looks_safe(table: str, drop: set[str]) -> None:
    file = known("linked_hierarchies")
    alone = {
        **file,
        "cells": [c for c in file["cells"] if c["id"] not in drop],
        "relations": [r for r in file["relations"] if not drop & {r["total"], *r["parts"]}],
    }

    found = attack_file(alone, HERE)

    assert as_intervals(found["intervals"]) == as_intervals(file[table])
    assert found["safe"] is True


def test_publishing_the_year_in_full_gives_quarters_away() -> None:
    file = known("year_minus_quarters")

    found = attack_file(file, HERE)

    assert as_intervals(found["intervals"]) == as_intervals(file["year_in_full"])
    assert found["exact"] == ["Q3|a", "Q3|c"]
    assert found["under_protected"] == ["Q1|a", "Q2|a", "Q3|c"]


def test_the_safe_year_hides_two_cells_more() -> None:
    file = known("year_minus_quarters")

    found = attack_file({**file, "hidden": file["hidden"] + file["extra_hidden"]}, HERE)

    assert as_intervals(found["intervals"]) == as_intervals(file["safe_year"])
    assert (found["exact"], found["under_protected"], found["safe"]) == ([], [], True)


def test_each_quarter_alone_is_safe() -> None:
    file = known("year_minus_quarters")
    without_year = {
        **file,
        "cells": [c for c in file["cells"] if not c["id"].startswith("Year")],
        "relations": [r for r in file["relations"] if not r["total"].startswith("Year")],
    }

    found = attack_file(without_year, HERE)

    assert as_intervals(found["intervals"]) == as_intervals(file["alone"])
    assert found["safe"] is True


@pytest.mark.parametrize("name", ["ones_and_zeros", "linked_hierarchies"])
def test_the_cheapest_further_cells_are_the_known_ones(name: str) -> None:
    file = known(name)
    weights = {cell["id"]: 1 for cell in file["cells"]}

    out = protect_file({**file, "decoys": 0, "closure": False, "weights": weights}, HERE)

    assert sorted(out["hidden"]) == sorted(file["hidden"] + file["extra_hidden"])
    assert out["optimal"] is True
    assert out["weight"] == out["bound"] == len(out["hidden"])


def test_the_year_is_protected_together_with_its_frozen_quarters() -> None:
    file = known("year_minus_quarters")
    quarters = {
        "k": 5,
        "cells": [c for c in file["cells"] if not c["id"].startswith("Year")],
        "relations": [r for r in file["relations"] if not r["total"].startswith("Year")],
        "hidden": file["hidden"],
    }
    year: dict[str, Any] = {
        "k": 5,
        "cells": [c for c in file["cells"] if c["id"].startswith("Year")],
        "relations": [r for r in file["relations"] if r["total"].startswith("Year")],
        "history": [quarters],
        "decoys": 0,
    }
    weights = {cell["id"]: 1 for cell in year["cells"]}

    out = protect_file({**year, "weights": weights}, HERE)

    assert out["hidden"] == file["extra_hidden"]
    assert as_intervals(out["intervals"]) == as_intervals(file["safe_year"])
    assert verify_file(out, HERE)[0] is True
    assert attack_file(out, HERE)["safe"] is True


def test_the_safe_release_has_the_known_intervals_and_its_certificate_proves_it() -> None:
    file = known("safe_with_witnesses")

    found = attack_file(file, HERE)

    assert as_intervals(found["intervals"]) == as_intervals(file["intervals"])
    assert found["safe"] is True
    assert verify_file(file, HERE)[0] is True


def test_no_witness_can_be_altered_by_one() -> None:
    file = known("safe_with_witnesses")

    for number, table in enumerate(file["witnesses"]):
        for place in range(len(table)):
            for step in (-1, 1):
                altered = [list(t) for t in file["witnesses"]]
                altered[number][place] += step
                assert verify_file({**file, "witnesses": altered}, HERE)[0] is False
