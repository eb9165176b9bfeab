"""What a release swears to: the digest of every file, how it was counted and protected, and a signature over it all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from complaints.platform.vault import KeyRing
from complaints.reports.verifying.verifier import MANIFEST, RELEASE_FORMAT, SIGNATURE

__all__ = ["MANIFEST", "SIGNATURE", "BuiltFile", "canonical", "key_of", "make_manifest", "readable", "software"]
PACKAGES: Final = ("typst",)
"""What else decides on the bytes of an edition."""


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
    """The name and version of what made a release, and of what printed it."""
    try:
        own = version("complaints")
    except PackageNotFoundError:
        own = _version_of_checkout()
    return {"name": "complaints", "version": own, **{name: version(name) for name in PACKAGES}}


def _version_of_checkout() -> str:
    for line in (Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8").splitlines():
        if line.startswith("version"):
            return line.split('"')[1]
    raise ValueError("pyproject.toml states no version.")


def key_of(ring: KeyRing) -> dict[str, str]:
    """The public key that releases and errata are signed with, as they state it."""
    return {"algorithm": "Ed25519", "public_key": ring.releases_public.public_bytes_raw().hex()}


def make_manifest(
    document: Mapping[str, Any], files: Iterable[BuiltFile], head: tuple[int, bytes], *, two_people: bool
) -> dict[str, Any]:
    """The manifest of a release from its frozen content, its files and the head of the audit log it was made at."""
    taken = ("number", "period", "frozen_at", "time_zone", "is_demonstration", "jurisdiction", "rule", "query")
    return {
        "format": RELEASE_FORMAT,
        **{name: document[name] for name in taken},
        "signed_with": document["signed_with"],
        "two_people": two_people,
        "software": software(),
        "audit_log": {"sequence": head[0], "digest": head[1].hex()},
        "files": [entry_of(file) for file in sorted(files, key=lambda file: file.name)],
    }


def entry_of(file: BuiltFile) -> dict[str, Any]:
    """A file as the manifest names it."""
    return {"name": file.name, "media_type": file.media_type, "bytes": len(file.content), "sha256": file.digest.hex()}
