"""The table of complaints: what each says, and what routing must make of it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from complaints.intake.rules import AllegationKind, Channel, FilingMode, Flag, Standing, SubjectKind
from complaints.platform.jurisdiction import Profile, load_profile
from complaints.registry.rules import TechnologyType
from complaints.routing.rules import ClockKind, Facts, Route

TABLE = tomllib.loads(Path(__file__).with_name("cases.toml").read_text(encoding="utf-8"))
ST_LOUIS = load_profile("st_louis")


@dataclass(frozen=True)
class Row:
    """One complaint of the table."""

    says: str
    facts: Facts
    oversight_active: bool
    anonymous_bars_discipline: bool
    expected: dict[str, Any]
    rules: tuple[str, ...]

    def profile(self, base: Profile = ST_LOUIS) -> Profile:
        """`base`, with what the row says is different in its city."""
        return replace(
            base,
            oversight=replace(base.oversight, active=self.oversight_active),
            anonymous_bars_discipline=self.anonymous_bars_discipline,
        )


def rows() -> list[Row]:
    """Every row."""
    return [_row(entry) for entry in TABLE["complaints"]]


def _row(entry: dict[str, Any]) -> Row:
    moment = TABLE["moments"][entry["came"]]
    facts = Facts(
        technology_types=frozenset(TechnologyType(kind) for kind in entry["keep"]),
        retention_days=tuple(None if days == "not stated" else days for days in entry["keep"].values()),
        allegations=frozenset(AllegationKind(word) for word in entry["allegations"]),
        subjects=frozenset(SubjectKind(word) for word in entry["subjects"]),
        flags=frozenset(Flag(word) for word in entry.get("flags", [])),
        mode=FilingMode(entry.get("mode", "named")),
        standing=Standing(entry.get("standing", "affected")),
        channel=Channel(entry.get("channel", "web")),
        incident_on=entry.get("incident_on"),
        received_at=moment["at"],
        likely_duplicates=entry.get("alike", 0),
    )
    return Row(
        says=entry["says"],
        facts=facts,
        oversight_active=entry.get("oversight_active", False),
        anonymous_bars_discipline=entry.get("anonymous_bars_discipline", True),
        expected=_expected(entry["goes"]) | {"due": _due(entry["due"], moment)},
        rules=tuple(entry["rules"]),
    )


def _expected(goes: dict[str, Any]) -> dict[str, Any]:
    nothing: dict[str, Any] = {"copies": [], "proposals": [], "told": [], "urgent": False, "restricted": False}
    return nothing | goes


def _due(due: dict[str, Any], moment: dict[str, Any]) -> dict[ClockKind, date]:
    return {
        ClockKind.PRESERVATION: due["preservation"],
        ClockKind.ACKNOWLEDGEMENT: moment["acknowledgement"],
        ClockKind.CLASSIFICATION: moment["classification"],
        ClockKind.UPDATE: moment["update"],
        ClockKind.COMPLETION: moment[f"days_{due['completion']}"],
    }


def outcome(route: Route) -> dict[str, Any]:
    """What a route comes to, without the names of the rules that led there."""
    return {
        "desk": route.desk,
        "copies": list(route.copies),
        "track": route.track,
        "proposals": list(route.proposals),
        "told": [each.key for each in route.explanations],
        "urgent": route.urgent,
        "restricted": route.restricted,
        "due": {clock.kind: clock.due_on for clock in route.clocks},
    }
