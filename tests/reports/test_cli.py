"""`flask reports …` as the report job and a careful reader use it."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from complaints.platform.accounts.permissions import Role
from complaints.reports.models import Release
from tests import cast


def test_a_preview_prints_protected_tables_and_stores_nothing(world, later, run, session):
    world.year()
    result = run("reports", "preview", "--period", "2025")
    assert result.exit_code == 0, result.output
    assert "40 complaints received, 26 complaints decided" in result.output
    assert "–" in result.output
    assert "drones" in result.output
    assert session.scalar(sa.select(sa.func.count()).select_from(Release)) == 0


def test_a_preview_can_be_read_by_a_program(world, later, run):
    world.year()
    document = json.loads(run("reports", "preview", "--period", "2025", "--json").output)
    assert document["number"] is None
    assert document["complaints"]["received"] == 40


def test_freezing_publishing_and_listing(world, later, run, session):
    world.year()
    assert "No release yet" in run("reports", "list").output
    assert "Release 1 for 2025 is frozen:" in run("reports", "freeze", "--period", "2025").output
    assert "not published" in run("reports", "list").output
    cast.staff(session, Role.COMMANDER)
    named = ("--as", "cora.commander@example.org")
    assert run("reports", "publish", "1", *named).output == "Release 1 is published.\n"
    again = run("reports", "publish", "1", *named)
    assert (again.exit_code, "published already" in again.output) == (1, True)
    assert "published 2026-02-02" in run("reports", "list").output


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("freeze", "--period", "twenty"), 2, "year, written like 2025"),
        (("freeze",), 2, "--period"),
        (("freeze", "--period", "2026"), 1, "It can be frozen once it is over"),
        (("preview", "--period", "2026"), 1, "previewed once it is over"),
        (("preview", "--period", "2021"), 1, "took no complaints yet"),
        (("build", "7", "--out", "x"), 1, "There is no release 7"),
        (("build", "0", "--out", "x"), 2, "NUMBER"),
        (("publish", "7"), 1, "There is no release 7"),
        (("verify", "/nowhere/at/all"), 2, "is not a folder"),
    ],
)
def test_what_cannot_be_done_ends_with_a_sentence(world, later, run, session, arguments, code, words):
    world.year()
    result = run("reports", *arguments)
    assert (result.exit_code, words in result.output) == (code, True), result.output
    assert session.scalar(sa.select(sa.func.count()).select_from(Release)) == 0


def test_a_second_freeze_is_refused(world, later, run, session):
    world.year()
    run("reports", "freeze", "--period", "2025")
    result = run("reports", "freeze", "--period", "2025")
    assert (result.exit_code, "frozen as release 1, which never changes" in result.output) == (1, True)
    assert session.scalar(sa.select(sa.func.count()).select_from(Release)) == 1


def test_the_public_site_has_no_key_to_freeze_with(world, later, make_app, session):
    world.year()
    result = make_app("public").test_cli_runner().invoke(args=["reports", "freeze", "--period", "2025"])
    assert (result.exit_code, "FLASK_SITE" in result.output) == (1, True), result.output
    assert session.scalar(sa.select(sa.func.count()).select_from(Release)) == 0


def test_a_built_release_verifies(folder, run):
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {
        "manifest.json",
        "manifest.sig",
        "report.json",
        "report.en.pdf",
        "report.es.html",
        "data/status.csv",
    } <= names
    result = run("reports", "verify", str(folder))
    assert (result.exit_code, result.output) == (0, "Every file is as it was signed.\n")


def test_building_twice_gives_the_same_bytes(folder, run, tmp_path):
    again = tmp_path / "again"
    run("reports", "build", "1", "--out", str(again))
    for path in folder.rglob("*"):
        if path.is_file():
            assert (again / path.relative_to(folder)).read_bytes() == path.read_bytes()


def test_a_folder_with_something_in_it_is_left_alone(folder, run):
    before = sorted(folder.rglob("*"))
    result = run("reports", "build", "1", "--out", str(folder))
    assert (result.exit_code, "not an empty folder" in result.output) == (1, True)
    assert sorted(folder.rglob("*")) == before
    assert not [path for path in folder.parent.iterdir() if path != folder]


def test_a_changed_file_is_named(folder, run):
    table = folder / "data" / "status.csv"
    table.write_bytes(table.read_bytes().replace(b"closed", b"opened", 1))
    result = run("reports", "verify", str(folder))
    assert result.exit_code == 1
    assert "data/status.csv was changed" in result.output
    assert result.output.count("was changed") == 1


def test_a_missing_and_an_added_file_are_named(folder, run):
    (folder / "report.en.pdf").unlink()
    (folder / "extra.txt").write_text("not ours")
    result = run("reports", "verify", str(folder))
    assert result.exit_code == 1
    assert "report.en.pdf is missing" in result.output
    assert "extra.txt does not belong" in result.output


@pytest.mark.parametrize("name", ["manifest.json", "manifest.sig"])
def test_without_manifest_or_signature_nothing_is_verified(folder, run, name):
    (folder / name).unlink()
    result = run("reports", "verify", str(folder))
    assert (result.exit_code, f"{name} is missing" in result.output) == (1, True)


def test_a_manifest_that_was_changed_with_its_file_is_not_ours(folder, run):
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["files"] = manifest["files"][1:]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    result = run("reports", "verify", str(folder))
    assert (result.exit_code, "is not signed with this deployment's key" in result.output) == (1, True)
