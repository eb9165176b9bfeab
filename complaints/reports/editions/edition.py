"""A report in one language: every word and number in the order of its pages, for the web page, the file and the PDF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext

from complaints.reports.editions import cover, methods, summary, words
from complaints.reports.editions.charts import FIRST
from complaints.reports.editions.entries import entry
from complaints.reports.editions.grids import grid
from complaints.reports.editions.progress import changes
from complaints.reports.rules import TableName

Document = Mapping[str, Any]


def make_edition(document: Document, locale: str) -> dict[str, Any]:
    """The report in the language at hand (the caller forces it); `locale` chooses among the profile's own texts."""
    return {
        **_named(document, locale),
        "cover": cover.facts(document, locale),
        "release": cover.release_words(document),
        "recipients": cover.recipients(document, locale),
        "signatures": cover.signatures(),
        "proof": cover.proof(document),
        "brief": summary.brief(document, locale),
        "summary": summary.overview(document, locale),
        "changes": changes(document),
        "about": methods.about(document, locale),
        "technologies": [entry(document, technology, locale) for technology in document["technologies"]],
        "tables": [grid(document, table) for table in document["tables"]],
        "hidden": methods.why_hidden(document),
        "methods": [{"title": title, "text": text} for title, text in methods.methods(document)],
        "findings": _findings(document),
        "words": {name: str(text) for name, text in (*WORDS.items(), *FIRST.items())},
    }


def _named(document: Document, locale: str) -> dict[str, Any]:
    """What the report is called and whose it is."""
    period = words.name_of_period(document)
    return {
        "language": locale,
        "registry_language": document["language"],
        "city": words.localised(document["jurisdiction"]["names"], document["language"], locale),
        "title": gettext("Police surveillance technology: report for %(period)s", period=period),
        "subject": gettext("Police surveillance technology"),
        "kind": gettext("Report for %(period)s", period=period),
        "short": gettext("The report for %(period)s on one page", period=period),
        "period": words.period_words(document),
        "demonstration": gettext("This report uses invented demonstration data.")
        if document["is_demonstration"]
        else "",
    }


def _findings(document: Document) -> list[dict[str, str]]:
    """What the findings mean, where the report has any."""
    if all(table["name"] != TableName.FINDING for table in document["tables"]):
        return []
    return [
        {"name": str(name), "meaning": str(words.FINDING_MEANINGS[code])} for code, name in words.FINDING_NAMES.items()
    ]


WORDS: Mapping[str, Any] = {
    "about": lazy_gettext("About this report"),
    "summary": lazy_gettext("Summary"),
    "overview": lazy_gettext("All technologies"),
    "technologies": lazy_gettext("The technologies"),
    "tables": lazy_gettext("Tables"),
    "hidden": lazy_gettext("What is hidden, and why"),
    "methods": lazy_gettext("How we counted"),
    "findings": lazy_gettext("What the findings mean"),
    "contents": lazy_gettext("Contents"),
    "report": lazy_gettext("Report"),
    "technology": lazy_gettext("Technology"),
    "number": lazy_gettext("Number"),
    "not_stated": lazy_gettext("Not stated."),
    "legend": lazy_gettext("Hatched: hidden to protect people. The true number lies in the range shown."),
    "page": lazy_gettext("Page"),
    "of": lazy_gettext("of"),
    "outcome": lazy_gettext("What came of them"),
    "pace": lazy_gettext("How long it took"),
    "changed": lazy_gettext("What changed"),
    "received": lazy_gettext("Complaints received"),
    "change": lazy_gettext("Change in what was received"),
    "changed_items": lazy_gettext("Where the city says something else now"),
    "signatures": lazy_gettext("Signatures"),
    "verify": lazy_gettext("The digest of this report"),
    "registry_note": lazy_gettext("The seven written items appear as the city wrote them."),
    "continued": lazy_gettext("continued"),
}
