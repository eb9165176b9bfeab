"""Commands for accounts and tokens, for who has a shell on the machine."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from complaints.platform.accounts import service, tokens
from complaints.platform.accounts.links import setup_address
from complaints.platform.accounts.models import Scope, Staff
from complaints.platform.accounts.permissions import Role
from complaints.platform.accounts.rules import MOST_TOKEN_DAYS
from complaints.platform.audit import Actor
from complaints.platform.extensions import db
from complaints.platform.web.clock import now

staff = AppGroup("staff", help="Who works here and how they get in.")
token = AppGroup("token", help="Tokens with which machines read.")
ROLES = click.Choice([role.value for role in Role])


@staff.command("add")
@click.argument("email")
@click.option("--role", type=ROLES, required=True)
@click.option("--name", default="", help="Default: the address.")
@click.option("--unit", default="", help="Where the person works; nobody is assigned a complaint about their own unit.")
def add(email: str, role: str, name: str, unit: str) -> None:
    """Add an account and print the one-time link that opens it."""
    try:
        person = service.add_staff(db.session, email, name, Role(role), unit, Actor.command(), now())
    except service.EmailTaken as problem:
        raise click.ClickException(f"There is an account for {email} already. See: staff reset-link") from problem
    except ValueError as problem:
        raise click.ClickException(f"{email!r} is not an e-mail address.") from problem
    _print_link(service.issue_link(db.session, person, Actor.command(), now()))


@staff.command("list")
def list_staff() -> None:
    """Print every account: number, address, role, unit, and whether it is open."""
    for person in service.everyone(db.session):
        state = "closed" if person.is_disabled else "open" if person.password_hash else "waits for its link"
        click.echo("\t".join((str(person.id), person.email, person.role.value, person.unit or "-", state)))


@staff.command("disable")
@click.argument("email")
def disable(email: str) -> None:
    """Close an account at once; its sessions end."""
    try:
        service.disable(db.session, _person(email), Actor.command(), now())
    except service.LastAdministrator as problem:
        raise click.ClickException("This is the last account that can manage accounts. Add another first.") from problem
    db.session.commit()
    click.echo(f"The account of {email} is closed.")


@staff.command("reset-link")
@click.argument("email")
@click.option("--forget-second-factor", is_flag=True, help="For a lost telephone: a new one is set up.")
def reset_link(email: str, forget_second_factor: bool) -> None:
    """Print a new one-time link to set a password; earlier links end."""
    person = _person(email)
    if person.is_disabled:
        raise click.ClickException(f"The account of {email} is closed.")
    _print_link(service.issue_link(db.session, person, Actor.command(), now(), forget_second_factor))


@staff.command("first-admin")
def first_admin() -> None:
    """Print the link that makes the first administrator; nothing when there is staff already."""
    link = service.first_administrator(db.session, now())
    db.session.commit()
    if link:
        click.echo("Open this link once to become the first administrator. It is good for 48 hours:")
        click.echo(setup_address(link))
        click.echo(f"Lost it? flask --app wsgi staff reset-link {service.FIRST_ADMINISTRATOR}")


@token.command("add")
@click.argument("name")
@click.option("--scope", type=click.Choice([scope.value for scope in Scope]), required=True)
@click.option("--days", type=click.IntRange(1, MOST_TOKEN_DAYS), default=365, show_default=True)
def add_token(name: str, scope: str, days: int) -> None:
    """Make a token and print it, this once."""
    try:
        made, text = tokens.issue_token(db.session, name, Scope(scope), days, Actor.command(), now())
    except ValueError as problem:
        raise click.ClickException("Give the token a name of 1 to 80 characters.") from problem
    db.session.commit()
    click.echo(f"Token {made.id}, good until {made.expires_at:%Y-%m-%d}. It is shown only this once:", err=True)
    click.echo(text)


@token.command("list")
def list_tokens() -> None:
    """Print every token: number, name, scope, last day, state."""
    for made in tokens.all_tokens(db.session):
        state = "revoked" if made.revoked_at else "expired" if made.expires_at <= now() else "good"
        click.echo("\t".join((str(made.id), made.name, made.scope.value, f"{made.expires_at:%Y-%m-%d}", state)))


@token.command("revoke")
@click.argument("token_id", type=int)
def revoke(token_id: int) -> None:
    """End a token at once."""
    try:
        tokens.revoke_token(db.session, token_id, Actor.command(), now())
    except tokens.UnknownToken as problem:
        raise click.ClickException(f"There is no token {token_id}. See: token list") from problem
    db.session.commit()
    click.echo(f"Token {token_id} opens nothing any more.")


def _person(email: str) -> Staff:
    person = service.find(db.session, email)
    if person is None:
        raise click.ClickException(f"There is no account for {email}. See: staff list")
    return person


def _print_link(link: str) -> None:
    db.session.commit()
    click.echo(setup_address(link))


commands = (staff, token)
