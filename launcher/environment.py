"""The virtual environment: made once, filled with exactly the pinned packages, left alone while nothing changed."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from launcher.console import ROOT, CannotGoOn, run_quietly, step

FOLDER = ROOT / ".venv"
PYTHON = FOLDER / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
STAMP = FOLDER / "installed.json"
RUN, DEV = "requirements.txt", "requirements-dev.txt"
# The second list holds the first.
HOLDS = {RUN: (RUN,), DEV: (RUN, DEV)}

NO_VENV = (
    "Python's venv module is not complete here, and uv is not installed either. "
    "On Debian or Ubuntu: sudo apt install python3-venv. Then run this again."
)
NO_PACKAGES = (
    "The packages could not be installed. Look at the last lines below: without a network, connect and run this again; "
    "with a hash that does not match, do not go on, but tell whoever keeps the requirements."
)


def prepare(requirements: str) -> None:
    """Make `.venv` hold every package of a requirements file. Quick when nothing changed."""
    if not _works():
        _make()
    if _is_installed(requirements):
        return
    count = len(re.findall(r"^[a-z0-9].*==", (ROOT / requirements).read_text(), re.MULTILINE))
    with step(f"Installing {count} packages from {requirements}") as progress:
        collected = 0

        def watch(line: str) -> None:
            nonlocal collected
            if line.startswith(("Collecting ", "Requirement already satisfied: ")):
                collected += 1
                progress(f"{collected} of {count}")
            elif line.startswith("Installing collected packages"):
                progress("unpacking")

        run_quietly(_install_command(requirements), NO_PACKAGES, watch)
    _remember(requirements)


def require_writable(folder: Path) -> None:
    """Make the folder if it is missing. CannotGoOn when nothing can be written into it."""
    probe = folder / ".writable"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as problem:
        raise CannotGoOn(
            f"The folder {folder} cannot be written to ({problem.strerror}). "
            "Copy the project to a folder of your own, or give this account the right to write there."
        ) from problem


def lock(upgrade: bool) -> None:
    """Pin requirements*.in anew, with hashes, for every platform and without naming where packages come from."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(PYTHON.parent))
    if uv is None:
        raise CannotGoOn("Locking needs uv. Install it (pipx install uv, or see its own page), then run this again.")
    options = ["--universal", "--generate-hashes", "--no-header", "--no-emit-index-url", "--no-emit-find-links"]
    options += ["--python-version", "3.11", "--quiet", *(["--upgrade"] if upgrade else [])]
    for name, bounds in ((RUN, []), (DEV, ["--constraint", RUN])):
        source = name.replace(".txt", ".in")
        with step(f"Pinning {source}"):
            run_quietly([uv, "pip", "compile", *options, *bounds, source, "-o", name], f"{source} could not be pinned.")


def _works() -> bool:
    if not PYTHON.exists():
        return False
    answer = subprocess.run(
        [PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11) or sys.prefix == sys.base_prefix)"],
        capture_output=True,
        check=False,
    )
    return answer.returncode == 0


def _make() -> None:
    require_writable(ROOT)
    uv = shutil.which("uv")
    if uv is None and any(importlib.util.find_spec(module) is None for module in ("venv", "ensurepip")):
        raise CannotGoOn(NO_VENV)
    with step("Making the virtual environment .venv"):
        if FOLDER.is_symlink() or FOLDER.is_file():
            FOLDER.unlink()
        shutil.rmtree(FOLDER, ignore_errors=True)
        command = [uv, "venv", "--quiet", "--python", sys.executable] if uv else [sys.executable, "-m", "venv"]
        run_quietly([*command, FOLDER], NO_VENV if uv is None else "uv could not make the virtual environment.")


def _install_command(requirements: str) -> list[str]:
    uv = shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--python", str(PYTHON), "--require-hashes", "--no-deps", "-r", requirements]
    # Every package is pinned, so there is nothing to resolve; bytecode is made as modules are first used.
    quick = ["--require-hashes", "--no-deps", "--no-compile", "--no-input", "--disable-pip-version-check"]
    return [str(PYTHON), "-m", "pip", "install", *quick, "-r", requirements]


def _digest(name: str) -> str:
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


def _installed() -> dict[str, str]:
    try:
        content = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _is_installed(requirements: str) -> bool:
    return _installed().get(requirements) == _digest(requirements)


def _remember(requirements: str) -> None:
    STAMP.write_text(json.dumps(_installed() | {name: _digest(name) for name in HOLDS[requirements]}, indent=1))
