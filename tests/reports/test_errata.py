"""Errata: by the rule of k, examined with every release, a signed chain, and never changed."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta

import pytest
import sqlalchemy as sa

from complaints.platform.accounts.permissions import Role
from complaints.platform.audit import Actor
from complaints.platform.audit.models import AuditEvent
from complaints.reports import archive
from complaints.reports.errata import service as errata
from complaints.reports.errata.wording import ErratumRefused
from complaints.reports.models import Erratum
from complaints.reports.two_people import PersonNeeded, SamePerson
from complaints.reports.verifying.proof import by_address
from tests import cast

LANGUAGES = ("en", "es")
PROSE = {"en": "The table of stages calls some complaints referred that were on hold.", "es": "Algunas quejas."}


@pytest.fixture
def people(session):
    """Who writes and who publishes."""
    return tuple(Actor.staff(cast.staff(session, role).id) for role in (Role.RECORDS_OFFICER, Role.COMMANDER))


@pytest.fixture
def release(world, freeze, session):
    """A published release of 2025."""
    world.year()
    made = freeze(publish=True)
    return archive.release_by_number(session, made.number, published_only=True)


@pytest.fixture
def publish(session, app, release, people, later):
    """Writes an erratum by one person and publishes it by another."""

    def make(text=PROSE, numbers=None, *, after_days=1):
        at = later + timedelta(days=after_days)
        erratum = errata.write(session, release, text, numbers or {}, people[0], at, languages=LANGUAGES)
        errata.publish(session, app.extensions["key_ring"], release, erratum, people[1], at, languages=LANGUAGES)
        session.commit()
        return erratum

    return make


def mentions(session, release):
    """The cells of the technologies' totals of what was decided and of what is open, in this little world."""
    proof = json.loads(archive.file_of(session, release, "disclosure.json").content)
    return by_address(proof), errata.standing(session, release)


def test_prose_is_written_by_one_and_published_by_another(session, release, publish, people, later):
    erratum = publish()
    said = json.loads(erratum.content)
    assert (said["number"], said["text"], said["cells"]) == (1, PROSE, [])
    assert said["corrects"] == {"file": "manifest.json", "sha256": release.manifest_digest.hex()}
    assert errata.chain_of(session, release) == [erratum]
    actions = session.scalars(sa.select(AuditEvent.action).where(AuditEvent.subject == "release:1")).all()
    assert {"erratum.written", "erratum.published"} <= set(actions)


def test_who_wrote_it_does_not_publish_it(session, app, release, people, later):
    erratum = errata.write(session, release, PROSE, {}, people[0], later, languages=LANGUAGES)
    ring = app.extensions["key_ring"]
    with pytest.raises(SamePerson):
        errata.publish(session, ring, release, erratum, people[0], later, languages=LANGUAGES)
    with pytest.raises(PersonNeeded):
        errata.publish(session, ring, release, erratum, Actor.command(), later, languages=LANGUAGES)
    assert errata.chain_of(session, release) == []


def test_an_unpublished_release_has_nothing_to_correct(world, freeze, session, people, later):
    world.year()
    made = archive.release_by_number(session, freeze().number, published_only=False)
    with pytest.raises(ErratumRefused, match="is not published"):
        errata.write(session, made, PROSE, {}, people[0], later, languages=LANGUAGES)


@pytest.mark.parametrize(
    ("text", "numbers", "words"),
    [
        ({"es": "Algo."}, {}, "Say in English"),
        ({"en": " "}, {}, "Say in English"),
        ({"en": "x" * 4001}, {}, "longer than 4000"),
        ({"en": "Words.", "xx": "What nobody would see."}, {}, "'xx' is not a language of this profile"),
        ({"en": "Words.", "<i>": "Odd."}, {}, "is not a language of this profile"),
        *(({"en": f"A bell {strange} rings."}, {}, "cannot be shown") for strange in "\x00\x07\x0b\r\x85\ufffe\ud83d"),
        ({"en": "There were 3 more."}, {}, "has the number 3"),
        ({"en": "More.", "es": "Tres: 3."}, {}, "has the number 3"),
        (PROSE, {"2025/nothing": 9}, "none of the release"),
    ],
)
def test_what_cannot_be_said_is_refused_and_nothing_is_stored(session, release, people, later, text, numbers, words):
    with pytest.raises(ErratumRefused, match=words):
        errata.write(session, release, text, numbers, people[0], later, languages=LANGUAGES)
    assert session.scalar(sa.select(sa.func.count()).select_from(Erratum)) == 0


