"""`flask demo load`: an invented past for looking, learning and measuring."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import AppGroup

from complaints.evidence.handing import keeping_of
from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.passwords import hashed
from complaints.platform.extensions import db
from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.settings import leave_mark
from complaints.platform.vault import KeyRing
from complaints.platform.web.clock import now

if TYPE_CHECKING:
    from complaints.demo.loading import Holdings

MOST = 100_000
ELSEWHERE = (
    "Invented ones must not stand beside them: give FLASK_INSTANCE_PATH another folder, or FLASK_DATABASE_URL another "
    "database."
)

demo = AppGroup("demo", help="Invented complaints and people.")
commands = (demo,)


@demo.command("load")
@click.option("--complaints", type=click.IntRange(1, MOST), default=2000, show_default=True, help="How many.")
@click.option("--seed", type=int, default=78, show_default=True, help="The same seed invents the same.")
def load(complaints: int, seed: int) -> None:
    """Invent complaints of the last three years with everything that happened to them, and the staff who did it."""
    # These bring Faker, which no server needs.
    from complaints.demo import loading, people

    there = loading.holdings(db.session)
    in_use = there.is_untouched and loading.is_in_real_use(db.session)
    db.session.rollback()
    if there.real:
        raise click.ClickException(f"This database holds complaints of real people ({there.real:,}). {ELSEWHERE}")
    if in_use:
        raise click.ClickException(f"Staff, machines or readers of reports use this database already. {ELSEWHERE}")
    ring: KeyRing = current_app.extensions["key_ring"]
    if there.is_untouched:
        _invent(complaints, seed, ring)
    else:
        _say_what_is_there(there)
    _introduce(people.staff_of_demonstration(db.session), people.password(ring))


def _invent(complaints: int, seed: int, ring: KeyRing) -> None:
    """One transaction a batch, so that nobody who files meanwhile waits long."""
    from complaints.demo import loading, papers, people, publishing

    profile: Profile = current_app.extensions["profile"]
    moment, begun = now(), time.monotonic()
    words = hashed(people.password(ring))
    try:
        for progress in loading.load(
            db.session, ring, profile, count=complaints, seed=seed, password_hash=words, now=moment
        ):
            # Before the first invented row: what stands beside it from then on is invented, too.
            leave_mark(current_app.instance_path)
            db.session.commit()
            _show(f"{progress.complaints:,} of {complaints:,} complaints, {progress.share:.0%} of what became of them")
    except loading.NoTechnologies as problem:
        raise click.ClickException(
            "The registry is empty, so there is nothing to complain about. "
            "Load it first: flask --app wsgi registry load-profile"
        ) from problem
    for release in publishing.publish_past(db.session, ring, profile, moment):
        _show(f"the counts of {release.period} are published as release {release.number}")
    files = papers.hand_in_some(db.session, keeping_of(current_app), moment)
    _show(f"{files} photos, letters and recordings on the newest complaints")
    click.echo(f"\nInvented {complaints:,} complaints in {time.monotonic() - begun:.0f} s.")


def _show(how_far: str) -> None:
    """Progress: one line that is written anew on a terminal, lines elsewhere."""
    live = sys.stdout.isatty()
    click.echo(f"\r\033[K  {how_far}" if live else f"  {how_far}", nl=not live)


def _say_what_is_there(there: Holdings) -> None:
    click.echo(f"There are {there.invented:,} invented complaints already; nothing was added.")
    if not there.is_whole:
        click.echo("An earlier load was cut off. For a whole one give FLASK_INSTANCE_PATH another folder.")


def _introduce(staff: Sequence[Staff], password: str) -> None:
    """How to sign in as each; the second factor is not asked of invented people while the site says that it is one."""
    click.echo("\nSign in at /staff/sign-in as one of these invented people, all with the same password:")
    for person in staff:
        click.echo(f"  {person.email:<38}{person.role.value.replace('_', ' '):<20}{person.name}")
    click.echo(f"  Password: {password}")
    if not current_app.config["DEMONSTRATION"]:
        click.echo("Start a site that is being served on this database again, so that it says so on every page.")
