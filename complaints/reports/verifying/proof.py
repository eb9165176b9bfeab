"""Whether the published cells are proven, and every count of a report is one of them: additions alone, no solver."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from complaints.disclosure.verify import FalseCertificate, verify

TABLES, REPORT = "disclosure.json", "report.json"
SUBJECT = {"status": "open", "finding": "decided", "allegation": "allegations"} | dict.fromkeys(
    ("duration", "punctuality"), "decided"
)
"""What each table counts; in the table of totals every column is a unit of its own."""

Address = tuple[str, str, str]
"""The unit, the technology and the category of a cell; `*` is all of them."""


class Fault(Exception):
    """What is wrong with a release, in a sentence."""


def load(name: str, content: bytes) -> dict[str, Any]:
    """A JSON object. Raises Fault."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise Fault(f"{name} says something twice.")
        return dict(pairs)

    try:
        data = json.loads(content, object_pairs_hook=once)
    except (ValueError, RecursionError):
        raise Fault(f"{name} is not JSON.") from None
    if not isinstance(data, dict):
        raise Fault(f"{name} is not a JSON object.")
    return data


def together(tables: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The cells of a release with those of its history, by id. Raises Fault where it changes what was published."""
    cells: dict[str, dict[str, Any]] = {}
    for earlier in tables["history"]:
        for cell in earlier["cells"]:
            if cells.get(cell["id"], {"never_published": True})["never_published"]:
                cells[cell["id"]] = {**cell, "frozen": True}
    for cell in tables["cells"]:
        before = cells.get(cell["id"])
        if before is None or before["never_published"]:
            cells[cell["id"]] = cell
        elif not cell["never_published"] and before.get("value") != cell.get("value"):
            raise Fault(f"{TABLES} changes {cell['id']!r}, which an earlier release published otherwise.")
    return cells


def proven(tables: Mapping[str, Any]) -> list[dict[str, int]]:
    """The alternative tables of the certificate, each of which would have been published just so, by cell.

    Every one is of whole counts, adds up, shows each published number of this and of all earlier releases; together
    they show each hidden cell at both ends of the range that it must cover. Raises Fault.
    """
    cells = together(tables)
    shown = {i: cell["value"] for i, cell in cells.items() if "value" in cell}
    if set(tables["hidden"]) & set(shown):
        raise Fault(f"{TABLES} gives the number of a hidden cell.")
    order, required = tables["witness_cell_order"], tables["required_range"]
    both = [relation for release in (*tables["history"], tables) for relation in release["relations"]]
    sums = [(relation["total"], relation["parts"]) for relation in both]
    _add_up(sums, shown)
    joined = _joined({cell["id"] for cell in tables["cells"]}, sums)
    elsewhere = set(cells) - set(shown) - set(order)
    inside = [(total, parts) for total, parts in sums if total in joined and not elsewhere & {total, *parts}]
    near = {i: value for i, value in shown.items() if i in joined}
    hidden = sorted({*tables["hidden"], *(set(required) - set(shown))})
    try:
        verify(near, hidden, inside, tables["k"], tables["lo"], order, tables["witnesses"], required)
    except FalseCertificate as wrong:
        raise Fault(f"The certificate in {TABLES} proves nothing: {wrong}") from None
    return [dict(zip(order, row, strict=True)) for row in tables["witnesses"]] or [shown]


def _joined(own: set[str], sums: list[tuple[str, list[str]]]) -> set[str]:
    """The cells that hang together with a release's own through sums. The rest are closed years, proven when they were
    made: whatever fits there fits beside every table that fits here."""
    beside: dict[str, list[tuple[str, list[str]]]] = {}
    for total, parts in sums:
        for cell in (total, *parts):
            beside.setdefault(cell, []).append((total, parts))
    joined, waiting = set(own), list(own)
    while waiting:
        for total, parts in beside.pop(waiting.pop(), ()):
            new = {total, *parts} - joined
            joined |= new
            waiting += new
    return joined


def _add_up(sums: list[tuple[str, list[str]]], shown: Mapping[str, int]) -> None:
    for total, parts in sums:
        if all(i in shown for i in (total, *parts)) and shown[total] != sum(shown[part] for part in parts):
            raise Fault(f"The published parts of {total!r} do not add up to it.")


def check_counts(files: Mapping[str, bytes]) -> None:
    """The certificate, and every count of the report and its tables against the published cells. Raises Fault."""
    report = load(REPORT, files[REPORT])
    tables = load(TABLES, files[TABLES])
    witnesses, known = proven(tables), by_address(tables)
    told = {}
    for table, slug, category, count in counts_of(report):
        told[table, slug, category] = count
        ids = [known[address] for address in addressed(table, slug, category)]
        _refuse_other(f"{table}, {slug}, {category}", count, ids, set(tables["hidden"]), witnesses)
    for table in {table for table, _, _ in told}:
        for cell in load(name, files[name])["cells"] if (name := f"data/{table}.json") in files else ():
            count = cell["value"] if cell["value"] is not None else [cell["low"], cell["high"]]
            if told[table, cell["technology"], cell["category"]] != count:
                where = f"{cell['technology']}, {cell['category']}"
                raise Fault(f"{name} says {count} where {REPORT} says otherwise: {where}.")


def counts_of(report: Mapping[str, Any]) -> Iterator[tuple[str, str, str, Any]]:
    """Every count of a report's tables: table, technology and category (`*` is all of them), number or range."""
    for table in report["tables"]:
        for row in (*table["rows"], table["all"]):
            for category, count in zip(table["categories"], row["cells"], strict=True):
                yield table["name"], row["technology"] or "*", category, count
            if row["total"] is not None:
                yield table["name"], row["technology"] or "*", "*", row["total"]


def addressed(table: str, slug: str, category: str) -> list[Address]:
    """The cells that a place of a table shows; several are added up."""
    if table == "totals":
        return [(category, slug, "*")]
    if table == "status" and category in ("closed", "*"):
        # The table of status holds the open by stage, and the closed beside them.
        return [("open", slug, "*")] * (category == "*") + [("decided", slug, "*")]
    return [(SUBJECT[table], slug, category)]


def by_address(tables: Mapping[str, Any]) -> dict[Address, str]:
    """The cells of a release, as their ids name them: period/unit/technology|category in one of the places after it."""
    found: dict[Address, str] = {}
    for cell in tables["cells"]:
        unit, _, place = cell["id"].removeprefix(tables["period"] + "/").partition("/")
        slug, *rest = place.split("|")
        address = (unit, slug, next((part for part in rest if part != "*"), "*"))
        if found.setdefault(address, cell["id"]) != cell["id"]:
            raise Fault(f"{TABLES} has two cells for one place: {cell['id']!r}.")
    return found


def _refuse_other(where: str, count: Any, ids: list[str], hidden: set[str], witnesses: list[dict[str, int]]) -> None:
    values = {sum(witness[i] for i in ids) for witness in witnesses}
    if not isinstance(count, list):
        if values != {count}:
            raise Fault(f"{REPORT} says {count} where {TABLES} has another count: {where}.")
        return
    low, high = count
    if not hidden.intersection(ids) or min(values) < low or (high is not None and max(values) > high):
        raise Fault(f"{REPORT} gives a range that {TABLES} does not prove: {where}.")
