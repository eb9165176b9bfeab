"""When a matter happened, no more exactly than is known: a day, a month, a year, a span, several times, or unknown."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

EARLIEST: Final = date(1990, 1, 1)
"""Nothing is taken that happened before: none of the technologies was in use, so the year is a slip of the keyboard."""


class IncidentPrecision(StrEnum):
    """How exactly it is known when the matter happened."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    BETWEEN = "between"
    SEVERAL = "several"
    UNKNOWN = "unknown"


class Slip(StrEnum):
    """What is wrong with a date that was written."""

    NO_YEAR = "no_year"
    NO_MONTH = "no_month"
    NO_DATE = "no_date"
    NO_SUCH_MONTH = "no_such_month"
    NO_SUCH_YEAR = "no_such_year"
    TO_COME = "to_come"
    TOO_EARLY = "too_early"
    BACKWARDS = "backwards"


class WrongDate(ValueError):
    """A date that cannot be; `slip` says why, `is_last`: it is the later one of two."""

    def __init__(self, slip: Slip, *, is_last: bool = False) -> None:
        super().__init__(slip.value)
        self.slip, self.is_last = slip, is_last


@dataclass(frozen=True, slots=True)
class Happened:
    """The first and the last day that it can have been; both None where nobody knows. Raises ValueError if it lies.

    For DAY both are that day. SEVERAL times may have no days either.
    """

    precision: IncidentPrecision
    earliest: date | None = None
    latest: date | None = None

    def __post_init__(self) -> None:
        has_days = self.earliest is not None and self.latest is not None
        if (self.earliest is None) != (self.latest is None):
            raise ValueError("a span has two ends or none")
        if self.precision is IncidentPrecision.UNKNOWN and has_days:
            raise ValueError("what is not known has no days")
        if not has_days and self.precision not in (IncidentPrecision.UNKNOWN, IncidentPrecision.SEVERAL):
            raise ValueError("what is known has days")
        if self.earliest is not None and self.latest is not None:
            if self.earliest > self.latest or self.earliest < EARLIEST:
                raise ValueError("the days are not in order, or too long ago")
            if self.precision is IncidentPrecision.DAY and self.earliest != self.latest:
                raise ValueError("one day is one day")

    @property
    def on(self) -> date | None:
        """The day, where exactly that is known."""
        return self.earliest if self.precision is IncidentPrecision.DAY else None

    @property
    def span(self) -> tuple[date, date] | None:
        """First and last possible day of what is known less exactly than to the day."""
        if self.on is not None or self.earliest is None or self.latest is None:
            return None
        return self.earliest, self.latest


NOT_KNOWN: Final = Happened(IncidentPrecision.UNKNOWN)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """Year, month and day as somebody typed them; what they do not know is empty."""

    year: str = ""
    month: str = ""
    day: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written."""
        return not (self.year or self.month or self.day)

    def days(self) -> tuple[IncidentPrecision, date, date]:
        """The first and the last day it can mean. Raises WrongDate."""
        if not self.year:
            raise WrongDate(Slip.NO_YEAR)
        if self.day and not self.month:
            raise WrongDate(Slip.NO_MONTH)
        if not _is_number(self.year):
            raise WrongDate(Slip.NO_SUCH_YEAR)
        if self.month and not (_is_number(self.month) and 1 <= int(self.month) <= 12):
            raise WrongDate(Slip.NO_SUCH_MONTH)
        if self.day and not _is_number(self.day):
            raise WrongDate(Slip.NO_DATE)
        year, month, day = int(self.year), int(self.month or 0), int(self.day or 0)
        if year < EARLIEST.year:
            raise WrongDate(Slip.TOO_EARLY)
        try:
            return _days(year, month if self.month else None, day if self.day else None)
        except ValueError as problem:
            raise WrongDate(Slip.NO_DATE) from problem


def _is_number(part: str) -> bool:
    return part.isdecimal() and len(part) <= 4


def _days(year: int, month: int | None, day: int | None) -> tuple[IncidentPrecision, date, date]:
    if month is None:
        return IncidentPrecision.YEAR, date(year, 1, 1), date(year, 12, 31)
    if day is None:
        first = date(year, month, 1)
        return IncidentPrecision.MONTH, first, date(year, month, monthrange(year, month)[1])
    whole = date(year, month, day)
    return IncidentPrecision.DAY, whole, whole


def happened(first: WrittenDate, last: WrittenDate, *, is_several: bool, today: date) -> Happened:
    """When it happened, from one date or two; without any it is not known. Raises WrongDate.

    Two dates are a span: once at some time between them, or several times. Several times and one date: from then on.
    """
    if first.is_empty and last.is_empty:
        return Happened(IncidentPrecision.SEVERAL) if is_several else NOT_KNOWN
    precision, earliest, latest = _until(today, first, is_last=False)
    if not last.is_empty:
        _, last_earliest, latest = _until(today, last, is_last=True)
        if latest < earliest:
            raise WrongDate(Slip.BACKWARDS, is_last=True)
        if not is_several and precision is IncidentPrecision.DAY and last_earliest == latest == earliest:
            return Happened(IncidentPrecision.DAY, earliest, earliest)
        return Happened(IncidentPrecision.SEVERAL if is_several else IncidentPrecision.BETWEEN, earliest, latest)
    if is_several:
        return Happened(IncidentPrecision.SEVERAL, earliest, today)
    return Happened(precision, earliest, latest)


def _until(today: date, written: WrittenDate, *, is_last: bool) -> tuple[IncidentPrecision, date, date]:
    """The days that a date can mean, up to today."""
    try:
        precision, earliest, latest = written.days()
        if earliest > today:
            raise WrongDate(Slip.TO_COME)
    except WrongDate as problem:
        raise WrongDate(problem.slip, is_last=is_last) from problem
    return precision, earliest, min(latest, today)


def to_be_kept_until(earliest: date, latest: date, kept_days: int, known_on: date) -> date:
    """The day by which recordings of a matter between two days must be asked for, counted cautiously.

    While the recordings of the earliest day are still there, they set the term. After that some go every day, so it
    is `known_on`, the day on which somebody first hears of it. When those of the latest day are gone, it is that day.
    """
    kept = timedelta(days=kept_days)
    return min(max(earliest + kept, known_on), latest + kept)
