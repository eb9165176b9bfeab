"""The checks that need no test run, one line each: style, types, translations, templates, names of other machines."""

from __future__ import annotations

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from launcher.console import ROOT, say
from launcher.environment import PYTHON


@dataclass(frozen=True)
class Check:
    """One check: what it holds, and the Python module and arguments that tell."""

    holds: str
    module: str
    arguments: tuple[str, ...] = ()


CHECKS = (
    Check("style (ruff check)", "ruff", ("check", "--quiet", ".")),
    Check("layout (ruff format)", "ruff", ("format", "--check", "--quiet", ".")),
    Check("types (mypy, strict)", "mypy", ("--no-error-summary",)),
    Check("translations complete", "checks.translations"),
    Check("templates", "checks.templates"),
    Check("no network names", "checks.network_names"),
)


@dataclass(frozen=True)
class Verdict:
    """How one check ended."""

    check: Check
    passed: bool
    words: str
    seconds: float


def run() -> int:
    """Run every check, whatever the others say; 0 when all hold, else 1."""
    with ThreadPoolExecutor(2) as workers:
        verdicts = list(workers.map(_judge, CHECKS))
    for verdict in verdicts:
        mark = "ok  " if verdict.passed else "FAIL"
        say(f"{mark} {verdict.check.holds} ({verdict.seconds:.1f} s)")
        if verdict.words and not verdict.passed:
            say("\n".join(f"     {line}" for line in verdict.words.splitlines()))
    return 0 if all(verdict.passed for verdict in verdicts) else 1


def _judge(check: Check) -> Verdict:
    begun = time.monotonic()
    answer = subprocess.run(
        [PYTHON, "-m", check.module, *check.arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    words = (answer.stdout + answer.stderr).strip()
    return Verdict(check, answer.returncode == 0, words, time.monotonic() - begun)
