"""What every description of a release says of it: its lasting name, its title, its subject, its terms, its makers."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from complaints.reports.editions import words
from complaints.reports.verifying.manifest import software

Document = Mapping[str, Any]


def lasting_id(document: Document) -> str:
    """A name for the release that no other has and that no move of the site changes (RFC 9562, of version 5)."""
    kept = [document["jurisdiction"]["code"], document["number"], document["frozen_at"], document["is_demonstration"]]
    return uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(kept)).urn


def title(document: Document) -> str:
    """What the tables of a release are called together."""
    return str(
        gettext(
            "Complaints about police surveillance technology, %(city)s, %(period)s",
            city=city(document),
            period=words.name_of_period(document),
        )
    )


def city(document: Document) -> str:
    """The place whose police is spoken of, in its first language."""
    return words.localised(document["jurisdiction"]["names"], document["language"], document["language"])


def description(document: Document) -> str:
    """What the tables hold and what they leave out, for who finds them in a catalogue."""
    said = [_holds(document)]
    if any(table["all"]["total"] is not None for table in document["tables"]):
        said.append(
            gettext(
                "Small numbers in the detailed tables are hidden, and as many others as that takes. A hidden number is "
                "given as the range it lies in. Totals for each technology are exact."
            )
        )
    if document["is_demonstration"]:
        said.insert(0, gettext("This report uses invented demonstration data."))
    return " ".join(said)


def _holds(document: Document) -> str:
    period = words.period_words(document)
    if not document["tables"]:
        told = gettext(
            "Whether residents made complaints about each technology that the police watch with, from %(period)s.",
            period=period,
        )
    else:
        told = gettext(
            "How many complaints residents made about each technology that the police watch with, and what came of "
            "them, from %(period)s.",
            period=period,
        )
    return str(told)


def keywords() -> list[str]:
    """What somebody may look for it by."""
    return [
        gettext("complaints"),
        gettext("police"),
        gettext("surveillance technology"),
        gettext("oversight"),
        gettext("civil liberties"),
    ]


def licence(document: Document) -> tuple[str, str] | None:
    """The name of the terms of use and their address; None where the release states none."""
    terms = document.get("licence")
    return (terms["name"], terms["url"]) if terms else None


def source(document: Document) -> str:
    """Where the numbers come from."""
    return str(
        gettext(
            "Complaints registered by %(city)s, counted by the rules %(rules)s with %(software)s %(version)s.",
            city=city(document),
            rules=document["query"],
            software=software()["name"],
            version=software()["version"],
        )
    )
