"""Decides whether a file of tables can be used: every rule of the format, and one sentence for each way to break it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from complaints.disclosure.primary import DEFAULT_DECOYS, refuse_k
from complaints.disclosure.refusals import UnusableTables
from complaints.disclosure.system import MOST_COUNT, Cell, Relation

FLAGS = ("mandatory", "never_published", "structural_zero", "target", "camouflage")
DEEPEST_HISTORY = 1
MOST_WEIGHT = 1_000_000


@dataclass(frozen=True)
class TableFile:
    """A file read and checked. Hidden cells have no value here, nor never published ones of a published file."""

    k: int
    lo: int
    cells: Mapping[str, Cell]
    relations: tuple[Relation, ...]
    hidden: frozenset[str]
    contributors: Mapping[str, int]
    weights: Mapping[str, float] | None
    decoys: float
    closure: bool
    seed: bytes | None
    history: tuple[TableFile, ...]


def load(path: Path) -> dict[str, Any]:
    """The JSON object in a file. Raises UnusableTables when it cannot be read or is no such object."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except OSError as error:
        raise UnusableTables(f"The file {path.name} cannot be read: {error.strerror}.") from error
    except RecursionError as error:
        raise UnusableTables(f"The file {path.name} holds objects within objects too deep to read.") from error
    except ValueError as error:  # not UTF-8, not JSON, a number of thousands of digits, a name that no file has
        raise UnusableTables(f"The file {path.name!r} is not JSON: {error}.") from error
    if not isinstance(data, dict):
        raise UnusableTables(f"The file {path.name} does not hold a JSON object.")
    return data


def read(data: Mapping[str, Any], *, folder: Path, published: bool, depth: int = 0) -> TableFile:
    """Check a file's content. `published` files list what is hidden; others hold every true count.

    Raises UnusableTables with one sentence.
    """
    k, lo = _whole(data.get("k"), "k"), _whole(data.get("lo", 0), "lo")
    refuse_k(k)
    if lo >= k:
        raise UnusableTables("The least value lo must be below k.")
    entries = _entries(data, published=published)
    hidden = _hidden(data, entries) if published else frozenset()
    earlier = _history(data, folder, depth)
    hidden_before = {i for file in earlier for i in file.hidden}
    unread = hidden | ({i for i, e in entries.items() if e.get("never_published")} if published else frozenset())
    cells = {i: _cell(i, entry, unread, hidden_before) for i, entry in entries.items()}
    for cell_id in hidden:
        if cells[cell_id].mandatory or cells[cell_id].structural_zero:
            raise UnusableTables(f"The cell {cell_id!r} is hidden but must always be shown.")
    known = set(cells) | {i for file in earlier for i in file.cells}
    return TableFile(
        k,
        lo,
        cells,
        _relations(data, known),
        hidden,
        {i: _whole(e["contributors"], f"contributors of {i!r}") for i, e in entries.items() if "contributors" in e},
        _weights(data, entries),
        _share(data.get("decoys", DEFAULT_DECOYS)),
        _flag(data, "closure", default=True),
        _seed(data),
        earlier,
    )


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise UnusableTables(f"The key {key!r} stands twice in one object.")
        found[key] = value
    return found


def _no_constant(name: str) -> None:
    raise UnusableTables(f"{name} is not a number that a count or weight can have.")


def _entries(data: Mapping[str, Any], *, published: bool) -> dict[str, Mapping[str, Any]]:
    """The cells by id. A release without any count is published too; there is nothing to protect in such a file."""
    listed = data.get("cells")
    if not isinstance(listed, list) or not (listed or published):
        raise UnusableTables("The file has no list 'cells'.")
    entries: dict[str, Mapping[str, Any]] = {}
    for entry in listed:
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), str) or not entry["id"]:
            raise UnusableTables("Each of 'cells' must be an object with a text 'id'.")
        if any("\ud800" <= sign <= "\udfff" for sign in entry["id"]):
            raise UnusableTables(f"The id {entry['id']!a} has half a sign in it, which no text can hold.")
        if entry["id"] in entries:
            raise UnusableTables(f"The cell {entry['id']!r} is listed twice.")
        entries[entry["id"]] = entry
    return entries


