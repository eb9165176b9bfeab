"""No file names a place that packages come from: neither the requirements nor anything else in the source."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

from checks.repository import ROOT, relative, source_files

SETTINGS = (
    "PIP_INDEX_URL",
    "PIP_EXTRA_INDEX_URL",
    "PIP_FIND_LINKS",
    "UV_INDEX_URL",
    "UV_DEFAULT_INDEX",
    "UV_FIND_LINKS",
)
PUBLIC = {"pypi.org", "files.pythonhosted.org", "localhost", "127.0.0.1", ""}
SOURCE_OF_PACKAGES = re.compile(
    r"https?://|file://|^\s*(?:-i|-f|--(?:extra-)?index-url|--find-links|--trusted-host)\b", re.MULTILINE
)


def places() -> set[str]:
    """The hosts and folders that this machine takes packages from, as its settings tell."""
    told = [os.environ.get(name, "") for name in SETTINGS]
    told.append(subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True).stdout)
    words = re.findall(r"[^\s'\"=]+", "\n".join(told))
    hosts = {urlsplit(word).hostname or "" for word in words if "://" in word}
    folders = {urlsplit(word).path.rstrip("/") for word in words if word.startswith(("/", "file://"))}
    certificates = {folder for folder in folders if folder.endswith((".crt", ".pem"))}
    return (hosts - PUBLIC) | (folders - certificates - {""})


def faults() -> Iterator[str]:
    """One line for each place named."""
    for path in sorted(ROOT.glob("requirements*.*")):
        for found in SOURCE_OF_PACKAGES.finditer(path.read_text()):
            yield f"{relative(path)}: names a source of packages ({found.group().strip()})"
    names = places()
    for path in source_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for name in names:
            if name in text:
                yield f"{relative(path)}: names {name}, where this machine takes packages from"


if __name__ == "__main__":
    found = list(faults())
    print("\n".join(found))
    sys.exit(bool(found))
