"""How long decisions took and what changed since the report before, in words, from what a report already publishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask_babel import format_percent, gettext, ngettext

from complaints.registry.rules import ReportItem
from complaints.registry.words import ITEM_TITLES
from complaints.reports.document import row_of, table_of
from complaints.reports.editions import words
from complaints.reports.editions.charts import cell
from complaints.reports.rules import MOST_DAYS, Duration, TableName, least_days

Document = Mapping[str, Any]


FEWEST_DECIDED: Final = 5
"""Of fewer complaints a typical one is the story of a few people."""
WIDEST_SHARE: Final = 25
"""How far apart two percents may lie and still say something together."""


def pace_sentences(document: Document, slug: str = "") -> list[str]:
    """The typical time of a decision and the share that was late, of a technology or of all; nothing that is vague."""
    pace = (document.get("pace") or {}).get(slug) or {}
    if _decided(document, slug) < FEWEST_DECIDED:
        return []
    told = (_median(pace.get("median_days")), _late(pace.get("late_share")))
    return [sentence for sentence in told if sentence]


def pace_in_short(document: Document) -> list[str]:
    """How long the decisions took over all, and once that more of it is not shown."""
    if not _decided(document, ""):
        return [str(gettext("Nothing was decided in this period."))]
    said, pace = pace_sentences(document), (document.get("pace") or {}).get("") or {}
    could = [name for name in ("median_days", "late_share") if pace.get(name)]
    told = [*said, str(gettext("A complaint about several technologies is counted with each."))] if said else []
    if not said or len(said) < len(could):
        told.append(str(gettext("How long decisions took is not shown in more detail, to protect people.")))
    return told


def _decided(document: Document, slug: str) -> int:
    """How many were decided, once for each technology, as the totals publish it."""
    totals = table_of(document, TableName.TOTALS)
    row = row_of(totals, slug) if slug else totals["all"]
    return int(row["cells"][1]) if row else 0


def _median(band: Sequence[int | None] | None) -> str:
    """Of a band that is one class of the published table; a wider one says nothing."""
    if band is None or not any((least_days(one), MOST_DAYS[one]) == tuple(band) for one in Duration):
        return ""
    low, high = band
    if high is None:
        return str(gettext("The typical complaint took %(low)s days or more to decide.", low=words.number(low or 0)))
    if not low:
        return str(gettext("The typical complaint took %(high)s days or fewer to decide.", high=words.number(high)))
    return str(
        gettext(
            "The typical complaint took %(low)s to %(high)s days to decide.",
            low=words.number(low),
            high=words.number(high),
        )
    )


def _late(share: Sequence[float] | None) -> str:
    if share is None:
        return ""
    low, high = share
    if high - low > WIDEST_SHARE:
        return ""
    if high == 0:
        return str(gettext("None was decided after its deadline."))
    least, greatest = (format_percent(part / 100) for part in (low, high))
    if low == high:
        return str(gettext("%(share)s were decided after their deadline.", share=least))
    if not low:
        return str(gettext("At most %(greatest)s were decided after their deadline.", greatest=greatest))
    return str(
        gettext("Between %(least)s and %(greatest)s were decided after their deadline.", least=least, greatest=greatest)
    )


def changes(document: Document) -> dict[str, Any] | None:
    """What changed since the report before: a chart of the totals, a row a technology, sentences; None without one."""
    told = document.get("changes")
    if not told:
        return None
    names = {technology["slug"]: words.technology_name(technology) for technology in document["technologies"]}
    before, now = words.name_of_period_before(document), words.name_of_period(document)
    totals: list[dict[str, Any]] = [
        {
            "label": str(label),
            "rows": [{"label": code, **cell(value)} for code, value in zip((before, now), told[key], strict=True)],
        }
        for key, label in words.UNITS.items()
        if told.get(key)
    ]
    moved = [entry for entry in told["technologies"] if not entry["new"] and not entry["retired"]]
    return {
        "title": str(gettext("Changes since %(period)s", period=before)),
        "before": before,
        "now": now,
        "totals": totals,
        "most": max((row["high"] for one in totals for row in one["rows"]), default=0),
        "columns": _columns(before, now),
        "rows": [
            {
                "label": _name(names, entry),
                "cells": [cell(value) for key in ("received", "decided") for value in entry[key]],
                "remark": _remark(entry),
            }
            for entry in moved
            if entry["received"] and entry["decided"]
        ],
        "items": [{"label": _name(names, entry), "text": _items(entry)} for entry in moved if _items(entry)],
        "sentences": registry_news(document) or ([] if totals else [str(gettext("Nothing changed."))]),
    }


def _columns(before: str, now: str) -> list[str]:
    return [f"{words.UNITS[unit]} {code}" for unit in ("received", "decided") for code in (before, now)]


def _name(names: Mapping[str, str], entry: Mapping[str, Any]) -> str:
    return names.get(entry["slug"]) or str(gettext(entry["name"]))


def _remark(entry: Mapping[str, Any]) -> str:
    """More, fewer or as many as before, of what was received."""
    before, now = entry["received"]
    if now == before:
        return str(gettext("no change"))
    more = now - before
    if more > 0:
        return str(ngettext("%(num)s more", "%(num)s more", more))
    return str(ngettext("%(num)s fewer", "%(num)s fewer", -more))


def _items(entry: Mapping[str, Any]) -> str:
    """The titles of what the registry now says otherwise; a mere change of name or summary is not told."""
    titles = [str(ITEM_TITLES[ReportItem(item)]) for item in entry["items_changed"]]
    facts = [name for name in words.FACTS if {name, f"{name}_days"} & set(entry["facts_changed"])]
    return "; ".join([*titles, *(str(words.FACTS[name]) for name in facts)])


def registry_news(document: Document, most: int | None = None) -> list[str]:
    """Which technologies are new or gone, and how many entries say something else now; names up to `most`, if given."""
    told = document.get("changes")
    if not told:
        return []
    names = {technology["slug"]: words.technology_name(technology) for technology in document["technologies"]}
    sentences = []
    for key, text in (("new", gettext("New in this report: ")), ("retired", gettext("No longer in use: "))):
        found = [_name(names, entry) for entry in told["technologies"] if entry[key]]
        if found:
            few = most is None or len(found) <= most
            sentences.append(f"{text}{', '.join(found) if few else words.number(len(found))}.")
    changed = sum(1 for entry in told["technologies"] if _items(entry))
    if changed:
        sentences.append(
            ngettext(
                "The city now says something else about %(num)s technology.",
                "The city now says something else about %(num)s technologies.",
                changed,
            )
        )
    turned = [_name(names, entry) for entry in told["technologies"] if _turned(entry)]
    if turned:
        few = most is None or len(turned) <= most
        said = ", ".join(turned) if few else words.number(len(turned))
        sentences.append(gettext("The answer changed for: %(technologies)s.", technologies=said))
    return [str(sentence) for sentence in sentences]


def _turned(entry: Mapping[str, Any]) -> bool:
    """Whether yes became no or no became yes, in reports that say no more than that."""
    had = entry["had_complaints"]
    return bool(had and not entry["received"] and had[0] != had[1])


def compared(label: str, pair: Sequence[Any], since: str) -> str:
    """Two numbers beside each other, the newer first."""
    before, now = (cell(value)["words"] for value in pair)
    return str(
        gettext("%(label)s: %(now)s; for %(period)s: %(before)s.", label=label, now=now, before=before, period=since)
    )


def change_of(document: Document, slug: str) -> list[str]:
    """What changed about one technology, a sentence each."""
    told = document.get("changes")
    entry = next((one for one in (told or {"technologies": ()})["technologies"] if one["slug"] == slug), None)
    if not told or entry is None:
        return []
    since = words.name_of_period_before(document)
    if entry["new"]:
        return [str(gettext("It is new since the report for %(period)s.", period=since))]
    sentences = []
    if entry["received"] and entry["decided"]:
        sentences += [compared(str(words.UNITS[key]), entry[key], since) for key in ("received", "decided")]
    elif entry["had_complaints"]:
        sentences.append(
            gettext("For %(period)s: yes.", period=since)
            if entry["had_complaints"][0]
            else gettext("For %(period)s: no.", period=since)
        )
    if changed := _items(entry):
        sentences.append(gettext("The city changed what it says: %(items)s.", items=changed))
    if entry["retired"]:
        sentences.append(gettext("It is no longer in use."))
    return [str(sentence) for sentence in sentences]
