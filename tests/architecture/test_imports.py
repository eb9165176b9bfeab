"""Who may know whom: stages know those before them, the platform none, disclosure nothing of the house."""

from __future__ import annotations

import sys
from graphlib import CycleError, TopologicalSorter

import pytest

from complaints.flow import AFTER, STAGES
from tests.architecture.source import HOUSE, Module, house

WEB = {"flask", "werkzeug", "wtforms", "flask_wtf", "flask_login", "flask_babel", "flask_smorest", "flask_limiter"}
DATABASE = {"sqlalchemy", "flask_sqlalchemy", "alembic", "psycopg", "sqlite3"}


def room_of(name: str) -> str:
    """The part of the house that a dotted name is in."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else ""


def may_know(room: str) -> frozenset[str]:
    """The parts of the house that a part may import."""
    if room == "":
        return frozenset({"", "flow", "platform", *STAGES, *AFTER})
    if room == "disclosure":
        return frozenset({"disclosure"})
    if room in STAGES:
        return frozenset({"platform", *STAGES[: STAGES.index(room) + 1]})
    if room in AFTER:
        return frozenset({room, "platform", *STAGES})
    return frozenset({room})


def test_every_part_of_the_house_is_a_stage_or_the_platform():
    known = {"", "flow", "platform", *STAGES, *AFTER}
    assert {module.room for module in house()} <= known


@pytest.mark.parametrize("room", ["", "flow", "platform", *STAGES, *AFTER])
def test_a_part_imports_only_what_lies_before_it(room):
    allowed = may_know(room)
    wrong = [
        f"{module.at(line)} imports {name}"
        for module in house()
        if module.room == room
        for name, line in module.imports_of_house()
        if room_of(name) not in allowed
    ]
    assert not wrong, "\n".join(wrong)


def test_only_the_factory_imports_by_name():
    wrong = [
        module.at(line)
        for module in house()
        if module.name != HOUSE
        for name, line in module.imports()
        if name in {"importlib", "importlib.util", "importlib.machinery", "pkgutil", "runpy"}
    ]
    assert not wrong, wrong


def test_no_modules_import_each_other_in_a_circle():
    graph = {module.name: {name for name, _ in module.imports_of_house()} - {module.name} for module in house()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" → ".join(circle.args[1]))


def reached_from(kind: str) -> list[Module]:
    """Modules of a kind, and every module of the house that they stand on."""
    known = {module.name: module for module in house()}
    waiting = [module.name for module in house() if module.kind == kind]
    reached: dict[str, Module] = {}
    while waiting:
        name = waiting.pop()
        if name in known and name not in reached:
            reached[name] = known[name]
            waiting += [found for found, _ in known[name].imports_of_house()]
    return list(reached.values())


def test_rules_and_what_they_stand_on_need_the_standard_library_alone():
    wrong = [
        f"{module.at(line)} imports {name}"
        for module in reached_from("rules")
        for name, line in module.imports()
        if name.split(".")[0] not in {*sys.stdlib_module_names, HOUSE}
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("kind", "forbidden"), [("service", WEB), ("models", WEB)])
def test_what_decides_and_keeps_knows_no_web(kind, forbidden):
    wrong = [
        f"{module.at(line)} imports {name}"
        for module in house()
        if module.kind == kind
        for name, line in module.imports()
        if name.split(".")[0] in forbidden
    ]
    assert not wrong, "\n".join(wrong)


def test_disclosure_knows_neither_web_nor_database():
    wrong = [
        f"{module.at(line)} imports {name}"
        for module in house()
        if module.room == "disclosure"
        for name, line in module.imports()
        if name.split(".")[0] in WEB | DATABASE
    ]
    assert not wrong, "\n".join(wrong)
