"""Every word that the product says is in Spanish, finished, and none is chosen before the reader is known."""

from __future__ import annotations

import ast

import pytest

from checks.translations import KEYWORDS, all_faults
from tests.architecture.source import house
from tests.translations.visible import catalogue

LAZY = "lazy_"
SAME_IN_SPANISH = {
    "%(channel)s, in “%(language)s”", "%(field)s: %(what)s", "%(kind)s (%(technology)s)", "Error:", "No", "Total",
    "PDF", "Drones", "%(size)s bytes", "%(size)s KB", "%(desk)s: %(who)s", "%(num)s KB", "%(shown)s MB", "Video",
}  # fmt: skip
"""Messages whose Spanish may be the very same letters."""
ENDS = ".?:"


def gettexts(module):
    """What this module calls the functions that mark words: its name for each, and the true name."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module == "flask_babel"
        for alias in node.names
        if alias.name.endswith("gettext")
    }


def calls_at_import(module):
    """(name, line) of every plain function called while the module is read, and not when somebody calls it."""
    waiting = list(ast.iter_child_nodes(module.tree))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += [*node.args.defaults, *(each for each in node.args.kw_defaults if each)]
            waiting += getattr(node, "decorator_list", [])
            continue
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node.lineno
        waiting += ast.iter_child_nodes(node)


def test_nothing_is_missing_fuzzy_or_with_other_placeholders():
    assert not list(all_faults())


def test_no_message_is_left_as_it_was_in_english():
    same = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogue("es")
        if message.id and message.string == message.id
    }
    assert same <= SAME_IN_SPANISH


def test_a_sentence_ends_in_spanish_as_it_does_in_english():
    plain = [message for message in catalogue("es") if message.id and isinstance(message.id, str)]
    wrong = [
        message.id
        for message in plain
        if message.id[-1] != message.string[-1] and (message.id[-1] in ENDS or message.string[-1] in ENDS)
    ]
    assert not wrong


@pytest.mark.parametrize(("mark", "counterpart"), [("?", "¿"), ("!", "¡")])
def test_a_question_begins_with_its_own_mark(mark, counterpart):
    texts = [message.string for message in catalogue("es") if message.id and isinstance(message.string, str)]
    wrong = [text for text in texts if text.count(mark) != text.count(counterpart) and "Oprima ?" not in text]
    assert not wrong


def test_every_name_that_words_are_marked_by_is_looked_for():
    looked_for = {keyword.partition(":")[0] for keyword in KEYWORDS} | {"_", "gettext", "ngettext", "pgettext"}
    wrong = {module.at(1): name for module in house() for name in gettexts(module) if name not in looked_for}
    assert not wrong


def test_no_words_are_marked_within_an_f_string_where_nothing_finds_them():
    wrong = [
        module.at(call.lineno)
        for module in house()
        for text in ast.walk(module.tree)
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in gettexts(module)
        if call.args and isinstance(call.args[0], ast.Constant)
    ]
    assert not wrong, "say it before the f-string:\n" + "\n".join(wrong)


def test_no_word_is_chosen_before_the_reader_is_known():
    wrong = [
        module.at(line)
        for module in house()
        for name, line in calls_at_import(module)
        if not gettexts(module).get(name, LAZY).startswith(LAZY)
    ]
    assert not wrong, "a word at import time must be lazy:\n" + "\n".join(wrong)
