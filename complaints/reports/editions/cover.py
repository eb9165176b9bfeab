"""The cover of a report: which report this is, for whom, under which rule, who signs it, and how to check it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from complaints.reports.editions import words
from complaints.reports.verifying.manifest import readable

Document = Mapping[str, Any]


def facts(document: Document, locale: str) -> list[dict[str, str]]:
    """What stands on the cover, a label and a value each, in their order."""
    release, k = document["number"], document["rule"]["k"]
    told = [
        (gettext("Period"), words.period_words(document)),
        (gettext("Made under"), words.order_name(document, locale)),
        (
            gettext("Due before") if "event" in document["due"] else gettext("Due by"),
            words.due_words(document, document["due"], locale),
        ),
        *_also_due(document, locale),
        (gettext("For"), "; ".join(recipients(document, locale))),
        (
            gettext("Rule for small numbers"),
            gettext("Detailed numbers from 1 to %(most)s are hidden, and as many others as that takes.", most=k - 1)
            if len(document["tables"]) > 1
            else "",
        ),
        (gettext("Release"), gettext("Preview, not frozen") if release is None else str(release)),
        (
            gettext("Counted on") if release is None else gettext("Frozen on"),
            words.long_date(document["frozen_at"]),
        ),
    ]
    return [{"label": str(label), "value": str(value)} for label, value in told if value]


def _also_due(document: Document, locale: str) -> list[tuple[str, str]]:
    """What the order asks for after the report itself."""
    told = []
    for step in document.get("also_due") or ():
        what = words.localised(step["names"], document["language"], locale)
        when = words.due_words(document, step, locale)
        told.append((what, when if "event" in step else gettext("By %(day)s", day=when)))
    return told


def recipients(document: Document, locale: str) -> list[str]:
    """Who receives the report."""
    return [words.localised(texts, document["language"], locale) for texts in document.get("recipients") or ()]


def release_words(document: Document) -> str:
    """The number of the release, or that there is none yet."""
    number = document["number"]
    return str(gettext("Preview, not frozen") if number is None else gettext("Release %(number)s", number=number))


def signatures() -> list[dict[str, str]]:
    """The lines that people sign on the printed report."""
    below = str(gettext("Name, office and date"))
    return [
        {"label": str(label), "below": below}
        for label in (gettext("Prepared and frozen by"), gettext("Approved and published by"))
    ]


def proof(document: Document) -> dict[str, str] | None:
    """The digest of the content and how to check it; None for a preview, which nobody signed."""
    if document["number"] is None:
        return None
    return {
        "label": str(gettext("Digest of the content (SHA-256 of report.json)")),
        "digest": hashlib.sha256(readable(document)).hexdigest(),
        "text": str(
            gettext(
                "Every file of release %(number)s is published under “Reports and open data”, with a signed list of "
                "their digests. If report.json has the digest above, this is its report.",
                number=document["number"],
            )
        ),
    }
