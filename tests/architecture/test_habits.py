"""Habits that every module keeps: it says what it decides, types what it offers, and excuses nothing."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.source import functions, house, modules

TYPED_ROOMS = ("disclosure",)
TYPED_KINDS = ("rules", "service")
AUDIENCES = ("public", "staff", "staff_api", "api", "cli", "jobs")
PAGES = (
    "casework.case_pages",
    "casework.conflict_pages",
    "casework.evidence_pages",
    "casework.message_pages",
    "casework.move_pages",
    "casework.review_pages",
    "platform.accounts.machines",
    "platform.accounts.managing",
    "platform.accounts.own",
    "platform.accounts.signing_in",
    "registry.editing",
    "registry.importing",
    "reports.errata.pages",
    "reports.job.pages",
)
"""Views that stand beside their room's audience file."""
COMMIT = (
    *PAGES,
    # Each file of a form is kept by itself: one that is refused must not take the others along.
    "evidence.handing",
    # Tries again with another number when two people drew the same one.
    "intake.filing",
    # Counts without the lock, then takes it to store, for the page and the command alike.
    "reports.freezing",
    "reports.errata.commands",
    # Lets go of what it read before the freeze begins, for the command and the API alike.
    "reports.job.run",
    "reports.job.commands",
    # One transaction a release, as the command and the page make them.
    "demo.publishing",
)
EXCUSES = re.compile(r"#\s*(?:noqa|pragma: no cover|TODO|FIXME|XXX)|\bNotImplementedError\b|# type: ignore(?!\[)")


def test_every_module_says_what_it_decides():
    described = modules("complaints/*.py", "launcher/*.py", "checks/*.py", "benchmarks/*.py", "dev.py", "wsgi.py")
    assert not [module.at(1) for module in described if not ast.get_docstring(module.tree)]


def test_every_public_function_of_rules_and_services_says_what_it_does():
    wrong = [
        f"{module.at(node.lineno)} {node.name}"
        for module in house()
        if module.kind in TYPED_KINDS
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        if not ast.get_docstring(node)
    ]
    assert not wrong, "\n".join(wrong)


def test_every_function_of_rules_and_services_is_typed():
    wrong = [
        f"{module.at(node.lineno)} {node.name}"
        for module in house()
        if module.kind in TYPED_KINDS or module.room in TYPED_ROOMS
        for node in functions(module)
        if not is_typed(node)
    ]
    assert not wrong, "\n".join(wrong)


def is_typed(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether every argument but `self` and `cls`, and the result, says what it is."""
    named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
    arguments = [argument for argument in named if argument and argument.arg not in ("self", "cls")]
    return node.returns is not None and all(argument.annotation for argument in arguments)


def test_nobody_commits_but_who_answers_an_audience():
    wrong = [
        module.at(node.lineno)
        for module in house()
        if module.kind not in AUDIENCES and module.name.removeprefix("complaints.") not in COMMIT
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]
    assert not wrong, wrong


def test_nobody_asks_a_model_for_its_query():
    wrong = [
        module.at(node.lineno)
        for module in house()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr == "query" and isinstance(node.value, ast.Name)
        if node.value.id[:1].isupper() or node.value.id == "session"
    ]
    assert not wrong, wrong


def test_no_code_excuses_itself_or_promises_work():
    wrong = [
        f"{module.at(number)} {line.strip()}"
        for module in modules("complaints/*.py", "launcher/*.py", "checks/*.py", "dev.py", "wsgi.py")
        for number, line in enumerate(module.text.splitlines(), 1)
        if EXCUSES.search(line)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("call", ["utcnow", "utcfromtimestamp"])
def test_no_time_is_without_its_zone(call):
    assert not [module.at(1) for module in house() if f".{call}(" in module.text]
