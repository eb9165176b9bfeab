"""Complaint numbers: tell nothing, are easily read aloud, and show a slip of the pen before anything is looked up.

Eight characters of chance and a check character, over 29 signs. 29 is prime and every weight differs, so each single
wrong character and each swap of two neighbours changes the check (weighted sum modulo a prime, as in ISO 7064).
"""

from __future__ import annotations

from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXY"
"""No I, L, O, U, 0, 1 (read as one another) and no Z (read as 2)."""
LENGTH: Final = 8


class BadNumber(ValueError):
    """What was typed cannot be a complaint number."""


def new_number(chance: bytes) -> str:
    """The number that 16 bytes of chance make, as `7K2M-94QX-3`; 29 to the 8th power of them, some 5 × 10¹¹."""
    if len(chance) < 16:
        raise ValueError("16 bytes are needed, so that every number is as likely as the next.")
    rest = int.from_bytes(chance[:16])
    signs = []
    for _ in range(LENGTH):
        rest, index = divmod(rest, len(ALPHABET))
        signs.append(ALPHABET[index])
    return _written("".join(signs))


def parse(typed: str) -> str:
    """The number as it is stored, from however it was typed. Raises BadNumber."""
    signs = "".join(c for c in typed.upper() if c.isalnum())
    if len(signs) != LENGTH + 1 or any(c not in ALPHABET for c in signs):
        raise BadNumber(typed)
    if _check(signs[:LENGTH]) != signs[LENGTH]:
        raise BadNumber(typed)
    return _written(signs[:LENGTH])


def _check(signs: str) -> str:
    return ALPHABET[sum((place + 2) * ALPHABET.index(sign) for place, sign in enumerate(signs)) % len(ALPHABET)]


def _written(signs: str) -> str:
    return f"{signs[:4]}-{signs[4:]}-{_check(signs)}"
