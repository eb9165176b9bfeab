"""Words that staff read of a file: who sent it, what the scanner said, why one opens it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from complaints.evidence.rules import Purpose, ScanState, Source

SOURCES: Final[Mapping[Source, Any]] = {
    Source.COMPLAINANT: _l("The complainant"),
    Source.CLERK: _l("The complainant, through intake"),
    Source.STAFF: _l("Staff"),
}
PURPOSES: Final[Mapping[Purpose, Any]] = {
    Purpose.LOOK_INTO_IT: _l("To look into the complaint"),
    Purpose.ANSWER_COMPLAINANT: _l("To answer the complainant"),
    Purpose.REVIEW_RESULT: _l("To review the result"),
    Purpose.DUTY_OF_LAW: _l("Because the law obliges us"),
}
SCANS: Final[Mapping[ScanState, Any]] = {
    ScanState.NOT_ASKED: _l("not checked for harmful programs"),
    ScanState.NOT_SCANNED: _l("waits for the check for harmful programs"),
    ScanState.NOTHING_FOUND: _l("nothing harmful found"),
    ScanState.HARMFUL: _l("a harmful program was found"),
}
