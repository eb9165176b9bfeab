"""`flask jobs …`: what a timer calls every few minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError, ProgrammingError

from complaints.platform.extensions import db
from complaints.platform.jobs.job import Done, Job
from complaints.platform.web.clock import now

jobs = AppGroup(
    "jobs", help="What is done at its time: reminders, mail. For a timer; safe to run twice, or two at once."
)


@jobs.command("list")
def listing() -> None:
    """Every job in the order they run, and what it does."""
    for job in _known():
        click.echo(f"{job.name}\t{job.about}")


@jobs.command("run")
@click.argument("names", nargs=-1, metavar="[NAME]...")
def run(names: Sequence[str]) -> None:
    """Run every job, or only those named. One that fails does not keep the others; the exit code is 1 then."""
    known = _known()
    for name in names:
        if name not in {job.name for job in known}:
            raise click.BadParameter(f"There is no job {name}. See: jobs list", param_hint="NAME")
    moment = now()
    results = [_run(job, moment) for job in known if not names or job.name in names]
    if not all(results):
        raise click.ClickException("Not every job went well. What it says is above.")


def _known() -> tuple[Job, ...]:
    found: tuple[Job, ...] = current_app.extensions["jobs"]
    if not found:
        raise click.ClickException("This site has no jobs. Run this where FLASK_SITE is all or staff.")
    return found


def _run(job: Job, moment: datetime) -> bool:
    try:
        done = job.run(moment)
    except (OperationalError, ProgrammingError):
        # The database itself; the others would fail as well, and the command line says what is wrong with it.
        raise
    except Exception:
        current_app.logger.exception("The job %s failed.", job.name)
        done = Done("failed; the log says why", is_well=False)
    finally:
        db.session.rollback()
    click.echo(f"{job.name}: {done.words}", err=not done.is_well)
    return done.is_well


commands = (jobs,)
