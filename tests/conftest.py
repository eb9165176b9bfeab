"""What every test stands on: its own database, keys and clock, no other machine, and the choice of database."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

pytest_plugins = ["tests.network", "tests.databases", "tests.applications", "tests.browsers", "tests.cast"]

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

NEEDS_DATABASE = {"databases", "postgres_server"}
NEEDS_BROWSER = "browser"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database`: which database this pass runs on."""
    parser.addoption(
        "--database",
        choices=("sqlite", "postgres"),
        default="sqlite",
        help="sqlite runs every test; postgres runs those that meet a database, once more",
    )


def pytest_configure(config: pytest.Config) -> None:
    """A developer's own settings must not decide whether a test passes."""
    for name in [name for name in os.environ if name.startswith("FLASK_")]:
        del os.environ[name]


def pytest_report_header(config: pytest.Config) -> str:
    """Say which pass this is."""
    return f"database: {config.getoption('--database')}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what drives a browser; leave out what has nothing to say about this pass's database."""
    for item in items:
        if NEEDS_BROWSER in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    on_postgres = config.getoption("--database") == "postgres"
    chosen = [item for item in items if (_belongs_on_postgres(item) if on_postgres else not _is_for(item, "postgres"))]
    left_out = [item for item in items if item not in set(chosen)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = chosen


def _is_for(item: pytest.Item, mark: str) -> bool:
    return item.get_closest_marker(mark) is not None


def _belongs_on_postgres(item: pytest.Item) -> bool:
    meets_database = not NEEDS_DATABASE.isdisjoint(getattr(item, "fixturenames", ()))
    return meets_database and not _is_for(item, "sqlite") and not _is_for(item, "browser")
