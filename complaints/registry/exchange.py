"""Taking the registry out as a spreadsheet and in again: first what would change, then all of it or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from complaints.platform.audit import Actor
from complaints.platform.store import Db
from complaints.registry import service
from complaints.registry.fields import FIELDS, Value, write
from complaints.registry.models import Technology
from complaints.registry.rules import TechnologyType
from complaints.registry.service import Difference
from complaints.registry.sheet import Row, SheetFault, Wrong, write_sheet


class SheetRefused(Exception):
    """The sheet does not fit the registry; `wrong` says where and why."""

    def __init__(self, wrong: Sequence[Wrong]) -> None:
        super().__init__("The sheet does not fit the registry.")
        self.wrong = list(wrong)


@dataclass(frozen=True, slots=True)
class Planned:
    """What one row would do: add a technology, or change these things on one that is there (perhaps none)."""

    row: Row
    technology: Technology | None
    differences: tuple[Difference, ...]

    @property
    def is_idle(self) -> bool:
        """Whether the row says what the registry says already."""
        return self.technology is not None and not self.differences


def export(session: Db) -> bytes:
    """Every technology, retired ones too, as a file."""
    return write_sheet(_cells_of(technology) for technology in service.listed(session, include_retired=True))


def plan(session: Db, rows: Sequence[Row]) -> list[Planned]:
    """What the rows would do; technologies that the sheet does not name stay as they are. Raises SheetRefused."""
    present = {technology.slug: technology for technology in service.listed(session, include_retired=True)}
    wrong = [fault for row in rows for fault in _misfits(row, present.get(row.slug))]
    if wrong:
        raise SheetRefused(wrong)
    return [Planned(row, present.get(row.slug), _differences(row, present.get(row.slug))) for row in rows]


def fingerprint(planned: Sequence[Planned]) -> str:
    """Changes with anything that the plan would do, or would do it to: who confirms one plan does not get another."""
    told = [
        [
            each.row.slug,
            each.technology.current_version if each.technology else 0,
            [[change.field, write(change.before), write(change.after)] for change in each.differences],
        ]
        for each in planned
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def apply(session: Db, planned: Sequence[Planned], actor: Actor, now: datetime, note: str) -> int:
    """Do what was planned; how many technologies were added or changed. Raises StaleEdit."""
    count = 0
    for each in planned:
        if each.is_idle:
            continue
        count += 1
        row = each.row
        technology = each.technology
        if technology is None:
            technology = service.add(session, row.slug, row.type, row.content, actor, now, note, row.position)
        else:
            with suppress(service.NothingChanged):
                expected = technology.current_version
                service.edit(session, technology, row.content, actor, now, note, expected)
            if row.position is not None:
                with suppress(service.NothingChanged):
                    service.move(session, technology, row.position, actor, now)
        _retire_or_restore(session, technology, row, actor, now)
    return count


def _retire_or_restore(session: Db, technology: Technology, row: Row, actor: Actor, now: datetime) -> None:
    if technology.retired_on == row.retired_on:
        return
    if technology.retired_on is not None:
        service.restore(session, technology, actor, now)
    if row.retired_on is not None:
        service.retire(session, technology, row.retired_on, actor, now)


def _misfits(row: Row, technology: Technology | None) -> list[Wrong]:
    if technology is None and row.type is TechnologyType.NOT_KNOWN:
        return [Wrong(row.number, "type", SheetFault.SECOND_NOT_KNOWN)]
    if technology is not None and technology.type is not row.type:
        return [Wrong(row.number, "type", SheetFault.OTHER_TYPE)]
    if row.type is TechnologyType.NOT_KNOWN and row.retired_on is not None:
        return [Wrong(row.number, "retired_on", SheetFault.CANNOT_RETIRE)]
    return []


def _differences(row: Row, technology: Technology | None) -> tuple[Difference, ...]:
    """Against what is there, or for a new technology everything that is stated."""
    if technology is None:
        stated = ((name, value) for name, value in row.content.items() if value not in ("", None))
        return tuple(Difference(name, "", value) for name, value in stated)
    before, after = _cells_of(technology), {**row.content, "retired_on": row.retired_on}
    if row.position is not None:
        after["position"] = row.position
    return tuple(Difference(name, before[name], after[name]) for name in after if before[name] != after[name])


def _cells_of(technology: Technology) -> dict[str, Value]:
    return {
        "slug": technology.slug,
        "type": technology.type.value,
        "position": technology.position,
        **{field.name: getattr(technology.current, field.name) for field in FIELDS},
        "retired_on": technology.retired_on,
    }
