"""Which desk reads a complaint by what it is about, as far as that alone settles it."""

from dataclasses import dataclass

from complaints.platform.jurisdiction.profile import Alternative, Desk, Profile, Requirement, Rule


@dataclass(frozen=True)
class Reader:
    """The desk, and whether the rule keeps copies from every other."""

    desk: Desk
    is_alone: bool


def reader_of(profile: Profile, subject: str) -> Reader | None:
    """Who gets a complaint about `subject`, a word of the rules; None where the subject alone settles no desk."""
    for rule in profile.rules:
        code = _effect(rule, "desk")
        if isinstance(code, str) and any(_holds(alternative, subject) for alternative in rule.when):
            return Reader(profile.desk(code), _effect(rule, "hold_copies") is True)
    return None


def _effect(rule: Rule, name: str) -> object:
    return next((effect.value for effect in rule.then if effect.name == name), None)


def _holds(alternative: Alternative, subject: str) -> bool:
    return all(_is_met(needed, subject) for needed in alternative)


def _is_met(needed: Requirement, subject: str) -> bool:
    wanted, them = needed.condition, {subject}
    is_wanted = (not wanted.any or subject in wanted.any) and wanted.all <= them
    return needed.field == "subjects" and is_wanted and not wanted.none & them
