"""Whether the conditions of a rule or a clock hold for a complaint, and which fields and words they may use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from complaints.intake.rules import AllegationKind, Channel, FilingMode, Flag, Standing, SubjectKind
from complaints.platform.jurisdiction.errors import ProfileError
from complaints.platform.jurisdiction.profile import Alternative, Condition, Profile, Requirement
from complaints.registry.rules import TechnologyType
from complaints.routing.words import Facts

Value = frozenset[str] | int | bool

WORDS: Final[Mapping[str, type[StrEnum]]] = {
    "technology_types": TechnologyType,
    "allegations": AllegationKind,
    "subjects": SubjectKind,
    "flags": Flag,
    "mode": FilingMode,
    "standing": Standing,
    "channel": Channel,
}
NUMBERS: Final = ("likely_duplicates",)
YES_OR_NO: Final = ("oversight_active", "anonymous_bars_discipline")


def values_of(facts: Facts, profile: Profile) -> dict[str, Value]:
    """Every field a condition can ask for."""
    return {
        "technology_types": frozenset(facts.technology_types),
        "allegations": frozenset(facts.allegations),
        "subjects": frozenset(facts.subjects),
        "flags": frozenset(facts.flags),
        "mode": frozenset([facts.mode]),
        "standing": frozenset([facts.standing]),
        "channel": frozenset([facts.channel]),
        "likely_duplicates": facts.likely_duplicates,
        "oversight_active": profile.oversight.active,
        "anonymous_bars_discipline": profile.anonymous_bars_discipline,
    }


def one_holds(alternatives: Iterable[Alternative], values: Mapping[str, Value]) -> bool:
    """Whether all requirements of at least one alternative hold."""
    return any(all(_holds(each.condition, values[each.field]) for each in alternative) for alternative in alternatives)


def _holds(condition: Condition, value: Value) -> bool:
    if isinstance(value, bool):
        return value is condition.equals
    if isinstance(value, int):
        return condition.at_least is not None and value >= condition.at_least
    if condition.any and value.isdisjoint(condition.any):
        return False
    return condition.all <= value and value.isdisjoint(condition.none)


def check_alternatives(alternatives: Iterable[Alternative], profile: Profile) -> None:
    """Refuse fields and words that routing does not know. Raises ProfileError."""
    for alternative in alternatives:
        for requirement in alternative:
            _check(requirement, profile)


def _check(requirement: Requirement, profile: Profile) -> None:
    field, condition = requirement.field, requirement.condition
    words = condition.any | condition.all | condition.none
    if field in WORDS:
        known = ", ".join(WORDS[field])
        if not words or condition.at_least is not None:
            raise _refusal(profile, requirement, f'"{field}" is asked for without a word', f"use words of: {known}")
        for word in sorted(words):
            if word not in set(WORDS[field]):
                raise _refusal(profile, requirement, f'"{word}" is not a word for "{field}"', f"use one of: {known}")
    elif field in NUMBERS:
        if words or condition.at_least is None:
            raise _refusal(profile, requirement, f'"{field}" is a number', f"write {field} = {{ at_least = 1 }}")
    elif field in YES_OR_NO:
        if condition.equals is None:
            raise _refusal(profile, requirement, f'"{field}" is true or false', f"write {field} = true or = false")
    else:
        every = ", ".join((*WORDS, *NUMBERS, *YES_OR_NO))
        raise _refusal(profile, requirement, f'routing knows no field "{field}"', f"use one of: {every}")


def _refusal(profile: Profile, requirement: Requirement, problem: str, what_to_do: str) -> ProfileError:
    return ProfileError(profile.source, requirement.line, problem, what_to_do)
