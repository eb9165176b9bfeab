"""What is one city's stands in its profile and registry file; no code and no template names a place or its order."""

from __future__ import annotations

import re
from typing import Final

import pytest

from checks.repository import relative, source_files
from complaints.platform.jurisdiction import load_profile
from complaints.platform.jurisdiction.loader import shipped_names

SUFFIXES: Final = frozenset({".py", ".html", ".txt", ".typ", ".js", ".css", ".svg", ".xml", ".json"})
PLACES: Final = re.compile(
    r"st\.?[ _-]?louis|saint louis|missouri|slmpd|alderm|rsmo|executive order|orden ejecutiva"
    r"|san[ _-]?francisco|\bdavis\b|\b19b\b|26\.07|palo alto|yellow springs|grand rapids|\b314-",
    re.IGNORECASE,
)
ALLOWED: Final = {("complaints/platform/settings.py", "st_louis")}
"""The profile that is taken where none is named."""


def sources() -> dict[str, str]:
    """The text of every file that runs or is shown in every city, by path."""
    files = source_files("complaints/*", "templates/*", "launcher/*", "wsgi.py", "dev.py")
    return {relative(path): path.read_text(encoding="utf-8") for path in files if path.suffix in SUFFIXES}


def test_no_code_and_no_template_names_a_city_or_its_order():
    named = {(path, found[0]) for path, text in sources().items() for found in PLACES.finditer(text)}
    assert named == ALLOWED


@pytest.mark.parametrize("name", shipped_names())
def test_nothing_that_a_profile_says_of_its_city_is_said_in_code(name):
    profile = load_profile(name)
    own = {profile.names, profile.reporting.order, profile.reporting.scope, profile.texts["who_reads"]}
    texts = {text for localised in own for text in localised.as_dict().values()}
    assert not [(path, text) for path, source in sources().items() for text in texts if text in source]


def test_the_pattern_knows_each_profile():
    for name in shipped_names():
        profile = load_profile(name)
        assert PLACES.search(profile.names.text("en"))
        assert PLACES.search(profile.reporting.source)
        assert PLACES.search(profile.code)
