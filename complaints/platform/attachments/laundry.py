"""Has pictures and PDFs cleaned by a process of its own, bounded in memory and time: a bomb takes down that alone."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Final

from complaints.platform.attachments.kinds import KINDS, Format
from complaints.platform.attachments.limits import Limits, Refused
from complaints.platform.attachments.veil import PIECE, Veil
from complaints.platform.attachments.washing.codes import Reason, Removed

log = logging.getLogger(__name__)
AT_A_TIME: Final = 1
"""Files cleaned at once by one process of the site: each may take all of CLEANING_MEMORY_MB."""
IN_LINE: Final = 2
"""Files that are being cleaned or wait for it: each holds a thread of the server, and the others are for everybody."""
SECONDS_TO_WAIT: Final = 45.0
"""How long a file waits for its turn."""
_MOST_ANSWER: Final = 4096
_MOST_GROWTH: Final = 4
"""How many times larger than the largest file what comes back may be."""
_START: Final = "import sys; sys.path.insert(0, sys.argv[1]); from washing.work import main; main()"
_machines = threading.BoundedSemaphore(AT_A_TIME)
_line = threading.BoundedSemaphore(IN_LINE)


def washed(pieces: Iterable[bytes], found: Format, limits: Limits) -> tuple[Veil, Format, tuple[Removed, ...]]:
    """Clean a picture or a PDF: its new content, what format that is, and what was taken out. Raises Refused."""
    with _turn(), _process() as process, _clock(process, limits.seconds * 1.5):
        _hand_over(process, pieces, {"format": found.name, **asdict(limits)})
        answer, content = _taken_back(process, limits.paper_bytes * _MOST_GROWTH)
    if "refused" in answer:
        content.close()
        raise Refused(Reason(answer["refused"]))
    kept = next(each for each in KINDS if each.name == answer["format"])
    return content, kept, tuple(Removed(code) for code in answer["removed"])


@contextmanager
def _turn() -> Iterator[None]:
    if not _line.acquire(blocking=False):
        raise Refused(Reason.BUSY)
    try:
        if not _machines.acquire(timeout=SECONDS_TO_WAIT):
            raise Refused(Reason.BUSY)
        try:
            yield
        finally:
            _machines.release()
    finally:
        _line.release()


@contextmanager
def _process() -> Iterator[subprocess.Popen[bytes]]:
    # No setting and no secret of the environment goes along; -I keeps it from the folder it is started in.
    command = [sys.executable, "-I", "-c", _START, str(Path(__file__).parent)]
    environment = {name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def _clock(process: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
    clock = threading.Timer(seconds, process.kill)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()


def _hand_over(process: subprocess.Popen[bytes], pieces: Iterable[bytes], job: dict[str, Any]) -> None:
    into = _pipe(process.stdin)
    # It may have ended before it read all; what it answered, or did not, says why.
    with suppress(BrokenPipeError):
        into.write(json.dumps(job).encode() + b"\n")
        for piece in pieces:
            into.write(piece)
    with suppress(BrokenPipeError):
        into.close()


def _taken_back(process: subprocess.Popen[bytes], most: int) -> tuple[dict[str, Any], Veil]:
    out = _pipe(process.stdout)
    line = out.readline(_MOST_ANSWER)
    if not line.endswith(b"\n"):
        raise Refused(_why_it_died(process))
    content = Veil()
    while piece := out.read(PIECE):
        content.write(piece)
        if content.size > most:
            content.close()
            raise Refused(Reason.TOO_COMPLEX)
    answer: dict[str, Any] = json.loads(line)
    if content.size != answer["size"]:
        content.close()
        raise Refused(_why_it_died(process))
    content.seek(0)
    return answer, content


def _why_it_died(process: subprocess.Popen[bytes]) -> Reason:
    """Out of memory or time, nearly always; a fault of ours is in the log, without a word of the file."""
    code = process.wait()
    if code > 0:
        log.error("The process that cleans files ended by itself with %d.", code)
    return Reason.TOO_COMPLEX


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise RuntimeError("The process was started without its pipes.")
    return pipe
