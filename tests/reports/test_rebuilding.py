"""A release comes out of its frozen content again, byte for byte, or it is said what comes out otherwise."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from complaints.reports import archive
from complaints.reports.verifying import rebuilding
from complaints.reports.verifying.manifest import software
from complaints.reports.verifying.standalone import VERIFIER_FILE


@pytest.fixture
def release(world, freeze, session):
    """A frozen release with everything that is printed."""
    world.year()
    return archive.release_by_number(session, freeze().number, published_only=False)


def test_every_file_of_a_release_comes_out_the_same_the_pdf_too(release, run):
    signed = {file["name"] for file in release.manifest["files"]}
    assert {"report.en.pdf", "report.es.html", "data/status.csv", VERIFIER_FILE} <= signed
    result = run("reports", "rebuild", "1")
    assert result.exit_code == 0, result.output
    assert result.output == f"Built again: {len(signed) - 1} files, the same byte for byte.\n"


def test_a_folder_is_verified_and_rebuilt(release, run, tmp_path):
    run("reports", "build", "1", "--out", str(tmp_path / "release"))
    result = run("reports", "verify", str(tmp_path / "release"), "--rebuild")
    assert (result.exit_code, "the same byte for byte" in result.output) == (0, True), result.output


def test_what_comes_out_otherwise_is_named(release, session, app):
    files = {file.name: file.content for file in archive.files_of(session, release)}
    document = json.loads(files["report.json"])
    files["report.en.pdf"] += b"\n"
    files["data/old.csv"] = b"a,b\n"
    del files["data/totals.csv"]
    with app.app_context():
        wrong, same = rebuilding.differing(document, files, app.extensions["profile"])
    assert wrong == [
        "report.en.pdf comes out otherwise.",
        "data/old.csv is no longer built.",
        "data/totals.csv is built now and was not then.",
    ]
    assert same == len(files) - 3


def test_other_software_and_another_profile_are_said(release, app):
    profile = app.extensions["profile"]
    assert rebuilding.another_software(release.manifest, profile) == []
    older = {**release.manifest, "software": {**software(), "version": "0.0.1", "typst": "0.1"}}
    told = rebuilding.another_software(older, replace(profile, digest="another"))
    assert told == [
        f"The release was made with typst 0.1; this is {software()['typst']}.",
        f"The release was made with complaints 0.0.1; this is {software()['version']}.",
        "The profile was changed since.",
    ]


def test_there_is_nothing_to_rebuild_of_a_release_that_does_not_exist(run):
    result = run("reports", "rebuild", "7")
    assert (result.exit_code, "There is no release 7" in result.output) == (1, True)
