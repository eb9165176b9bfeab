"""The report job: freeze a period when its day has come, and keep its folder; doing it again changes nothing.

Each step is whole or not there: the release is stored in one transaction, the folder appears by one rename. So a job
that was killed anywhere is finished by running it again, and two at once come to the same end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from complaints.platform.audit import Actor
from complaints.platform.extensions import db
from complaints.platform.store import immediate_transactions
from complaints.reports import archive, freezing, service
from complaints.reports.errata.service import chain_of
from complaints.reports.job.due import schedule_of
from complaints.reports.job.folder import keep
from complaints.reports.models import Release
from complaints.reports.periods import Period, latest_over
from complaints.reports.rules import AlreadyFrozen, NumberTaken, ReleaseRefused
from complaints.reports.verifying.folder import folder_of

ROUNDS: Final = 3
"""How often a freeze is begun anew when somebody else's release came in between."""


class NotYet(ReleaseRefused):
    """The day of the freeze has not come, or nobody has said when it is."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """The release of a period, and whether it was made just now."""

    release: Release
    is_new: bool


def usual_period(now: datetime) -> Period:
    """The newest period that is over. Raises NotYet before there is one."""
    found = latest_over(freezing.profile().reporting, now, freezing.profile().zone)
    if found is None:
        raise NotYet("No period is over yet.")
    return found


def freeze_once(period: Period, actor: Actor, now: datetime, *, early: bool = False) -> Frozen:
    """The release of a period: the one it has, or a new one when its day has come, or `early` where that is asked for.

    Commits. Raises NotYet, ReleaseRefused, Refusal of disclosure, NoPrivateKey; after each nothing is stored.
    """
    for chance in range(ROUNDS):
        found = _frozen(period)
        if found is not None:
            return Frozen(found, is_new=False)
        if not early:
            _refuse_early(period, now)
        try:
            return Frozen(freezing.freeze_period(period, actor, now), is_new=True)
        except ReleaseRefused as refused:
            db.session.rollback()
            # Somebody froze this period meanwhile, or another one, which took the number: look again.
            if chance == ROUNDS - 1 or not isinstance(refused, AlreadyFrozen | NumberTaken):
                raise
    raise AssertionError("A round ends with a release or a refusal.")


def _frozen(period: Period) -> Release | None:
    with immediate_transactions(False):
        found = archive.release_of_period(db.session, period, demonstration=freezing.counts_demonstration())
        db.session.commit()
    return found


def _refuse_early(period: Period, now: datetime) -> None:
    profile = freezing.profile()
    with immediate_transactions(False):
        schedule = schedule_of(db.session, profile, period)
        db.session.commit()
    if schedule.freeze_on is None:
        raise NotYet(
            f"Nobody has set the day of the event that the report for {period.code} is due before, so its freeze has "
            "no day either."
        )
    if now.astimezone(profile.zone).date() < schedule.freeze_on:
        raise NotYet(f"The period {period.code} freezes on {schedule.freeze_on.isoformat()}.")


def build_once(release: Release, out: Path) -> tuple[Path, bool]:
    """The folder of a release within `out`, and whether anything was written.

    Raises ReleaseRefused when what is stored is not what was signed, or the folder holds something else; OSError.
    """
    with immediate_transactions(False):
        faults = service.stored_faults(db.session, freezing.key_ring(), release)
        if faults:
            raise ReleaseRefused(f"Release {release.number} is not as it was signed: {' '.join(faults)}")
        files = folder_of(db.session, release, chain_of(db.session, release))
        db.session.commit()
    folder = out / f"release-{release.number}"
    return folder, keep(files, folder)