def _cell(cell_id: str, entry: Mapping[str, Any], unread: Collection[str], hidden_before: set[str]) -> Cell:
    flags = {name: _flag(entry, name, default=False) for name in FLAGS}
    upper = entry.get("upper")
    if flags["mandatory"] and (flags["never_published"] or flags["target"]):
        raise UnusableTables(f"The cell {cell_id!r} cannot be both mandatory and never published.")
    value = None
    if cell_id not in unread:
        given = entry.get("value")
        if given is not None:
            value = _whole(given, f"count of {cell_id!r}")
        elif not flags["never_published"] and cell_id not in hidden_before:
            raise UnusableTables(f"The cell {cell_id!r} has no value.")
    return Cell(
        cell_id,
        value,
        mandatory=flags["mandatory"],
        never_published=flags["never_published"] or flags["target"],
        structural_zero=flags["structural_zero"],
        camouflage=flags["camouflage"],
        target=flags["target"],
        upper=None if upper is None else _whole(upper, f"upper bound of {cell_id!r}"),
    )


def _hidden(data: Mapping[str, Any], entries: Mapping[str, Any]) -> frozenset[str]:
    listed = data.get("hidden")
    if not isinstance(listed, list) or not all(isinstance(i, str) for i in listed):
        raise UnusableTables("The file has no list 'hidden' of cell ids.")
    if len(set(listed)) != len(listed):
        raise UnusableTables("A cell stands twice in 'hidden'.")
    for cell_id in listed:
        if cell_id not in entries:
            raise UnusableTables(f"The hidden cell {cell_id!r} is not among the cells.")
    return frozenset(listed)


def _relations(data: Mapping[str, Any], known: set[str]) -> tuple[Relation, ...]:
    listed = data.get("relations", [])
    if not isinstance(listed, list):
        raise UnusableTables("'relations' must be a list.")
    found = []
    for entry in listed:
        parts = entry.get("parts") if isinstance(entry, dict) else None
        total = entry.get("total") if isinstance(entry, dict) else None
        if not isinstance(total, str) or not isinstance(parts, list) or not all(isinstance(p, str) for p in parts):
            raise UnusableTables("Each of 'relations' must have a 'total' and a list 'parts' of cell ids.")
        for cell_id in (total, *parts):
            if cell_id not in known:
                raise UnusableTables(f"A relation names the cell {cell_id!r}, which is not among the cells.")
        found.append(Relation(total, tuple(parts)))
    return tuple(dict.fromkeys(found))


def _history(data: Mapping[str, Any], folder: Path, depth: int) -> tuple[TableFile, ...]:
    listed = data.get("history", [])
    if not isinstance(listed, list):
        raise UnusableTables("'history' must be a list of earlier published files.")
    if listed and depth >= DEEPEST_HISTORY:
        return ()  # an earlier file's own history is expected in the list itself
    files = []
    for entry in listed:
        if not isinstance(entry, (str, dict)):
            raise UnusableTables("'history' must hold files: names, or their content.")
        content = load(folder / entry) if isinstance(entry, str) else entry
        files.append(read(content, folder=folder, published=True, depth=depth + 1))
    return tuple(files)


def _weights(data: Mapping[str, Any], entries: Mapping[str, Any]) -> dict[str, float] | None:
    given = data.get("weights")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise UnusableTables("'weights' must map cell ids to numbers.")
    for cell_id, weight in given.items():
        if cell_id not in entries:
            raise UnusableTables(f"There is a weight for {cell_id!r}, which is not among the cells.")
        if isinstance(weight, bool) or not isinstance(weight, (int, float)) or not 0 <= weight <= MOST_WEIGHT:
            raise UnusableTables(f"The weight of {cell_id!r} is not a number from 0 to 1,000,000.")
    return {i: float(w) for i, w in given.items()}


def _share(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise UnusableTables("'decoys' must be a probability between 0 and 1.")
    return float(value)


def _flag(data: Mapping[str, Any], name: str, *, default: bool) -> bool:
    value = data.get(name, default)
    if not isinstance(value, bool):
        raise UnusableTables(f"{name!r} must be true or false.")
    return value


def _seed(data: Mapping[str, Any]) -> bytes | None:
    given = data.get("seed")
    if given is None:
        return None
    try:
        seed = bytes.fromhex(given)
    except (TypeError, ValueError) as error:
        raise UnusableTables("'seed' must be hexadecimal digits.") from error
    if len(seed) < 16:
        raise UnusableTables("'seed' must have at least 32 hexadecimal digits.")
    return seed


def _whole(value: object, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise UnusableTables(f"The {name} must be a whole number of 0 or more.")
    if value > MOST_COUNT:
        raise UnusableTables(f"The {name} is too large.")
    return value