def test_a_number_that_moves_by_less_than_k_is_refused(session, release, people, later):
    cells, shown = mentions(session, release)
    cell = cells["received", "alpr", "*"]
    with pytest.raises(ErratumRefused, match="changes by less than 5"):
        errata.write(session, release, PROSE, {cell: shown[cell] + 1}, people[0], later, languages=LANGUAGES)


def test_a_correction_that_would_give_a_hidden_number_away_is_refused_by_the_attacker(session, release, people, later):
    """A kind of wrong that nobody alleged after all: by the sum, the hidden numbers below it would all be 0."""
    cells, shown = mentions(session, release)
    kind, alpr, everything = (
        cells["allegations", slug, category]
        for slug, category in (("*", "unauthorised_access"), ("alpr", "*"), ("*", "*"))
    )
    assert shown[kind] == 8
    gone = {kind: 0, alpr: shown[alpr] - 8, everything: shown[everything] - 8}
    with pytest.raises(ErratumRefused, match="would give away a hidden one"):
        errata.write(session, release, PROSE, gone, people[0], later, languages=LANGUAGES)


def moved(cells, shown):
    """Five complaints that were counted with the wrong technology: mentions received, and nothing else."""
    one, other = cells["received", "alpr", "*"], cells["received", "drones", "*"]
    return {one: shown[one] - 5, other: shown[other] + 5}


def test_numbers_are_corrected_where_they_add_up_and_give_nothing_away(session, release, publish, later):
    cells, shown = mentions(session, release)
    numbers = moved(cells, shown)
    erratum = publish({"en": "Some complaints were counted with the wrong technology."}, numbers)
    assert {change["id"]: change["corrected"] for change in erratum.cells} == numbers
    assert errata.standing(session, release) == shown | numbers
    assert archive.document_of(session, release)["tables"][0]["rows"]  # what was frozen stays as it was


def test_an_erratum_that_another_overtook_is_refused(session, app, release, publish, people, later):
    cells, shown = mentions(session, release)
    waiting = errata.write(session, release, PROSE, moved(cells, shown), people[0], later, languages=LANGUAGES)
    publish({"en": "Another."}, moved(cells, shown))
    with pytest.raises(ErratumRefused):
        errata.publish(session, app.extensions["key_ring"], release, waiting, people[1], later, languages=LANGUAGES)
    errata.set_aside(session, release, waiting, people[1], later)
    with pytest.raises(ErratumRefused, match="set aside"):
        errata.publish(session, app.extensions["key_ring"], release, waiting, people[1], later, languages=LANGUAGES)


CHANGES = (
    "UPDATE erratum SET text = '{}'",
    "UPDATE erratum SET number = 7",
    "UPDATE erratum SET published_at = NULL",
    "UPDATE erratum SET set_aside_at = written_at",
    "DELETE FROM erratum",
)


def test_the_database_refuses_to_change_an_erratum(session, publish):
    publish()
    for statement in CHANGES:
        with pytest.raises(sa.exc.DBAPIError, match="does not change"):
            session.execute(sa.text(statement))
        session.rollback()


def test_what_was_written_and_waits_cannot_be_changed_either(session, release, people, later):
    errata.write(session, release, PROSE, {}, people[0], later, languages=LANGUAGES)
    session.commit()
    for statement in (*CHANGES[:2], CHANGES[4]):
        with pytest.raises(sa.exc.DBAPIError, match="does not change"):
            session.execute(sa.text(statement))
        session.rollback()


@pytest.fixture
def corrected_folder(session, release, publish, run, tmp_path):
    """A folder with two errata, the second with numbers."""
    publish()
    cells, shown = mentions(session, release)
    publish({"en": "Some complaints were counted with the wrong technology."}, moved(cells, shown))
    assert run("reports", "build", "1", "--out", str(tmp_path / "release")).exit_code == 0
    return tmp_path / "release"


def alone(folder, key):
    return subprocess.run(
        [sys.executable, "-I", str(folder / "verify.py"), "--key", key], capture_output=True, text=True, check=False
    )


