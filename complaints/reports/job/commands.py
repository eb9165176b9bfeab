"""`flask reports run`, `missing` and `due`: the report job as a timer calls it, and what prepares it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from complaints.platform.accounts.permissions import Permission
from complaints.platform.extensions import db
from complaints.platform.web.clock import now
from complaints.reports import archive, freezing
from complaints.reports.acting import AS, acting
from complaints.reports.group import PERIOD, named_period, refusals
from complaints.reports.job import due
from complaints.reports.job import run as job
from complaints.reports.job.completeness import completeness
from complaints.reports.periods import Period

LATEST = click.option("--period", "text", help="For example 2025. Default: the newest period that is over.")


@click.command("run")
@LATEST
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Where the folder release-N is kept.")
@click.option("--early", is_flag=True, help="Freeze now, though the day of the freeze has not come.")
@click.option("--when-due", is_flag=True, help="Before the day of the freeze, say so and end well. For timers.")
@with_appcontext
def run(text: str | None, out: Path, early: bool, when_due: bool) -> None:
    """Freeze the period when its day has come, and write the release's folder. Never publishes.

    Safe to run again and two at once: what is done already is said and left as it is.
    """
    with refusals():
        period = job.usual_period(now()) if text is None else named_period(text)
        try:
            frozen = job.freeze_once(period, acting(None, Permission.RELEASE_FREEZE), now(), early=early)
        except job.NotYet as refused:
            if when_due:
                click.echo(f"{refused} Nothing to do yet.")
                return
            raise job.NotYet(f"{refused} To freeze it now, add --early.") from refused
        state = "is frozen" if frozen.is_new else "was frozen already"
        click.echo(f"Release {frozen.release.number} for {period.code} {state}.")
        try:
            folder, wrote = job.build_once(frozen.release, out)
        except OSError as problem:
            raise click.ClickException(f"{out} cannot be written ({problem.strerror}). Run this again.") from problem
    click.echo(f"Its folder {'is' if wrote else 'was already'} in {folder}.")


@click.command("missing")
@LATEST
@with_appcontext
def missing(text: str | None) -> None:
    """What the registry does not state for the report of a period. The exit code is 1 when anything is missing."""
    with refusals():
        period = job.usual_period(now()) if text is None else named_period(text)
    found = completeness(db.session, period)
    for entry in found.incomplete:
        click.echo(f"{entry.technology.slug}: {', '.join(entry.missing)}")
    if not found.entries:
        raise click.ClickException("The registry names no technology. Load it: flask --app wsgi registry load-profile")
    if found.missing:
        raise click.ClickException(f"{found.missing} of {found.wanted} items are missing for {period.code}.")
    click.echo(f"Nothing is missing for {period.code}: {found.wanted} items of {len(found.entries)} technologies.")


days = AppGroup("due", help="When reports are due, and setting the day of the event they are due before.")


@days.command("show")
@PERIOD
def show(text: str) -> None:
    """The day a report is due, the day its numbers freeze, and every day that was set."""
    period = named_period(text)
    for said, name in due.history(db.session, period.code):
        why = f": {said.reason}" if said.reason else ""
        click.echo(f"set to {said.due_on} on {said.set_at:%Y-%m-%d}, by {name or 'a command'}{why}")
    _tell(period)


@days.command("set")
@PERIOD
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--reason", default="", help="Why the day changes, where one is set already. The earlier one stays.")
@AS
def set_day(text: str, day: datetime, reason: str, email: str | None) -> None:
    """Set the day (2026-05-16) of the event before which the report of a period is due. Once; a correction says why."""
    period, actor = named_period(text), acting(email, Permission.RELEASE_SCHEDULE)
    frozen = archive.release_of_period(db.session, period, demonstration=freezing.counts_demonstration())
    try:
        due.set_due(
            db.session,
            freezing.profile(),
            period,
            day.date(),
            actor,
            now(),
            reason=reason,
            is_frozen=frozen is not None,
        )
    except due.DueRefused as refused:
        db.session.rollback()
        raise click.ClickException(str(refused)) from refused
    db.session.commit()
    _tell(period)


def _tell(period: Period) -> None:
    schedule = due.schedule_of(db.session, freezing.profile(), period)
    if schedule.due_on is None:
        raise click.ClickException(f"Nobody has set the day that the report for {period.code} is due.")
    click.echo(f"The report for {period.code} is due on {schedule.due_on}; its numbers freeze on {schedule.freeze_on}.")


def hang(group: AppGroup) -> None:
    """Add these commands to the group."""
    for command in (run, missing, days):
        group.add_command(command)
