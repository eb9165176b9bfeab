"""What a complainant did since they filed, as the case tells it: a name, a message, a wish for another look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext

from complaints.casework.models import Case, CaseMove
from complaints.casework.rules import Status
from complaints.correspondence.models import Direction, Message, ReviewRequest
from complaints.correspondence.reviews import requests_of
from complaints.correspondence.rules import ReviewDecision
from complaints.intake.identity import OPEN_TO, later_identities, mode_now
from complaints.intake.identity_models import LaterIdentity
from complaints.intake.rules import ANONYMOUS_TEXT, FilingMode
from complaints.platform.store import Db
from complaints.routing.models import RoutingDecision


@dataclass(frozen=True, slots=True)
class Since:
    """What came after the complaint itself. `was_limited`: it went where it is because there was no name."""

    mode: FilingMode
    named: Sequence[LaterIdentity]
    reviews: Sequence[ReviewRequest]
    was_limited: bool

    @property
    def has_name(self) -> bool:
        """Whether there is a name to open."""
        return self.mode is not FilingMode.ANONYMOUS

    @property
    def named_at(self) -> datetime | None:
        """When a name was given last, after the filing."""
        return self.named[-1].given_at if self.named else None

    @property
    def review(self) -> ReviewRequest | None:
        """The wish for another look that waits for a decision."""
        return next((each for each in self.reviews if each.decision is None), None)


def since_filing(session: Db, case: Case, decision: RoutingDecision, moves: Iterable[CaseMove]) -> Since:
    """Read it: a statement where a name can have been added, and one where the case was closed before.

    `decision` is the one in force.
    """
    was_closed = any(made.to_status is Status.CLOSED for made in moves)
    named = later_identities(session, case.complaint_id) if OPEN_TO[case.complaint.mode] else ()
    explained = {each["key"] for each in decision.explanations}
    is_first = case.complaint.mode is FilingMode.ANONYMOUS
    return Since(
        mode=mode_now(case.complaint, named),
        named=named,
        reviews=requests_of(session, case.complaint_id) if was_closed else (),
        was_limited=bool(named) and is_first and ANONYMOUS_TEXT in explained,
    )


def happened(since: Since, reasons: dict[str, str]) -> list[tuple[datetime, str, str, str]]:
    """(when, sentence, kind, what was opened) of everything that came after the complaint, for the timeline."""
    told = [(each.given_at, _named(each), "message", "") for each in since.named]
    for asked in since.reviews:
        words = gettext("The complainant asked for another look at the result.")
        told.append((asked.asked_at, words, "warning", reasons.get(asked.seal_id, "")))
        if asked.decision is ReviewDecision.REFUSED and asked.decided_at is not None:
            told.append((asked.decided_at, gettext("Another look was refused."), "decision", ""))
    return [(at, str(text), kind, detail) for at, text, kind, detail in told]


def _named(given: LaterIdentity) -> str:
    if given.mode is FilingMode.NAMED:
        return str(gettext("The complainant gave a name for the file."))
    return str(gettext("The complainant gave a name in confidence."))


def unread_from_complainant() -> sa.ColumnElement[bool]:
    """Whether a message of the complainant was not opened yet, for a query over `Case`."""
    return sa.exists().where(
        Message.complaint_id == Case.complaint_id,
        Message.direction == Direction.FROM_COMPLAINANT,
        Message.read_at.is_(None),
    )


def asks_for_review() -> sa.ColumnElement[bool]:
    """Whether another look is asked for and nobody has decided, for a query over `Case`."""
    return sa.exists().where(ReviewRequest.complaint_id == Case.complaint_id, ReviewRequest.decision.is_(None))
