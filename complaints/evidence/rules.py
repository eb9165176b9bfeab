"""How many files a complaint may have, who may take one back, and what stands between a file and who wants to open it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

MIB: Final = 1024 * 1024
SOON: Final = timedelta(days=2)
"""A stored content without a row is left alone for so long: its row may be about to be written."""


class Source(StrEnum):
    """Who handed a file in. A clerk adds what came with a letter or was brought to the counter."""

    COMPLAINANT = "complainant"
    CLERK = "clerk"
    STAFF = "staff"


class ScanState(StrEnum):
    """What looking for harmful programs said of a file."""

    NOT_SCANNED = "not_scanned"
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


class TooMuch(StrEnum):
    """Which limit of a complaint a further file would go over."""

    FILES = "files"
    BYTES = "bytes"
    EVER = "ever"


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one side may add to one complaint: files at a time, bytes of all of them, and files ever, removed ones too."""

    files: int
    total: int
    ever: int


ALLOWANCES: Final = {True: Allowance(20, 200 * MIB, 60), False: Allowance(100, 1024 * MIB, 300)}
"""Of the complainant and of who adds for them (True), and of staff (False): neither can use up what the other needs."""


@dataclass(frozen=True, slots=True)
class Held:
    """What there is of one side's files: how many are kept, their bytes, and how many were ever added."""

    files: int
    total: int
    ever: int


def over(held: Held, size: int, *, for_complainant: bool) -> TooMuch | None:
    """Which limit one more file of `size` bytes would go over; None where it fits."""
    allowed = ALLOWANCES[for_complainant]
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
    return not is_clean or scan is ScanState.HARMFUL


def may_take_back(*, opened_at: datetime | None, is_removed: bool, is_in_message: bool) -> bool:
    """Whether who added it may still remove it: a slip, that is, before anybody worked with it."""
    return opened_at is None and not is_removed and not is_in_message


def is_forgotten(blob: str, now: datetime) -> bool:
    """Whether a stored content without a row is old enough to be removed; its name begins with the day it was made."""
    day = blob.partition("-")[0]
    return day.isdigit() and day < f"{now - SOON:%Y%m%d}"


class FileKind(StrEnum):
    """What a file is, in a word that a person would use."""

    PICTURE = "picture"
    PDF = "pdf"
    SOUND = "sound"
    VIDEO = "video"
    TEXT = "text"


_KINDS: Final = {"image": FileKind.PICTURE, "audio": FileKind.SOUND, "video": FileKind.VIDEO, "text": FileKind.TEXT}


def kind_of(media_type: str) -> FileKind:
    """What a file of that media type is. ValueError for one that is never kept."""
    if media_type == "application/pdf":
        return FileKind.PDF
    try:
        return _KINDS[media_type.partition("/")[0]]
    except KeyError:
        raise ValueError(media_type) from None
