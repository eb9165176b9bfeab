"""Binds the washing process: so much memory and time, no file written, no other process started, no core dumped."""

from __future__ import annotations

import sys
from types import ModuleType


def bind(memory_bytes: int, seconds: int, *, needs_threads: bool = False) -> None:
    """Set the limits of this process, where the system has such limits; a smaller one that stands is kept.

    Who may start no process may start no thread either: `needs_threads` leaves that one limit away.

    Windows has none of them: there, the clock of the process that started this one is all, with what is checked before
    anything is unpacked. macOS knows no limit of address space.
    """
    resource = _limits()
    if resource is None:
        return
    wanted = {
        "RLIMIT_AS": memory_bytes,
        "RLIMIT_CPU": seconds,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_CORE": 0,
    }
    if not needs_threads:
        wanted["RLIMIT_NPROC"] = 0
    for name, most in wanted.items():
        limit = getattr(resource, name, None)
        if limit is None:
            continue
        _, hard = resource.getrlimit(limit)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(limit, (allowed, allowed))
        except (ValueError, OSError):
            # macOS refuses RLIMIT_AS; nothing else here may be refused.
            if name != "RLIMIT_AS":
                raise


def _limits() -> ModuleType | None:
    if sys.platform == "win32":
        return None
    import resource

    return resource
