"""How many files a complaint may have, who may take one back, and what stands between a file and its reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

MIB: Final = 1024 * 1024
SOON: Final = timedelta(days=1)
"""A stored content without a row is left alone for so long: its row may be about to be written."""
OF_STAFF: Final = 5
"""How many times as much as a complainant staff may add to one case: neither can use up what the other needs."""
EVER: Final = 3
"""How many times the files that may be kept may come at all, those taken back too."""


class Source(StrEnum):
    """Who handed a file in. A clerk adds what came with a letter or was brought to the counter."""

    COMPLAINANT = "complainant"
    CLERK = "clerk"
    STAFF = "staff"


class ScanState(StrEnum):
    """What looking for harmful programs said of a file."""

    NOT_ASKED = "not_asked"
    """No scanner is set up."""
    NOT_SCANNED = "not_scanned"
    """It gave no answer; it is asked again."""
    NOTHING_FOUND = "nothing_found"
    HARMFUL = "harmful"


class Quarantine(StrEnum):
    """Why a file is kept locked and as it came, and not as a safe copy."""

    CANNOT_BE_CLEANED = "cannot_be_cleaned"


class Purpose(StrEnum):
    """Why a member of staff opens a file: chosen each time, and kept in the log."""

    LOOK_INTO_IT = "look_into_it"
    ANSWER_COMPLAINANT = "answer_complainant"
    REVIEW_RESULT = "review_result"
    DUTY_OF_LAW = "duty_of_law"


class SizeClass(StrEnum):
    """How large a file is, as the log tells it: its exact size could point to one photo on one phone."""

    SMALL = "under_1_mib"
    MIDDLE = "under_10_mib"
    LARGE = "10_mib_or_more"


class Result(StrEnum):
    """What became of a file that was sent."""

    KEPT = "kept"
    KEPT_LOCKED = "kept_locked"
    KNOWN = "known"
    REFUSED = "refused"


class TooMuch(StrEnum):
    """Which limit of a complaint a further file would go over."""

    FILES = "files"
    BYTES = "bytes"
    EVER = "ever"


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one side may add to one complaint: files, bytes of all of them, and files ever, those taken back too."""

    files: int
    total: int
    ever: int


@dataclass(frozen=True, slots=True)
class Held:
    """What there is of one side's files: how many are kept, their bytes, and how many were ever added."""

    files: int
    total: int
    ever: int


def allowance(files: int, total: int, *, for_complainant: bool) -> Allowance:
    """What one side may add, where a complainant may have `files` files of `total` bytes together."""
    times = 1 if for_complainant else OF_STAFF
    return Allowance(files * times, total * times, files * times * EVER)


def over(held: Held, size: int, allowed: Allowance) -> TooMuch | None:
    """Which limit one more file of `size` bytes would go over; None where it fits."""
    if held.files >= allowed.files:
        return TooMuch.FILES
    if held.ever >= allowed.ever:
        return TooMuch.EVER
    return TooMuch.BYTES if held.total + size > allowed.total else None


def size_class(size: int) -> SizeClass:
    """How large `size` bytes are."""
    if size < MIB:
        return SizeClass.SMALL
    return SizeClass.MIDDLE if size < 10 * MIB else SizeClass.LARGE


def needs_consent(*, is_clean: bool, is_anonymous: bool) -> bool:
    """Whether its sender must say first that it may be kept: no copy can be made of it that shows nothing of them."""
    return is_anonymous and not is_clean


def needs_care(*, is_clean: bool, scan: ScanState) -> bool:
    """Whether who opens it must say first that they know it may harm the device."""
    return not is_clean or scan in (ScanState.HARMFUL, ScanState.NOT_SCANNED)


def may_take_back(*, opened_at: datetime | None, is_removed: bool, is_in_message: bool) -> bool:
    """Whether who added it may still remove it: a slip, that is, before anybody worked with it."""
    return opened_at is None and not is_removed and not is_in_message
