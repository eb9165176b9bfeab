"""The command that walks the log from its first event."""

from __future__ import annotations

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import AppGroup

from complaints.platform.audit.heads import published_heads
from complaints.platform.audit.models import AuditHead
from complaints.platform.audit.service import verify_chain
from complaints.platform.extensions import db
from complaints.platform.store import immediate_transactions

audit = AppGroup("audit", help="The log of everything that was changed or read.")


@audit.command("verify")
def verify() -> None:
    """Check the chain and the heads that were published; the exit code is 1 when anything is wrong."""
    key = current_app.extensions["key_ring"].derived("audit chain 1")
    with immediate_transactions(False):
        heads = published_heads(db.session)
        faults = verify_chain(db.session, key, heads)
        events = db.session.scalar(sa.select(AuditHead.sequence)) or 0
    for fault in faults:
        click.echo(fault.problem, err=True)
    if faults:
        raise click.ClickException("The log is not as it was written. Keep the database as it is, and compare backups.")
    click.echo(f"{events} events, each as it was written; {len(heads)} published heads agree.")


commands = (audit,)
