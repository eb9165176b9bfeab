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
from complaints.reports import archive, errata
from complaints.reports.chain import corrected, refuse_numbers
from complaints.reports.errata import ErratumRefused
from complaints.reports.models import Erratum
from complaints.reports.proof import Fault, by_address
from complaints.reports.two_people import PersonNeeded, SamePerson
from tests import cast

PROSE = {"en": "The table of stages calls some complaints referred that were on hold.", "es": "Algunas quejas."}


def tables(**more):
    """A row with a shown total and two hidden parts, and one that is all shown."""
    cells = [
        {"id": "all", "value": 70, "mandatory": True, "never_published": False},
        {"id": "a", "value": 30, "mandatory": True, "never_published": False},
        {"id": "b", "value": 40, "mandatory": True, "never_published": False},
        {"id": "a1", "value": 22, "mandatory": False, "never_published": False},
        {"id": "a2", "mandatory": False, "never_published": False},
        {"id": "a3", "mandatory": False, "never_published": False},
        {"id": "b1", "value": 40, "mandatory": False, "never_published": False},
        {"id": "b2", "value": 0, "mandatory": False, "never_published": False, "structural_zero": True},
    ]
    relations = [("all", ["a", "b"]), ("a", ["a1", "a2", "a3"]), ("b", ["b1", "b2"])]
    return {
        "k": 5,
        "cells": cells,
        "relations": [{"total": total, "parts": parts} for total, parts in relations],
        "hidden": ["a2", "a3"],
        **more,
    }


SHOWN = {"all": 70, "a": 30, "b": 40, "a1": 22, "b1": 40, "b2": 0}


def change(states=(SHOWN,), /, **numbers):
    listed = [{"id": name, "published": states[-1].get(name, 0), "corrected": n} for name, n in numbers.items()]
    return corrected(tables(), list(states), listed)


def test_numbers_that_move_by_k_and_add_up_are_corrected():
    assert change(a=36, b=34, b1=34) == {**SHOWN, "a": 36, "b": 34, "b1": 34}
    assert change(all=75, b=45, b1=45)["all"] == 75
    assert change(a=35, b=35, b1=35)["a"] == 35


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"a": 34, "b": 36, "b1": 36}, "changes by less than 5"),
        ({"a": 30}, "stands at 30"),
        ({"a2": 9}, "is hidden"),
        ({"c": 9}, "none of the release"),
        ({"a": 40}, "do not add up"),
        ({"b1": 46}, "do not add up"),
        ({"a": 36, "b": 34, "b1": 34, "a1": 27}, "would change by less than 5 together"),
        ({"b2": 5, "b1": 35}, "would be one that is hidden"),
        ({"all": 33, "b": 3, "b1": 3}, "would be one that is hidden"),
        ({"a": -5}, "cannot be -5"),
        ({"a": 36.0}, "cannot be 36.0"),
        ({"a": True}, "cannot be True"),
    ],
)
def test_what_would_tell_a_small_number_is_refused(numbers, words):
    with pytest.raises(Fault, match=words):
        change(**numbers)


def test_a_second_erratum_is_measured_against_everything_that_was_said():
    """10, 20, 12: each step is large, and yet the first and the last are two apart."""
    once = change(a=40, b=30, b1=30)
    with pytest.raises(Fault, match="changes by less than 5"):
        change((SHOWN, once), a=32, b=38, b1=38)
    assert change((SHOWN, once), a=30, b=40, b1=40) == SHOWN


def test_what_is_left_for_hidden_cells_is_measured_against_everything_too():
    once = change(all=80, a=40)
    with pytest.raises(Fault, match="would change by less than 5 together"):
        change((SHOWN, once), a1=29)


@pytest.mark.parametrize("text", ["It was 3.", "Es waren ٣.", "它是三。", "Only ½ of it", "See ⑤", "Ⅳ", "on 1 May"])
def test_words_alone_have_no_number_in_any_script(text):
    with pytest.raises(Fault, match="has the number"):
        refuse_numbers(text)


def test_beside_corrected_cells_only_their_numbers_may_be_named():
    refuse_numbers("It said 1,030 and should say 36; see the report for 2025.", {1030, 36, 2025})
    with pytest.raises(Fault, match="has the number 7"):
        refuse_numbers("It said 30 and should say 36: 7 were late.", {30, 36})


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
        erratum = errata.write(session, release, text, numbers or {}, people[0], at)
        errata.publish(session, app.extensions["key_ring"], release, erratum, people[1], at)
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
    erratum = errata.write(session, release, PROSE, {}, people[0], later)
    ring = app.extensions["key_ring"]
    with pytest.raises(SamePerson):
        errata.publish(session, ring, release, erratum, people[0], later)
    with pytest.raises(PersonNeeded):
        errata.publish(session, ring, release, erratum, Actor.command(), later)
    assert errata.chain_of(session, release) == []


def test_an_unpublished_release_has_nothing_to_correct(world, freeze, session, people, later):
    world.year()
    made = archive.release_by_number(session, freeze().number, published_only=False)
    with pytest.raises(ErratumRefused, match="is not published"):
        errata.write(session, made, PROSE, {}, people[0], later)


@pytest.mark.parametrize(
    ("text", "numbers", "words"),
    [
        ({"es": "Algo."}, {}, "Say in English"),
        ({"en": " "}, {}, "Say in English"),
        ({"en": "x" * 4001}, {}, "longer than 4000"),
        ({"en": "There were 3 more."}, {}, "has the number 3"),
        ({"en": "More.", "es": "Tres: 3."}, {}, "has the number 3"),
        (PROSE, {"2025/nothing": 9}, "none of the release"),
    ],
)
def test_what_cannot_be_said_is_refused_and_nothing_is_stored(session, release, people, later, text, numbers, words):
    with pytest.raises(ErratumRefused, match=words):
        errata.write(session, release, text, numbers, people[0], later)
    assert session.scalar(sa.select(sa.func.count()).select_from(Erratum)) == 0


def test_a_number_that_moves_by_less_than_k_is_refused(session, release, people, later):
    cells, shown = mentions(session, release)
    cell = cells["received", "alpr", "*"]
    with pytest.raises(ErratumRefused, match="changes by less than 5"):
        errata.write(session, release, PROSE, {cell: shown[cell] + 1}, people[0], later)


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
        errata.write(session, release, PROSE, gone, people[0], later)


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
    waiting = errata.write(session, release, PROSE, moved(cells, shown), people[0], later)
    publish({"en": "Another."}, moved(cells, shown))
    with pytest.raises(ErratumRefused):
        errata.publish(session, app.extensions["key_ring"], release, waiting, people[1], later)
    errata.set_aside(session, release, waiting, people[1], later)
    with pytest.raises(ErratumRefused, match="set aside"):
        errata.publish(session, app.extensions["key_ring"], release, waiting, people[1], later)


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
    errata.write(session, release, PROSE, {}, people[0], later)
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
    assert sorted(path.name for path in (corrected_folder / "errata").iterdir()) == [
        "1.json",
        "1.sig",
        "2.json",
        "2.sig",
    ]
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
