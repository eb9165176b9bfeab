"""The commands `disclosure protect`, `attack` and `verify`: files in, an answer and an exit code out."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, NoReturn

import click

from complaints.disclosure.files import attack_file, protect_file, verify_file
from complaints.disclosure.refusals import Refusal, UnsafeRelease, UnusableTables
from complaints.disclosure.tablefile import load

SAFE, UNSAFE, UNUSABLE = 0, 1, 2


@click.group("disclosure")
def disclosure_cli() -> None:
    """Protect tables of counts, and attack protected ones.

    Exit codes: 0 safe, 1 unsafe, 2 a file that cannot be used.
    """


@disclosure_cli.command("protect")
@click.argument("tables", metavar="IN.json", type=click.Path(path_type=Path))
@click.argument("out", metavar="OUT.json", type=click.Path(path_type=Path))
@click.option("--seconds", default=60.0, show_default=True, help="Time for the search of the cheapest safe pattern.")
def protect_command(tables: Path, out: Path, seconds: float) -> None:
    """Hide what must be hidden in IN.json and write publishable tables to OUT.json."""
    try:
        answer = protect_file(load(tables), tables.parent, seconds=seconds, progress=_say)
        _write(out, answer)
    except Refusal as refusal:
        _refuse(refusal)
    proven = "proven the cheapest" if answer["optimal"] else "safe, though a cheaper one may exist"
    click.echo(f"{len(answer['hidden'])} of {len(answer['cells'])} cells hidden ({proven}); written to {out.name}.")


@disclosure_cli.command("attack")
@click.argument("tables", metavar="TABLES.json", type=click.Path(path_type=Path))
def attack_command(tables: Path) -> None:
    """Print, as JSON, what can be worked out from published tables."""
    try:
        answer = attack_file(load(tables), tables.parent)
    except Refusal as refusal:
        _refuse(refusal)
    click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
    raise SystemExit(SAFE if answer["safe"] else UNSAFE)


@disclosure_cli.command("verify")
@click.argument("tables", metavar="TABLES.json", type=click.Path(path_type=Path))
def verify_command(tables: Path) -> None:
    """Check the certificate inside published tables, without any solver."""
    try:
        proven, sentence = verify_file(load(tables), tables.parent)
    except Refusal as refusal:
        _refuse(refusal)
    click.echo(sentence)
    raise SystemExit(SAFE if proven else UNSAFE)


def _write(path: Path, answer: dict[str, Any]) -> None:
    """Whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(json.dumps(answer, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise UnusableTables(f"The file {path.name} cannot be written: {error.strerror}.") from error


def _say(stage: str, done: int, of: int) -> None:
    if of > 1:
        click.echo(f"{stage}: {done} of {of} parts", err=True)


def _refuse(refusal: Refusal) -> NoReturn:
    click.echo(f"Error: {refusal}", err=True)
    raise SystemExit(UNSAFE if isinstance(refusal, UnsafeRelease) else UNUSABLE)


commands = (disclosure_cli,)
