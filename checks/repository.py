"""Which files are part of the source: what git tracks, or would, in this checkout."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def source_files(*patterns: str) -> list[Path]:
    """Files that git knows or does not ignore, of these patterns (`*.py`), sorted; those that exist."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for path in sorted({ROOT / name for name in listed.split("\0") if name}) if path.is_file()]


def relative(path: Path) -> str:
    """A path as a reader of the checkout knows it."""
    return path.relative_to(ROOT).as_posix()
