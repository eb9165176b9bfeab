"""For whom a command acts: a member of staff named with `--as`, who may do what it does, or nobody."""

from __future__ import annotations

import click

from complaints.platform.accounts.permissions import Permission
from complaints.platform.accounts.service import find
from complaints.platform.audit import Actor
from complaints.platform.extensions import db

AS = click.option("--as", "email", metavar="EMAIL", help="Who does this: somebody of the staff who may.")


def acting(email: str | None, permission: Permission) -> Actor:
    """The shell, or the shell for that person; the log says both. Exit code 2 for somebody who may not."""
    if email is None:
        return Actor.command()
    person = find(db.session, email)
    if person is None or not person.is_active or not person.may(permission):
        raise click.BadParameter(f"{email} is nobody of the staff who may do this ({permission}).", param_hint="--as")
    return Actor.command_for(person.id)
