"""What a report says, as plain data: made once from protected cells and the registry, the source of every edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

from complaints.disclosure import Hidden, Shown, TableSpec
from complaints.platform.jurisdiction.profile import DueEvent, DueOn, Measure, Profile, Reporting
from complaints.registry.models import Technology
from complaints.registry.rules import ReportItem
from complaints.reports.changes import changes_between
from complaints.reports.job.due import next_day
from complaints.reports.pace import pace_of
from complaints.reports.periods import Period
from complaints.reports.rules import ALONE, CLOSED, SPLITS, TECHNOLOGY, Split, TableName, Unit, tables_of

FORMAT: Final = "complaints-report/1"
COUNTED: Final = "counts/3"
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
    earlier: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The frozen content of a release; a preview has no `number`. Only protected `cells` go in.

    `earlier` is the content of the release before.
    """
    reader, measure = _Reader(spec, cells), profile.reporting.measure
    tables = reader.tables(measure)
    document = {
        "format": FORMAT,
        "number": number,
        "period": _period(period),
        "frozen_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "time_zone": profile.timezone,
        "is_demonstration": demonstration,
        "jurisdiction": _jurisdiction(profile),
        "due": _due(profile.reporting.due),
        "rule": {"k": profile.disclosure.k, "contributor": "complaint"},
        "query": COUNTED,
        **_asked(profile.reporting),
        "complaints": reader.complaints(measure),
        "had_complaints": reader.had_complaints(),
        "technologies": [technology_data(technology) for technology in technologies],
        "tables": tables,
        "pace": pace_of(tables),
        "narrative": _narrative(tables) if measure is Measure.NARRATIVE else None,
        "language": profile.default_locale,
    }
    return document | {"changes": changes_between(earlier, document)}


def _asked(rule: Reporting) -> dict[str, Any]:
    """What the order asks of the report: how much it says, of what, to whom, and under which terms others use it."""
    return {
        "order": rule.source,
        "order_names": rule.order.as_dict(),
        "scope": rule.scope.as_dict(),
        "also_due": [{"names": each.names.as_dict(), **_due(each.due)} for each in rule.also_due],
        "measure": rule.measure.value,
        "counted": rule.counted.as_dict(),
        "recipients": [name.as_dict() for name in rule.recipients],
        "licence": {"name": rule.licence.name, "url": rule.licence.url},
    }


def set_due(document: dict[str, Any], due_on: date | None) -> None:
    """Write down the day on which the report is due, where it is known, and the fixed days of the steps after it."""
    if due_on is None:
        return
    document["due"]["on"] = due_on.isoformat()
    for step in document["also_due"]:
        if "month" in step:
            step["on"] = next_day(due_on, step["month"], step["day"]).isoformat()


def _narrative(tables: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What a sentence about each technology is made of, from the published totals; the one of all has '' for a slug."""
    found = []
    for row in (*tables[0]["rows"], tables[0]["all"]):
        received, decided, still_open = row["cells"]
        found.append(
            {
                "technology": row["technology"] or "",
                "open_before": decided + still_open - received,
                "received": received,
                "decided": decided,
                "open": still_open,
            }
        )
    return found


def _period(period: Period) -> dict[str, str]:
    days = {"starts_on": period.starts_on.isoformat(), "ends_on": period.ends_on.isoformat()}
    return {"code": period.code, **days}


def _jurisdiction(profile: Profile) -> dict[str, Any]:
    named = {"code": profile.code, "names": profile.names.as_dict()}
    return {**named, "profile_version": profile.version, "profile_sha256": profile.digest}


def _due(due: DueOn | DueEvent) -> dict[str, Any]:
    match due:
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

    def complaints(self, measure: Measure) -> dict[str, Published | None]:
        """The numbers of complaints, each counted once; null where the order asks for no number."""
        counts = measure.reaches(Measure.COUNT)
        return {mentions.value: self.published(unit) if counts else None for unit, mentions in ALONE.items()}

    def had_complaints(self) -> dict[str, bool]:
        """Whether complaints about each technology, and under '' any at all, were received."""
        return {slug or "": self.shown(Unit.RECEIVED, **place) > 0 for slug, place in self._places()}

    def tables(self, measure: Measure) -> list[dict[str, Any]]:
        """The tables that the measure publishes, in the order of TableName."""
        splits = {split.table: split for split in SPLITS}
        made = []
        for name in tables_of(measure):
            if name is TableName.TOTALS:
                made.append(self._totals())
            elif name is TableName.STATUS:
                made.append(self._status(splits[name]))
            else:
                made.append(self._split(splits[name]))
        return made

    def _places(self) -> list[tuple[str | None, dict[str, str]]]:
        return [(None, {}), *((slug, {TECHNOLOGY: slug}) for slug in self.slugs)]

    def _totals(self) -> dict[str, Any]:
        units = (Unit.RECEIVED, Unit.DECIDED, Unit.OPEN)
        rows = [
            {"technology": slug, "cells": [self.shown(unit, **place) for unit in units], "total": None}
            for slug, place in self._places()
        ]
        return _table(TableName.TOTALS, units, rows)

    def _status(self, split: Split) -> dict[str, Any]:
        """Everything that was open at some time in the period: by stage where it still is, or closed."""
        table = self._split(split)
        for row, (_, place) in zip((table["all"], *table["rows"]), self._places(), strict=True):
            closed = self.shown(Unit.DECIDED, **place)
            row["cells"].append(closed)
            row["total"] += closed
        return table | {"categories": [*table["categories"], CLOSED]}

    def _split(self, split: Split) -> dict[str, Any]:
        rows = [
            {
                "technology": slug,
                "cells": [self.published(split.unit, **place, **{split.dim: each}) for each in split.categories],
                "total": self.shown(split.unit, **place),
            }
            for slug, place in self._places()
        ]
        return _table(split.table, split.categories, rows)


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
