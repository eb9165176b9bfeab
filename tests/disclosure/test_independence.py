"""The auditor and the verifier stand on their own: what they import, and how short the verifier is."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import complaints.disclosure

ROOM = Path(complaints.disclosure.__file__).parent
SUPPRESSOR = {
    "suppress", "master", "oracle", "repair", "moves", "letoff", "steps", "problem", "primary", "door", "build"
}  # fmt: skip
PURE = {"highspy", "numpy"}
STANDARD = {
    "__future__", "ast", "collections", "concurrent", "dataclasses", "functools", "hashlib", "hmac", "itertools",
    "json", "math", "os", "pathlib", "secrets", "signal", "sys", "threading", "time", "typing",
}  # fmt: skip


def imports_of(name: str) -> set[str]:
    tree = ast.parse((ROOM / f"{name}.py").read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def reached_from(name: str) -> set[str]:
    prefix = "complaints.disclosure."
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting += [m.removeprefix(prefix) for m in imports_of(here) if m.startswith(prefix)]
    return seen


@pytest.mark.parametrize("part", ["attack", "polytope", "certificate", "verify"])
def test_the_auditor_imports_nothing_from_the_suppressor(part: str) -> None:
    assert not reached_from(part) & SUPPRESSOR


@pytest.mark.parametrize("part", ["suppress", "oracle", "master", "repair", "primary"])
def test_the_suppressor_imports_nothing_from_the_auditor(part: str) -> None:
    assert not reached_from(part) & {"attack", "polytope", "certificate", "verify"}


def test_the_verifier_needs_no_solver_and_fewer_than_fifty_lines() -> None:
    assert imports_of("verify") <= {"__future__", "collections.abc"}
    assert len((ROOM / "verify.py").read_text(encoding="utf-8").splitlines()) < 50


def test_the_room_knows_no_database_and_no_web() -> None:
    for module in ROOM.glob("*.py"):
        allowed = STANDARD | PURE | {"complaints"} | ({"click"} if module.stem == "cli" else set())
        for imported in imports_of(module.stem):
            assert imported.split(".")[0] in allowed, f"{module.name} imports {imported}"
            assert not imported.startswith("complaints.") or imported.startswith("complaints.disclosure")
