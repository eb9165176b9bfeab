"""Decides how many previews are worked out at once in a process: one, so that the public pages stay quick."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from complaints.reports.rules import ReleaseRefused

WAIT_SECONDS: Final = 5
_ONE: Final = threading.Lock()


class Busy(ReleaseRefused):
    """Another preview is being worked out; whoever asks may come again after WAIT_SECONDS."""


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Raises Busy at once, without waiting, while another is within."""
    if not _ONE.acquire(blocking=False):
        raise Busy("A preview is being worked out. Try again in a moment.")
    try:
        yield
    finally:
        _ONE.release()
