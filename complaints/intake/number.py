"""A complaint's number: tells nothing of how many there are, and a slip in copying it is noticed."""

from __future__ import annotations

import unicodedata
from typing import Final

ALPHABET: Final = "0123456789ACDEFGHJKMNPQRTVWXY"
"""29 characters, a prime, so that the check is exact. Left out: B I L O S U Z, which are read as 8 1 1 0 5 V 2."""

LENGTH: Final = 8
_LOOKALIKES: Final = str.maketrans("BILOSUZ", "81105V2")
_PLACES: Final = {character: place for place, character in enumerate(ALPHABET)}


class BadNumber(ValueError):
    """The text is no complaint number: wrong length, a strange character, or the check fails."""


def new_number(chance: bytes) -> str:
    """The number, as `7K2M-94QX-3`, that 16 or more random bytes make. Raises ValueError for fewer."""
    if len(chance) < 16:
        raise ValueError("too little chance for a number nobody can guess")
    value = int.from_bytes(chance)
    characters = []
    for _ in range(LENGTH):
        value, place = divmod(value, len(ALPHABET))
        characters.append(ALPHABET[place])
    return _shown("".join(characters))


def parse(text: str) -> str:
    """The number as it is stored, from what somebody typed: case, spaces, hyphens and lookalikes do not matter.

    Raises BadNumber.
    """
    kept = "".join(_plain(c) for c in unicodedata.normalize("NFKC", text) if not _is_gap(c))
    kept = kept.upper().translate(_LOOKALIKES)
    if len(kept) != LENGTH + 1 or any(c not in _PLACES for c in kept):
        raise BadNumber("A number has nine characters.")
    if check_character(kept[:LENGTH]) != kept[LENGTH]:
        raise BadNumber("One of the characters is wrong.")
    return _shown(kept[:LENGTH])


def check_character(body: str) -> str:
    """The ninth character: the sum of places times weights (1 to 8, and -1 for the check itself) is 0 modulo 29.

    All weights differ and none is a multiple of the prime, so a wrong character or a swap of two changes the sum.
    """
    return ALPHABET[sum(weight * _PLACES[c] for weight, c in enumerate(body, start=1)) % len(ALPHABET)]


def _shown(body: str) -> str:
    return f"{body[:4]}-{body[4:]}-{check_character(body)}"


def _is_gap(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Pd", "Cf", "Pc") or character in ".\u2212"


def _plain(character: str) -> str:
    """Digits of any script as 0 to 9: an Arabic keyboard types its own."""
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)
