"""Small enough to read at once: files, functions and templates."""

from __future__ import annotations

from checks.repository import relative, source_files
from tests.architecture.source import functions, modules

MOST_LINES_OF_A_FILE, MOST_LINES_OF_A_FUNCTION, MOST_LINES_OF_A_TEMPLATE = 300, 40, 120


def ours():
    """Every module but the migrations, which tell history and are never read as a whole."""
    return [module for module in modules("*.py") if not module.name.startswith("migrations.")]


def test_no_file_is_longer_than_300_lines():
    lengths = {module.at(1): len(module.text.splitlines()) for module in ours()}
    assert not {name: length for name, length in lengths.items() if length > MOST_LINES_OF_A_FILE}


def test_no_function_is_longer_than_40_lines():
    lengths = {
        f"{module.at(node.lineno)} {node.name}": node.end_lineno - node.lineno + 1
        for module in ours()
        for node in functions(module)
    }
    assert not {name: length for name, length in lengths.items() if length > MOST_LINES_OF_A_FUNCTION}


def test_no_template_is_longer_than_120_lines():
    templates = [path for path in source_files("templates/*") if path.suffix != ".md"]
    lengths = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in templates}
    assert lengths
    assert not {name: length for name, length in lengths.items() if length > MOST_LINES_OF_A_TEMPLATE}


def test_nothing_is_called_after_a_bucket():
    buckets = {"utils", "util", "helpers", "helper", "common", "misc", "shared"}
    assert not [module.at(1) for module in ours() if buckets.intersection(module.name.split("."))]
