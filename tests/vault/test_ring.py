"""Who holds which keys: the public site can seal and cannot read."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from flask import Flask

from complaints import create_app
from complaints.platform.vault import NoPrivateKey, RingMissing, seal
from complaints.platform.vault.ring import STAFF, add_opener, create_ring, load_ring


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    create_ring(tmp_path / "keys")
    return tmp_path / "keys"


def test_the_public_site_seals_and_only_the_staff_site_opens(directory: Path) -> None:
    public, staff = load_ring(directory, with_private=False), load_ring(directory, with_private=True)
    envelope = seal(b"a name", context="c", readers=[public.staff])
    assert staff.open(envelope, context="c") == b"a name"
    assert not public.can_open
    with pytest.raises(NoPrivateKey):
        public.open(envelope, context="c")
    for secret in (public.decoy_seed, lambda: public.sign_release(b"m")):
        with pytest.raises(NoPrivateKey):
            secret()


def test_the_public_site_starts_where_the_staff_file_is_not_even_there(public_app: Flask, key_directory: Path) -> None:
    (key_directory / STAFF).unlink()
    overrides = {name: public_app.config[name] for name in ("DATABASE_URL", "INSTANCE_PATH", "KEY_DIRECTORY")}
    app = create_app("public", {**overrides, "TESTING": True})
    assert app.test_client().get("/healthz").status_code == 200
    assert not app.extensions["key_ring"].can_open


def test_secrets_are_readable_by_their_owner_alone(directory: Path) -> None:
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in directory.iterdir()} == {0o600}


def test_a_ring_is_never_made_over_another(directory: Path) -> None:
    before = {file.name: file.read_bytes() for file in directory.iterdir()}
    assert create_ring(directory) is False
    assert {file.name: file.read_bytes() for file in directory.iterdir()} == before


def test_a_new_key_seals_from_now_on_and_the_old_one_still_opens(directory: Path) -> None:
    old = load_ring(directory, with_private=True)
    envelope = seal(b"earlier", context="c", readers=[old.staff])
    add_opener(directory)
    new = load_ring(directory, with_private=True)
    assert new.staff.key_id != old.staff.key_id
    assert new.open(envelope, context="c") == b"earlier"
    assert new.open(seal(b"later", context="c", readers=[new.staff]), context="c") == b"later"


def test_no_secret_shows_in_the_text_of_a_ring(directory: Path) -> None:
    ring = load_ring(directory, with_private=True)
    assert "secret" not in repr(ring)
    assert repr(ring.site_secret) not in repr(ring)


def test_keys_for_different_purposes_differ(directory: Path) -> None:
    ring = load_ring(directory, with_private=False)
    assert ring.derived("one") != ring.derived("two")
    assert ring.derived("one") == ring.derived("one")


def test_without_a_ring_the_app_answers_nothing_but_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(RingMissing, match="keys init"):
        load_ring(tmp_path, with_private=False)
    app = create_app("all", {"INSTANCE_PATH": str(tmp_path), "TESTING": True})
    answer = app.test_client().get("/")
    assert answer.status_code == 503
    assert app.test_cli_runner().invoke(args=["keys", "init"]).exit_code == 0
    assert load_ring(tmp_path / "keys", with_private=True).can_open
