"""Long work says how far it is, and whoever stops it finds everything as it was."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from complaints.disclosure import Progress, build_system, cli, protect
from complaints.disclosure.progress import Stopped, stoppable
from tests.disclosure.commands import protect as protect_command
from tests.disclosure.commands import usable
from tests.disclosure.instances import SEED, invented, spec_of

COMMAND = [sys.executable, "-c", "from complaints.disclosure.cli import disclosure_cli; disclosure_cli()", "protect"]


def long_work() -> dict[str, Any]:
    """A file whose pattern takes many seconds to prove: a cube behind tables with few mandatory margins."""
    rng = random.Random(5)
    inner = {f"{a}|{b}|{c}": rng.choice([0, 0, 1, 1, 2, 3, 7]) for a in range(7) for b in range(7) for c in range(7)}
    sums: dict[str, list[str]] = {}
    for key in inner:
        a, b, c = key.split("|")
        for total in (f"*|{b}|{c}", f"{a}|*|{c}", f"{a}|{b}|*"):
            sums.setdefault(total, []).append(key)
    values = inner | {total: sum(inner[p] for p in parts) for total, parts in sums.items()}
    return {
        "k": 5,
        "cells": [{"id": i, "value": v} for i, v in values.items()],
        "relations": [{"total": total, "parts": parts} for total, parts in sums.items()],
    }


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_command_says_so_and_leaves_the_old_file_as_it_was(tmp_path: Path, asked: signal.Signals) -> None:
    source, out = tmp_path / "in.json", tmp_path / "out.json"
    source.write_text(json.dumps(long_work()), encoding="utf-8")
    out.write_text("an earlier answer", encoding="utf-8")
    running = subprocess.Popen(
        [*COMMAND, source, out, "--seconds", "20"], stderr=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    assert running.stderr is not None
    first = running.stderr.readline()

    running.send_signal(asked)
    _, said = running.communicate(timeout=30)

    assert first.startswith("Searching: ")
    assert running.returncode == 130
    assert said.splitlines()[-1] == "Stopped. Nothing was written."
    assert out.read_text(encoding="utf-8") == "an earlier answer"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.json", "out.json"]


def test_what_fails_while_it_is_written_leaves_the_old_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out.json").write_text("an earlier answer", encoding="utf-8")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    (tmp_path / "in.json").write_text(json.dumps(usable()), encoding="utf-8")
    with pytest.raises(cli.UnusableTables, match="cannot be written"):
        cli._write(tmp_path / "out.json", {})

    assert (tmp_path / "out.json").read_text(encoding="utf-8") == "an earlier answer"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.json", "out.json"]


def test_short_work_says_nothing_and_longer_work_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quiet, _ = protect_command(tmp_path, usable())
    monkeypatch.setattr(cli, "SILENT_SECONDS", 0.0)
    telling, _ = protect_command(tmp_path, usable())

    assert quiet.stderr == ""
    assert telling.stderr.startswith("Searching: 0 of 1 parts done")


def test_work_can_be_stopped_from_the_listener() -> None:
    class Enough(Exception):
        pass

    heard: list[Progress] = []

    def stop(progress: Progress) -> None:
        heard.append(progress)
        if progress.done == 1:
            raise Enough

    spec = spec_of(6)
    counts, people = invented(spec, 60, random.Random(1))

    with pytest.raises(Enough):
        protect(counts, people, spec, seed=SEED, progress=stop)
    assert (heard[0], heard[-1].done, heard[-1].of) == (Progress("suppress", 0, 3), 1, 3)


def test_the_listener_hears_of_every_stage_and_of_a_gap_that_closes() -> None:
    heard: list[Progress] = []
    spec = spec_of(30)
    counts, people = invented(spec, 60, random.Random(86))

    protect(counts, people, spec, seed=SEED, progress=heard.append)

    assert list(dict.fromkeys(p.stage for p in heard)) == ["suppress", "audit", "prove"]
    assert all(p.gap is None or 0 <= p.gap <= 1 for p in heard)
    assert any(p.gap is not None for p in heard)


def test_work_that_hears_of_the_stop_ends_by_itself() -> None:
    def work(check: Any) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        while True:
            time.sleep(0.01)
            check()

    before = signal.getsignal(signal.SIGTERM)

    with pytest.raises(Stopped):
        stoppable(work)
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_search_out_of_time_is_attacked_like_any_other_and_its_bound_is_true() -> None:
    spec = spec_of(30)
    rng = random.Random(86)
    counts, people = invented(spec, rng.choice([60, 200, 500, 1000]), rng)
    assert build_system(counts, spec).choices()

    hurried, proven = (protect(counts, people, spec, seed=SEED, seconds=s) for s in (0.0, 60.0))

    assert not hurried.optimal
    assert hurried.audit.safe
    assert hurried.bound <= proven.weight <= hurried.weight
