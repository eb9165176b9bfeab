"""The verifier that is published with a release, run as a reader would: intact, tampered, with and without a key."""

from __future__ import annotations

import ast
import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from complaints.reports.manifest import canonical
from complaints.reports.standalone import standalone

FORGER = Ed25519PrivateKey.generate()
"""Somebody who can sign whatever they like: what is wrong must show in the numbers themselves."""
FORGED = FORGER.public_key().public_bytes_raw().hex()


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


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
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


def rewritten(folder: Path, name: str, change: Callable[[dict], object]) -> None:
    """Change a JSON file of a release, and sign the release anew as a forger with a key of their own would."""
    data = json.loads((folder / name).read_bytes())
    change(data)
    (folder / name).write_bytes(canonical(data))
    sealed(folder)


def sealed(folder: Path) -> None:
    """Let the manifest name the files as they are now, and sign it."""
    manifest = json.loads((folder / "manifest.json").read_bytes())
    for entry in manifest["files"]:
        entry["sha256"] = hashlib.sha256((folder / entry["name"]).read_bytes()).hexdigest()
    (folder / "manifest.json").write_bytes(canonical(manifest))
    (folder / "manifest.sig").write_bytes(FORGER.sign(canonical(manifest)))


def a_byte(folder):
    path = folder / "data" / "status.csv"
    path.write_bytes(path.read_bytes().replace(b"closed", b"opened", 1))


def a_file_gone(folder):
    (folder / "report.json").unlink()


def a_file_more(folder):
    (folder / "data" / "more.csv").write_text("not ours")


def a_link(folder):
    (folder / "data" / "status.csv").unlink()
    (folder / "data" / "status.csv").symlink_to("/etc/hostname")


def a_linked_folder(folder):
    (folder / "data").rename(folder.parent / "elsewhere")
    (folder / "data").symlink_to(folder.parent / "elsewhere")


def the_manifest(folder):
    path = folder / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b"2025", b"2035"))


def the_manifest_to_nonsense(folder):
    (folder / "manifest.json").write_bytes(b"[]")
    (folder / "manifest.sig").write_bytes(FORGER.sign(b"[]"))


def another_format(folder):
    rewritten(folder, "manifest.json", lambda manifest: manifest.update(format="complaints-release/9"))


def a_count_of_the_report(folder):
    def change(report):
        report["tables"][0]["rows"][0]["cells"][0] += 1

    rewritten(folder, "report.json", change)


def a_range_of_the_report(folder):
    def change(report):
        ranges = [cells for table in report["tables"] for row in table["rows"] for cells in [row["cells"]]]
        place = next((cells, i) for cells in ranges for i, value in enumerate(cells) if isinstance(value, list))
        place[0][place[1]] = [0, 1]

    rewritten(folder, "report.json", change)


def a_count_of_a_table(folder):
    def change(table):
        shown = next(cell for cell in table["cells"] if cell["value"] is not None)
        shown["value"] += 5

    rewritten(folder, "data/totals.json", change)


def a_witness(folder):
    def change(proof):
        place = proof["witness_cell_order"].index(proof["hidden"][0])
        proof["witnesses"][0][place] += 1

    rewritten(folder, "disclosure.json", change)


def a_negative_witness(folder):
    def change(proof):
        proof["witnesses"][0][proof["witness_cell_order"].index(proof["hidden"][0])] = -1

    rewritten(folder, "disclosure.json", change)


def a_witness_less(folder):
    rewritten(folder, "disclosure.json", lambda proof: proof.update(witnesses=proof["witnesses"][:1]))


def a_wider_range(folder):
    def change(proof):
        proof["required_range"][proof["hidden"][0]] = [0, 400]

    rewritten(folder, "disclosure.json", change)


def a_hidden_number(folder):
    def change(proof):
        next(cell for cell in proof["cells"] if cell["id"] == proof["hidden"][0])["value"] = 2

    rewritten(folder, "disclosure.json", change)


def a_sum(folder):
    def change(proof):
        shown = {cell["id"]: cell for cell in proof["cells"] if "value" in cell}
        sums = (r for r in proof["relations"] if all(i in shown for i in (r["total"], *r["parts"])))
        shown[next(sums)["total"]]["value"] += 1

    rewritten(folder, "disclosure.json", change)


def the_history(folder):
    def change(proof):
        next(cell for cell in proof["history"][0]["cells"] if "value" in cell)["value"] += 1

    rewritten(folder, "disclosure.json", change)


def no_proof(folder):
    rewritten(folder, "disclosure.json", lambda proof: proof.pop("witnesses"))


TAMPERINGS = {
    a_byte: "data/status.csv was changed: it is not the file that was signed.",
    a_file_gone: "report.json is missing.",
    a_file_more: "data/more.csv does not belong to the release.",
    a_link: "data/status.csv is a link, not a file of the release.",
    a_linked_folder: "data is a link, not a file of the release.",
    the_manifest: "manifest.json is not signed with this deployment's key: it was changed, or made elsewhere.",
    the_manifest_to_nonsense: "manifest.json is not a JSON object.",
    another_format: "manifest.json is in another format (complaints-release/9)",
    a_count_of_the_report: "report.json says",
    a_range_of_the_report: "report.json gives a range that disclosure.json does not prove:",
    a_count_of_a_table: "data/totals.json says",
    a_witness: "The certificate in disclosure.json proves nothing: A table does not add up at",
    a_negative_witness: "The certificate in disclosure.json proves nothing: The tables have something other",
    a_witness_less: "The certificate in disclosure.json proves nothing: The tables do not show",
    a_wider_range: "The certificate in disclosure.json proves nothing: The tables do not show",
    a_hidden_number: "disclosure.json gives the number of a hidden cell.",
    a_sum: "do not add up to it.",
    the_history: "The published parts of '2024/",
    no_proof: "The files are not in the form of a release",
}


WITHOUT_SIGNING = (a_byte, a_file_gone, a_file_more, a_link, a_linked_folder, the_manifest)


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