@pytest.fixture
def key(app):
    """The public key that this deployment signs with."""
    return app.extensions["key_ring"].releases_public.public_bytes_raw().hex()


def test_the_folder_has_the_chain_and_both_verifiers_check_it(corrected_folder, run, key):
    assert {path.name for path in (corrected_folder / "errata").iterdir()} == {"1.json", "1.sig", "2.json", "2.sig"}
    assert run("reports", "verify", str(corrected_folder)).exit_code == 0
    done = alone(corrected_folder, key)
    assert (done.returncode, "Errata that form a chain: 2." in done.stdout) == (0, True), done.stderr


def taken_out(folder):
    for name in ("1.json", "1.sig"):
        (folder / "errata" / name).unlink()


def unsigned(folder):
    (folder / "errata" / "2.sig").unlink()


def changed(folder):
    path = folder / "errata" / "1.json"
    path.write_bytes(path.read_bytes().replace(b"hold", b"held"))


def swapped(folder):
    for end in ("json", "sig"):
        first, second = folder / "errata" / f"1.{end}", folder / "errata" / f"2.{end}"
        one, two = first.read_bytes(), second.read_bytes()
        first.write_bytes(two)
        second.write_bytes(one)


def added(folder):
    (folder / "errata" / "3.txt").write_text("not ours")


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        (taken_out, "errata/2.json does not belong to the chain"),
        (unsigned, "errata/2.sig is missing."),
        (changed, "errata/1.json is not signed with"),
        (swapped, "errata/1.json: It does not correct manifest.json as that stands here"),
        (added, "errata/3.txt does not belong to the chain"),
    ],
)
def test_a_broken_chain_is_told(corrected_folder, key, tamper, words):
    tamper(corrected_folder)
    done = alone(corrected_folder, key)
    assert (done.returncode, words in done.stderr) == (1, True), done.stderr


@pytest.fixture
def written(tmp_path):
    """Writes a file for the command."""

    def make(content):
        path = tmp_path / "erratum.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(path)

    return make


def test_commands_write_publish_and_list(session, release, people, run, written):
    assert "Nothing was found wrong" in run("reports", "erratum", "list", "1").output
    who = ("--as", "somebody.of.records_officer@example.org")
    told = run("reports", "erratum", "write", "1", written({"text": PROSE}), *who)
    assert (told.exit_code, told.output) == (0, "Erratum 1 to release 1 is written: 0 numbers corrected.\n")
    assert run("reports", "erratum", "publish", "1", "1").exit_code == 1
    assert run("reports", "erratum", "publish", "1", "1", *who).exit_code == 1
    told = run("reports", "erratum", "publish", "1", "1", "--as", "cora.commander@example.org")
    assert (told.exit_code, told.output) == (0, "Erratum 1 to release 1 is published.\n")
    assert "erratum 1, published" in run("reports", "erratum", "list", "1").output
    assert run("reports", "erratum", "set-aside", "1", "1").exit_code == 1


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        ("not JSON", 2, "is not in the form"),
        ({"text": {"en": 3}}, 2, "is not in the form"),
        ({"text": {"en": "Words."}, "cells": [1]}, 2, "is not in the form"),
        ({"text": {"en": "Words.", "xx": "Unseen."}}, 1, "'xx' is not a language"),
        ({"text": {"en": "A bell \x07 rings."}}, 1, "the character U+0007"),
        ("[" * 100000, 2, "is not in the form"),
        ({"text": {"en": "There were 3."}}, 1, "has the number 3"),
        ({"text": {"en": "Words."}, "cells": {"2025/received/x|*": 9}}, 1, "none of the release"),
        ({"text": {"en": "Words."}, "cells": {"2025/received/x|*": "9"}}, 1, "none of the release"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(session, release, run, written, content, code, words):
    result = run("reports", "erratum", "write", "1", written(content))
    assert (result.exit_code, words in result.output) == (code, True), result.output
    assert session.scalar(sa.select(sa.func.count()).select_from(Erratum)) == 0


@pytest.mark.parametrize(("place", "words"), [(("7", "1"), "There is no release 7"), (("1", "7"), "has no erratum 7")])
def test_what_does_not_exist_is_said(release, run, place, words):
    result = run("reports", "erratum", "publish", *place)
    assert (result.exit_code, words in result.output) == (1, True)
