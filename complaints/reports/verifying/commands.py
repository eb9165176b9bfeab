"""`flask reports build`, `verify` and `rebuild`: the files of a release, and whether they are what was signed."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from complaints.platform.extensions import db
from complaints.platform.store import immediate_transactions
from complaints.reports import archive, freezing, service
from complaints.reports.archive import REPORT_FILE
from complaints.reports.errata.service import chain_of
from complaints.reports.group import refusals
from complaints.reports.rules import ReleaseRefused
from complaints.reports.verifying.folder import folder_of, write_folder
from complaints.reports.verifying.proof import Fault, load
from complaints.reports.verifying.rebuilding import another_software, differing
from complaints.reports.verifying.verifier import MANIFEST, faults_of, read_folder

NUMBER = click.argument("number", type=click.IntRange(1, 2**31 - 1))


@click.command("build")
@NUMBER
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A folder that is new or empty.")
@with_appcontext
def build(number: int, out: Path) -> None:
    """Write the files of a release to a folder, exactly as they were frozen and signed, and its errata."""
    with refusals(), immediate_transactions(False):
        files = _stored(number)
        try:
            write_folder(files, out)
        except OSError as problem:
            raise click.ClickException(f"{out} cannot be written ({problem.strerror}).") from problem
    click.echo(f"Release {number}: {len(files)} files in {out}.")


@click.command("verify")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--rebuild", is_flag=True, help="Build every edition again too, and compare the bytes.")
@with_appcontext
def verify(folder: Path, rebuild: bool) -> None:
    """Check a folder: files, manifest, signature, sums, certificate and errata, as the verify.py in it does."""
    if not folder.is_dir():
        raise click.BadParameter(f"{folder} is not a folder.", param_hint="FOLDER")
    try:
        files = read_folder(folder)
    except OSError as problem:
        raise click.ClickException(f"{folder} cannot be read ({problem.strerror}).") from problem
    except Fault as found:
        raise click.ClickException(str(found)) from found
    faults = faults_of(files, freezing.key_ring().releases_public.public_bytes_raw())
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise click.ClickException("This is not the release as it was signed.")
    click.echo("Every file is as it was signed.")
    if rebuild:
        _rebuild(files)


@click.command("rebuild")
@NUMBER
@with_appcontext
def rebuild(number: int) -> None:
    """Build every edition of a release again from its frozen content, and compare the bytes with those signed."""
    with refusals(), immediate_transactions(False):
        files = _stored(number)
    _rebuild(files)


def _stored(number: int) -> dict[str, bytes]:
    """The files of a release as its folder has them. Raises ReleaseRefused when they are not as they were signed."""
    release = archive.release_by_number(db.session, number, published_only=False)
    faults = service.stored_faults(db.session, freezing.key_ring(), release)
    if faults:
        raise ReleaseRefused(f"Release {number} is not as it was signed: {' '.join(faults)}")
    return folder_of(db.session, release, chain_of(db.session, release))


def _rebuild(files: dict[str, bytes]) -> None:
    manifest = load(MANIFEST, files[MANIFEST])
    other = another_software(manifest, freezing.profile())
    for sentence in other:
        click.echo(sentence, err=True)
    wrong, same = differing(load(REPORT_FILE, files[REPORT_FILE]), files, freezing.profile())
    for sentence in wrong:
        click.echo(sentence, err=True)
    if wrong:
        why = " It was made otherwise, as said above." if other else ""
        raise click.ClickException(f"{len(wrong)} files came out otherwise, {same} the same byte for byte.{why}")
    click.echo(f"Built again: {same} files, the same byte for byte.")


def hang(group: AppGroup) -> None:
    """Put these commands into the group."""
    for command in (build, verify, rebuild):
        group.add_command(command)
