"""Loads the invented past into a database: its people, and its complaints with everything that happened to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from complaints.casework.models import Case
from complaints.demo import people
from complaints.demo.acting import Stage, act, file, sealed
from complaints.demo.plan import Entry, Life, begins_at, entries, lives
from complaints.intake.models import Complaint
from complaints.intake.service import Prepared
from complaints.platform.accounts.models import ApiToken, Staff
from complaints.platform.audit import Actor, record
from complaints.platform.audit.models import AuditEvent
from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing
from complaints.registry.service import listed
from complaints.reports.models import Release

LOADED: Final = "demonstration.loaded"
AT_ONCE: Final = 600
"""Deeds of one transaction: what happens to about fifty complaints."""
AHEAD: Final = 100
"""So many complaints are sealed while others are stored."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a database holds already."""

    real: int
    invented: int
    is_whole: bool

    @property
    def is_untouched(self) -> bool:
        """Whether nobody complained yet, and nobody was invented."""
        return not (self.real or self.invented or self.is_whole)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the load has come; the caller commits."""

    complaints: int
    deeds: int
    of_deeds: int

    @property
    def share(self) -> float:
        """The part that is done, up to 1."""
        return self.deeds / self.of_deeds


def is_in_real_use(session: Db) -> bool:
    """Whether somebody works with this database in earnest: an opened account, a machine's token, or a release.

    The first administrator's account alone, with its link still unused, is no work yet.
    """
    opened = Staff.is_demonstration.is_(False) & (Staff.password_hash.is_not(None) | Staff.signed_in_at.is_not(None))
    signs = (sa.select(Staff.id).where(opened), sa.select(ApiToken.id), sa.select(Release.number))
    return any(session.scalar(query.limit(1)) is not None for query in signs)


class NoTechnologies(Exception):
    """The registry is empty, so there is nothing to complain about."""


def holdings(session: Db) -> Holdings:
    """How many real and invented complaints there are, and whether a load came to its end."""
    query = sa.select(Complaint.is_demonstration, sa.func.count()).group_by(Complaint.is_demonstration)
    counted = {bool(invented): int(count) for invented, count in session.execute(query)}
    loaded = session.scalar(sa.select(AuditEvent.sequence).where(AuditEvent.action == LOADED).limit(1))
    return Holdings(counted.get(False, 0), counted.get(True, 0), loaded is not None)


def load(
    session: Db, ring: KeyRing, profile: Profile, *, count: int, seed: int, password_hash: str, now: datetime
) -> Iterator[Progress]:
    """Invent `count` complaints and let all of it happen, in order of time, up to `now`.

    Yields where the caller should commit. The same seed, registry and time give the same complaints, numbers and
    histories. Raises NoTechnologies.
    """
    technologies = tuple(listed(session))
    if not technologies:
        raise NoTechnologies
    past = lives(count, seed, profile, {each.slug: each.type for each in technologies}, now)
    hired = people.hire(session, profile, seed, password_hash, begins_at(now))
    stage = Stage(session, ring, profile, hired, technologies)
    yield from _happen(stage, past, entries(past))
    record(
        session,
        action=LOADED,
        subject="demonstration:complaints",
        actor=Actor.command(),
        now=now,
        details={"complaints": count, "seed": seed},
    )
    yield Progress(count, 1, 1)


def _happen(stage: Stage, past: Sequence[Life], happenings: Sequence[Entry]) -> Iterator[Progress]:
    cases: dict[int, Case] = {}
    filed = 0
    with ThreadPoolExecutor(1) as pool:
        passphrases: dict[int, str] = {}
        ready = _sealed_ahead(pool, stage, past, [entry.complaint for entry in happenings if entry.step is None])
        for done, entry in enumerate(happenings, start=1):
            if entry.step is None:
                prepared = next(ready)
                cases[entry.complaint] = file(stage, prepared)
                passphrases[entry.complaint] = prepared.passphrase
                filed += 1
            else:
                act(stage, cases[entry.complaint], passphrases[entry.complaint], entry.step)
            if done % AT_ONCE == 0:
                yield Progress(filed, done, len(happenings))


def _sealed_ahead(
    pool: ThreadPoolExecutor, stage: Stage, past: Sequence[Life], order: Sequence[int]
) -> Iterator[Prepared]:
    """The complaints, sealed in another thread some way ahead: deriving a mailbox needs no database."""
    waiting = [pool.submit(sealed, stage, past[index].filing) for index in order[:AHEAD]]
    for index in order[AHEAD:]:
        yield waiting.pop(0).result()
        waiting.append(pool.submit(sealed, stage, past[index].filing))
    for future in waiting:
        yield future.result()
