"""Freezing from a page or a command: read and protect without a lock, print, then store it all in one transaction."""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from complaints.platform.audit import Actor
from complaints.platform.extensions import db
from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.store import immediate_transactions
from complaints.platform.vault import KeyRing
from complaints.reports import service
from complaints.reports.editions import press
from complaints.reports.editions.printing import CannotPrint
from complaints.reports.models import Release
from complaints.reports.periods import Period, parse_period
from complaints.reports.rules import ReleaseRefused


def profile() -> Profile:
    """The jurisdiction of this deployment."""
    found: Profile = current_app.extensions["profile"]
    return found


def key_ring() -> KeyRing:
    """The keys this process holds."""
    ring: KeyRing = current_app.extensions["key_ring"]
    return ring


def counts_demonstration() -> bool:
    """Whether this deployment counts invented complaints: only those, or only real ones, never both."""
    return bool(current_app.config["DEMONSTRATION"])


def period_of(text: str) -> Period:
    """The period that somebody named. Raises PeriodRefused."""
    return parse_period(text, profile().reporting)


def freeze_period(period: Period, actor: Actor, now: datetime) -> Release:
    """Freeze a period. Commits; after a refusal nothing is stored.

    Raises ReleaseRefused, UnsafeRelease, NoPrivateKey. Files can be received meanwhile: the lock is taken at the end.
    """
    session, ring = db.session, key_ring()
    with immediate_transactions(False):
        draft = service.prepare(session, ring, profile(), period, now, demonstration=counts_demonstration())
        session.commit()
    try:
        editions = press.build(draft.document, profile())
    except CannotPrint as problem:
        raise ReleaseRefused(
            f"The PDF of the report cannot be made, so nothing was frozen. The printing program says: {problem} "
            "Look for the text that it names in the registry of technologies, change it there, and freeze again."
        ) from problem
    with immediate_transactions(True):
        release = service.freeze(session, ring, draft, editions, actor, now)
        session.commit()
    return release
