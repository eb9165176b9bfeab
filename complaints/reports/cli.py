"""`flask reports …`: preview, freeze and publish from the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import click
from flask import current_app
from flask_babel import force_locale

from complaints.platform.accounts.permissions import Permission
from complaints.platform.audit import Actor
from complaints.platform.extensions import db
from complaints.platform.store import immediate_transactions
from complaints.reports import archive, freezing, service
from complaints.reports.acting import AS, acting
from complaints.reports.editions.edition import make_edition
from complaints.reports.errata import commands as errata_commands
from complaints.reports.group import PERIOD, named_period, refusals, reports
from complaints.reports.job import commands as job_commands
from complaints.reports.models import Release
from complaints.reports.verifying import commands as proof_commands

commands = (reports,)
proof_commands.hang(reports)
errata_commands.hang(reports)
job_commands.hang(reports)


def _now() -> Any:
    return current_app.config["CLOCK"]()


@reports.command("preview")
@PERIOD
@click.option("--json", "as_json", is_flag=True, help="The content as JSON instead of tables.")
def preview(text: str, as_json: bool) -> None:
    """Show the protected tables of a period: of its release, or as they would be frozen now."""
    period = named_period(text)
    with refusals(), immediate_transactions(False):
        document = service.preview(
            db.session,
            freezing.key_ring(),
            freezing.profile(),
            period,
            _now(),
            demonstration=freezing.counts_demonstration(),
        )
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    locale = freezing.profile().default_locale
    with force_locale(locale):
        for line in _lines(make_edition(document, locale)):
            click.echo(line)


def _lines(edition: Mapping[str, Any]) -> Iterator[str]:
    """The tables as plain text."""
    yield f"{edition['title']} ({edition['period']})"
    if edition["demonstration"]:
        yield edition["demonstration"]
    yield ", ".join(f"{figure['number']} {figure['label']}" for figure in edition["summary"]["figures"])
    for table in edition["tables"]:
        rows = [[table["first"], *table["columns"]]]
        rows += [[row["label"], *(cell["words"] for cell in row["cells"])] for row in [*table["rows"], table["total"]]]
        widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
        yield ""
        yield table["title"]
        for row in rows:
            rest = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
            yield "  ".join([row[0].ljust(widths[0]), *rest])


@reports.command("freeze")
@PERIOD
@AS
@click.option("--publish", "publishes", is_flag=True, help="Publish it at once (with --as: where one may do both).")
def freeze(text: str, email: str | None, publishes: bool) -> None:
    """Make the numbered release of a period that is over. It never changes afterwards."""
    period = named_period(text)
    with refusals():
        actor = acting(email, Permission.RELEASE_FREEZE)
        release = freezing.freeze_period(period, actor, _now())
        files = len(release.manifest["files"])
        click.echo(f"Release {release.number} for {release.period} is frozen: {files} files, signed.")
        if publishes:
            _publish(release, acting(email, Permission.RELEASE_PUBLISH))


@reports.command("publish")
@click.argument("number", type=click.IntRange(1, 2**31 - 1))
@AS
def publish(number: int, email: str | None) -> None:
    """Publish a frozen release. Where two people are required, --as names one who did not freeze it."""
    with refusals():
        release = archive.release_by_number(db.session, number, published_only=False)
        _publish(release, acting(email, Permission.RELEASE_PUBLISH))


def _publish(release: Release, actor: Actor) -> None:
    service.publish(db.session, freezing.key_ring(), release, actor, _now())
    db.session.commit()
    alone = release.two_people and actor.staff_id is None
    by = ", by this command alone: the log names no person" if alone else ""
    click.echo(f"Release {release.number} is published{by}.")


@reports.command("list")
def listing() -> None:
    """Every release, the newest first."""
    found = archive.releases(db.session, published_only=False)
    for release in found:
        state = f"published {release.published_at:%Y-%m-%d}" if release.published_at else "not published"
        kind = ", demonstration data" if release.is_demonstration else ""
        click.echo(f"{release.number}  {release.period}  frozen {release.frozen_at:%Y-%m-%d}, {state}{kind}")
    if not found:
        click.echo("No release yet. Make one with: reports freeze --period 2025")
