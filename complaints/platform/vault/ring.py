"""The key ring: three files, of which the public site opens two and can therefore seal but not read.

`public.json` holds public halves. `site.json` holds what a site needs to run: the secret that page state and counters
are keyed with, and the key that signs receipts. `staff.json` holds what opens sealed records, signs releases and draws
decoys; the public site never opens it.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from complaints.platform.vault.envelope import CannotOpen, Recipient, open_sealed, readers_of, unwrapped
from complaints.platform.vault.streams import opened_with

PUBLIC, SITE, STAFF = "public.json", "site.json", "staff.json"


class RingMissing(Exception):
    """A file of the ring is not there or cannot be read."""


class NoPrivateKey(Exception):
    """This site cannot read what is sealed; that is so by design on the public site."""


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _raw(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys that this process may hold. Secrets are kept out of `repr`."""

    staff: Recipient
    receipts_public: Ed25519PublicKey
    releases_public: Ed25519PublicKey
    site_secret: bytes = field(repr=False)
    _receipts: Ed25519PrivateKey = field(repr=False)
    _openers: dict[bytes, X25519PrivateKey] = field(repr=False)
    _releases: Ed25519PrivateKey | None = field(repr=False)
    _decoys: bytes | None = field(repr=False)

    @property
    def can_open(self) -> bool:
        """Whether this process can read sealed records."""
        return bool(self._openers)

    def derived(self, purpose: str) -> bytes:
        """A 32-byte key for one purpose, from the site's secret."""
        return HKDFExpand(SHA256(), 32, purpose.encode()).derive(self.site_secret)

    def open(self, envelope: bytes, *, context: str) -> bytes:
        """Open with whichever staff key it was sealed to. Raises NoPrivateKey on the public site, or CannotOpen."""
        if not self._openers:
            raise NoPrivateKey("This site holds no key that opens sealed records.")
        for key_id in readers_of(envelope):
            if key_id in self._openers:
                return open_sealed(envelope, context=context, private_key=self._openers[key_id])
        raise CannotOpen("Sealed to a key that is no longer in the ring.")

    def open_chunks(self, chunks: Iterable[bytes], *, context: str) -> Iterator[bytes]:
        """Open what `streams.sealed_chunks` sealed, with whichever staff key is among its readers.

        Raises NoPrivateKey at once on the public site; CannotOpen while it is read.
        """
        if not self._openers:
            raise NoPrivateKey("This site holds no key that opens sealed records.")
        return opened_with(self._data_key, chunks, context=context)

    def _data_key(self, wraps: Mapping[bytes, bytes], info: bytes) -> bytes:
        for key_id in wraps:
            if key_id in self._openers:
                return unwrapped(wraps, info=info, private_key=self._openers[key_id])
        raise CannotOpen("Sealed to a key that is no longer in the ring.")

    def sign_receipt(self, message: bytes) -> bytes:
        """Ed25519 over `message`; attests a filing, opens nothing."""
        return self._receipts.sign(message)

    def sign_release(self, message: bytes) -> bytes:
        """Ed25519 over a release's manifest. Raises NoPrivateKey on the public site."""
        if self._releases is None:
            raise NoPrivateKey("Releases are signed on the staff site.")
        return self._releases.sign(message)

    def decoy_seed(self) -> bytes:
        """The secret that decoys are drawn from. Raises NoPrivateKey on the public site."""
        if self._decoys is None:
            raise NoPrivateKey("Decoys are drawn on the staff site.")
        return self._decoys


def create_ring(directory: Path) -> bool:
    """Make the three files, readable by their owner alone; False when a ring is there already."""
    if (directory / PUBLIC).exists():
        return False
    directory.mkdir(parents=True, exist_ok=True)
    directory.chmod(0o700)
    opener, receipts, releases = X25519PrivateKey.generate(), Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    public = opener.public_key().public_bytes_raw()
    _write(
        directory / STAFF,
        {
            "openers": [{"public": _text(public), "private": _text(opener.private_bytes_raw())}],
            "releases": _text(releases.private_bytes_raw()),
            "decoys": _text(os.urandom(32)),
        },
    )
    _write(directory / SITE, {"secret": _text(os.urandom(32)), "receipts": _text(receipts.private_bytes_raw())})
    _write(
        directory / PUBLIC,
        {
            "staff": _text(public),
            "receipts": _text(receipts.public_key().public_bytes_raw()),
            "releases": _text(releases.public_key().public_bytes_raw()),
        },
    )
    return True


def load_ring(directory: Path, *, with_private: bool) -> KeyRing:
    """Read the ring; `with_private` is false on the public site. Raises RingMissing with what to do."""
    if not (directory / PUBLIC).exists():
        raise RingMissing(f"There is no key ring in {directory}. Make one: flask --app wsgi keys init")
    public, site = _read(directory / PUBLIC), _read(directory / SITE)
    private = _read(directory / STAFF) if with_private else None
    openers = {}
    for pair in private["openers"] if private else []:
        openers[Recipient.of(_raw(pair["public"])).key_id] = X25519PrivateKey.from_private_bytes(_raw(pair["private"]))
    return KeyRing(
        staff=Recipient.of(_raw(public["staff"])),
        receipts_public=Ed25519PublicKey.from_public_bytes(_raw(public["receipts"])),
        releases_public=Ed25519PublicKey.from_public_bytes(_raw(public["releases"])),
        site_secret=_raw(site["secret"]),
        _receipts=Ed25519PrivateKey.from_private_bytes(_raw(site["receipts"])),
        _openers=openers,
        _releases=Ed25519PrivateKey.from_private_bytes(_raw(private["releases"])) if private else None,
        _decoys=_raw(private["decoys"]) if private else None,
    )


def add_opener(directory: Path) -> Recipient:
    """Add a new staff key and make it the one that is sealed to; older keys stay until nothing needs them."""
    private, public = _read(directory / STAFF), _read(directory / PUBLIC)
    opener = X25519PrivateKey.generate()
    raw = opener.public_key().public_bytes_raw()
    private["openers"].insert(0, {"public": _text(raw), "private": _text(opener.private_bytes_raw())})
    # The private half is on the disk before anything can be sealed to the public one.
    _write(directory / STAFF, private)
    public["staff"] = _text(raw)
    _write(directory / PUBLIC, public)
    return Recipient.of(raw)


def _read(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text())
    except OSError as problem:
        raise RingMissing(
            f"The key file {path} cannot be read ({problem.strerror}). "
            "Bring it back from your copy, or let this account read it."
        ) from problem
    return content


def _write(path: Path, content: dict[str, Any]) -> None:
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
