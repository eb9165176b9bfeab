"""Which technologies a name means: brands, everyday words and slips of the keyboard, in the languages of the form."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Final, TypeVar

from complaints.intake.naming_words import ALIASES, EMPTY_WORDS
from complaints.registry.rules import TechnologyType

LONGEST_SEARCH: Final = 80
"""Characters that are looked at; a name is shorter, and each further word costs time."""

_LEAST_LIKE: Final = 0.65
"""A technology is found with this share of what the best one has, or more: "body camera" does not mean every camera."""

_ARTICLE: Final = re.compile("^ال(?=...)")
"""The Arabic article, which is written as part of the word."""

_WHOLE, _BEGINNING, _SLIP = 1.0, 0.8, 0.6
Key = TypeVar("Key", bound=Hashable)


def plain(text: str) -> str:
    """Small letters without accents, digits and spaces: what two spellings of one name have in common."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    letters = "".join(c for c in apart if not unicodedata.combining(c))
    return " ".join(_ARTICLE.sub("", word) for word in re.findall(r"[^\W_]+", letters))


def distance(one: str, other: str, most: int) -> int:
    """How many letters must be put in, left out, changed or swapped with a neighbour; `most` + 1 where it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        following = [i]
        for j, wanted in enumerate(other, start=1):
            best = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                best = min(best, before[j - 2] + 1)
            following.append(best)
        before, row = row, following
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def found(search: str, names: Mapping[Key, Sequence[str]]) -> list[Key]:
    """The keys that one of their `names` fits, the best first; equally good ones in the order given."""
    wanted = _words(search[:LONGEST_SEARCH])
    if not wanted:
        return []
    known = {key: [_words(name) for name in each] for key, each in names.items()}
    # A word that many technologies share, like "camera", says little about which one is meant.
    commonness = Counter(word for lists in known.values() for word in {word for name in lists for word in name})
    scores = {key: _score(wanted, lists, commonness) for key, lists in known.items()}
    best = max(scores.values(), default=0.0)
    enough = max(best * _LEAST_LIKE, 0.01)
    kept = [key for key in known if scores[key] >= enough or _says(wanted, known[key])]
    return sorted(kept, key=lambda key: -scores[key])


def names_of(kind: TechnologyType) -> tuple[str, ...]:
    """Every name that people have for this kind of technology, but for those of the registry and the pages."""
    return ALIASES.get(kind, ())


def _words(text: str) -> list[str]:
    return [word for word in plain(text).split() if word not in EMPTY_WORDS]


def _says(wanted: Sequence[str], names: Iterable[Sequence[str]]) -> bool:
    """Whether one of the names holds every word that was typed, letter for letter."""
    return any(set(wanted) <= set(name) for name in names)


def _score(wanted: Sequence[str], names: Iterable[Sequence[str]], commonness: Mapping[str, int]) -> float:
    """How well the best of the names fits what was typed."""
    together = "".join(wanted)
    return max((_fit(wanted, together, name, commonness) for name in names), default=0.0)


def _fit(wanted: Sequence[str], together: str, name: Sequence[str], commonness: Mapping[str, int]) -> float:
    """The name's share of what was typed and the other way round; written in one word or in two is the same."""
    if not name:
        return 0.0
    whole = "".join(name)
    as_one = _likeness(together, whole)
    if as_one:
        return 2 * as_one
    hits = [(max((_likeness(word, part), part) for part in name), word) for word in wanted]
    rare: float = sum(likeness / commonness[part] ** 0.5 for (likeness, part), _ in hits if likeness)
    met = {part for (likeness, part), _ in hits if likeness}
    asked = sum(1 for (likeness, _), _ in hits if likeness) / len(wanted)
    return float(rare / len(wanted) ** 0.5 * asked * (0.5 + 0.5 * len(met) / len(name)))


def _likeness(typed: str, part: str) -> float:
    """How like two words are; 0 where they are different words."""
    if typed == part:
        return _WHOLE
    if _is_written_without_spaces(typed) or _is_written_without_spaces(part):
        return _BEGINNING if len(typed) > 1 and len(part) > 1 and (typed in part or part in typed) else 0.0
    shorter, longer = sorted((typed, part), key=len)
    # "cam" for "camera", "drones" for "drone".
    if len(shorter) >= 3 and longer.startswith(shorter) and (shorter == typed or len(longer) - len(shorter) <= 2):
        return _BEGINNING
    slips = 0 if len(typed) < 4 else 1 if len(typed) < 7 else 2
    # Nobody slips on the first letter of a short word, and there "ring" would be "king".
    if slips == 1 and typed[0] != part[0]:
        return 0.0
    return _SLIP if slips and distance(typed, part, slips) <= slips else 0.0


def _is_written_without_spaces(word: str) -> bool:
    return any("぀" <= c <= "鿿" for c in word)
