"""The deployment in `instance/`: keys, database, profile, first administrator; each step may be repeated."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from launcher.console import ROOT, CannotGoOn, run_quietly, say, step
from launcher.environment import PYTHON, require_writable

TRANSLATIONS = ROOT / "complaints" / "translations"
FLASK = (str(PYTHON), "-m", "flask", "--app", "wsgi")
DEMO_COMPLAINTS, DEMO_SEED = 2000, 78


def compile_translations() -> None:
    """Make the .mo files that are missing or older than their .po."""
    stale = [path for path in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po")) if _is_stale(path)]
    if not stale:
        return
    with step(f"Compiling translations ({', '.join(path.parts[-3] for path in stale)})"):
        for path in stale:
            files = ("-i", path, "-o", path.with_suffix(".mo"), "-l", path.parts[-3])
            command = (PYTHON, "-m", "babel.messages.frontend", "compile", *files)
            run_quietly(command, f"The translation file {path.relative_to(ROOT)} is broken.")


def folder() -> Path:
    """Where database and keys of this deployment lie."""
    return Path(os.environ.get("FLASK_INSTANCE_PATH") or ROOT / "instance")


def prepare(demo: bool) -> None:
    """Keys, database, registry and first administrator; with `demo`, invented complaints and staff."""
    # Keys and complaints are for this account alone.
    os.umask(0o077)
    require_writable(folder())
    with step("Making keys"):
        _flask("keys", "init")
    with step("Bringing the database up to date"):
        _flask("db", "upgrade")
    with step("Loading the profile and its registry"):
        _flask("registry", "load-profile")
    link = _flask("staff", "first-admin").strip()
    if link:
        say(f"\n{link}\n")
    if demo:
        _load_demonstration()


def _load_demonstration() -> None:
    say(f"· Inventing {DEMO_COMPLAINTS:,} complaints for the demonstration …")
    command = [*FLASK, "demo", "load", "--complaints", str(DEMO_COMPLAINTS), "--seed", str(DEMO_SEED)]
    # It shows its own progress, how to sign in, and leaves the mark by which every later start says what this is.
    if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode:
        raise CannotGoOn("The demonstration could not be loaded; what went wrong stands above.")


def _flask(*words: str) -> str:
    return run_quietly([*FLASK, *words], f"`flask --app wsgi {' '.join(words)}` did not succeed:")


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime
