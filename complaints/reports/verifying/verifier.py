"""Checks a published release on any machine with Python alone: digests, sums, tables, certificate, signature, errata.

    python3 -I verify.py [FOLDER] [--key KEY]     KEY is 64 hexadecimal digits, or a file that holds them

Exit codes: 0 everything is right, 1 something is not, 2 there is nothing to check, 3 all else is right but the
signature was not checked.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from complaints.reports.errata.chain import ERRATA, check_erratum, corrected, first_state
from complaints.reports.verifying.proof import TABLES, Fault, check_counts, load

RELEASE_FORMAT = "complaints-release/1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
DER = bytes.fromhex("302a300506032b6570032100")
"""What stands before the 32 bytes of an Ed25519 key in a key file (RFC 8410)."""
RIGHT, WRONG, NOTHING, UNSIGNED = 0, 1, 2, 3
UNCHECKED = "SIGNATURE NOT CHECKED:"


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of a folder by their names. Raises OSError, and Fault that names all that is neither file nor folder.

    A link could lead anywhere, and reading a pipe would never end; a folder without a file is in no manifest.
    """
    found, strange = {}, []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            strange.append(f"{name} is a link, not a file of the release.")
        elif path.is_file():
            found[name] = path.read_bytes()
        elif not path.is_dir():
            strange.append(f"{name} is not a plain file, so it is not of the release.")
        elif not any(path.iterdir()):
            strange.append(f"{name} is an empty folder, which does not belong to the release.")
    if strange:
        raise Fault("\n".join(strange))
    return found


def faults_of(files: Mapping[str, bytes], key: bytes | None) -> list[str]:
    """What is wrong with a release, a sentence each; without the public `key` (32 bytes) its signatures are not asked.

    `files` maps names to bytes, manifest, signature and errata with them.
    """
    release = {name: content for name, content in files.items() if not name.startswith(ERRATA)}
    missing = [name for name in (MANIFEST, SIGNATURE) if name not in release]
    if missing:
        return [f"{name} is missing, so nothing can be checked." for name in missing]
    faults = _said(lambda: _refuse_forged(MANIFEST, release[MANIFEST], release[SIGNATURE], key))
    faults = faults or _said(lambda: _refuse_other_format(load(MANIFEST, release[MANIFEST])))
    if faults:
        return faults
    manifest = load(MANIFEST, release.pop(MANIFEST))
    del release[SIGNATURE]
    faults = _said(lambda: differences(manifest, release)) or _said(lambda: check_counts(release))
    return faults or _said(lambda: _check_chain(files, manifest, key))


def _said(check: Callable[[], list[str] | None]) -> list[str]:
    """What a check finds wrong; files that are not even in the form of a release are wrong too."""
    try:
        return check() or []
    except Fault as fault:
        return [str(fault)]
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as problem:
        return [f"The files are not in the form of a release ({type(problem).__name__}: {problem})."]


def _refuse_forged(name: str, message: bytes, signature: bytes, key: bytes | None) -> None:
    if key is not None and signature_is_good(message, signature, key) is False:
        raise Fault(f"{name} is not signed with this deployment's key: it was changed, or made elsewhere.")


def _refuse_other_format(manifest: Mapping[str, Any]) -> None:
    if manifest.get("format") != RELEASE_FORMAT:
        raise Fault(f"{MANIFEST} is in another format ({manifest.get('format')}); a newer version may read it.")


def differences(manifest: Mapping[str, Any], found: Mapping[str, bytes]) -> list[str]:
    """Which files are missing, changed or not named, a sentence each; `found` maps names to bytes."""
    named = {entry["name"]: entry["sha256"] for entry in manifest["files"]}
    wrong = []
    for name, digest in named.items():
        if name not in found:
            wrong.append(f"{name} is missing.")
        elif hashlib.sha256(found[name]).hexdigest() != digest:
            wrong.append(f"{name} was changed: it is not the file that was signed.")
    return wrong + [f"{name} does not belong to the release." for name in sorted(set(found) - set(named))]


