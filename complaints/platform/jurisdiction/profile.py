"""What a jurisdiction decides for itself: languages, places, desks, days off, clocks, routing and reporting."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from complaints.platform.jurisdiction.localised import Localised
from complaints.platform.jurisdiction.reporting import (
    Disclosure,
    DueEvent,
    DueOn,
    DueStep,
    Licence,
    Measure,
    PeriodKind,
    Reporting,
)

__all__ = [
    "Alternative",
    "Clock",
    "ClockStart",
    "Condition",
    "Counting",
    "Desk",
    "Disclosure",
    "DueEvent",
    "DueOn",
    "DueStep",
    "Effect",
    "Holiday",
    "Language",
    "Licence",
    "Localised",
    "Measure",
    "Neighbourhood",
    "Observed",
    "Oversight",
    "PeriodKind",
    "Profile",
    "Reporting",
    "Requirement",
    "Rule",
]


class Language(NamedTuple):
    """A language of the site: its code in addresses, its own name for itself, its direction (`ltr` or `rtl`)."""

    code: str
    name: str
    dir: str


@dataclass(frozen=True)
class Neighbourhood:
    """The finest place that is kept in the clear."""

    code: str
    name: str


@dataclass(frozen=True)
class Desk:
    """Who works on a complaint. Only a `cleared` desk is given a restricted one automatically.

    `about` is what residents are told of it beforehand, where there is something to tell.
    """

    code: str
    names: Localised
    about: Localised | None
    unit: str
    cleared: bool
    line: int


class Observed(StrEnum):
    """Which working day is free when a holiday falls on a weekend."""

    NEVER = "never"
    SUNDAY_TO_MONDAY = "sunday_to_monday"
    NEAREST_WEEKDAY = "nearest_weekday"


@dataclass(frozen=True)
class Holiday:
    """A day off each year: a fixed day of `month`, or its `nth` `weekday` (Monday 0; nth -1 is the last)."""

    names: Localised
    month: int
    day: int | None
    weekday: int | None
    nth: int | None
    observed: Observed


@dataclass(frozen=True)
class Condition:
    """What one field must be: some of `any`, each of `all`, nothing of `none`; a number; a yes or no."""

    any: frozenset[str] = frozenset()
    all: frozenset[str] = frozenset()
    none: frozenset[str] = frozenset()
    at_least: int | None = None
    equals: bool | None = None


@dataclass(frozen=True)
class Requirement:
    """A condition on one named field, and the line it stands on."""

    field: str
    condition: Condition
    line: int


Alternative = tuple[Requirement, ...]
"""Requirements that must all hold."""


@dataclass(frozen=True)
class Effect:
    """What a rule does: a word (a desk, a track), a list of words, or a yes."""

    name: str
    value: str | bool | tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Rule:
    """Applies when one of the alternatives of `when` holds. Without any it is the last resort.

    The fields and words are the business of whoever applies the rule; here they are data.
    """

    id: str
    when: tuple[Alternative, ...]
    then: tuple[Effect, ...]
    reason: Localised
    source: str
    line: int


class Counting(StrEnum):
    """What the days of a clock are: all days, working days, or as long as the recordings are kept."""

    CALENDAR = "calendar"
    BUSINESS = "business"
    RETENTION = "retention"


class ClockStart(StrEnum):
    """The event a clock runs from."""

    INCIDENT = "incident"
    RECEIVED = "received"
    CLOSED = "closed"


@dataclass(frozen=True)
class Clock:
    """A deadline. Of several with one kind, the first whose `when` holds counts."""

    kind: str
    starts: ClockStart
    counting: Counting
    days: int | None
    repeats: bool
    extension_days: int
    when: tuple[Alternative, ...]
    basis: Localised
    basis_not_stated: Localised | None
    source: str
    line: int


@dataclass(frozen=True)
class Oversight:
    """The civilian oversight body, whether it acts today, its desk, and the text that says so to residents."""

    active: bool
    names: Localised
    desk: str
    explanation: str
    source: str
    line: int


@dataclass(frozen=True)
class Profile:
    """Everything a city settles; loaded once at the start and never changed while running.

    `names_staff`: whether complainants are told who works on their case by name. `review_days`: how long after a
    closing they can ask for another look; None where the city sets no end.
    """

    code: str
    names: Localised
    version: str
    languages: tuple[Language, ...]
    default_locale: str
    text_locales: tuple[str, ...]
    timezone: str
    leave_url: str
    anonymous_bars_discipline: bool
    names_staff: bool
    review_days: int | None
    neighbourhoods: tuple[Neighbourhood, ...]
    desks: tuple[Desk, ...]
    holidays: tuple[Holiday, ...]
    clocks: tuple[Clock, ...]
    rules: tuple[Rule, ...]
    disclosure: Disclosure
    reporting: Reporting
    oversight: Oversight
    texts: Mapping[str, Localised]
    source: str
    digest: str

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone in which days begin and end."""
        return ZoneInfo(self.timezone)

    def desk(self, code: str) -> Desk:
        """The desk of that code. Raises KeyError."""
        for desk in self.desks:
            if desk.code == code:
                return desk
        raise KeyError(code)

    def neighbourhood(self, code: str) -> Neighbourhood:
        """The neighbourhood of that code. Raises KeyError."""
        for neighbourhood in self.neighbourhoods:
            if neighbourhood.code == code:
                return neighbourhood
        raise KeyError(code)

    def text(self, key: str, locale: str) -> str:
        """A legal or explaining text of this city. Raises KeyError."""
        return self.texts[key].text(locale)
