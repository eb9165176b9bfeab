"""The washing process: one job from its input, one answer and the clean file to its output, under limits of its own."""

from __future__ import annotations

import io
import json
import sys
from typing import Any, BinaryIO

from .bounds import bind
from .codes import Reason, Removed, Unfit
from .papers import wash_paper
from .pictures import wash_picture


def main() -> None:
    """Read the job and the file, bound itself, wash, answer."""
    job: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    # The one reader of HEIC that there is works in threads, and dies where it may not.
    bind(job["memory_bytes"], job["seconds"], needs_threads=job["format"] == "HEIC")
    content = io.BytesIO(sys.stdin.buffer.read())
    try:
        name, clean, removed = _washed(content, job)
    except Unfit as reason:
        _answer({"refused": reason.reason, "size": 0})
    except (MemoryError, RecursionError):
        _answer({"refused": Reason.TOO_COMPLEX, "size": 0})
    else:
        size = clean.getbuffer().nbytes
        _answer({"format": name, "removed": sorted(removed), "size": size}, clean.getbuffer())


def _washed(content: BinaryIO, job: dict[str, Any]) -> tuple[str, io.BytesIO, set[Removed]]:
    if job["format"] == "PDF":
        return "PDF", *wash_paper(content, job)
    return wash_picture(content, job["format"], job["pixels"])


def _answer(what: dict[str, Any], content: memoryview | None = None) -> None:
    out = sys.stdout.buffer
    out.write(json.dumps(what).encode() + b"\n")
    if content is not None:
        out.write(content)
    out.flush()
