"""Which desk a complaint goes to, on which track and with which clocks, and why.

The rules of the profile are read in order. All that match add up: copies, proposals, explanations, urgency. The first
that names a desk settles the desk, the first that names a track settles the track. A restricted complaint goes only to
desks cleared for such; the last resort, a rule without a condition, takes what no rule before it could place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from complaints.platform.jurisdiction.errors import ProfileError
from complaints.platform.jurisdiction.profile import Desk, Effect, Profile, Rule
from complaints.routing.clocks import check_clocks, first_clocks
from complaints.routing.conditions import check_alternatives, one_holds, values_of
from complaints.routing.words import (
    ClockDue,
    ClockKind,
    Explanation,
    Facts,
    Proposal,
    Reason,
    RefusedDesk,
    RerouteReason,
    Route,
    Track,
)

__all__ = [
    "ClockDue",
    "ClockKind",
    "Explanation",
    "Facts",
    "Proposal",
    "Reason",
    "RefusedDesk",
    "RerouteReason",
    "Route",
    "Track",
    "check",
    "check_desk",
    "desks_for",
    "route",
]

EFFECTS: Final[Mapping[str, type]] = {
    "desk": str,
    "track": str,
    "copies": tuple,
    "proposals": tuple,
    "explain": tuple,
    "urgent": bool,
    "restricted": bool,
    "hold_copies": bool,
}
_FORMS: Final[Mapping[type, str]] = {
    str: "one word in quotes",
    tuple: "a list of words",
    bool: "true, or leave it out",
}


def route(facts: Facts, profile: Profile) -> Route:
    """The decision for one complaint. `profile` must have passed `check`; the same facts give the same route."""
    values = values_of(facts, profile)
    matching = [rule for rule in profile.rules if one_holds(rule.when, values)]
    restricted = any(_is_set(rule, "restricted") for rule in matching)
    if not any(_usable_desk(rule, restricted, profile) for rule in matching) or not _gathered(matching, "track"):
        matching.append(_last_resort(profile))
    desk_rule = next(rule for rule in matching if _usable_desk(rule, restricted, profile))
    track_rule = next(rule for rule in matching if _words(rule, "track"))
    desk = _words(desk_rule, "desk")[0]
    copies = _copies(matching, desk, restricted, profile)
    return Route(
        desk=desk,
        copies=copies,
        track=Track(_words(track_rule, "track")[0]),
        urgent=any(_is_set(rule, "urgent") for rule in matching),
        restricted=restricted,
        proposals=tuple(Proposal(word) for word in _gathered(matching, "proposals")),
        explanations=tuple(Explanation(key, profile.texts[key]) for key in _gathered(matching, "explain")),
        clocks=first_clocks(facts, profile),
        reasons=tuple(_reason(rule, rule is desk_rule, rule is track_rule, copies) for rule in matching),
    )


def desks_for(restricted: bool, profile: Profile) -> tuple[Desk, ...]:
    """The desks that a person may choose: those that act today and, for a restricted complaint, are cleared."""
    return tuple(
        desk
        for desk in profile.desks
        if (desk.cleared or not restricted) and (profile.oversight.active or desk.code != profile.oversight.desk)
    )


def check_desk(code: str, restricted: bool, profile: Profile) -> None:
    """Raises RefusedDesk for a desk that `desks_for` does not offer."""
    if code not in {desk.code for desk in desks_for(restricted, profile)}:
        raise RefusedDesk(f'The desk "{code}" may not be given this complaint.')


def _last_resort(profile: Profile) -> Rule:
    return next(rule for rule in profile.rules if not rule.when)


def _usable_desk(rule: Rule, restricted: bool, profile: Profile) -> bool:
    desks = _words(rule, "desk")
    return bool(desks) and (not restricted or profile.desk(desks[0]).cleared)


def _copies(matching: list[Rule], desk: str, restricted: bool, profile: Profile) -> tuple[str, ...]:
    """Every copy the rules ask for, unless one holds them; of a restricted complaint only to desks cleared for such."""
    if any(_is_set(rule, "hold_copies") for rule in matching):
        return ()
    return tuple(
        code
        for code in _gathered(matching, "copies")
        if code != desk and (not restricted or profile.desk(code).cleared)
    )


def _gathered(matching: list[Rule], effect: str) -> tuple[str, ...]:
    """The words of an effect over all rules, each once, in the order of the rules."""
    return tuple(dict.fromkeys(word for rule in matching for word in _words(rule, effect)))


def _words(rule: Rule, name: str) -> tuple[str, ...]:
    for effect in rule.then:
        if effect.name == name and not isinstance(effect.value, bool):
            return (effect.value,) if isinstance(effect.value, str) else effect.value
    return ()


def _is_set(rule: Rule, name: str) -> bool:
    return any(effect.name == name and effect.value is True for effect in rule.then)


def _reason(rule: Rule, settles_desk: bool, settles_track: bool, copies: tuple[str, ...]) -> Reason:
    done = [name for name in ("urgent", "restricted", "hold_copies") if _is_set(rule, name)]
    if settles_desk:
        done += [f"desk={word}" for word in _words(rule, "desk")]
    if settles_track:
        done += [f"track={word}" for word in _words(rule, "track")]
    done += [f"copy={word}" for word in _words(rule, "copies") if word in copies]
    done += [f"proposal={word}" for word in _words(rule, "proposals")]
    done += [f"explain={word}" for word in _words(rule, "explain")]
    return Reason(rule.id, rule.reason, tuple(done))


def check(profile: Profile) -> None:
    """Refuse a profile whose rules or clocks routing cannot apply to every complaint. Raises ProfileError."""
    for rule in profile.rules:
        check_alternatives(rule.when, profile)
        if not rule.then:
            raise ProfileError(profile.source, rule.line, f'the rule "{rule.id}" does nothing', "give it an effect")
        for effect in rule.then:
            _check_effect(rule, effect, profile)
    _check_last_resort(profile)
    check_clocks(profile)


def _check_effect(rule: Rule, effect: Effect, profile: Profile) -> None:
    form = EFFECTS.get(effect.name)
    if form is None:
        raise _refusal(profile, effect, f'there is no effect "{effect.name}"', f"use one of: {', '.join(EFFECTS)}")
    if not isinstance(effect.value, form) or effect.value is False:
        raise _refusal(profile, effect, f'"{effect.name}" has the wrong form', f"write {_FORMS[form]}")
    known: Mapping[str, tuple[str, ...]] = {
        "desk": tuple(desk.code for desk in profile.desks),
        "copies": tuple(desk.code for desk in profile.desks),
        "track": tuple(Track),
        "proposals": tuple(Proposal),
        "explain": tuple(profile.texts),
    }
    for word in _words(rule, effect.name):
        if word not in known[effect.name]:
            choice = ", ".join(known[effect.name])
            raise _refusal(profile, effect, f'"{word}" is not known for "{effect.name}"', f"use one of: {choice}")
        if effect.name in ("desk", "copies") and word == profile.oversight.desk:
            _check_oversight(rule, effect, profile)


def _check_oversight(rule: Rule, effect: Effect, profile: Profile) -> None:
    """Nothing may go to an oversight body that does not act."""
    asked = [
        any(each.field == "oversight_active" and each.condition.equals is True for each in alternative)
        for alternative in rule.when
    ]
    if not asked or not all(asked):
        problem = f'"{effect.name}" names the oversight desk whether or not it is active'
        raise _refusal(profile, effect, problem, "add oversight_active = true to every condition of the rule")


def _check_last_resort(profile: Profile) -> None:
    """The last rule alone has no condition, and it names a desk cleared for everything, and a track."""
    for rule in profile.rules[:-1]:
        if not rule.when:
            problem = f'the rule "{rule.id}" has no condition and is not the last'
            raise ProfileError(profile.source, rule.line, problem, "give it a condition, or put it last")
    last = profile.rules[-1]
    if last.when:
        problem = "the last rule has a condition, so some complaints would have no desk"
        raise ProfileError(profile.source, last.line, problem, "add a rule without a condition after it")
    for name in ("desk", "track"):
        if not _words(last, name):
            problem = f'the last rule "{last.id}" names no {name}'
            raise ProfileError(profile.source, last.line, problem, f"give it a {name}")
    if not profile.desk(_words(last, "desk")[0]).cleared:
        problem = f'the desk of the last rule "{last.id}" may not see restricted complaints'
        raise ProfileError(profile.source, last.line, problem, "name a desk that has cleared = true")


def _refusal(profile: Profile, effect: Effect, problem: str, what_to_do: str) -> ProfileError:
    return ProfileError(profile.source, effect.line, problem, what_to_do)
