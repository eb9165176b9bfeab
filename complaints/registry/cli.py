"""Commands for the registry: the profile's technologies, and the spreadsheet out and in."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import click
from flask import current_app
from flask.cli import AppGroup

from complaints.platform.audit import Actor
from complaints.platform.extensions import db
from complaints.platform.jurisdiction.errors import ProfileError
from complaints.platform.web.clock import now
from complaints.registry import exchange, service
from complaints.registry.sheet import Wrong, read_sheet
from complaints.registry.sheet_words import wrong_sentence
from complaints.registry.today import today

registry = AppGroup("registry", help="The technologies with their eight items.")


@registry.command("load-profile")
def load_profile() -> None:
    """Add the profile's technologies that are missing; what is there stays as it is."""
    try:
        added = service.load_profile_registry(db.session, now(), current_app.extensions["profile"].code)
    except ProfileError as refused:
        raise click.ClickException(str(refused)) from refused
    db.session.commit()
    click.echo(f"Added {len(added)}: {', '.join(added)}." if added else "Every technology of the profile is there.")


@registry.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(file: Path) -> None:
    """Write every technology to FILE, a CSV that spreadsheets open; "-" is the standard output."""
    content = exchange.export(db.session)
    if str(file) == "-":
        click.echo(content, nl=False)
        return
    try:
        file.write_bytes(content)
    except OSError as problem:
        raise click.ClickException(f"{file} cannot be written ({problem.strerror}).") from problem
    click.echo(f"Wrote {len(service.listed(db.session, include_retired=True))} technologies to {file}.")


@registry.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
def import_(file: Path, dry_run: bool) -> None:
    """Read FILE as `export` writes it: all of it or, when anything is wrong, nothing."""
    try:
        content = file.read_bytes()
    except OSError as problem:
        raise click.ClickException(f"{file} cannot be read ({problem.strerror}).") from problem
    sheet = read_sheet(content, today())
    if sheet.wrong:
        _refuse(sheet.wrong)
    try:
        planned = exchange.plan(db.session, sheet.rows)
    except exchange.SheetRefused as refused:
        _refuse(refused.wrong)
    for each in planned:
        if not each.is_idle:
            said = ", ".join(change.field for change in each.differences)
            click.echo(f"{'change' if each.technology else 'add'} {each.row.slug}: {said}")
    if not dry_run:
        note = f"Import of {file.name}"[:300]
        count = exchange.apply(db.session, planned, Actor.command(), now(), note)
        db.session.commit()
        click.echo(f"{count} of {len(planned)} technologies were added or changed.")


def _refuse(wrong: list[Wrong]) -> NoReturn:
    for each in wrong:
        click.echo(wrong_sentence(each), err=True)
    raise click.ClickException("Nothing was changed.")


commands = (registry,)
