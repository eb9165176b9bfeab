"""How many syllables an English word has, as it is spoken in the United States; by rule, with the exceptions we use."""

from __future__ import annotations

import re
from typing import Final

_EXCEPTIONS: Final = {
    "ai": 2,
    "area": 3,
    "being": 2,
    "business": 2,
    "camera": 3,
    "cameras": 3,
    "city’s": 2,
    "created": 3,
    "different": 3,
    "doing": 2,
    "evening": 2,
    "every": 2,
    "everybody": 4,
    "everyone": 3,
    "everything": 3,
    "family": 3,
    "fire": 1,
    "idea": 3,
    "interest": 3,
    "ip": 2,
    "id": 2,
    "pdf": 3,
    "january": 4,
    "maybe": 2,
    "people": 2,
    "period": 3,
    "policeman": 3,
    "policemen": 3,
    "quiet": 2,
    "science": 2,
    "seeing": 2,
    "sometimes": 2,
    "somewhere": 2,
    "something": 2,
    "someone": 2,
    "somebody": 3,
    "usually": 4,
    "video": 3,
    "whole": 1,
}
"""Words the rules get wrong, and letters that are spoken one by one."""

_HIATUS: Final = re.compile(r"[aeo]ing|i[ao](?!u)|iu|eo(?!u)|ua(?!r)|uou|creat|[aeiouy]{2}ism|quie|ie[tn]|[yi]a[nl]")
_ONE_AFTER_ALL: Final = re.compile(r"[ctsx]i[ao]|[ctsg]ien|gi[ao]|people|[gq]ua|yea|piec|frien|lieut")


def syllables(word: str) -> int:
    """Syllables of a word, at least one; a word with a hyphen is the sum of its parts."""
    if "-" in word:
        return sum(syllables(part) for part in word.split("-") if part)
    plain = re.sub(r"[’']s$", "", word.lower())
    if plain in _EXCEPTIONS:
        return _EXCEPTIONS[plain]
    plain = re.sub(r"[^a-z]", "", plain)
    for parted in ("some", "where", "there", "here", "fore"):
        # A silent e within a compound: "somehow", "whereabouts", "therefore".
        if plain.startswith(parted) and len(plain) > len(parted) + 2:
            return 1 + syllables(plain[len(parted) :])
    count = len(re.findall(r"[aeiouy]+", plain))
    count += len(_HIATUS.findall(plain)) - len(_ONE_AFTER_ALL.findall(plain))
    count -= _silent_ends(plain)
    return max(count, 1)


def _silent_ends(plain: str) -> int:
    """1 where an e at the end is written and not spoken: "made", "asked", "safely"; but not "places"."""
    if re.search(r"[aeiouy]l{0,2}[^aeiouy]*(?<![td])ed$", plain) and not re.search(r"(?:[^aeiouyl]l|i)ed$", plain):
        return 1
    if re.search(r"[aeiouy](?:.*[^aeiouysxzcgl]|l)es$", plain) and not plain.endswith(("ches", "shes")):
        return 1
    if re.search(r"[aeiouy].*e(?:ment|ful|fully|less|ly)$", plain):
        return 1
    if re.search(r"[^aeiouy]le$", plain):
        return 0
    return 1 if re.search(r"[aeiouy].*[^aeiouy]e$|ue$", plain) else 0
