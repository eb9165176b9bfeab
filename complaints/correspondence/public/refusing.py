"""How many files of one complaint may be refused in an hour: each costs work, and a full complaint adds none.

Counted by a keyed hash of the number, in memory or wherever RATELIMIT_STORAGE_URI says. What came while others were at
work is not counted: it is to be sent again.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from typing import Final

from limits import RateLimitItemPerHour

from complaints.correspondence.public.page import ring
from complaints.evidence import wording
from complaints.evidence.handing import Handed
from complaints.evidence.rules import Result
from complaints.evidence.service import Upload, told_name
from complaints.platform.extensions import limiter

REFUSED: Final = RateLimitItemPerHour(60, namespace="files-refused")


def may_send(number: str) -> bool:
    """Whether files for this complaint are looked at."""
    return not limiter.enabled or limiter.limiter.test(REFUSED, _key(number))


def note_refused(number: str, handed: Iterable[Handed]) -> None:
    """Count what was refused of a request."""
    count = sum(each.result is Result.REFUSED and not each.is_busy for each in handed)
    if count and limiter.enabled:
        limiter.limiter.hit(REFUSED, _key(number), cost=count)


def all_refused(uploads: Iterable[Upload]) -> list[Handed]:
    """What is said of files that are not looked at."""
    return [Handed(told_name(each.name), Result.REFUSED, wording.TOO_MANY_REFUSED) for each in uploads]


def _key(number: str) -> str:
    return hmac.new(ring().derived("refused files 1"), number.encode(), hashlib.sha256).hexdigest()[:32]
