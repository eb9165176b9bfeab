"""Every template can be compiled by the app's own strict environment, and is short enough to read at once."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError

from checks.repository import ROOT
from complaints import create_app
from complaints.platform.vault.ring import create_ring

FOLDER = ROOT / "templates"
MOST_LINES = 120


def faults() -> Iterator[str]:
    """One line for each template that is too long or does not compile, and one if undefined names would pass."""
    with tempfile.TemporaryDirectory() as folder:
        create_ring(Path(folder) / "keys")
        environment = create_app("all", {"INSTANCE_PATH": folder}).jinja_env
    if environment.undefined is not StrictUndefined:
        yield "templates: an undefined name would be shown as nothing; the environment must use StrictUndefined"
    for path in sorted(path for path in FOLDER.rglob("*") if path.is_file() and path.suffix != ".md"):
        name = path.relative_to(FOLDER).as_posix()
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > MOST_LINES:
            yield f"templates/{name}: {lines} lines; at most {MOST_LINES}"
        try:
            environment.get_template(name)
        except TemplateSyntaxError as problem:
            yield f"templates/{problem.name or name}:{problem.lineno}: {problem.message}"
        except TemplateError as problem:
            yield f"templates/{name}: {problem}"


if __name__ == "__main__":
    found = list(faults())
    print("\n".join(found))
    sys.exit(bool(found))
