"""Reads the rules and clocks of a profile file as plain data; what their words mean is checked by who applies them."""

from typing import Final

from complaints.platform.jurisdiction.profile import (
    Alternative,
    Clock,
    ClockStart,
    Condition,
    Counting,
    Effect,
    Requirement,
    Rule,
)
from complaints.platform.jurisdiction.reading import Table, entries

LONGEST_DAYS: Final = 3650


def rule(table: Table) -> Rule:
    found = Rule(
        id=table.code("id"),
        when=alternatives(table),
        then=_effects(table.table("then")),
        reason=table.localised("reason"),
        source=table.text("source"),
        line=table.line,
    )
    table.done()
    return found


def alternatives(table: Table) -> tuple[Alternative, ...]:
    """`when` as one table of conditions, or a list of tables of which one must hold; empty without the key."""
    table.asked.add("when")
    if not table.has("when"):
        return ()
    if isinstance(table.values["when"], list):
        return tuple(_requirements(each) for each in table.tables("when"))
    return (_requirements(table.table("when")),)


def _requirements(table: Table) -> Alternative:
    if not table.values:
        table.document.refuse(table.path, "the condition is empty", "say a field, or remove the condition")
    return tuple(
        Requirement(field, _condition(table, field, value), table.line_of(field)) for field, value in entries(table)
    )


def _condition(table: Table, field: str, value: object) -> Condition:
    if isinstance(value, bool):
        return Condition(equals=value)
    if isinstance(value, list):
        return Condition(any=frozenset(table.texts(field)))
    if not isinstance(value, dict):
        table.refuse(field, f'"{field}" is not a condition', "give a list of words, a table, or true or false")
    inner = table.table(field)
    if not inner.values:
        table.refuse(field, f'the condition "{field}" is empty', "use any, all, none or at_least in it")
    found = Condition(
        any=_words(inner, "any"),
        all=_words(inner, "all"),
        none=_words(inner, "none"),
        at_least=inner.integer("at_least", 1, 1_000_000) if inner.has("at_least") else None,
    )
    inner.asked.add("at_least")
    inner.done()
    return found


def _words(table: Table, key: str) -> frozenset[str]:
    table.asked.add(key)
    return frozenset(table.texts(key)) if table.has(key) else frozenset()


def _effects(table: Table) -> tuple[Effect, ...]:
    effects = []
    for name, value in entries(table):
        line = table.line_of(name)
        if isinstance(value, bool):
            effects.append(Effect(name, value, line))
        elif isinstance(value, list):
            effects.append(Effect(name, table.texts(name), line))
        else:
            effects.append(Effect(name, table.text(name), line))
    return tuple(effects)


def clock(table: Table) -> Clock:
    counting = table.word("counting", Counting)
    retention = counting is Counting.RETENTION
    found = Clock(
        kind=table.code("kind"),
        starts=table.word("starts", ClockStart),
        counting=counting,
        days=None if retention else table.integer("days", 1, LONGEST_DAYS),
        repeats=table.flag("repeats", False),
        extension_days=_extension(table),
        when=alternatives(table),
        basis=table.localised("basis"),
        basis_not_stated=table.localised("basis_not_stated") if retention else None,
        source=table.text("source"),
        line=table.line,
    )
    if retention and found.starts is not ClockStart.INCIDENT:
        table.refuse("starts", "a retention clock runs from the incident", 'write starts = "incident"')
    if not retention and found.starts is ClockStart.INCIDENT:
        table.refuse("starts", "only a retention clock runs from the incident", 'use "received" or "closed"')
    table.done()
    return found


def _extension(table: Table) -> int:
    if table.has("extension_days"):
        return table.integer("extension_days", 0, LONGEST_DAYS)
    table.asked.add("extension_days")
    return 0
