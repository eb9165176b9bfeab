"""The verifier that is published with each release: one file, joined from the modules that the house itself uses."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Final

from complaints import disclosure
from complaints.reports.errata import chain
from complaints.reports.verifying import proof, verifier

VERIFIER_FILE: Final = "verify.py"
OURS: Final = ("complaints", "__future__")
SOURCES: Final = tuple(
    Path(path) for path in (Path(disclosure.__file__).with_name("verify.py"), proof.__file__, chain.__file__)
)
LAST: Final = Path(verifier.__file__)
GUARD: Final = """
import sys

# Python looks for modules beside the file it runs first, and in the folder it is run in. A hashlib.py that somebody
# put there would be taken for Python's own and could say that all is right. `sys` is built in and cannot be replaced.
if __name__ == "__main__":
    beside = [] if getattr(sys.flags, "safe_path", sys.flags.isolated) else sys.path[:1]
    sys.path[:] = [place for place in sys.path if place not in ("", ".", *beside)]
"""
"""Stands before every other import of the joined file."""


@cache
def standalone() -> bytes:
    """A Python file that needs nothing but Python: each module after those it imports, without these imports."""
    text = LAST.read_text(encoding="utf-8")
    docstring, rest = _parted(text)
    joined = ["#!/usr/bin/env python3", docstring, "", "from __future__ import annotations", GUARD.rstrip()]
    for source in SOURCES:
        said, body = _parted(source.read_text(encoding="utf-8"))
        title = said.strip('"').splitlines()[0]
        joined += ["", f"# {source.parent.name}/{source.name}: {title}", body]
    return "\n".join([*joined, "", f"# {LAST.parent.name}/{LAST.name}", rest, ""]).encode()


def _parted(text: str) -> tuple[str, str]:
    """The docstring as it is written, and what follows it but for the imports of the house."""
    lines = text.splitlines()
    first, *others = ast.parse(text).body
    gone = {number for node in others if _is_ours(node) for number in range(node.lineno, (node.end_lineno or 0) + 1)}
    after = first.end_lineno or 0
    body = [line for number, line in enumerate(lines, start=1) if number > after and number not in gone]
    return "\n".join(lines[first.lineno - 1 : after]), "\n".join(body).strip("\n")


def _is_ours(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in OURS
