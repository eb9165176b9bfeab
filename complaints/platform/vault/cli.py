"""Commands for the key ring."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from complaints.platform.vault.ring import create_ring

keys = AppGroup("keys", help="The key ring: what seals complaints and what opens them.")


@keys.command("init")
def init() -> None:
    """Make the key ring where none is; an existing one is left alone."""
    directory = Path(current_app.config["KEY_DIRECTORY"])
    if create_ring(directory):
        click.echo(
            f"Made a key ring in {directory}. Keep a copy of staff.json offline: without it nothing can be read."
        )
    else:
        click.echo(f"The key ring in {directory} is there already.")


@keys.command("list")
def list_keys() -> None:
    """Show the id of the key that complaints are sealed to, and whether this process can read them."""
    ring = current_app.extensions.get("key_ring")
    if ring is None:
        raise click.ClickException("There is no key ring yet. Make one with `flask --app wsgi keys init`.")
    click.echo(f"sealing to {ring.staff.key_id.hex()}; this process {'can' if ring.can_open else 'cannot'} read")


commands = (keys,)
