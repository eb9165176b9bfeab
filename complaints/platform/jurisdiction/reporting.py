"""What a city's order asks of its report: period, due date, how much it says, to whom, and what stays hidden."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from complaints.platform.jurisdiction.localised import Localised


@dataclass(frozen=True)
class Disclosure:
    """Published cells below `k` are hidden; each detail cell is hidden anyway with `decoy_probability`."""

    k: int
    decoy_probability: float


class PeriodKind(StrEnum):
    """How the year of a report is cut."""

    CALENDAR = "calendar"
    FISCAL = "fiscal"
    MONTHS_SINCE_APPROVAL = "months_since_approval"


class Measure(StrEnum):
    """How much a report says of the complaints, from least to most; what is left out is in no published file."""

    YES_NO = "yes_no"
    """Only whether there were complaints about a technology."""
    COUNT = "count"
    """The totals."""
    NARRATIVE = "narrative"
    """The totals, and a written summary for each technology, made from the published cells."""
    CROSS_TABLE = "cross_table"
    """Every table."""

    def reaches(self, least: "Measure") -> bool:
        """Whether this measure says at least as much as `least`."""
        order = list(Measure)
        return order.index(self) >= order.index(least)


@dataclass(frozen=True)
class DueOn:
    """Due on the same day each year: the first such day after the end of the period reported on."""

    month: int
    day: int


@dataclass(frozen=True)
class DueEvent:
    """Due before an event whose date is set each year."""

    names: Localised


@dataclass(frozen=True)
class DueStep:
    """One more thing that the order asks for after the report itself: what (`names`), and when.

    A `DueOn` here is the first such day after the report itself was due: one that is due on 1 November 2025 and goes to
    a council by 15 February goes there by 15 February 2026.
    """

    names: Localised
    due: DueOn | DueEvent


class Licence(NamedTuple):
    """Under which terms the open data may be used, and the address of those terms."""

    name: str
    url: str


@dataclass(frozen=True)
class Reporting:
    """Everything the order decides about the report, and what this city chose where the order is silent.

    `freeze_days_before` and `remind_days_before` are days: the figures freeze so long before the report is due, and
    reminders go out so long before the freeze. `order` is what the report is made under, `scope` a sentence on what it
    asks for, and `counted` the plural of what is counted, in local words.
    """

    period: PeriodKind
    starts_on: date | None
    months: int | None
    due: DueOn | DueEvent
    freeze_days_before: int
    order: Localised
    scope: Localised
    measure: Measure
    counted: Localised
    recipients: tuple[Localised, ...]
    two_people: bool
    remind_days_before: tuple[int, ...]
    licence: Licence
    also_due: tuple[DueStep, ...] = ()

    @property
    def source(self) -> str:
        """What the report is made under, in the default language."""
        return self.order.text(self.order.default_locale)
