"""Keys and what they seal: nothing a resident tells in confidence is stored in the clear."""

from complaints.platform.vault.envelope import CannotOpen, Recipient, open_sealed, seal
from complaints.platform.vault.mailbox import Mailbox, language_of_words, mailbox_from_passphrase, new_passphrase
from complaints.platform.vault.ring import KeyRing, NoPrivateKey, RingMissing
from complaints.platform.vault.streams import opened_chunks, sealed_chunks
from complaints.platform.vault.tokens import BrokenToken, open_token, seal_token

__all__ = [
    "BrokenToken",
    "CannotOpen",
    "KeyRing",
    "Mailbox",
    "NoPrivateKey",
    "Recipient",
    "RingMissing",
    "language_of_words",
    "mailbox_from_passphrase",
    "new_passphrase",
    "open_sealed",
    "open_token",
    "opened_chunks",
    "seal",
    "seal_token",
    "sealed_chunks",
]
