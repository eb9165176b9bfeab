"""The commands on files: what goes in, what comes out, and what an attack sees."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from complaints.disclosure.cli import disclosure_cli
from tests.disclosure.commands import cell, protect, run, usable
from tests.disclosure.instances import known


def test_protected_tables_can_be_attacked_and_verified(tmp_path: Path) -> None:
    result, out = protect(tmp_path, usable())

    assert (result.exit_code, out is not None) == (0, True)
    assert out is not None
    assert out["safe"] is out["optimal"] is True
    assert out["bound"] == out["weight"] == len(out["hidden"])
    attacked = run(tmp_path, "attack", out)
    assert attacked.exit_code == 0
    answer = json.loads(attacked.stdout)
    assert answer["intervals"] == out["intervals"]
    assert (answer["exact"], answer["under_protected"], answer["safe"]) == ([], [], True)
    assert run(tmp_path, "verify", out).exit_code == 0


def test_nothing_hidden_and_no_secret_is_in_the_file_that_comes_out(tmp_path: Path) -> None:
    data = usable() | {"weights": {"a": 3, "b": 2.5}, "seed": "ab" * 32}
    cell(data, "c")["contributors"] = 9

    _, out = protect(tmp_path, data)

    assert out is not None
    assert not {"weights", "seed", "decoys"} & set(out)
    for entry in out["cells"]:
        assert ("value" in entry) is (entry["id"] not in out["hidden"])
        assert "contributors" not in entry


def test_the_attack_never_reads_a_hidden_value(tmp_path: Path) -> None:
    data = usable() | {"hidden": ["a", "b", "c", "d"]}
    without = json.loads(run(tmp_path, "attack", data).stdout)

    for value in (999, -5, "two", None, 1.5):
        for hidden in data["hidden"]:
            cell(data, hidden)["value"] = value
        assert json.loads(run(tmp_path, "attack", data).stdout) == without


SAFELY_HIDDEN = ["a", "b", "c", "d", "ac", "bd"]


def beside(published: int, *sums: tuple[str, list[str]]) -> dict[str, Any]:
    """A safe file, one more published number, and two never published cells x and y, y with a value to ignore."""
    data = usable() | {"hidden": SAFELY_HIDDEN}
    data["cells"] += [{"id": "n", "value": published}]
    data["cells"] += [{"id": "x", "never_published": True}, {"id": "y", "value": "?", "never_published": True}]
    return data | {"relations": data["relations"] + [{"total": t, "parts": p} for t, p in sums]}


def test_a_never_published_count_is_not_read_and_counts_as_unknown(tmp_path: Path) -> None:
    answer = json.loads(run(tmp_path, "attack", beside(30, ("n", ["x", "y"]))).stdout)

    assert answer["intervals"]["y"] == [0, 30]
    assert answer["safe"] is True


def test_an_exact_never_published_count_is_unsafe_and_a_proven_zero_or_large_one_is_not(tmp_path: Path) -> None:
    zero = json.loads(run(tmp_path, "attack", beside(0, ("n", ["x", "y"]))).stdout)
    small = json.loads(run(tmp_path, "attack", beside(3, ("n", ["x"]), ("ab", ["x", "y"]))).stdout)

    assert (zero["exact"], zero["safe"]) == (["x", "y"], True)
    assert (small["exact"], small["under_protected"], small["safe"]) == (["x", "y"], ["x"], False)


def test_an_unsafe_file_exits_with_one_and_says_which_cells(tmp_path: Path) -> None:
    result = run(tmp_path, "attack", usable() | {"hidden": ["a", "d"]})

    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert answer["exact"] == answer["under_protected"] == ["a", "d"]
    assert answer["safe"] is False


def test_given_weights_decide_which_cells_are_hidden_besides(tmp_path: Path) -> None:
    base = known("linked_hierarchies") | {"decoys": 0, "closure": False}
    dear = {c["id"]: 1 for c in base["cells"]} | {"N": 50}

    _, cheap_n = protect(tmp_path, base | {"weights": {c["id"]: 1 for c in base["cells"]}})
    _, dear_n = protect(tmp_path, base | {"weights": dear})

    assert cheap_n is not None
    assert dear_n is not None
    assert "N" in cheap_n["hidden"]
    assert "N" not in dear_n["hidden"]
    assert dear_n["weight"] == sum(dear[i] for i in dear_n["hidden"])


def test_decoys_are_drawn_unless_switched_off_and_a_seed_repeats_them(tmp_path: Path) -> None:
    data = usable() | {"decoys": 1.0, "seed": "cd" * 32}

    _, all_hidden = protect(tmp_path, data)
    _, again = protect(tmp_path, data)
    _, none = protect(tmp_path, data | {"decoys": 0})

    assert all_hidden is not None
    assert none is not None
    assert {"a", "b", "c", "d"} <= set(all_hidden["hidden"])
    assert again == all_hidden
    assert len(none["hidden"]) <= len(all_hidden["hidden"])


def test_few_contributors_make_a_large_cell_small(tmp_path: Path) -> None:
    data = usable()
    for cell_id, value in (("a", 12), ("d", 13), ("ab", 19), ("cd", 22), ("ac", 21), ("bd", 20), ("all", 41)):
        cell(data, cell_id)["value"] = value
    _, shown = protect(tmp_path, data)
    cell(data, "a")["contributors"] = 1

    _, out = protect(tmp_path, data)

    assert shown is not None
    assert shown["hidden"] == []
    assert out is not None
    assert "a" in out["hidden"]
    assert out["intervals"]["a"][0] == 0


def test_a_history_can_be_named_or_written_out(tmp_path: Path) -> None:
    file = known("year_minus_quarters")
    quarters = {
        "k": 5,
        "cells": [c for c in file["cells"] if not c["id"].startswith("Year")],
        "relations": [r for r in file["relations"] if not r["total"].startswith("Year")],
        "hidden": file["hidden"],
    }
    (tmp_path / "quarters.json").write_text(json.dumps(quarters), encoding="utf-8")
    year = {
        "k": 5,
        "cells": [c for c in file["cells"] if c["id"].startswith("Year")],
        "relations": [r for r in file["relations"] if r["total"].startswith("Year")],
        "decoys": 0,
    }

    _, named = protect(tmp_path, year | {"history": ["quarters.json"]})
    _, written = protect(tmp_path, year | {"history": [quarters]})

    assert named == written
    assert named is not None
    assert len(named["hidden"]) == 2
    assert all("value" not in c for c in named["history"][0]["cells"] if c["id"] in file["hidden"])


def test_showing_what_an_earlier_file_hid_is_unsafe(tmp_path: Path) -> None:
    first = usable() | {"hidden": ["a", "b", "c", "d"]}
    second = usable() | {"hidden": ["b", "c"], "history": [first]}

    result = run(tmp_path, "attack", second)

    assert result.exit_code == 1
    assert set(json.loads(result.stdout)["exact"]) == {"a", "b", "c", "d"}


def test_published_numbers_that_no_table_fits_are_refused(tmp_path: Path) -> None:
    data = {
        "k": 3,
        "cells": [{"id": "n", "value": 4}, {"id": "a"}, {"id": "b"}, {"id": "m", "value": 5}, {"id": "c", "value": 0}],
        "relations": [{"total": "n", "parts": ["a", "b"]}, {"total": "m", "parts": ["a", "b", "c"]}],
        "hidden": ["a", "b"],
    }

    result = run(tmp_path, "attack", data)

    assert result.exit_code == 2
    assert "No table fits" in result.stderr


def test_a_file_without_a_certificate_cannot_be_verified(tmp_path: Path) -> None:
    result = run(tmp_path, "verify", usable() | {"hidden": ["a", "b", "c", "d"]})

    assert result.exit_code == 2
    assert "no certificate" in result.stderr


NO_COUNTS = {"k": 5, "lo": 0, "cells": [], "relations": [], "hidden": []}
NO_PROOF: dict[str, Any] = {"witness_cell_order": [], "witnesses": [], "required_range": {}}


def test_a_release_without_any_count_is_safe_and_proven(tmp_path: Path) -> None:
    attacked = run(tmp_path, "attack", NO_COUNTS | NO_PROOF | {"history": []})
    verified = run(tmp_path, "verify", NO_COUNTS | NO_PROOF | {"history": []})

    assert (attacked.exit_code, verified.exit_code) == (0, 0)
    assert json.loads(attacked.stdout) == {"intervals": {}, "exact": [], "under_protected": [], "safe": True}
    assert "nothing to prove" in verified.stdout


def test_a_release_without_any_count_can_stand_in_a_history_and_have_one(tmp_path: Path) -> None:
    _, after = protect(tmp_path, usable() | {"history": [NO_COUNTS]})
    before = NO_COUNTS | {"history": [usable() | {"hidden": ["a", "d"]}]}

    assert after is not None
    assert run(tmp_path, "attack", after).exit_code == run(tmp_path, "verify", after).exit_code == 0
    assert json.loads(run(tmp_path, "attack", before).stdout)["exact"] == ["a", "d"]


def test_an_altered_certificate_is_refused(tmp_path: Path) -> None:
    file = known("safe_with_witnesses")
    file["witnesses"][0][15] += 1

    assert run(tmp_path, "verify", file).exit_code == 1


def test_a_missing_file_and_a_folder_that_cannot_be_written_get_a_sentence(tmp_path: Path) -> None:
    missing = CliRunner().invoke(disclosure_cli, ["attack", str(tmp_path / "none.json")])
    nowhere = run(tmp_path, "protect", usable(), str(tmp_path / "no such folder" / "out.json"))

    assert (missing.exit_code, nowhere.exit_code) == (2, 2)
    assert "cannot be read" in missing.stderr
    assert "cannot be written" in nowhere.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.json"]


def test_a_cell_that_has_no_greatest_value_says_so(tmp_path: Path) -> None:
    data = {
        "k": 3,
        "cells": [{"id": "a", "value": 1}, {"id": "b", "value": 2}, {"id": "all", "value": 3}],
        "relations": [{"total": "all", "parts": ["a", "b"]}],
        "hidden": ["a", "b", "all"],
    }

    answer = json.loads(run(tmp_path, "attack", data).stdout)

    assert answer["intervals"] == {"a": [0, None], "all": [0, None], "b": [0, None]}
    assert answer["safe"] is True
