"""The receipt: what proves that a complaint was filed, and whether one that somebody shows is genuine."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from complaints.intake.answers import canonical
from complaints.platform.vault.ring import KeyRing

BEGIN: Final = "-----BEGIN RECEIPT-----"
END: Final = "-----END RECEIPT-----"
LONGEST: Final = 20_000
"""Characters that are read of a receipt somebody pastes; a genuine one has about a thousand."""

# So many characters fit on a phone.
_LINE: Final = 32
_SIGNATURE: Final = 64
_BLOCK: Final = re.compile(rf"{BEGIN}([A-Za-z0-9+/=\s>]+){END}")


class NotAReceipt(ValueError):
    """There is no receipt in the text, or not all of it."""


class NotGenuine(ValueError):
    """It looks like a receipt, and this site did not sign it as it stands."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was signed. `digest` is the SHA-256 of the sealed statement's nonce and canonical JSON, 32 bytes."""

    number: str
    received_at: datetime
    digest: bytes
    profile: str

    def message(self) -> bytes:
        """The bytes that the signature is made over."""
        return canonical(
            {
                "number": self.number,
                "received_at": self.received_at.astimezone(UTC).isoformat(timespec="seconds"),
                "digest": self.digest.hex(),
                "profile": self.profile,
            }
        )

    def signed(self, ring: KeyRing) -> str:
        """The block of letters that stands on the receipt; the same receipt always gives the same one."""
        message = self.message()
        block = base64.b64encode(ring.sign_receipt(message) + message).decode()
        lines = [block[start : start + _LINE] for start in range(0, len(block), _LINE)]
        return "\n".join([BEGIN, *lines, END])


def verified(text: str, key: Ed25519PublicKey) -> Receipt:
    """The receipt in `text`, which may hold other words around it. Raises NotAReceipt or NotGenuine."""
    signature, message = _parts(text)
    try:
        key.verify(signature, message)
    except InvalidSignature as problem:
        raise NotGenuine("The signature is not this site's.") from problem
    said: dict[str, Any] = json.loads(message)
    return Receipt(
        said["number"], datetime.fromisoformat(said["received_at"]), bytes.fromhex(said["digest"]), said["profile"]
    )


def around(text: str) -> str:
    """What stands before and after the receipt in `text`: nobody signed that. Everything, where there is none."""
    return _BLOCK.sub("\n", text, count=1)


def _parts(text: str) -> tuple[bytes, bytes]:
    if len(text) > LONGEST:
        raise NotAReceipt("That is too long for a receipt.")
    found = _BLOCK.search(text)
    if found is None:
        raise NotAReceipt("There is no receipt between the two marked lines.")
    try:
        # Mail programs put ">" before lines they quote.
        raw = base64.b64decode(re.sub(r"[\s>]", "", found[1]), validate=True)
    except binascii.Error as problem:
        raise NotAReceipt("Some of the receipt is missing.") from problem
    if len(raw) <= _SIGNATURE:
        raise NotAReceipt("Some of the receipt is missing.")
    return raw[:_SIGNATURE], raw[_SIGNATURE:]
