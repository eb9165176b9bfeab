"""A small usable file of tables, and the commands run on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from complaints.disclosure.cli import disclosure_cli


def usable() -> dict[str, Any]:
    """Two by two with margins: two small cells, no decoys."""
    values = {"a": 2, "b": 7, "c": 9, "d": 3, "ab": 9, "cd": 12, "ac": 11, "bd": 10, "all": 21}
    return {
        "k": 4,
        "lo": 0,
        "cells": [{"id": i, "value": v, "mandatory": i in ("ab", "cd", "all")} for i, v in values.items()],
        "relations": [
            {"total": "ab", "parts": ["a", "b"]},
            {"total": "cd", "parts": ["c", "d"]},
            {"total": "ac", "parts": ["a", "c"]},
            {"total": "bd", "parts": ["b", "d"]},
            {"total": "all", "parts": ["ab", "cd"]},
            {"total": "all", "parts": ["ac", "bd"]},
        ],
        "decoys": 0,
    }


def run(folder: Path, command: str, data: object, *more: str) -> Result:
    source = folder / "in.json"
    source.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return CliRunner().invoke(disclosure_cli, [command, str(source), *more])


def protect(folder: Path, data: object) -> tuple[Result, dict[str, Any] | None]:
    out = folder / "out.json"
    result = run(folder, "protect", data, str(out))
    return result, json.loads(out.read_text(encoding="utf-8")) if out.exists() else None


def cell(data: dict[str, Any], cell_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(c for c in data["cells"] if c["id"] == cell_id)
    return found
