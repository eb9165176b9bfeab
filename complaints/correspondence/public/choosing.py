"""What a complainant can do now, and what became of what they asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from complaints.correspondence import feedback, reviews
from complaints.correspondence.models import ReviewRequest
from complaints.correspondence.notices import wish_of
from complaints.correspondence.rules import may_ask_for_review
from complaints.correspondence.service import OpenMailbox, later_identities, mode_now
from complaints.correspondence.story import Outlook, Reading
from complaints.intake.identity import OPEN_TO
from complaints.intake.rules import FilingMode
from complaints.platform.jurisdiction.calendar import add_days, local_date
from complaints.platform.store import Db


@dataclass(frozen=True, slots=True)
class Ways:
    """Which buttons the page has, and how earlier wishes stand.

    `review_until`: the last day on which another look can be asked for, where the city sets one.
    """

    mode: FilingMode
    name_given_at: datetime | None
    can_add_name: bool
    is_mailed: bool
    can_ask_for_review: bool
    review_until: date | None
    review: ReviewRequest | None
    can_give_feedback: bool
    can_withdraw: bool


def ways_of(session: Db, box: OpenMailbox, outlook: Outlook, here: Reading) -> Ways:
    """What this complainant can do today."""
    complaint = box.complaint
    later = later_identities(session, complaint.id)
    mode, asked = mode_now(complaint, later), reviews.requests_of(session, complaint.id)
    closed, days = outlook.closed_at, here.profile.review_days
    closed_on = local_date(closed, here.profile.zone) if closed else None
    was_asked = any(each.closed_at == closed for each in asked)
    is_in_time = closed_on is not None and may_ask_for_review(closed_on, here.today, days)
    return Ways(
        mode=mode,
        name_given_at=later[-1].given_at if later else None,
        can_add_name=bool(OPEN_TO[mode]),
        is_mailed=wish_of(session, complaint.id) is not None,
        can_ask_for_review=is_in_time and not was_asked,
        review_until=add_days(closed_on, days) if closed_on and days else None,
        review=asked[-1] if asked else None,
        can_give_feedback=closed is not None and not feedback.was_given(session, complaint.id),
        can_withdraw=complaint.withdrawn_at is None and closed is None,
    )
