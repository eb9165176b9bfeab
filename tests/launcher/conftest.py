"""A checkout of the launcher alone, and a way to call it as a person does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from launcher.console import ROOT

Called = subprocess.CompletedProcess[str]
Call = Callable[..., Called]


@pytest.fixture
def bare_checkout(tmp_path: Path) -> Path:
    """What a fresh clone has of the launcher, with nothing to install."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    shutil.copy(ROOT / "dev.py", folder)
    shutil.copytree(ROOT / "launcher", folder / "launcher", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements.txt", "requirements-dev.txt"):
        (folder / name).write_text("# nothing\n")
    return folder


@pytest.fixture
def call(tmp_path: Path) -> Call:
    """`call("run", "--port", "80")`: dev.py of this checkout, or of another, from a folder that is none."""

    def run(*words: str, checkout: Path = ROOT, preamble: str = "", **environment: str) -> Called:
        program = [sys.executable, str(checkout / "dev.py")]
        if preamble:
            script = (
                f"{preamble}; sys.argv = sys.argv[1:]; import runpy; runpy.run_path(sys.argv[0], run_name='__main__')"
            )
            program = [sys.executable, "-c", script, str(checkout / "dev.py")]
            environment["PYTHONPATH"] = str(checkout)
        return subprocess.run(
            [*program, *words],
            cwd=tmp_path,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run
