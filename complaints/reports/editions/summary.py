"""The year in short: the one page that somebody reads who reads no other, and the figures over all technologies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import gettext, lazy_gettext, ngettext

from complaints.reports.document import table_of
from complaints.reports.editions import words
from complaints.reports.editions.charts import bars, cell, details, mentions_note, small_charts
from complaints.reports.editions.entries import yes_or_no
from complaints.reports.editions.intervals import why_between
from complaints.reports.editions.progress import changes, compared, pace_in_short, registry_news
from complaints.reports.rules import TableName, Unit

Document = Mapping[str, Any]

MOST_NAMED: Final = 8
"""How many technologies the one page names; the others are added up."""
MOST_LETTERS: Final = 44
"""How much of a long name the one page shows; the report itself has all of it."""


def figures(document: Document, locale: str) -> list[dict[str, str]]:
    """Received, decided and open, each complaint counted once; none where the report gives no numbers."""
    if not document["tables"]:
        return []
    complaints = document["complaints"]
    received, decided = (cell(complaints[name])["high"] for name in ("received", "decided"))
    if words.counts_complaints(document):
        labels = [
            ngettext("complaint received", "complaints received", received),
            ngettext("complaint decided", "complaints decided", decided),
        ]
    else:
        here = words.counted(document, locale)
        labels = [gettext("%(counted)s received", counted=here), gettext("%(counted)s decided", counted=here)]
    labels.append(gettext("open when the period ended"))
    names = ("received", "decided", "open")
    return [
        {"number": cell(complaints[name])["words"], "label": str(label)}
        for name, label in zip(names, labels, strict=True)
    ]


def overview(document: Document, locale: str) -> dict[str, Any]:
    """All technologies beside each other, and what came of the complaints about all of them together."""
    told: dict[str, Any] = {"figures": figures(document, locale), "sentences": [], "charts": [], "smaller": []}
    if not document["tables"]:
        told["sentences"] = [
            f"{words.technology_name(one)}: {yes_or_no(document, one, locale)}" for one in document["technologies"]
        ]
        return told
    totals = table_of(document, TableName.TOTALS)
    received = _received(document)
    sentences = [
        gettext(
            "A complaint about several technologies is counted with each, so the bars add up to %(mentions)s.",
            mentions=cell(totals["all"]["cells"][0])["words"],
        ),
        *why_between(document["complaints"]["received"]),
        *_none_sentence(document, locale),
    ]
    charts = [bars(_title(document, locale), received, mentions_note(totals))]
    return told | {
        "sentences": sentences,
        "charts": charts,
        "smaller": small_charts(document, None, [name for name in details(document) if name != TableName.ALLEGATION]),
    }


def _title(document: Document, locale: str) -> str:
    if words.counts_complaints(document):
        return str(gettext("Complaints received about each technology"))
    here = words.counted(document, locale)
    return str(gettext("%(counted)s received about each technology", counted=here[:1].upper() + here[1:]))


def _received(document: Document) -> list[tuple[str, int]]:
    names = {technology["slug"]: words.technology_name(technology) for technology in document["technologies"]}
    rows = table_of(document, TableName.TOTALS)["rows"]
    return [(names[row["technology"]], row["cells"][0]) for row in rows]


def _none_sentence(document: Document, locale: str) -> list[str]:
    none = sum(1 for _, count in _received(document) if not count)
    if not none:
        return []
    if not words.counts_complaints(document):
        here = words.counted(document, locale)
        return [
            ngettext("%(num)s technology: 0 %(counted)s.", "%(num)s technologies: 0 %(counted)s.", none, counted=here)
        ]
    return [ngettext("%(num)s technology had 0 complaints.", "%(num)s technologies had 0 complaints.", none)]


PARTS: Final[Mapping[str, Any]] = {
    "which": lazy_gettext("Which technologies had complaints"),
    "found": lazy_gettext("What came of them"),
    "pace": lazy_gettext("How long it took"),
    "hidden": lazy_gettext("What is hidden"),
    "more": lazy_gettext("Where to read more"),
}


def brief(document: Document, locale: str) -> dict[str, Any]:
    """The one page: three figures, which technologies, what came of them, how long, what changed, what is hidden."""
    small = small_charts(document, None, [name for name in details(document) if name == TableName.FINDING])
    parts = [
        ("pace", pace_in_short(document) if details(document) else []),
        ("changes", _since(document)),
        ("hidden", _hidden(document)),
        ("more", [_more(document)]),
    ]
    told = changes(document)
    titles = {name: str(title) for name, title in PARTS.items()} | {"changes": told["title"] if told else ""}
    return {
        "figures": figures(document, locale),
        "between": why_between(document["complaints"]["received"]) if document["tables"] else [],
        "which": {"title": titles["which"], **_which(document, locale)},
        "found": {**small[0], "title": titles["found"]} if small else None,
        "parts": [{"title": titles[name], "text": " ".join(text)} for name, text in parts if text],
    }


def _which(document: Document, locale: str) -> dict[str, Any]:
    """The technologies with the most complaints as a chart, and what holds of the others."""
    if not document["tables"]:
        return {"chart": None, "text": _named(document)}
    received = sorted(_received(document), key=lambda row: -row[1])
    had = [(_clipped(name), count) for name, count in received if count]
    shown = had if len(had) <= MOST_NAMED + 1 else had[:MOST_NAMED]
    text = []
    if others := [count for _, count in had[len(shown) :]]:
        few, many = words.number(len(others)), words.number(sum(others))
        text.append(gettext("%(num)s other technologies had %(count)s between them.", num=few, count=many))
    text += _none_sentence(document, locale)
    if shown:
        text.append(gettext("A complaint about several technologies is counted with each."))
    return {"chart": bars("", shown) if shown else None, "text": " ".join(text)}


def _named(document: Document) -> str:
    """The same where the report says of each technology only whether it had any."""
    any_about = document["had_complaints"]
    had = [words.technology_name(one) for one in document["technologies"] if any_about[one["slug"]]]
    named, none = had[: 3 * MOST_NAMED], len(document["technologies"]) - len(had)
    text = [f"{', '.join(map(_clipped, named))}." if named else str(gettext("None."))]
    if len(had) > len(named):
        text.append(_and_others(len(had) - len(named)))
    if none:
        text.append(ngettext("%(num)s technology had none.", "%(num)s technologies had none.", none))
    return " ".join(text)


def _and_others(number: int) -> str:
    return str(ngettext("So had %(num)s other.", "So had %(num)s others.", number))


def _clipped(name: str) -> str:
    return name if len(name) <= MOST_LETTERS else f"{name[: MOST_LETTERS - 1].rstrip()}…"


def _since(document: Document) -> list[str]:
    """What changed over all, in a few short sentences; nothing without an earlier report."""
    told = changes(document)
    if told is None:
        return []
    pairs = document["changes"]
    sentences = [
        compared(str(words.UNITS[key]), pairs[key], told["before"])
        for key in (Unit.RECEIVED, Unit.DECIDED)
        if pairs.get(key)
    ]
    most = max(told["rows"], key=lambda row: abs(row["cells"][1]["low"] - row["cells"][0]["low"]), default=None)
    if most and most["cells"][0]["words"] != most["cells"][1]["words"]:
        sentences.append(
            gettext(
                "The largest change is %(technology)s: %(before)s to %(now)s received.",
                technology=_clipped(most["label"]),
                before=most["cells"][0]["words"],
                now=most["cells"][1]["words"],
            )
        )
    return [str(sentence) for sentence in [*sentences, *registry_news(document, most=0)]]


def _hidden(document: Document) -> list[str]:
    """What is hidden, in a sentence; none where only a number of complaints is a range, which says so itself."""
    hidden, cells = words.hidden_cells(document)
    if hidden:
        sentence = gettext(
            "To protect people, %(hidden)s of %(cells)s numbers in the detailed tables are hidden and shown as a "
            "range; the totals of every technology are exact.",
            hidden=words.number(hidden),
            cells=words.number(cells),
        )
        return [str(sentence)]
    if any(isinstance(value, list) for value in document["complaints"].values()):
        return []
    return [str(gettext("Nothing is hidden in this report."))]


def _more(document: Document) -> str:
    if document["number"] is None:
        return str(gettext("The whole report has a page for each technology, every table, and how we counted."))
    return str(
        gettext(
            "The whole report has a page for each technology, every table, and how we counted. It is release "
            "%(number)s under “Reports and open data” on the site where complaints are made.",
            number=document["number"],
        )
    )
