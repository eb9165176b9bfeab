"""What changed since the report before, from the two published documents alone: nothing but what both already say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from complaints.registry.rules import ReportItem
from complaints.reports.rules import TableName

Document = Mapping[str, Any]
COUNTED: Final = ("received", "decided", "open")
FACTS: Final = ("name", "local_name", "summary", "policy", "retention_days", "retention", "area")
"""What the registry says beside the items of the order."""


def changes_between(before: Document | None, after: Document) -> dict[str, Any] | None:
    """The counts of both, side by side, and what the registry says otherwise; null where there was no report before.

    A technology stands in it if either report names it: `new` where only the later one does, `retired` where it went
    out of use since. Each count is [before, after], a hidden one as its range, and null unless both publish it.
    """
    if before is None:
        return None
    old, new = _technologies(before), _technologies(after)
    counts = _counts(before), _counts(after)
    return {
        "since": {"number": before["number"], "period": before["period"]["code"], **_days(before)},
        **{name: _pair(before["complaints"], after["complaints"], name) for name in COUNTED},
        "technologies": [
            _technology(slug, old.get(slug), new.get(slug), counts)
            for slug in (*new, *(slug for slug in old if slug not in new))
        ],
    }


def _days(document: Document) -> dict[str, str]:
    return {name: document["period"][name] for name in ("starts_on", "ends_on")}


def _technology(
    slug: str, old: Document | None, new: Document | None, counts: tuple[Mapping[str, Any], Mapping[str, Any]]
) -> dict[str, Any]:
    then, now = (side.get(slug, {}) for side in counts)
    return {
        "slug": slug,
        "name": (new or old or {})["name"],
        **{name: _pair(then, now, name) for name in (*COUNTED, "had_complaints")},
        "items_changed": [] if old is None or new is None else _items(old, new),
        "facts_changed": [] if old is None or new is None else [name for name in FACTS if old[name] != new[name]],
        "new": old is None,
        # What a report leaves out went out of use before its period.
        "retired": (new is None or new["retired_on"] is not None) and (old is None or old["retired_on"] is None),
    }


def _pair(before: Mapping[str, Any], after: Mapping[str, Any], name: str) -> list[Any] | None:
    pair = [before.get(name), after.get(name)]
    return None if None in pair else pair


def _items(old: Document, new: Document) -> list[str]:
    """The items of the order that the registry answers otherwise; the number of units belongs to theirs."""
    changed = {item for item, text in new["items"].items() if text != old["items"].get(item)}
    if old["units_count"] != new["units_count"]:
        changed.add(ReportItem.UNITS.value)
    return [item.value for item in ReportItem if item.value in changed]


def _technologies(document: Document) -> dict[str, Document]:
    return {technology["slug"]: technology for technology in document["technologies"]}


def _counts(document: Document) -> dict[str, dict[str, Any]]:
    """What a document says of each technology: its totals where it publishes them, and whether there were any."""
    found: dict[str, dict[str, Any]] = {}
    for table in document["tables"]:
        if table["name"] == TableName.TOTALS:
            for row in table["rows"]:
                found[row["technology"]] = dict(zip(COUNTED, row["cells"], strict=True))
                found[row["technology"]]["had_complaints"] = row["cells"][0] > 0
    for slug, had in document.get("had_complaints", {}).items():
        if slug:
            found.setdefault(slug, {})["had_complaints"] = had
    return found
