"""Which files are the source: everything in the checkout but what tools and the running app leave there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEFT_BEHIND = {"instance", "build", "dist", "__pycache__"}
"""As .gitignore has it; git itself is not asked, since a machine that runs the tests need not have it."""
HIDDEN_SOURCE = {".ci"}


@cache
def _all_files() -> tuple[Path, ...]:
    return tuple(sorted(_walk()))


def _walk() -> Iterator[Path]:
    for folder, inner, files in os.walk(ROOT):
        inner[:] = [name for name in inner if name in HIDDEN_SOURCE or not _is_left_behind(name)]
        yield from (Path(folder, name) for name in files if not name.endswith((".mo", ".pyc")))


def _is_left_behind(name: str) -> bool:
    return name in LEFT_BEHIND or name.startswith(".") or name.endswith(".egg-info")


def source_files(*patterns: str) -> list[Path]:
    """Files whose path from the root fits one of the patterns, sorted; `complaints/*.py` takes folders below it too."""
    return [path for path in _all_files() if any(fnmatchcase(relative(path), pattern) for pattern in patterns or "*")]


def relative(path: Path) -> str:
    """A path as a reader of the checkout knows it."""
    return path.relative_to(ROOT).as_posix()
