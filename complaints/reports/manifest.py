"""What a release swears to: the digest of every file, how it was counted and protected, and a signature over it all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT: Final = "complaints-release/1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """One file of a release: its name in the folder, what it is, its bytes."""

    name: str
    media_type: str
    content: bytes

    @property
    def digest(self) -> bytes:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.content).digest()


def canonical(data: Any) -> bytes:
    """The one spelling of a JSON value that is digested and signed."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def readable(data: Any) -> bytes:
    """The same for people: indented, in the order given."""
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"


def software() -> dict[str, str]:
    """The name and version of what made a release."""
    try:
        return {"name": "complaints", "version": version("complaints")}
    except PackageNotFoundError:
        return {"name": "complaints", "version": _version_of_checkout()}


def _version_of_checkout() -> str:
    for line in (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8").splitlines():
        if line.startswith("version"):
            return line.split('"')[1]
    raise ValueError("pyproject.toml states no version.")


def make_manifest(document: Mapping[str, Any], files: Iterable[BuiltFile], head: tuple[int, bytes]) -> dict[str, Any]:
    """The manifest of a release from its frozen content, its files and the head of the audit log it was made at."""
    taken = ("number", "period", "frozen_at", "time_zone", "is_demonstration", "jurisdiction", "rule", "query")
    return {
        "format": FORMAT,
        **{name: document[name] for name in taken},
        "software": software(),
        "audit_log": {"sequence": head[0], "digest": head[1].hex()},
        "files": [
            {
                "name": file.name,
                "media_type": file.media_type,
                "bytes": len(file.content),
                "sha256": file.digest.hex(),
            }
            for file in sorted(files, key=lambda file: file.name)
        ],
    }


def signature_is_good(manifest: bytes, signature: bytes, key: Ed25519PublicKey) -> bool:
    """Whether the key of this deployment signed exactly these bytes."""
    try:
        key.verify(signature, manifest)
    except InvalidSignature:
        return False
    return True


def differences(manifest: Mapping[str, Any], found: Mapping[str, bytes]) -> list[str]:
    """Which files are missing, changed or not named, a sentence each; `found` maps names to bytes."""
    wrong = []
    named = {entry["name"]: entry for entry in manifest["files"]}
    for name, entry in named.items():
        if name not in found:
            wrong.append(f"{name} is missing.")
        elif hashlib.sha256(found[name]).hexdigest() != entry["sha256"]:
            wrong.append(f"{name} was changed: it is not the file that was signed.")
    wrong += [f"{name} does not belong to the release." for name in sorted(set(found) - set(named))]
    return wrong


def verify_folder(folder: Path, key: Ed25519PublicKey) -> list[str]:
    """What is wrong with a folder that `reports build` wrote; a sentence each, none when all is as it was signed.

    Raises OSError when the folder cannot be read.
    """
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
    manifest, signature = found.pop(MANIFEST, None), found.pop(SIGNATURE, None)
    if manifest is None or signature is None:
        missing = [name for name, content in ((MANIFEST, manifest), (SIGNATURE, signature)) if content is None]
        return [f"{name} is missing, so nothing can be checked." for name in missing]
    if not signature_is_good(manifest, signature, key):
        return [f"{MANIFEST} does not carry this deployment's signature: it was changed, or made elsewhere."]
    content = json.loads(manifest)
    if content.get("format") != FORMAT:
        return [f"{MANIFEST} is in another format ({content.get('format')}); a newer version may read it."]
    return differences(content, found)
