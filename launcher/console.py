"""How the launcher speaks: a line when a long step begins and ends, one sentence when it cannot go on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class CannotGoOn(Exception):
    """Why the launcher stops; the text says what happened and what to do."""


def say(text: str) -> None:
    """One line, at once."""
    print(text, flush=True)


@contextmanager
def step(name: str) -> Iterator[Callable[[str], None]]:
    """Show a long step: its name at once, progress while it runs, its seconds when it is over.

    Yields a function that shows how far the step has come; on a terminal the line is rewritten, elsewhere it is silent.
    """
    begun = time.monotonic()
    live = sys.stdout.isatty()
    print(f"· {name} …", end="" if live else "\n", flush=True)

    def progress(how_far: str) -> None:
        if live:
            print(f"\r\033[K· {name} … {how_far}", end="", flush=True)

    try:
        yield progress
    except BaseException:
        if live:
            print(flush=True)
        raise
    done = f"✓ {name} ({time.monotonic() - begun:.1f} s)"
    print(f"\r\033[K{done}" if live else done, flush=True)


def run_quietly(
    command: Sequence[str | Path],
    failure: str,
    on_line: Callable[[str], None] | None = None,
    environment: Mapping[str, str] | None = None,
) -> str:
    """Run a program in the checkout; what it printed. CannotGoOn with `failure` and its last words when it fails."""
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        lines: list[str] = []
        for line in process.stdout or ():
            lines.append(line.rstrip("\n"))
            if on_line:
                on_line(lines[-1])
    if process.returncode:
        last_words = "\n".join(f"    {line}" for line in lines[-12:])
        raise CannotGoOn(f"{failure}\n{last_words}" if last_words else failure)
    return "\n".join(lines)
