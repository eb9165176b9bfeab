"""A key that only a passphrase opens: what a resident may read again is sealed to it.

The passphrase is drawn, never chosen: 8 words of a 2,048-word BIP 39 list, 88 bits. Guessing is hopeless at any speed
a computer has, so argon2id runs at a low cost (4 MiB, one pass, about 5 ms): it slows a thief of the database by four
orders of magnitude for free, and filing need not wait on it. The salt of 16 bytes is the mailbox's own.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from functools import cache

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from mnemonic import Mnemonic

WORDS = 8
SALT_BYTES = 16
MEMORY_KIB = 4096
LISTS = {"en": "english", "es": "spanish", "zh": "chinese_simplified"}


@dataclass(frozen=True, slots=True)
class Mailbox:
    """What a passphrase and a salt make: a verifier to store, and a private key that is never stored."""

    verifier: bytes
    private_key: X25519PrivateKey

    @property
    def public_key(self) -> bytes:
        """The 32 raw bytes that are stored, to seal answers to."""
        return self.private_key.public_key().public_bytes_raw()

    def is_verified_by(self, stored: bytes) -> bool:
        """Whether `stored` is this mailbox's verifier, compared in constant time."""
        return hmac.compare_digest(self.verifier, stored)


@cache
def _words(locale: str) -> tuple[str, ...]:
    return tuple(Mnemonic(LISTS[language_of_words(locale)]).wordlist)


def language_of_words(locale: str) -> str:
    """The language in which `new_passphrase` draws its words for that reader."""
    return locale if locale in LISTS else "en"


def new_passphrase(secret: bytes, locale: str) -> str:
    """Eight words drawn from `secret` (32 random bytes), in the reader's language where a word list exists.

    The same secret gives the same words: a form sent twice shows the same receipt.
    """
    words = _words(locale)
    drawn = HKDFExpand(SHA256(), WORDS * 2, b"complaints passphrase 1").derive(secret)
    # 65,536 is a multiple of 2,048: every word is equally likely.
    return " ".join(words[int.from_bytes(drawn[i : i + 2]) % len(words)] for i in range(0, WORDS * 2, 2))


def normalise(passphrase: str) -> str:
    """Fold case, accents, hyphens and spaces: what is typed on a phone must match what was written down."""
    flat = unicodedata.normalize("NFKD", passphrase.casefold())
    letters = "".join(" " if not c.isalnum() else c for c in flat if not unicodedata.combining(c))
    return " ".join(letters.split())


def mailbox_from_passphrase(passphrase: str, salt: bytes) -> Mailbox:
    """Derive the mailbox: argon2id gives 64 bytes, half to verify by, half the X25519 key."""
    raw = hash_secret_raw(
        normalise(passphrase).encode(),
        salt,
        time_cost=1,
        memory_cost=MEMORY_KIB,
        parallelism=1,
        hash_len=64,
        type=Type.ID,
    )
    return Mailbox(hashlib.sha256(raw[:32]).digest(), X25519PrivateKey.from_private_bytes(raw[32:]))
