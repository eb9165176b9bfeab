"""The source as the law reads it: every module by its dotted name, with its syntax tree and what it imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from checks.repository import ROOT, source_files

HOUSE = "complaints"


@dataclass(frozen=True)
class Module:
    """One Python file."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The part of the house it stands in: `intake`, `platform`, … and the empty text for the house itself."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else ""

    @property
    def kind(self) -> str:
        """What its file is called after: `rules`, `service`, `models` …; a folder `rules/` counts as its parts.

        The platform's rooms stand one deeper: `complaints.platform.accounts.rules` is `rules`, too.
        """
        parts = self.name.split(".")[2:]
        if self.room == "platform" and len(parts) > 1:
            return parts[1]
        return parts[0] if parts else ""

    def imports(self) -> Iterator[tuple[str, int]]:
        """(module, line) for everything it imports, wherever in the file; modules of the house as far as they exist."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                origin = self._absolute(node)
                for alias in node.names:
                    whole = f"{origin}.{alias.name}"
                    yield (whole if whole in names_of_house() else origin), node.lineno

    def imports_of_house(self) -> Iterator[tuple[str, int]]:
        """What it imports of the house."""
        return ((name, line) for name, line in self.imports() if name.split(".")[0] == HOUSE)

    def at(self, line: int) -> str:
        """A place in it, as an editor opens it."""
        return f"{self.path.relative_to(ROOT)}:{line}"

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.name.split(".") if self.path.name == "__init__.py" else self.name.split(".")[:-1]
        base = package[: len(package) - node.level + 1]
        return ".".join([*base, *([node.module] if node.module else [])])


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def names_of_house() -> frozenset[str]:
    """The dotted names of every module of the product."""
    return frozenset(_dotted(path) for path in source_files(f"{HOUSE}/*.py"))


@cache
def modules(*patterns: str) -> tuple[Module, ...]:
    """Modules whose path fits one of the patterns (`complaints/*.py` takes folders below it too)."""
    texts = ((path, path.read_text(encoding="utf-8")) for path in source_files(*patterns))
    return tuple(Module(_dotted(path), path, text, ast.parse(text)) for path, text in texts)


def house() -> tuple[Module, ...]:
    """Every module of the product."""
    return modules(f"{HOUSE}/*.py")


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function in it, methods and inner ones too."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return (node for node in ast.walk(module.tree) if isinstance(node, kinds))
