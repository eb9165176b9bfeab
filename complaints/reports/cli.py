"""`flask reports …`: preview, freeze, publish, build and verify from the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask_babel import force_locale

from complaints.platform.audit import Actor
from complaints.platform.extensions import db
from complaints.platform.store import immediate_transactions
from complaints.reports import archive, freezing, service
from complaints.reports.edition import make_edition
from complaints.reports.folder import write_folder
from complaints.reports.group import PERIOD, named_period, refusals, reports
from complaints.reports.manifest import verify_folder
from complaints.reports.rules import ReleaseRefused

commands = (reports,)


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
@click.option("--publish", "publishes", is_flag=True, help="Publish it at once.")
def freeze(text: str, publishes: bool) -> None:
    """Make the numbered release of a period that is over. It never changes afterwards."""
    period = named_period(text)
    with refusals():
        release = freezing.freeze_period(period, Actor.command(), _now(), publish=publishes)
    state = "frozen and published" if publishes else "frozen"
    files = len(release.manifest["files"])
    click.echo(f"Release {release.number} for {release.period} is {state}: {files} files, signed.")


@reports.command("publish")
@click.argument("number", type=click.IntRange(min=1))
def publish(number: int) -> None:
    """Publish a frozen release."""
    with refusals():
        release = archive.release_by_number(db.session, number, published_only=False)
        service.publish(db.session, freezing.key_ring(), release, Actor.command(), _now())
        db.session.commit()
    click.echo(f"Release {number} is published.")


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


@reports.command("build")
@click.argument("number", type=click.IntRange(min=1))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A folder that is new or empty.")
def build(number: int, out: Path) -> None:
    """Write the files of a release to a folder, exactly as they were frozen and signed."""
    with refusals(), immediate_transactions(False):
        release = archive.release_by_number(db.session, number, published_only=False)
        faults = service.stored_faults(db.session, freezing.key_ring(), release)
        if faults:
            raise ReleaseRefused(f"Release {number} is not as it was signed: {' '.join(faults)}")
        try:
            count = write_folder(release, archive.files_of(db.session, release), out)
        except OSError as problem:
            raise click.ClickException(f"{out} cannot be written ({problem.strerror}).") from problem
    click.echo(f"Release {number}: {count} files in {out}.")


@reports.command("verify")
@click.argument("folder", type=click.Path(path_type=Path))
def verify(folder: Path) -> None:
    """Check the files of a folder against the signed manifest in it."""
    if not folder.is_dir():
        raise click.BadParameter(f"{folder} is not a folder.", param_hint="FOLDER")
    try:
        faults = verify_folder(folder, freezing.key_ring().releases_public)
    except OSError as problem:
        raise click.ClickException(f"{folder} cannot be read ({problem.strerror}).") from problem
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise click.ClickException("This is not the release as it was signed.")
    click.echo("Every file is as it was signed.")
