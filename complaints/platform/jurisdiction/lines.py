"""On which line of a TOML text each key and each list element stands, so that a refusal can name it."""

import re
import tomllib
from collections.abc import Iterator
from typing import Final

Path = tuple[str | int, ...]

_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")
_GAP: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SCALAR: Final = re.compile(r"[^,\]}\n#]+")
_STRING: Final = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")' r"|'''.*?'{3,5}(?!')" r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'",
    re.DOTALL,
)


def locate(text: str) -> dict[Path, int]:
    """The line (from 1) of every table header, key and list element of `text`, which tomllib has accepted already.

    A table that is written as dotted keys on several lines is where the first of them stands.
    """
    lines: dict[Path, int] = {}
    for path, line in _Walk(text).everything():
        lines.setdefault(path, line)
    return lines


class _Walk:
    """One pass over the text that follows its structure and never interprets a value."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.arrays: dict[Path, int] = {}
        self._line = 1
        self._counted = 0

    def everything(self) -> Iterator[tuple[Path, int]]:
        table: Path = ()
        yield (), 1
        while self._skip() < len(self.text):
            if self.text.startswith("[", self.at):
                table, line = self._header()
                yield table, line
            else:
                yield from self._pair(table)

    def _header(self) -> tuple[Path, int]:
        repeated = self.text.startswith("[[", self.at)
        line = self._here()
        self.at += 2 if repeated else 1
        path = self._resolved(self._key(), repeated)
        self.at += 2 if repeated else 1
        return path, line

    def _resolved(self, names: tuple[str, ...], repeated: bool) -> Path:
        """A header's own path: a table below `[[a]]` belongs to the latest `a`."""
        path: Path = ()
        for name in names[:-1]:
            path = (*path, name)
            if path in self.arrays:
                path = (*path, self.arrays[path])
        path = (*path, names[-1])
        if repeated:
            self.arrays[path] = self.arrays.get(path, -1) + 1
            path = (*path, self.arrays[path])
        return path

    def _pair(self, table: Path) -> Iterator[tuple[Path, int]]:
        line = self._here()
        names = self._key()
        for depth in range(1, len(names) + 1):
            yield (*table, *names[:depth]), line
        self._skip()
        self.at += 1  # the equals sign
        self._skip()
        yield from self._value((*table, *names))

    def _key(self) -> tuple[str, ...]:
        names = []
        while True:
            self._skip()
            quoted = _STRING.match(self.text, self.at)
            bare = _BARE_KEY.match(self.text, self.at)
            if quoted:
                names.append(str(tomllib.loads(f"key = {quoted[0]}")["key"]))
                self.at = quoted.end()
            elif bare:
                names.append(bare[0])
                self.at = bare.end()
            self._skip()
            if not self.text.startswith(".", self.at):
                return tuple(names)
            self.at += 1

    def _value(self, path: Path) -> Iterator[tuple[Path, int]]:
        opening = self.text[self.at]
        if opening == "[":
            yield from self._list(path)
        elif opening == "{":
            yield from self._inline_table(path)
        else:
            found = _STRING.match(self.text, self.at) or _SCALAR.match(self.text, self.at)
            self.at = found.end() if found else self.at + 1

    def _list(self, path: Path) -> Iterator[tuple[Path, int]]:
        self.at += 1
        count = 0
        while not self._closed_by("]"):
            yield (*path, count), self._here()
            yield from self._value((*path, count))
            count += 1

    def _inline_table(self, path: Path) -> Iterator[tuple[Path, int]]:
        self.at += 1
        while not self._closed_by("}"):
            yield from self._pair(path)

    def _closed_by(self, bracket: str) -> bool:
        self._skip()
        if self.text.startswith(",", self.at):
            self.at += 1
            self._skip()
        if self.text.startswith(bracket, self.at):
            self.at += 1
            return True
        return False

    def _skip(self) -> int:
        gap = _GAP.match(self.text, self.at)
        self.at = gap.end() if gap else self.at
        return self.at

    def _here(self) -> int:
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line
