"""`flask mail …`: what has not been sent, and another start for what was given up. It names no resident's address."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from complaints.platform.audit import Actor
from complaints.platform.extensions import db
from complaints.platform.post import service
from complaints.platform.web.clock import now

mail = AppGroup("mail", help="Mail: what waits and what was given up.")


@mail.command("list")
def listing() -> None:
    """Every mail that was not sent: number, to whom, subject, tries, what went wrong. None: a sentence."""
    found = service.unsent(db.session)
    for waiting in found:
        state = "given up" if waiting.given_up_at else f"next try {waiting.next_try_at:%Y-%m-%d %H:%M} UTC"
        fields = (
            str(waiting.id),
            waiting.address or "a resident",
            waiting.subject,
            f"{waiting.tries} tries",
            state,
            waiting.trouble,
        )
        click.echo("\t".join(field for field in fields if field))
    if not found:
        click.echo("Every mail was sent.")


@mail.command("again")
@click.argument("number", type=click.IntRange(1, 2**31 - 1))
def again(number: int) -> None:
    """Try a mail that was given up once more, at the next `jobs run`."""
    try:
        service.try_again(db.session, number, Actor.command(), now())
    except service.NotGivenUp as problem:
        raise click.ClickException(f"Mail {number} was not given up. See: mail list") from problem
    db.session.commit()
    click.echo(f"Mail {number} is tried again at the next: jobs run")


commands = (mail,)
