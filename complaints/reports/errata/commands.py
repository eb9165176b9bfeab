"""`flask reports erratum …`: write what was found wrong with a published report, publish it, set it aside, list it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from complaints.platform.accounts.permissions import Permission
from complaints.platform.extensions import db
from complaints.platform.store import immediate_transactions
from complaints.reports import archive, freezing
from complaints.reports.acting import AS, acting
from complaints.reports.errata import service as errata
from complaints.reports.group import refusals
from complaints.reports.models import Erratum

NUMBER = click.argument("number", metavar="RELEASE", type=click.IntRange(1, 2**31 - 1))
WHICH = click.argument("erratum_id", metavar="ID", type=click.IntRange(1, 2**31 - 1))
FORM = '{"text": {"en": "…", "es": "…"}, "cells": {"<id in disclosure.json>": <number>}}'


@click.group("erratum")
def erratum() -> None:
    """What was found wrong with a published report; the report itself never changes."""


@erratum.command("write", epilog=f"FILE holds {FORM}; without cells it is words alone, which have no number.")
@NUMBER
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@AS
@with_appcontext
def write(number: int, file: Path, email: str | None) -> None:
    """Store what is wrong with a release, for a second person to publish."""
    text, cells = _read(file)
    with refusals(), immediate_transactions(True):
        release = archive.release_by_number(db.session, number, published_only=False)
        actor = acting(email, Permission.RELEASE_FREEZE)
        made = errata.write(db.session, release, text, cells, actor, _now(), languages=_languages())
        db.session.commit()
        click.echo(f"Erratum {made.id} to release {number} is written: {len(made.cells)} numbers corrected.")


def _now() -> datetime:
    found: datetime = current_app.config["CLOCK"]()
    return found


def _languages() -> list[str]:
    return [language.code for language in freezing.profile().languages]


def _read(file: Path) -> tuple[dict[str, str], dict[str, int]]:
    """The text by language and the numbers by cell. Exit code 2 with a sentence for another form."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        text, cells = data["text"], data.get("cells", {})
        fits = all(isinstance(words, str) for words in text.values()) and isinstance(cells, dict)
    except (ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError) as problem:
        raise click.BadParameter(f"{file.name} is not in the form {FORM}", param_hint="FILE") from problem
    if not fits:
        raise click.BadParameter(f"{file.name} is not in the form {FORM}", param_hint="FILE")
    return text, cells


@erratum.command("publish")
@NUMBER
@WHICH
@AS
@with_appcontext
def publish(number: int, erratum_id: int, email: str | None) -> None:
    """Make a written erratum the next link of the release's signed chain."""
    with refusals(), immediate_transactions(True):
        release = archive.release_by_number(db.session, number, published_only=False)
        chosen = errata.erratum_by_id(db.session, release, erratum_id)
        actor = acting(email, Permission.RELEASE_PUBLISH)
        errata.publish(db.session, freezing.key_ring(), release, chosen, actor, _now(), languages=_languages())
        db.session.commit()
        click.echo(f"Erratum {chosen.number} to release {number} is published.")


@erratum.command("set-aside")
@NUMBER
@WHICH
@AS
@with_appcontext
def set_aside(number: int, erratum_id: int, email: str | None) -> None:
    """Leave a written erratum unpublished for good."""
    with refusals(), immediate_transactions(True):
        release = archive.release_by_number(db.session, number, published_only=False)
        chosen = errata.erratum_by_id(db.session, release, erratum_id)
        actor, now = acting(email, Permission.RELEASE_FREEZE), current_app.config["CLOCK"]()
        errata.set_aside(db.session, release, chosen, actor, now)
        db.session.commit()
    click.echo(f"Erratum {erratum_id} is set aside.")


@erratum.command("list")
@NUMBER
@with_appcontext
def listing(number: int) -> None:
    """Every erratum that was written to a release."""
    with refusals(), immediate_transactions(False):
        release = archive.release_by_number(db.session, number, published_only=False)
        found = errata.all_of(db.session, release)
    for each in found:
        click.echo(f"{each.id}  {_state(each)}  {len(each.cells)} numbers corrected, in {', '.join(each.text)}")
    if not found:
        click.echo(f"Nothing was found wrong with release {number}.")


def _state(each: Erratum) -> str:
    if each.published_at is not None:
        return f"erratum {each.number}, published {each.published_at:%Y-%m-%d}"
    return "set aside" if each.set_aside_at is not None else f"written {each.written_at:%Y-%m-%d}, not published"


def hang(group: AppGroup) -> None:
    """Put these commands into the group."""
    group.add_command(erratum)
