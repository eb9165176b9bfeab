"""Somebody who tampers with a published release in many ways, and signs it anew where that helps."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from complaints.reports.verifying.manifest import canonical

FORGER = Ed25519PrivateKey.generate()
"""Somebody who can sign whatever they like: what is wrong must show in the numbers themselves."""
FORGED = FORGER.public_key().public_bytes_raw().hex()


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
