"""The reports' part of `jobs run`: reminders before the freeze, put down as mail once each."""

from __future__ import annotations

from datetime import datetime

from flask_babel import force_locale

from complaints.platform.audit import Actor, record
from complaints.platform.extensions import db
from complaints.platform.jobs.job import Done, Job
from complaints.platform.post.service import is_queued, queue
from complaints.reports import freezing
from complaints.reports.job.letters import letter_of
from complaints.reports.job.reminders import Reminder, reminders


def remind(now: datetime) -> Done:
    """Put down the reminders that are called for and were not yet sent, each with its event in the log."""
    profile = freezing.profile()
    called_for = reminders(db.session, profile, now, demonstration=freezing.counts_demonstration())
    made = [reminder for reminder in called_for if not is_queued(db.session, reminder.key)]
    with force_locale(profile.default_locale):
        # Another run may have put one down since: then it is not ours to tell.
        made = [reminder for reminder in made if queue(db.session, letter_of(reminder, profile), now)]
    for reminder in made:
        _tell(reminder, now)
    db.session.commit()
    return Done(f"{len(made)} put down" if made else "nothing to remind of")


def _tell(reminder: Reminder, now: datetime) -> None:
    details: dict[str, str | int | bool | None] = {"kind": reminder.kind.value, "staff": reminder.person.id}
    if reminder.standing.schedule.freeze_on is not None:
        details["freeze_on"] = reminder.standing.schedule.freeze_on.isoformat()
    subject = f"period:{reminder.standing.period.code}"
    record(db.session, action="reminder.queued", subject=subject, actor=Actor.system(), now=now, details=details)


jobs = (Job("reminders", "Remind who prepares the report, so many days before its freeze.", remind),)
