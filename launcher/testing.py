"""Running the tests: all on SQLite and, at the same time, what meets a database on PostgreSQL; both results last."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from launcher.console import ROOT, say
from launcher.environment import PYTHON

PASSES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
ONE_AT_A_TIME = {"-s", "--pdb", "--trace", "--capture=no"}
"""With these a person talks to pytest, and two of them would talk at once."""
NOTHING_CHOSEN = 5
"""pytest's exit code when no test was left to run."""

CLOSING_LINE = re.compile(r"\d+ (?:passed|failed|errors?|skipped|deselected)\b.* in [\d.]+s|no tests ran in [\d.]+s")
COLOUR = re.compile(r"\x1b\[[\d;]*m")


@dataclass(frozen=True)
class Result:
    """How one pass ended: pytest's exit code and its closing line, as it printed it."""

    code: int
    closing: str

    def counts(self) -> Counter[str]:
        """What the closing line counts: passed, failed, skipped …"""
        found = re.findall(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)", COLOUR.sub("", self.closing))
        return Counter({word.replace("errors", "error"): int(number) for number, word in found})


def run(arguments: Sequence[str]) -> int:
    """Run the passes with pytest's own arguments; 0 when all is well, else pytest's code of the first that failed."""
    chosen = _named_database(arguments)
    if chosen:
        return _finish({chosen: _follow(_start(chosen, arguments, subprocess.PIPE))}, time.monotonic())
    begun = time.monotonic()
    if ONE_AT_A_TIME.intersection(arguments):
        codes = [subprocess.call(_command(name, arguments), cwd=ROOT) for name in PASSES]
        return next((code for code in codes if code not in (0, NOTHING_CHOSEN)), 0)
    with tempfile.TemporaryFile() as aside:
        beside = _start("postgres", arguments, aside)
        say("· SQLite: every test. PostgreSQL, meanwhile: the tests that meet a database; shown afterwards.")
        sqlite = _follow(_start("sqlite", arguments, subprocess.PIPE))
        beside.wait()
        aside.seek(0)
        say("")
        postgres = _show(aside, beside.returncode)
    return _finish({"sqlite": sqlite, "postgres": postgres}, begun)


def _named_database(arguments: Sequence[str]) -> str | None:
    words = " ".join(arguments).replace("=", " ").split()
    return words[words.index("--database") + 1] if "--database" in words[:-1] else None


def _command(database: str, arguments: Sequence[str]) -> list[str]:
    options = ["--database", database, "-o", f"cache_dir=.pytest_cache/{database}"]
    if sys.stdout.isatty():
        options.append("--color=yes")
    return [str(PYTHON), "-m", "pytest", *options, *arguments]


def _start(database: str, arguments: Sequence[str], output: int | IO[bytes]) -> subprocess.Popen[bytes]:
    command = _command(database, arguments)
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)


def _follow(process: subprocess.Popen[bytes]) -> Result:
    """Pass a pytest's output on as it comes, dot by dot."""
    seen = bytearray()
    assert process.stdout is not None
    with process.stdout as output:
        while chunk := os.read(output.fileno(), 4096):
            seen += chunk
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
    return Result(process.wait(), _closing_line(bytes(seen)))


def _show(output: IO[bytes], code: int) -> Result:
    text = output.read()
    sys.stdout.buffer.write(text)
    sys.stdout.buffer.flush()
    return Result(code, _closing_line(text))


def _closing_line(output: bytes) -> str:
    lines = output.decode("utf-8", "replace").splitlines()
    return next((line for line in reversed(lines) if CLOSING_LINE.search(COLOUR.sub("", line))), "")


def _finish(results: dict[str, Result], begun: float) -> int:
    if len(results) > 1:
        total = sum((result.counts() for result in results.values()), Counter[str]())
        words = ", ".join(f"{number} {word}" for word, number in total.items()) or "no tests"
        say(f"\nTogether: {words}, in {time.monotonic() - begun:.0f} s.")
        for name, result in results.items():
            say(f"{PASSES[name]}:\n{result.closing or f'pytest ended with {result.code} and no closing line'}")
    codes = [result.code for result in results.values()]
    failed = [code for code in codes if code not in (0, NOTHING_CHOSEN)]
    # A choice of tests that meets no database leaves nothing for one pass; nothing for both is a mistake.
    return failed[0] if failed else (NOTHING_CHOSEN if set(codes) == {NOTHING_CHOSEN} else 0)
