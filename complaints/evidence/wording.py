"""Words for what becomes of a file, and why one is not taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask_babel import format_decimal, gettext
from flask_babel import lazy_gettext as _l

from complaints.evidence.models import Evidence
from complaints.evidence.rules import Result, TooMuch
from complaints.evidence.service import Harmful, NeedsConsent, OverTheLimit
from complaints.platform.attachments import Kind, Reason, Refused, Removed, StoreFull

RESULTS: Final[Mapping[Result, Any]] = {
    Result.KEPT: _l("We made a safe copy and kept it."),
    Result.KEPT_LOCKED: _l("We kept it locked, as it is. Our staff are warned before they open it."),
    Result.KNOWN: _l("We have this file already. It is kept once."),
    Result.REFUSED: _l("We did not keep it."),
}
NEEDS_CONSENT: Final = _l(
    "We did not keep this recording yet. We cannot take voices, a place or a time out of it. "
    "Tick the box “Keep my recordings as they are”, and choose the file again."
)
NO_ROOM: Final = _l("We could not keep this file: our storage is full. Your complaint is safe. Try again later.")
NO_ANSWER: Final = _l("We could not keep this file just now. Your complaint is safe. Try again in a few minutes.")
HARMFUL: Final = _l("We found a harmful program in this file, and did not keep it. Take a picture of what it shows.")
REFUSALS: Final[Mapping[Reason, Any]] = {
    Reason.EMPTY: _l("This file is empty."),
    Reason.TOO_LARGE: _l("This file is too large. Send a smaller one, or a part of it."),
    Reason.UNKNOWN_KIND: _l("We cannot take this kind of file. Send a photo, a PDF, a recording or plain text."),
    Reason.ARCHIVE: _l("This is a packed folder. Unpack it, and send the files in it one by one."),
    Reason.OFFICE: _l("We cannot take this kind of document. Save it as a PDF, and send that."),
    Reason.PROGRAM: _l("This is a program or a web page. Take a picture of what it shows, and send that."),
    Reason.LOCKED: _l("This file opens only with a password. Save it without one, and send that."),
    Reason.BROKEN: _l(
        "We could not read this file. It may be damaged. Open it on your device, save it again, and send that."
    ),
    Reason.TOO_MANY_PIXELS: _l("This picture is too large in width and height. Make it smaller, and send that."),
    Reason.TOO_MANY_PAGES: _l("This document has too many pages. Send the pages that matter."),
    Reason.TOO_COMPLEX: _l("We could not make a safe copy of this file. Send a picture of it instead."),
    Reason.TOO_MANY_FILES: _l("You have sent as many files as we can keep. Remove one, or write to us."),
    Reason.TOTAL_TOO_LARGE: _l("Your files are too large together. Remove one, or send a smaller one."),
    Reason.BUSY: _l("We are working on many files just now. Wait a minute, and send this one again."),
}
LIMITS: Final[Mapping[TooMuch, Any]] = {
    TooMuch.FILES: REFUSALS[Reason.TOO_MANY_FILES],
    TooMuch.BYTES: REFUSALS[Reason.TOTAL_TOO_LARGE],
    TooMuch.EVER: _l("You have added and removed many files. We cannot take more here. Write to us."),
}
KINDS: Final[Mapping[Kind, Any]] = {
    Kind.PICTURE: _l("Picture"),
    Kind.PAPER: _l("PDF document"),
    Kind.AUDIO: _l("Sound recording"),
    Kind.VIDEO: _l("Video"),
    Kind.TEXT: _l("Text"),
}


REMOVED: Final[Mapping[Removed, Any]] = {
    Removed.POSITION: _l("where it was taken"),
    Removed.DEVICE: _l("which camera, phone or program made it"),
    Removed.TIMES: _l("when it was made"),
    Removed.AUTHOR: _l("names of people"),
    Removed.COMMENTS: _l("titles and comments"),
}
HIDDEN: Final = _l("what cannot be seen in it")
TOO_MANY_REFUSED: Final = _l(
    "We could not keep many of your files. Wait an hour before you send more. Your complaint is safe."
)


def kept_words(result: Result, removed: Sequence[Removed]) -> str:
    """That a file is kept, and what was taken out of it, each thing once."""
    parts = dict.fromkeys(str(REMOVED.get(each, HIDDEN)) for each in removed)
    if not parts:
        return str(RESULTS[result])
    taken_out = gettext("We took out: %(parts)s.", parts="; ".join(parts))
    return f"{RESULTS[result]} {taken_out}"


def size_in_words(size: int) -> str:
    """How large a file is, as a person would say it: in whole kilobytes below a megabyte, in megabytes above."""
    kilobytes = max(1, round(size / 1024))
    if kilobytes < 1024:
        return str(gettext("%(num)s KB", num=kilobytes))
    megabytes = round(size / 1024 / 1024, 1)
    shown = int(megabytes) if megabytes == int(megabytes) else megabytes
    return str(gettext("%(shown)s MB", shown=format_decimal(shown)))


def file_words(file: Evidence) -> str:
    """A file without its name: what it is and how large, as a link to it says."""
    return f"{KINDS[file.kind]}, {size_in_words(file.size)}"


def why_not(problem: Exception) -> Any:
    """Why a file was not kept, for who sent it."""
    match problem:
        case Refused():
            return REFUSALS[problem.reason]
        case OverTheLimit():
            return LIMITS[problem.which]
        case NeedsConsent():
            return NEEDS_CONSENT
        case Harmful():
            return HARMFUL
        case StoreFull():
            return NO_ROOM
        case _:
            return NO_ANSWER
