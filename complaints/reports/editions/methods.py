"""What a report tells of itself: what it answers, how it counted, and what is hidden and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import gettext, lazy_gettext

from complaints.reports.editions import words

METHODS: Final[tuple[tuple[Any, Any], ...]] = (
    (
        lazy_gettext("What counts when"),
        lazy_gettext(
            "A complaint counts as received on the day it was registered, by the clocks of {zone}, whenever the "
            "matter itself happened. It counts as decided on the day its case was first closed. A case that is "
            "reopened stays counted where it was decided first."
        ),
    ),
    (
        lazy_gettext("Complaints and mentions"),
        lazy_gettext(
            "One complaint can be about several technologies and is counted with each. The counts of the "
            "technologies therefore add up to more than the number of complaints, which is given on its own."
        ),
    ),
    (
        lazy_gettext("Who is counted"),
        lazy_gettext("Names are sealed and are not opened for counting. So two complaints by one person count as two."),
    ),
    (
        lazy_gettext("Findings"),
        lazy_gettext(
            "Each allegation gets its own finding. A complaint about a technology is counted under the first of "
            "these that applies: sustained, the policy is at fault, the technology is at fault, not sustained, "
            "nobody identified, exonerated, unfounded."
        ),
    ),
    (
        lazy_gettext("The eight items"),
        lazy_gettext(
            "Seven of the eight items are what the city’s registry said when this report was frozen. Where it "
            "says nothing, the report says “not stated”. The other item, complaints, is counted."
        ),
    ),
    (
        lazy_gettext("Frozen and signed"),
        lazy_gettext(
            "This report was built from numbers that were frozen with it and never change. Its manifest lists the "
            "digest of every file and is signed; the data, the proof that nothing hidden can be worked out, and "
            "the manifest are published beside it."
        ),
    ),
)
"""What the methods page says: a title and a paragraph each; {zone} is the city's time zone."""

PACE: Final = (
    lazy_gettext("How long it took"),
    lazy_gettext(
        "Days are counted from the day a complaint came in to the day its case was first closed. Whether that "
        "was in time is judged by its deadline as it stood then, with every extension and pause. The typical complaint "
        "is the one in the middle when all are lined up by how long they took."
    ),
)
CHANGES: Final = (
    lazy_gettext("Compared with the report before"),
    lazy_gettext(
        "Changes are worked out from the published numbers of the two reports, never from anything hidden. Each number "
        "is as its own report had it."
    ),
)

CHECKING: Final = (
    lazy_gettext("How to check this report"),
    lazy_gettext(
        "Among its files is a small program, verify.py. It needs nothing but Python, and checks every file, every sum, "
        "the proof that nothing hidden can be worked out, and the signature. The public key of the signature is {key}"
    ),
)
GROUP: Final = 8
"""Digits of the key that stand together, so that a narrow page can break it."""


def about(document: Mapping[str, Any], locale: str) -> list[str]:
    """What the report is, before its first number."""
    scope = document.get("scope")
    asked = (
        words.localised(scope, document["language"], locale)
        if scope
        else gettext(
            "For each technology that the police watch with, this report answers the eight questions of %(order)s: how "
            "it is used, whether it uses artificial intelligence, how many units there are, how its effectiveness is "
            "measured, how it is funded, how it is requested, whether there have been complaints, and which "
            "partnerships exist to use it.",
            order=words.order_name(document, locale),
        )
    )
    return [
        asked,
        gettext(
            "The complaints are counted from what residents told the city about a technology, with a name or without. "
            "Nothing in this report points to a person."
        ),
    ]


def why_hidden(document: Mapping[str, Any]) -> list[str]:
    """What is hidden and why, for somebody who never heard of statistics; nothing where no number is published."""
    if not document["tables"]:
        return [gettext("This report gives no numbers, so none had to be hidden.")]
    hidden, cells = words.hidden_cells(document)
    if all(table["name"] == "totals" for table in document["tables"]):
        return [
            gettext("This report gives the totals of each technology and no details, so no total had to be hidden."),
            gettext("A technology nobody complained about says 0 complaints."),
        ]
    return [
        gettext(
            "A small number can point to a person. Whoever knows that a neighbor complained could read here what the "
            "complaint said, or what came of it. So the detailed tables do not show numbers from 1 to %(most)s, except "
            "where the totals tell the number anyway.",
            most=document["rule"]["k"] - 1,
        ),
        gettext(
            "Hiding only those would not help: subtracting from a total would bring them back. So more numbers are "
            "hidden, large ones and zeros among them, and a few are chosen by chance. That a number is hidden does "
            "not tell you that it is small."
        ),
        gettext(
            "Where a number is hidden you see a range, like 0–4. The true number lies in it. Before each report is "
            "published, a program tries to narrow it down from this report, its data and every earlier report taken "
            "together. If it succeeds with a single number, the report is refused."
        ),
        gettext(
            "The totals for each technology are always shown exactly, small ones too, because the order asks for "
            "them. A technology nobody complained about says 0 complaints."
        ),
        gettext(
            "In this report %(hidden)s of %(cells)s numbers in the tables are hidden.",
            hidden=words.number(hidden),
            cells=words.number(cells),
        ),
    ]


def methods(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """How the counts came about: a title and a paragraph each."""
    told = list(METHODS)
    if document.get("pace"):
        told.insert(4, PACE)
    if document.get("changes"):
        told.insert(-1, CHANGES)
    if document.get("signed_with"):
        told.append(CHECKING)
    fills = {"{zone}": document["time_zone"], " {key}": f":\n{_key(document)}"}
    return [(str(title), _filled(str(text), fills)) for title, text in told]


def _filled(text: str, fills: Mapping[str, str]) -> str:
    for mark, value in fills.items():
        text = text.replace(mark, value)
    return text


def _key(document: Mapping[str, Any]) -> str:
    digits = document.get("signed_with", {}).get("public_key", "")
    return " ".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))