def _check_chain(files: Mapping[str, bytes], manifest: Mapping[str, Any], key: bytes | None) -> None:
    tables = load(TABLES, files[TABLES])
    rest = {name for name in files if name.startswith(ERRATA)}
    states, previous, number = [first_state(tables)], MANIFEST, 1
    while (name := f"{ERRATA}{number}.json") in rest:
        signature = f"{ERRATA}{number}.sig"
        if signature not in rest:
            raise Fault(f"{signature} is missing.")
        _refuse_forged(name, files[name], files[signature], key)
        erratum = load(name, files[name])
        try:
            check_erratum(erratum, manifest, (previous, files[previous]))
            states.append(corrected(tables, states, erratum["cells"]))
        except Fault as fault:
            raise Fault(f"{name}: {fault}") from None
        rest -= {name, signature}
        previous, number = name, number + 1
    if rest:
        raise Fault(f"{min(rest)} does not belong to the chain: the errata are numbered from one, without a gap.")


def signature_is_good(message: bytes, signature: bytes, key: bytes) -> bool | None:
    """Whether the Ed25519 `key` (32 bytes) signed `message`; None where nothing here can check it."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return _by_openssl(message, signature, key)
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _by_openssl(message: bytes, signature: bytes, key: bytes) -> bool | None:
    program = shutil.which("openssl")
    if program is None:
        return None
    options = "pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in message -sigfile signature"
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("message", message), ("signature", signature), ("key", DER + key)):
            Path(folder, name).write_bytes(content)
        done = subprocess.run(
            [program, *options.split()], cwd=folder, capture_output=True, text=True, errors="replace", check=False
        )
    if done.returncode == 0:
        return True
    return False if "Verification Failure" in done.stdout + done.stderr else None


def key_named(text: str) -> bytes:
    """A public key from its 64 hexadecimal digits, or from the file that holds them. Raises ValueError, OSError."""
    digits = "".join(text.split())
    if len(digits) != 64:
        digits = "".join(Path(text).read_text(encoding="ascii").split())
    key = bytes.fromhex(digits)
    if len(key) != 32:
        raise ValueError("a key has 64 hexadecimal digits")
    return key


def main(arguments: Sequence[str]) -> int:
    """Check a folder and print what was found; the exit code."""
    words = list(arguments)
    try:
        at = words.index("--key") if "--key" in words else len(words)
        key = key_named(words[at + 1]) if at < len(words) else None
        del words[at : at + 2]
        folder = Path(words[0]) if words else Path(__file__).resolve().parent
        if len(words) > 1 or not folder.is_dir():
            raise ValueError(f"{folder} is not a folder")
        files = read_folder(folder)
    except Fault as fault:
        return _end([str(fault)], WRONG)
    except (ValueError, IndexError, OSError) as problem:
        return _end([f"Nothing was checked: {problem}.", (__doc__ or "").strip()], NOTHING)
    faults = faults_of(files, key)
    if faults:
        return _end([*faults, "This is not the release as it was signed and proven."], WRONG)
    errata = sum(name.startswith(ERRATA) and name.endswith(".json") for name in files)
    lines = ["Every file is as the manifest says, every sum adds up, every hidden number is proven safe."]
    lines += [f"Errata that form a chain: {errata}."] if errata else []
    if key is None:
        return _end([*lines, f"{UNCHECKED} name the key that the city publishes with --key."], UNSIGNED)
    if signature_is_good(files[MANIFEST], files[SIGNATURE], key) is None:
        return _end([*lines, f"{UNCHECKED} neither Python's cryptography nor openssl can be used here."], UNSIGNED)
    return _end([*lines, "The signature is of the key you named."], RIGHT)


def _end(lines: Sequence[str], code: int) -> int:
    (sys.stdout if code == RIGHT else sys.stderr).write("\n".join(lines) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
