"""The verifier that is published with a release, run as a reader would: intact, tampered, with and without a key."""

from __future__ import annotations

import ast
import os
import shutil
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from complaints.platform.jurisdiction.profile import Measure
from complaints.reports.verifying.standalone import standalone
from tests.reports.forger import FORGED, TAMPERINGS, WITHOUT_SIGNING, sealed


def alone(folder: Path, *arguments: str, site: bool = True, path: str | None = None):
    """Run the folder's own verify.py by a Python that sees nothing of the house."""
    switches = ["-I"] if site else ["-I", "-S"]
    return subprocess.run(
        [sys.executable, *switches, str(folder / "verify.py"), *arguments],
        capture_output=True,
        text=True,
        cwd="/",
        env=None if path is None else {"PATH": path},
        check=False,
    )


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """Keeps one built release for all tests of this file."""
    return tmp_path_factory.mktemp("shelf")


@pytest.fixture
def intact(shelf, request, tmp_path):
    """A copy of a published release that has one before it, and the key it was signed with."""
    kept = shelf / "release"
    if not kept.exists():
        world, freeze, run, app = (request.getfixturevalue(name) for name in ("world", "freeze", "run", "app"))
        world.year()
        freeze("2024", publish=True)
        freeze("2025", publish=True)
        assert run("reports", "build", "2", "--out", str(kept)).exit_code == 0
        (shelf / "key").write_text(app.extensions["key_ring"].releases_public.public_bytes_raw().hex() + "\n")
    shutil.copytree(kept, tmp_path / "release")
    return tmp_path / "release", (shelf / "key").read_text().strip()


def test_it_is_one_file_that_imports_nothing_but_python(intact):
    folder, _ = intact
    text = (folder / "verify.py").read_bytes()
    assert text == standalone()
    tree = ast.parse(text)
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    # The one package is asked for where it is there, and done without where it is not.
    assert {str(name).split(".")[0] for name in imported} <= {*sys.stdlib_module_names, "cryptography"}
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    assert len(names) == len(set(names))
    assert len(text.splitlines()) < 600


LIAR = """
import sys
sys.stdout.write("The signature is of the key you named.\\n")
sys.exit(0)
"""


@pytest.mark.parametrize("name", ["hashlib", "json", "subprocess", "typing", "pathlib", "cryptography"])
@pytest.mark.parametrize("from_within", [False, True])
def test_a_module_put_beside_it_is_not_taken_for_one_of_python(intact, name, from_within):
    folder, key = intact
    (folder / f"{name}.py").write_text(LIAR)
    start = ["verify.py"] if from_within else [str(folder / "verify.py")]
    done = subprocess.run(
        [sys.executable, *start, "--key", key],
        capture_output=True,
        text=True,
        cwd=folder if from_within else folder.parent,
        env={"PYTHONPATH": ""},
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{name}.py does not belong to the release." in done.stderr


def test_everything_in_the_folder_that_is_no_file_is_named_without_waiting_for_it(intact):
    folder, key = intact
    os.mkfifo(folder / "pipe")
    (folder / "report.json").unlink()
    os.mkfifo(folder / "report.json")
    (folder / "data" / "empty").mkdir()
    with socket.socket(socket.AF_UNIX) as spoken:
        # The address of a socket may not be long.
        here = os.open(folder, os.O_RDONLY)
        spoken.bind(f"/proc/self/fd/{here}/socket")
        os.close(here)
    (folder / "s").symlink_to("/etc")
    done = alone(folder, "--key", key)
    assert done.returncode == 1
    assert done.stderr.splitlines()[:5] == [
        "data/empty is an empty folder, which does not belong to the release.",
        "pipe is not a plain file, so it is not of the release.",
        "report.json is not a plain file, so it is not of the release.",
        "s is a link, not a file of the release.",
        "socket is not a plain file, so it is not of the release.",
    ]


def test_an_intact_release_is_right(intact):
    folder, key = intact
    done = alone(folder, str(folder), "--key", key)
    assert (done.returncode, done.stderr) == (0, "")
    assert "every hidden number is proven safe" in done.stdout
    assert "The signature is of the key you named." in done.stdout


def test_it_looks_at_its_own_folder_and_reads_a_key_from_a_file(intact, tmp_path):
    folder, key = intact
    (tmp_path / "key.txt").write_text(f"{key}\n")
    assert alone(folder, "--key", str(tmp_path / "key.txt")).returncode == 0


def test_the_report_prints_the_key_as_the_verifier_takes_it(intact):
    folder, key = intact
    printed = " ".join(key[at : at + 8] for at in range(0, 64, 8))
    assert printed in (folder / "report.en.html").read_text(encoding="utf-8")
    assert alone(folder, "--key", printed).returncode == 0


@pytest.mark.skipif(not os.environ.get("CI") and shutil.which("openssl") is None, reason="openssl is not installed")
def test_without_cryptography_it_asks_openssl(intact):
    folder, key = intact
    assert alone(folder, "--key", key, site=False).returncode == 0
    other = alone(folder, "--key", FORGED, site=False)
    assert (other.returncode, "is not signed with" in other.stderr) == (1, True)


def test_where_nothing_can_check_the_signature_it_says_so_loudly(intact):
    folder, key = intact
    done = alone(folder, "--key", key, site=False, path="/nowhere")
    assert done.returncode == 3
    assert "SIGNATURE NOT CHECKED: neither Python's cryptography nor openssl can be used here." in done.stderr


def test_without_a_key_the_signature_is_not_checked(intact):
    folder, _ = intact
    done = alone(folder)
    assert (done.returncode, "SIGNATURE NOT CHECKED: name the key that the city publishes" in done.stderr) == (3, True)


@pytest.mark.parametrize(
    "arguments", [("/nowhere/at/all",), ("--key",), ("--key", "abc"), ("--key", "z" * 64), ("a", "b")]
)
def test_what_cannot_be_used_is_said(intact, arguments):
    done = alone(intact[0], *arguments)
    assert (done.returncode, "Nothing was checked:" in done.stderr) == (2, True)


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_what_was_tampered_with_is_named(intact, tamper):
    folder, key = intact
    tamper(folder)
    # Where a forger signed, their key is named: the fault must be found in what was signed.
    done = alone(folder, str(folder), "--key", key if tamper in WITHOUT_SIGNING else FORGED)
    assert done.returncode == 1, done.stdout + done.stderr
    assert TAMPERINGS[tamper] in done.stderr
    assert "Traceback" not in done.stderr


def test_a_release_of_another_deployment_is_not_ours(intact, run):
    folder, _ = intact
    sealed(folder)
    result = run("reports", "verify", str(folder))
    assert (result.exit_code, "manifest.json is not signed with this deployment's key" in result.output) == (1, True)


@pytest.mark.parametrize("measure", list(Measure))
def test_a_release_of_any_measure_is_published_and_verified(world, freeze, run, app, tmp_path, measure):
    profile = app.extensions["profile"]
    app.extensions["profile"] = replace(profile, reporting=replace(profile.reporting, measure=measure))
    world.year()
    freeze(publish=True)
    folder = tmp_path / "release"
    assert run("reports", "build", "1", "--out", str(folder)).exit_code == 0
    done = alone(folder, "--key", app.extensions["key_ring"].releases_public.public_bytes_raw().hex())
    assert (done.returncode, done.stderr) == (0, "")
