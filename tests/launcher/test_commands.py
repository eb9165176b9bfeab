"""A command that cannot work says why in a sentence and ends with 1, however wrong the deployment is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from complaints.platform.vault.ring import create_ring
from launcher.console import ROOT

Start = Callable[..., subprocess.CompletedProcess[str]]
pytestmark = pytest.mark.sqlite


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """`start("flask", "--app", "wsgi", "keys", "list", PROFILE="x")`: a module run with settings, on a new folder."""

    def run(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        chosen = {"INSTANCE_PATH": str(tmp_path / "instance"), **settings}
        return subprocess.run(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env={**os.environ, **{f"FLASK_{name}": value for name, value in chosen.items()}},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def ring(tmp_path: Path) -> None:
    """Keys, and nothing else."""
    create_ring(tmp_path / "instance" / "keys")


def told(answer: subprocess.CompletedProcess[str]) -> str:
    """The sentence of a refusal."""
    assert answer.returncode == 1, answer.stderr
    assert "Traceback" not in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1
    return answer.stderr


@pytest.mark.parametrize("words", [("flask", "--app", "wsgi", "audit", "verify"), ("waitress", "wsgi:app")])
@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECOND_FACTOR", "maybe", "must be required or optional"),
        ("PROFILE", "nowhere", "there is no such profile"),
        ("PROFILE", "pyproject.toml", 'the key "profile" is missing'),
    ],
)
def test_what_keeps_the_app_from_starting_is_told(start, ring, words, name, value, sentence):
    assert sentence in told(start(*words, **{name: value}))


def test_a_command_without_a_key_ring_says_that_there_is_none(start, tmp_path):
    folder = tmp_path / "instance" / "keys"
    for words in (("registry", "load-profile"), ("staff", "first-admin"), ("db", "upgrade"), ("demo", "load")):
        assert f"There is no key ring in {folder}" in told(start("flask", "--app", "wsgi", *words))


def test_protecting_tables_needs_no_key_ring(start):
    answer = start("flask", "--app", "wsgi", "disclosure", "verify", "no-such-file.json")
    assert answer.returncode == 2
    assert "cannot be read" in answer.stderr


@pytest.mark.parametrize("words", [("audit", "verify"), ("registry", "load-profile"), ("staff", "first-admin")])
def test_a_database_that_was_not_migrated_is_told(start, ring, words):
    assert "is not up to date. Bring it there: flask --app wsgi db upgrade" in told(
        start("flask", "--app", "wsgi", *words)
    )


@pytest.mark.parametrize("words", [("audit", "verify"), ("db", "upgrade")])
def test_a_database_that_does_not_answer_is_told_without_its_password(start, ring, words):
    url = "postgresql://ada:hush-hush@127.0.0.1:1/complaints"
    refused = told(start("flask", "--app", "wsgi", *words, DATABASE_URL=url))
    assert "cannot be reached" in refused
    assert "hush-hush" not in refused


def test_what_is_made_is_for_its_owner_alone(start, tmp_path):
    (tmp_path / "instance").mkdir(mode=0o755)
    for words in (("keys", "init"), ("db", "upgrade")):
        answer = start("flask", "--app", "wsgi", *words)
        assert answer.returncode == 0, answer.stderr
    made = [tmp_path / "instance", *(tmp_path / "instance").rglob("*")]
    assert "complaints.sqlite3" in {path.name for path in made}
    assert not [path for path in made if path.stat().st_mode & 0o077]
