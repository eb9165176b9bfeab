"""What a report says, as plain data: made once from protected cells and the registry, the source of every edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from complaints.disclosure import Hidden, Shown, TableSpec
from complaints.platform.jurisdiction.profile import DueEvent, DueOn, Profile, Reporting
from complaints.registry.models import Technology
from complaints.registry.rules import ReportItem
from complaints.reports.periods import Period
from complaints.reports.rules import CLOSED, TableName, Unit
from complaints.reports.unique import CATEGORIES, TECHNOLOGY

FORMAT: Final = "complaints-report/1"
COUNTED: Final = "counts/1"
"""The version of the counting rules; they are told in words in docs/api.md and on the methods page of each report."""

Cells = Mapping[str, Shown | Hidden]
Published = int | list[int | None]
"""A count, or for a hidden one the least and the greatest it can be."""

WRITTEN_ITEMS: Final = tuple(item for item in ReportItem if item is not ReportItem.COMPLAINTS)


def make_document(
    profile: Profile,
    period: Period,
    spec: TableSpec,
    cells: Cells,
    technologies: Sequence[Technology],
    *,
    number: int | None,
    now: datetime,
    demonstration: bool,
) -> dict[str, Any]:
    """The frozen content of a release; a preview has no `number`. Only protected `cells` go in."""
    reader = _Reader(spec, cells)
    return {
        "format": FORMAT,
        "number": number,
        "period": _period(period),
        "frozen_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "time_zone": profile.timezone,
        "is_demonstration": demonstration,
        "jurisdiction": _jurisdiction(profile),
        "due": _due(profile.reporting),
        "order": profile.reporting.source,
        "rule": {"k": profile.disclosure.k, "contributor": "complaint"},
        "query": COUNTED,
        "complaints": {
            "received": reader.published(Unit.COMPLAINTS_RECEIVED),
            "decided": reader.published(Unit.COMPLAINTS_DECIDED),
            "open": reader.published(Unit.COMPLAINTS_OPEN),
        },
        "technologies": [technology_data(technology) for technology in technologies],
        "tables": reader.tables(),
        "language": profile.default_locale,
    }


def _period(period: Period) -> dict[str, str]:
    days = {"starts_on": period.starts_on.isoformat(), "ends_on": period.ends_on.isoformat()}
    return {"code": period.code, **days}


def _jurisdiction(profile: Profile) -> dict[str, Any]:
    named = {"code": profile.code, "names": profile.names.as_dict()}
    return {**named, "profile_version": profile.version, "profile_sha256": profile.digest}


def _due(rule: Reporting) -> dict[str, Any]:
    match rule.due:
        case DueEvent(names=names):
            return {"event": names.as_dict()}
        case DueOn(month=month, day=day):
            return {"month": month, "day": day}


def technology_data(technology: Technology) -> dict[str, Any]:
    """What the registry says of a technology today, as data."""
    said = technology.current
    return {
        "slug": technology.slug,
        "type": technology.type.value,
        "is_named": technology.is_named,
        "retired_on": _date(technology.retired_on),
        "name": said.name,
        "local_name": said.local_name,
        "summary": said.summary,
        "items": {item.value: getattr(said, item.value) for item in WRITTEN_ITEMS},
        "units_count": said.units_count,
        "policy": {"title": said.policy_title, "url": said.policy_url, "since": _date(said.policy_since)},
        "retention_days": said.retention_days,
        "retention": said.retention,
        "area": said.area,
        "source": said.source,
        "version": said.version,
        "changed_at": said.changed_at.isoformat(timespec="seconds"),
    }


def _date(value: Any) -> str | None:
    return None if value is None else value.isoformat()


def published(cell: Shown | Hidden) -> Published:
    """A cell as readers see it. Where the totals alone leave a hidden one no choice, it is said as the number."""
    if isinstance(cell, Shown):
        return cell.value
    return cell.low if cell.low == cell.high else [cell.low, cell.high]


class _Reader:
    """Protected cells as the rows of tables."""

    def __init__(self, spec: TableSpec, cells: Cells) -> None:
        self.spec, self.cells = spec, cells
        self.slugs = tuple(spec.dims[TECHNOLOGY])

    def published(self, unit: Unit, **place: str) -> Published:
        """One cell as readers see it."""
        return published(self.cells[self.spec.key(unit, **place)])

    def shown(self, unit: Unit, **place: str) -> int:
        """A cell that is never hidden."""
        cell = self.cells[self.spec.key(unit, **place)]
        if isinstance(cell, Hidden):
            raise ValueError(f"The total {unit} must be shown.")
        return cell.value

    def tables(self) -> list[dict[str, Any]]:
        """The published tables, in the order of TableName."""
        return [
            self._totals(),
            self._status(),
            self._split(TableName.FINDING, Unit.DECIDED),
            self._split(TableName.ALLEGATION, Unit.ALLEGATIONS),
        ]

    def _places(self) -> list[tuple[str | None, dict[str, str]]]:
        return [(None, {}), *((slug, {TECHNOLOGY: slug}) for slug in self.slugs)]

    def _totals(self) -> dict[str, Any]:
        units = (Unit.RECEIVED, Unit.DECIDED, Unit.OPEN)
        rows = [
            {"technology": slug, "cells": [self.shown(unit, **place) for unit in units], "total": None}
            for slug, place in self._places()
        ]
        return _table(TableName.TOTALS, units, rows)

    def _status(self) -> dict[str, Any]:
        """Everything that was open at some time in the period: by stage where it still is, or closed."""
        dim, stages = CATEGORIES[Unit.OPEN]
        rows = []
        for slug, place in self._places():
            closed = self.shown(Unit.DECIDED, **place)
            cells = [self.published(Unit.OPEN, **place, **{dim: stage}) for stage in stages]
            total = self.shown(Unit.OPEN, **place) + closed
            rows.append({"technology": slug, "cells": [*cells, closed], "total": total})
        return _table(TableName.STATUS, (*stages, CLOSED), rows)

    def _split(self, name: TableName, unit: Unit) -> dict[str, Any]:
        dim, categories = CATEGORIES[unit]
        rows = [
            {
                "technology": slug,
                "cells": [self.published(unit, **place, **{dim: category}) for category in categories],
                "total": self.shown(unit, **place),
            }
            for slug, place in self._places()
        ]
        return _table(name, categories, rows)


def _table(name: TableName, categories: Sequence[str], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Rows by technology; the one whose technology is null adds all of them up (mentions, not complaints)."""
    return {
        "name": name.value,
        "categories": [str(category) for category in categories],
        "rows": rows[1:],
        "all": rows[0],
    }


def table_of(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """One table of a report. Raises KeyError."""
    for table in document["tables"]:
        if table["name"] == name:
            found: Mapping[str, Any] = table
            return found
    raise KeyError(name)


def row_of(table: Mapping[str, Any], slug: str) -> Mapping[str, Any] | None:
    """A technology's row; None when the report does not know it."""
    return next((row for row in table["rows"] if row["technology"] == slug), None)
