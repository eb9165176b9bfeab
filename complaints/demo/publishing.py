"""Which periods of the invented past are published: the two last whole ones, by two people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from complaints.demo.people import address
from complaints.demo.steps import Post
from complaints.platform.accounts.service import find
from complaints.platform.audit import Actor
from complaints.platform.jurisdiction.profile import PeriodKind, Profile
from complaints.platform.store import Db, immediate_transactions
from complaints.platform.vault import KeyRing
from complaints.reports import service
from complaints.reports.editions import press
from complaints.reports.models import Release
from complaints.reports.periods import Period, latest_over, parse_period

WHOLE_PERIODS: Final = 2


def past_periods(profile: Profile, now: datetime) -> list[Period]:
    """The last two periods that are over, the older first."""
    rule = profile.reporting
    last = latest_over(rule, now, profile.zone)
    if last is None:
        return []
    newest = int(last.code) if rule.period is PeriodKind.MONTHS_SINCE_APPROVAL else last.ends_on.year
    return [parse_period(str(code), rule) for code in range(newest - WHOLE_PERIODS + 1, newest + 1) if code > 0]


def publish_past(session: Db, ring: KeyRing, profile: Profile, now: datetime) -> Iterator[Release]:
    """Freeze and publish them; commits each. Raises ReleaseRefused, UnsafeRelease."""
    freezer, publisher = (find(session, address(post)) for post in (Post.RECORDS, Post.COMMANDER))
    if freezer is None or publisher is None:
        raise LookupError("the invented staff are not there")
    for period in past_periods(profile, now):
        with immediate_transactions(False):
            session.commit()
            draft = service.prepare(session, ring, profile, period, now, demonstration=True)
            session.commit()
        editions = press.build(draft.document, profile)
        release = service.freeze(session, ring, draft, editions, Actor.staff(freezer.id), now)
        service.publish(session, ring, release, Actor.staff(publisher.id), now)
        session.commit()
        yield release
