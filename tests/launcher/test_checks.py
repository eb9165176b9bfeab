"""The checks see what they are there to see."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from checks import network_names
from checks.translations import extracted, faults


@pytest.fixture
def source():
    """One plain message and one that counts."""
    catalog = Catalog()
    catalog.add("Dear %(name)s", locations=[("page.html", 3)])
    catalog.add(("%(num)s day", "%(num)s days"), locations=[("page.html", 4)])
    return catalog


def spanish(plain: str | None, one: str = "un día", many: str = "%(num)s días", **flags):
    """A catalogue with these translations."""
    catalog = Catalog("es")
    if plain is not None:
        catalog.add("Dear %(name)s", plain, **flags)
    catalog.add(("%(num)s day", "%(num)s days"), (one, many))
    return catalog


def test_a_finished_catalogue_has_no_fault(source):
    assert not list(faults(source, spanish("Estimada %(name)s", one="%(num)s día")))


@pytest.mark.parametrize(
    ("catalogue", "problem"),
    [
        (spanish(None), "es: not in the catalogue: 'Dear %(name)s' (page.html:3)"),
        (spanish(""), "es: not translated: 'Dear %(name)s' (page.html:3)"),
        (spanish("Estimada %(name)s", flags=["fuzzy"]), "es: marked as fuzzy: 'Dear %(name)s' (page.html:3)"),
        (spanish("Estimada %(nombre)s"), "es: placeholders differ ('Estimada %(nombre)s')"),
        (spanish("Estimada %(name)s", many=""), "es: not translated: '%(num)s day' (page.html:4)"),
    ],
)
def test_a_message_that_is_not_finished_is_named(source, catalogue, problem):
    assert any(line.startswith(problem) for line in faults(source, catalogue))


def test_words_are_found_in_python_and_in_templates():
    folders = {location[0].split("/")[0] for message in extracted() for location in message.locations}
    assert folders == {"complaints", "templates"}


@pytest.mark.parametrize(
    "line",
    ["--index-url https://packages.example/simple", "-i https://x", "--find-links /wheels", "x @ https://x/x.whl"],
)
def test_a_place_that_packages_come_from_is_seen_in_requirements(line):
    assert network_names.SOURCE_OF_PACKAGES.search(f"flask==3.1.3\n{line}\n")


def test_hosts_and_folders_of_this_machines_settings_are_known(monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "https://someone@packages.example/simple")
    monkeypatch.setenv("PIP_FIND_LINKS", "/somewhere/wheels")
    assert {"packages.example", "/somewhere/wheels"} <= network_names.places()
