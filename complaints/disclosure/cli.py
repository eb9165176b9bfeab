"""The commands `disclosure protect`, `attack` and `verify`: files in, an answer and an exit code out."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from complaints.disclosure.files import attack_file, protect_file, verify_file
from complaints.disclosure.progress import SENTENCE, STOPPED, Progress, Stopped, stoppable
from complaints.disclosure.refusals import Refusal, UnsafeRelease, UnusableTables
from complaints.disclosure.tablefile import load

Answer = TypeVar("Answer")
Check = Callable[[], None]

SAFE, UNSAFE, UNUSABLE = 0, 1, 2
SILENT_SECONDS = 2.0
MOST_SECONDS = 86_400.0
STAGES = {"suppress": "Searching", "audit": "Attacking", "prove": "Proving"}


@click.group("disclosure")
def disclosure_cli() -> None:
    """Protect tables of counts, and attack protected ones.

    Exit codes: 0 safe, 1 unsafe, 2 a file that cannot be used, 130 stopped.
    """


@disclosure_cli.command("protect")
@click.argument("tables", metavar="IN.json", type=click.Path(path_type=Path))
@click.argument("out", metavar="OUT.json", type=click.Path(path_type=Path))
@click.option(
    "--seconds",
    default=60.0,
    show_default=True,
    type=click.FloatRange(0, MOST_SECONDS),
    help="Time for the search of the cheapest safe pattern. What it finds until then is attacked like any other.",
)
def protect_command(tables: Path, out: Path, seconds: float) -> None:
    """Hide what must be hidden in IN.json and write publishable tables to OUT.json."""

    def work(check: Check) -> dict[str, Any]:
        if out.exists() and out.samefile(tables):
            raise UnusableTables("OUT.json is IN.json itself; the true counts would be lost.")
        answer = protect_file(load(tables), tables.parent, seconds=seconds, progress=_Teller(check))
        check()
        _write(out, answer)
        return answer

    answer = _answer(work)
    proven = "proven the cheapest" if answer["optimal"] else "safe, though a cheaper one may exist"
    click.echo(f"{len(answer['hidden'])} of {len(answer['cells'])} cells hidden ({proven}); written to {out.name}.")


@disclosure_cli.command("attack")
@click.argument("tables", metavar="TABLES.json", type=click.Path(path_type=Path))
def attack_command(tables: Path) -> None:
    """Print, as JSON, what can be worked out from published tables."""
    answer = _answer(lambda _: attack_file(load(tables), tables.parent))
    click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
    raise SystemExit(SAFE if answer["safe"] else UNSAFE)


@disclosure_cli.command("verify")
@click.argument("tables", metavar="TABLES.json", type=click.Path(path_type=Path))
def verify_command(tables: Path) -> None:
    """Check the certificate inside published tables, without any solver."""
    proven, sentence = _answer(lambda _: verify_file(load(tables), tables.parent))
    click.echo(sentence)
    raise SystemExit(SAFE if proven else UNSAFE)


def _answer(work: Callable[[Check], Answer]) -> Answer:
    """What the work answers; a refusal or a stop is told in one sentence and becomes the exit code."""
    try:
        return stoppable(work)
    except Refusal as refusal:
        click.echo(f"Error: {refusal}", err=True)
        raise SystemExit(UNSAFE if isinstance(refusal, UnsafeRelease) else UNUSABLE) from refusal
    except Stopped as stopped:
        click.echo(SENTENCE, err=True)
        raise SystemExit(STOPPED) from stopped


def _write(path: Path, answer: dict[str, Any]) -> None:
    """Whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(json.dumps(answer, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise UnusableTables(f"The file {path.name} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)


class _Teller:
    """Says on stderr how far longer work is, once a second, and passes on that it is to stop."""

    def __init__(self, check: Check) -> None:
        self._check = check
        self._next = time.monotonic() + SILENT_SECONDS

    def __call__(self, progress: Progress) -> None:
        self._check()
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + 1.0
        gap = "" if progress.gap is None else f", within {progress.gap:.1%} of the cheapest"
        click.echo(f"{STAGES[progress.stage]}: {progress.done} of {progress.of} parts done{gap}", err=True)


commands = (disclosure_cli,)
