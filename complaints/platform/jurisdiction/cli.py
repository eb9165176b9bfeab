"""The command that reads a profile file as the start would, and says what is in it or what is wrong."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from complaints.platform.jurisdiction.errors import ProfileError
from complaints.platform.jurisdiction.loader import load_profile, shipped_names
from complaints.platform.jurisdiction.profile import DueEvent, DueOn, Profile

profile_group = AppGroup("profile", help="The jurisdiction profile: what differs from city to city.")
commands = (profile_group,)


@profile_group.command("check")
@click.argument("file")
def check(file: str) -> None:
    """Read FILE, or a profile that ships by its name, as the start would; nothing is changed.

    Exit codes: 0 when the product can run with it, 1 when not.
    """
    try:
        found = load_profile(file)
        for judge in current_app.extensions["profile_checks"]:
            judge(found)
    except ProfileError as refused:
        raise click.ClickException(str(refused)) from refused
    for line in summary(found):
        click.echo(line)


@profile_group.command("list")
def list_profiles() -> None:
    """The profiles that come with the product."""
    for name in shipped_names():
        click.echo(f"{name:<20}{load_profile(name).names.text('en')}")


def summary(profile: Profile) -> list[str]:
    """What whoever wrote the file should look over once more, a line each."""
    rule, hidden = profile.reporting, profile.disclosure
    return [
        f"{profile.source} can be used: {profile.names.text(profile.default_locale)}, version {profile.version}.",
        f"Languages: {', '.join(language.code for language in profile.languages)}. Days begin in {profile.timezone}.",
        f"Desks: {len(profile.desks)}. Rules: {len(profile.rules)}. Deadlines: {len(profile.clocks)}. "
        f"Neighborhoods: {len(profile.neighbourhoods) or 'not stated'}.",
        f"The report: {rule.source}; period {rule.period}; due {due_words(rule.due)}; says {rule.measure}; "
        f"to {', '.join(each.text(profile.default_locale) for each in rule.recipients)}.",
        *(f"Also due: {step.names.text(profile.default_locale)}, {due_words(step.due)}." for step in rule.also_due),
        f"Numbers below {hidden.k} are hidden, and others by chance ({hidden.decoy_probability:g}).",
    ]


def due_words(due: DueOn | DueEvent) -> str:
    """A due date for whoever reads a terminal."""
    match due:
        case DueOn(month=month, day=day):
            return f"{month}/{day}"
        case DueEvent(names=names):
            return f"before: {names.text(names.default_locale)}"
