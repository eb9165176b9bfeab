"""Decides what those who wait are told, and how long work is stopped without harm."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TypeVar

Answer = TypeVar("Answer")
STOPPED = 130  # what a shell says of a command stopped by Ctrl-C
GRACE_SECONDS = 2.0
SENTENCE = "Stopped. Nothing was written."


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `of` parts of the `stage` (suppress, audit, prove) are finished.

    `gap` is the share by which the best pattern found for the part at hand might still be dearer than the cheapest.
    """

    stage: str
    done: int
    of: int
    gap: float | None = None


Listener = Callable[[Progress], None]
"""Hears of progress; whatever it raises stops the work, and nothing is lost."""


class Stopped(Exception):
    """Somebody wants the work to end."""


def stoppable(work: Callable[[Callable[[], None]], Answer]) -> Answer:
    """Do the work beside the main thread, which stays free to hear Ctrl-C and the signal to terminate.

    `work` gets a check to call now and then, at the latest before it writes anything; it raises Stopped once somebody
    wants that. A solver that does not look up within two seconds is left behind with the process. Raises Stopped.
    """
    stop = threading.Event()

    def check() -> None:
        if stop.is_set():
            raise Stopped

    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda *_: stop.set()) for number in signals]
    pool = ThreadPoolExecutor(1)
    try:
        answer = pool.submit(work, check)
        while not answer.done() and not stop.is_set():
            wait([answer], timeout=0.1)
        if stop.is_set():
            _leave(answer)
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)
        pool.shutdown(wait=False)
    return answer.result()


def _leave(answer: Future[Answer]) -> None:
    """Wait a moment for the worker; then end the process, since a solver at work cannot be asked."""
    wait([answer], timeout=GRACE_SECONDS)
    if not answer.done():
        sys.stderr.write(f"{SENTENCE}\n")
        sys.stderr.flush()
        os._exit(STOPPED)
