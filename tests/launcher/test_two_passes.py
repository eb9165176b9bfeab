"""Both passes are run, both results are told last, and one that failed is not covered by one that did not."""

from __future__ import annotations

import time

import pytest

from launcher.testing import NOTHING_CHOSEN, Result, _closing_line, _finish, _named_database

PASSED = "=================== 12 passed, 1 skipped in 3.41s ==================="
FAILED = (
    "\x1b[31m======= \x1b[31m\x1b[1m1 failed\x1b[0m, \x1b[32m9 passed\x1b[0m\x1b[31m in 75.02s (0:01:15)\x1b[0m ======="
)


@pytest.mark.parametrize("line", [PASSED, FAILED, "3 passed in 0.12s", "no tests ran in 0.00s", "1 error in 2.0s"])
def test_the_closing_line_is_found_whatever_follows_it(line):
    assert _closing_line(f"collected 3 items\n{line}\na thread still says something\n".encode()) == line


def test_a_closing_line_is_counted_with_or_without_colour():
    assert Result(0, PASSED).counts() == {"passed": 12, "skipped": 1}
    assert Result(1, FAILED).counts() == {"failed": 1, "passed": 9}


def test_totals_are_told_and_then_both_closing_lines(capsys):
    assert _finish({"sqlite": Result(0, PASSED), "postgres": Result(1, FAILED)}, time.monotonic()) == 1
    lines = capsys.readouterr().out.strip().splitlines()
    assert "21 passed" in lines[0]
    assert "1 failed" in lines[0]
    assert lines[1:] == ["SQLite:", PASSED, "PostgreSQL:", FAILED]


@pytest.mark.parametrize(
    ("codes", "ends_with"),
    [
        ((0, 0), 0),
        ((0, NOTHING_CHOSEN), 0),
        ((NOTHING_CHOSEN, 0), 0),
        ((NOTHING_CHOSEN, NOTHING_CHOSEN), NOTHING_CHOSEN),
        ((1, NOTHING_CHOSEN), 1),
        ((0, 2), 2),
    ],
)
def test_one_pass_that_failed_fails_both(codes, ends_with):
    results = {name: Result(code, "") for name, code in zip(("sqlite", "postgres"), codes, strict=True)}
    assert _finish(results, time.monotonic()) == ends_with


@pytest.mark.parametrize("words", [["--database", "postgres"], ["-q", "--database=postgres", "tests"]])
def test_a_named_database_is_the_only_pass(words):
    assert _named_database(words) == "postgres"


def test_the_command_runs_what_was_asked_for_on_both_databases(call):
    answer = call("test", "-q", "tests/architecture/test_pages.py", "-k", "escaping_off or is_refused")
    assert answer.returncode == 0, answer.stdout
    last = answer.stdout.strip().splitlines()[-5:]
    assert last[0].startswith("Together: 3 passed")
    assert [last[1], last[3]] == ["SQLite:", "PostgreSQL:"]
    assert last[2].startswith("2 passed")
    assert last[4].startswith("1 passed")
