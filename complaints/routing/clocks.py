"""When the deadlines of a case fall due, from the clocks of the profile.

Preservation runs from the incident for the shortest stated retention of the technologies that were named. Where the
incident's day or every retention is not stated, nobody knows how long there is: the clock then runs out on the day the
complaint came, which is also the day on which the request goes out. Where only a span is known, it is counted from the
earliest day it can have been.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from complaints.intake.incident import to_be_kept_until
from complaints.platform.jurisdiction.calendar import add_business_days, add_days, local_date
from complaints.platform.jurisdiction.errors import ProfileError
from complaints.platform.jurisdiction.profile import Clock, ClockStart, Counting, Localised, Profile
from complaints.routing.conditions import Value, check_alternatives, one_holds, values_of
from complaints.routing.words import ClockDue, ClockKind, Facts

LONGEST_BASIS: Final = 120
"""What a case keeps of the words on how a date was found."""
_STARTS: Final[Mapping[ClockKind, ClockStart]] = {
    ClockKind.PRESERVATION: ClockStart.INCIDENT,
    ClockKind.CLOSING_NOTICE: ClockStart.CLOSED,
}


def clock_of(profile: Profile, kind: ClockKind, facts: Facts) -> Clock:
    """The clock of that kind that counts for this complaint: the first whose condition holds."""
    return _choose(profile, kind, values_of(facts, profile))


def _choose(profile: Profile, kind: ClockKind, values: Mapping[str, Value]) -> Clock:
    return next(
        clock for clock in profile.clocks if clock.kind == kind and (not clock.when or one_holds(clock.when, values))
    )


def first_clocks(facts: Facts, profile: Profile) -> tuple[ClockDue, ...]:
    """The clocks that start when a complaint comes in, preservation first; the closing notice starts later."""
    values = values_of(facts, profile)
    received_on = local_date(facts.received_at, profile.zone)
    due = []
    for kind in ClockKind:
        clock = _choose(profile, kind, values)
        if clock.starts is ClockStart.INCIDENT:
            due.append(_preservation(clock, facts, received_on))
        elif clock.starts is ClockStart.RECEIVED:
            due.append(due_from(clock, received_on, profile))
    return tuple(due)


def _preservation(clock: Clock, facts: Facts, received_on: date) -> ClockDue:
    stated = [days for days in facts.retention_days if days is not None]
    if facts.incident_on is not None and stated:
        return _due(clock, facts.incident_on, add_days(facts.incident_on, min(stated)), clock.basis)
    if facts.incident_between is None or not stated:
        return _due(clock, received_on, received_on, clock.basis_not_stated or clock.basis)
    first, last = facts.incident_between
    due_on = to_be_kept_until(first, last, min(stated), received_on)
    # From the earliest day, unless that is over: then it is as if no day were known.
    is_counted = due_on != received_on
    basis = clock.basis if is_counted else clock.basis_not_stated or clock.basis
    return _due(clock, first if is_counted else received_on, due_on, basis)


def due_from(clock: Clock, starts_on: date, profile: Profile) -> ClockDue:
    """A clock of so many days, started on `starts_on`: the next update, the closing notice.

    Raises ValueError for a clock that runs as long as recordings are kept.
    """
    if clock.days is None:
        raise ValueError("a retention clock needs the facts of the complaint")
    if clock.counting is Counting.BUSINESS:
        return _due(clock, starts_on, add_business_days(starts_on, clock.days, profile.holidays), clock.basis)
    return _due(clock, starts_on, add_days(starts_on, clock.days), clock.basis)


def _due(clock: Clock, starts_on: date, due_on: date, basis: Localised) -> ClockDue:
    return ClockDue(ClockKind(clock.kind), starts_on, due_on, basis.text(basis.default_locale), basis)


def check_clocks(profile: Profile) -> None:
    """Refuse a profile in which a clock is unknown, has no certain answer or cannot be kept. Raises ProfileError."""
    for clock in profile.clocks:
        if clock.kind not in set(ClockKind):
            raise ProfileError(
                profile.source, clock.line, f'"{clock.kind}" is not a clock', f"use one of: {', '.join(ClockKind)}"
            )
        check_alternatives(clock.when, profile)
        _check_start(clock, profile)
        _check_length(clock, profile)
    for kind in ClockKind:
        _check_certain(kind, [clock for clock in profile.clocks if clock.kind == kind], profile)


def _check_start(clock: Clock, profile: Profile) -> None:
    start = _STARTS.get(ClockKind(clock.kind), ClockStart.RECEIVED)
    if clock.starts is not start:
        problem = f'the clock "{clock.kind}" cannot start at "{clock.starts}"'
        raise ProfileError(profile.source, clock.line, problem, f'write starts = "{start}"')


def _check_length(clock: Clock, profile: Profile) -> None:
    for basis in (clock.basis, clock.basis_not_stated):
        if basis and any(len(text) > LONGEST_BASIS for text in basis.as_dict().values()):
            problem = f'the basis of "{clock.kind}" is longer than {LONGEST_BASIS} letters'
            raise ProfileError(profile.source, clock.line, problem, "say it in a shorter sentence")


def _check_certain(kind: ClockKind, clocks: Iterable[Clock], profile: Profile) -> None:
    """Exactly the last clock of a kind stands without a condition: every complaint has one, none is out of reach."""
    found = list(clocks)
    if not found:
        raise ProfileError(profile.source, 0, f'the clock "{kind}" is missing', "add it below [[clocks]]")
    for clock in found[:-1]:
        if not clock.when:
            problem = f'a clock "{kind}" without a condition hides those after it'
            raise ProfileError(profile.source, clock.line, problem, "put it last, or give it a condition")
    if found[-1].when:
        problem = f'the last clock "{kind}" has a condition, so some complaints would have none'
        raise ProfileError(profile.source, found[-1].line, problem, "add one without a condition after it")
