"""What a message may be, when a review can be asked for, who is mailed, and what of feedback is counted."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from complaints.intake.rules import storable

MOST: Final = 5000
"""Characters of one message: several pages, and still sealed and shown at once."""
MOST_OF_A_REASON: Final = 2000
"""Characters of why a review is asked for."""
MANY_TRIES: Final = (20, 100)
"""Wrong passphrases for one number after which the log says so; later at every thousand."""
BETWEEN_MAILS: Final = timedelta(hours=24)
"""At most one mail a day says that there is something to read."""
LEAST_SHOWN: Final = 5
"""Staff see no count of feedback below this."""


class ReviewDecision(StrEnum):
    """What became of a wish for another look: the case was opened again, or not."""

    REOPENED = "reopened"
    REFUSED = "refused"


class FeedbackQuestion(StrEnum):
    """What a complainant is asked when it is over; each answer is 1 (not at all) to 5 (very much), or none."""

    EASY = "easy"
    EXPLAINED = "explained"
    HEARD = "heard"
    AGAIN = "again"


class UnusableBody(Exception):
    """A message that is empty or too long; `over` is the number of characters that are too many, 0 for an empty one."""

    def __init__(self, over: int = 0) -> None:
        super().__init__("too long" if over else "empty")
        self.over = over

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written at all."""
        return self.over == 0


def checked_body(body: str, most: int = MOST) -> str:
    """The text without white space around it, with line ends of one kind and without control characters.

    Raises UnusableBody.
    """
    text = storable(body.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not text:
        raise UnusableBody
    if len(text) > most:
        raise UnusableBody(len(text) - most)
    return text


def day_begins(now: datetime, zone: ZoneInfo) -> datetime:
    """The first moment of the day that `now` is in: what is kept of when a complainant looked in."""
    return datetime.combine(now.astimezone(zone).date(), time(), zone)


def is_worth_an_event(tries: int) -> bool:
    """Whether the log says that somebody tries wrong passphrases: at the 20th, the 100th and each thousandth."""
    return tries in MANY_TRIES or (tries > 0 and tries % 1000 == 0)


def may_ask_for_review(closed_on: date, today: date, days: int | None) -> bool:
    """Whether another look can still be asked for: within `days` of the closing, or at any time where none are set."""
    return days is None or today <= closed_on + timedelta(days=days)


def is_time_to_mail(waits_since: datetime | None, mailed_at: datetime | None, now: datetime) -> bool:
    """Whether somebody is mailed that there is something to read: it waits, and the last mail is a day old."""
    return waits_since is not None and (mailed_at is None or now - mailed_at >= BETWEEN_MAILS)
