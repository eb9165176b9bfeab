"""Why a file is refused, and what was taken out of one: codes, said in words by whoever shows them."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_KIND = "unknown_kind"
    ARCHIVE = "archive"
    OFFICE = "office"
    PROGRAM = "program"
    LOCKED = "locked"
    """Opens with a password only."""
    BROKEN = "broken"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_COMPLEX = "too_complex"
    """Would unpack to more than is allowed, or took more time or memory than a file may."""
    TOO_MANY_FILES = "too_many_files"
    TOTAL_TOO_LARGE = "total_too_large"
    BUSY = "busy"
    """Too many files are being cleaned at this moment; the same file may be taken in a minute."""


class Removed(StrEnum):
    """What was taken out of a file."""

    POSITION = "position"
    """Where it was taken."""
    DEVICE = "device"
    """Which camera, telephone or program, and its serial numbers."""
    TIMES = "times"
    AUTHOR = "author"
    """Names of people: artist, author, owner, copyright."""
    COMMENTS = "comments"
    """Titles, captions, keywords, comments."""
    PREVIEW = "preview"
    EXTRA_PICTURES = "extra_pictures"
    HIDDEN_DATA = "hidden_data"
    """Data that belongs to no picture and no page, after its end or between its parts."""
    SCRIPTS = "scripts"
    ACTIONS = "actions"
    EMBEDDED_FILES = "embedded_files"
    FORMS = "forms"
    """What could be filled in stays as it looks, and can no longer be changed."""
    NOTES = "notes"
    """Annotations; what they show stays on the page."""
    LINKS = "links"
    OUTLINE = "outline"
    """Bookmarks, tags and layers."""
    CONTROL_CHARACTERS = "control_characters"


class Unfit(Exception):
    """A file that the washing refuses."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason
