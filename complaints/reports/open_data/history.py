"""What the published reports say of several years side by side: nothing that is not in one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from complaints.platform.store import Db
from complaints.reports import archive
from complaints.reports.document import Published, row_of, table_of
from complaints.reports.editions import words
from complaints.reports.models import Release
from complaints.reports.rules import TableName, Unit

Document = Mapping[str, Any]
COUNTED: Final = (Unit.RECEIVED, Unit.DECIDED, Unit.OPEN)
"""The numbers that stand in the totals of a report, in that order."""


@dataclass(frozen=True, slots=True)
class Report:
    """A published release with its frozen content."""

    release: Release
    document: Document
    is_corrected: bool = False
    """Whether errata were published since: the numbers here are those of the report itself."""

    @property
    def period(self) -> str:
        """What its period is called."""
        return words.period_name(self.release.period, (self.release.starts_on, self.release.ends_on))


@dataclass(frozen=True, slots=True)
class Year:
    """What one report says of a technology: `had` complaints or not, and its counts where the report gives any."""

    report: Report
    had: bool
    counts: tuple[int, int, int] | None

    @property
    def received(self) -> int | bool:
        """The number received, or whether there was any."""
        return self.had if self.counts is None else self.counts[0]


def published_reports(session: Db, *, demonstration: bool) -> list[Report]:
    """Every published report, real ones or those of a demonstration, the newest period first."""
    published = archive.by_period(archive.releases(session, published_only=True))
    found = [release for release in published if release.is_demonstration is demonstration]
    documents, chains = archive.documents_of(session, found), archive.chains_of(session, found)
    return [Report(release, documents[release.number], bool(chains[release.number])) for release in found]


def year_of(report: Report, slug: str) -> Year | None:
    """What a report says of a technology; None where it does not know it."""
    document = report.document
    if not any(each["slug"] == slug for each in document["technologies"]):
        return None
    if not document["tables"]:
        return Year(report, bool(document["had_complaints"][slug]), None)
    row = row_of(table_of(document, TableName.TOTALS), slug)
    return (
        None if row is None else Year(report, row["cells"][0] != 0, (row["cells"][0], row["cells"][1], row["cells"][2]))
    )


def years_of(reports: Sequence[Report], slug: str) -> list[Year]:
    """What the reports say of a technology, those that know it, in the order given."""
    return [year for report in reports if (year := year_of(report, slug)) is not None]


def names_of(reports: Sequence[Report]) -> dict[str, str]:
    """The technologies of all reports by slug, named and placed as the first report that knows each does."""
    named: dict[str, str] = {}
    for report in reports:
        for each in report.document["technologies"]:
            named.setdefault(each["slug"], words.technology_name(each))
    return named


def compared(reports: Sequence[Report], unit: Unit) -> list[dict[str, Any]]:
    """A row for each technology: `slug`, `name`, and a cell a report, None where the report does not say."""
    place = COUNTED.index(unit)
    return [
        {"slug": slug, "name": name, "cells": [_cell(year_of(report, slug), place) for report in reports]}
        for slug, name in names_of(reports).items()
    ]


def _cell(year: Year | None, place: int) -> int | bool | None:
    if year is None:
        return None
    if year.counts is None:
        return None if place else year.had
    return year.counts[place]


def complaints(reports: Sequence[Report], unit: Unit) -> list[Published | None]:
    """How many complaints there were, each counted once; None for a report that gives no number."""
    return [report.document["complaints"][unit.value] for report in reports]


def never(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The technologies about which no report that knows them tells of a complaint received."""
    said = ((row["name"], [cell for cell in row["cells"] if cell is not None]) for row in rows)
    # False is a report's "no", and equals 0.
    return [name for name, cells in said if cells and all(cell == 0 for cell in cells)]
