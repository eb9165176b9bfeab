"""How large a file may be, how much of it may unpack, and how many there may be: settings, with their defaults."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask

from complaints.platform.attachments.kinds import Kind
from complaints.platform.attachments.washing.codes import Reason, Unfit

MIB = 1024 * 1024
FORM_BYTES = 1 * MIB
"""What a form says besides its file: fields, boundaries, headers."""


class Refused(Unfit):
    """A file that is not taken; `reason` says why."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file, and all files of one complaint, may ask of us. Sizes in bytes."""

    paper_bytes: int = 25 * MIB
    """A picture, a PDF or a text."""
    recording_bytes: int = 100 * MIB
    files: int = 20
    total_bytes: int = 300 * MIB
    pixels: int = 64_000_000
    """Of a picture, all frames together."""
    pages: int = 500
    objects: int = 200_000
    unpacked_bytes: int = 2048 * MIB
    """All streams of one PDF."""
    seconds: int = 60
    """For cleaning one file, in processor time; half as much again on the clock."""
    memory_bytes: int = 1024 * MIB
    """Address space of the process that cleans."""

    def of(self, kind: Kind) -> int:
        """The most bytes a file of this kind may have."""
        return self.recording_bytes if kind.is_recording else self.paper_bytes

    @property
    def request_bytes(self) -> int:
        """The largest request with one file in it."""
        return max(self.paper_bytes, self.recording_bytes) + FORM_BYTES

    def check_room(self, count: int, total: int, size: int = 0) -> None:
        """Refuse a file of `size` beside `count` files of `total` bytes. Raises Refused."""
        if count >= self.files:
            raise Refused(Reason.TOO_MANY_FILES)
        if total + size > self.total_bytes:
            raise Refused(Reason.TOTAL_TOO_LARGE)


def limits(app: Flask) -> Limits:
    """The limits that the settings of this app give."""
    config = app.config
    return Limits(
        paper_bytes=config["ATTACHMENTS_PAPER_MB"] * MIB,
        recording_bytes=config["ATTACHMENTS_RECORDING_MB"] * MIB,
        files=config["ATTACHMENTS_FILES"],
        total_bytes=config["ATTACHMENTS_TOTAL_MB"] * MIB,
        pixels=config["ATTACHMENTS_MEGAPIXELS"] * 1_000_000,
        pages=config["ATTACHMENTS_PAGES"],
        seconds=config["CLEANING_SECONDS"],
        memory_bytes=config["CLEANING_MEMORY_MB"] * MIB,
    )
