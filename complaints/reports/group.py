"""What every `flask reports …` command stands on: the group, the option that names a period, and how refusals end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import AppGroup

from complaints.disclosure import Refusal
from complaints.platform.extensions import db
from complaints.platform.vault import NoPrivateKey
from complaints.reports import freezing
from complaints.reports.periods import Period, PeriodRefused
from complaints.reports.rules import ReleaseRefused

reports = AppGroup("reports", help="Protected counts, frozen releases and the annual report.")
PERIOD = click.option("--period", "text", required=True, help="For example 2025.")


@contextmanager
def refusals() -> Iterator[None]:
    """Say why nothing was done, leave nothing half done, and end with exit code 1."""
    try:
        yield
    except NoPrivateKey as refused:
        db.session.rollback()
        raise click.ClickException(f"{refused} Run this where FLASK_SITE is all or staff.") from refused
    except (ReleaseRefused, Refusal) as refused:
        db.session.rollback()
        raise click.ClickException(str(refused)) from refused


def named_period(text: str) -> Period:
    """The period that `--period` names; exit code 2 with a sentence where there is none such."""
    try:
        return freezing.period_of(text)
    except PeriodRefused as refused:
        raise click.BadParameter(str(refused), param_hint="--period") from refused
