"""A release as catalogues of public data want it (DCAT-US 3): the entry in its folder, and the site's catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urljoin

from flask_babel import gettext

from complaints.reports.open_data import inventory, provenance
from complaints.reports.verifying.manifest import BuiltFile, entry_of

CONTEXT: Final[dict[str, Any]] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **{kind: f"dcat:{kind}" for kind in ("Catalog", "Dataset", "Distribution")},
    "Checksum": "spdx:Checksum",
    "Document": "foaf:Document",
    "Kind": "vcard:Kind",
    "Location": "dct:Location",
    "Organization": "foaf:Agent",
    "PeriodOfTime": "dct:PeriodOfTime",
    "Standard": "dct:Standard",
    **{name: f"dct:{name}" for name in ("accessRights", "description", "identifier", "language", "title")},
    **{name: {"@id": f"dct:{name}", "@type": "xsd:dateTime"} for name in ("created", "issued")},
    "conformsTo": "dct:conformsTo",
    "license": {"@id": "dct:license", "@type": "@id"},
    **{name: f"dct:{name}" for name in ("publisher", "spatial", "temporal")},
    "startDate": {"@id": "dcat:startDate", "@type": "xsd:date"},
    "endDate": {"@id": "dcat:endDate", "@type": "xsd:date"},
    **{name: f"dcat:{name}" for name in ("contactPoint", "dataset", "distribution", "keyword", "landingPage")},
    **{name: {"@id": f"dcat:{name}", "@type": "@id"} for name in ("accessURL", "downloadURL")},
    "byteSize": {"@id": "dcat:byteSize", "@type": "xsd:nonNegativeInteger"},
    "mediaType": "dcat:mediaType",
    "version": "dcat:version",
    "checksum": "spdx:checksum",
    "algorithm": "spdx:algorithm",
    "checksumValue": {"@id": "spdx:checksumValue", "@type": "xsd:hexBinary"},
    "fn": "vcard:fn",
    "hasEmail": {"@id": "vcard:hasEmail", "@type": "@id"},
    "homepage": "foaf:homepage",
    "name": "foaf:name",
    "prefLabel": "skos:prefLabel",
}
"""What the names mean (JSON-LD 1.1). It stands in the file, so that nothing is fetched from elsewhere to read it."""
STANDARD: Final = "DCAT-US 3.0"


def make_dataset(document: Mapping[str, Any], files: Sequence[BuiltFile]) -> dict[str, Any]:
    """The entry of a release from the files themselves, before there is a manifest."""
    return describe(document, [entry_of(file) for file in files])


def describe(document: Mapping[str, Any], files: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The entry of a release: everything that is frozen; `files` as its manifest has them. Addresses are relative.

    What can change (where it is served, whom to write to, when it was published) is added by `make_catalogue`.
    """
    period, city = document["period"], provenance.city(document)
    return {
        "@context": CONTEXT,
        "@id": provenance.lasting_id(document),
        "@type": "Dataset",
        "identifier": provenance.lasting_id(document),
        "title": provenance.title(document),
        "description": provenance.description(document),
        "publisher": {"@type": "Organization", "name": city},
        "contactPoint": [{"@type": "Kind", "fn": city}],
        "keyword": provenance.keywords(),
        "language": [document["language"]],
        "created": document["frozen_at"],
        "version": "1.0.0",
        "temporal": [{"@type": "PeriodOfTime", "startDate": period["starts_on"], "endDate": period["ends_on"]}],
        "spatial": [{"@type": "Location", "prefLabel": city}],
        "accessRights": "public",
        "distribution": [_distribution(document, file) for file in files],
    }


def _distribution(document: Mapping[str, Any], file: Mapping[str, Any]) -> dict[str, Any]:
    terms = provenance.licence(document)
    language = inventory.language_of(file["name"]) or document["language"]
    return {
        "@type": "Distribution",
        "title": inventory.purpose(file["name"]),
        "downloadURL": file["name"],
        "mediaType": file["media_type"],
        "byteSize": str(file["bytes"]),
        "checksum": {"@type": "Checksum", "algorithm": "SHA-256", "checksumValue": file["sha256"]},
        "language": [language],
        **({} if terms is None else {"license": terms[1]}),
    }


def make_catalogue(
    datasets: Iterable[Mapping[str, Any]], *, title: str, publisher: str, language: str, base: str, contact: str
) -> dict[str, Any]:
    """The site's catalogue. Every address in `datasets` is absolute. `contact` is an e-mail address or nothing."""
    return {
        "@context": CONTEXT,
        "@id": f"{base}/data.json",
        "@type": "Catalog",
        "title": title,
        "description": gettext("Every published report with its tables. What is published never changes."),
        "publisher": {"@type": "Organization", "name": publisher},
        "contactPoint": [_contact({"@type": "Kind", "fn": publisher}, contact)],
        "homepage": {"@type": "Document", "title": title, "accessURL": f"{base}/reports"},
        "language": [language],
        "conformsTo": {"@type": "Standard", "title": STANDARD},
        "dataset": [_known(dataset, contact) for dataset in datasets],
    }


def placed(dataset: Mapping[str, Any], *, folder: str, page: str, issued: str) -> dict[str, Any]:
    """An entry with what its folder does not know: its addresses below `folder/`, its `page`, when it was issued."""
    found = {name: value for name, value in dataset.items() if name != "@context"}
    return {
        **found,
        "issued": issued,
        "landingPage": {"@type": "Document", "title": dataset["title"], "accessURL": page},
        "distribution": [
            {**each, "downloadURL": urljoin(folder, each["downloadURL"])} for each in dataset["distribution"]
        ],
    }


def _known(dataset: Mapping[str, Any], contact: str) -> dict[str, Any]:
    return {**dataset, "contactPoint": [_contact(each, contact) for each in dataset["contactPoint"]]}


def _contact(who: Mapping[str, Any], contact: str) -> dict[str, Any]:
    return {**who, "hasEmail": f"mailto:{contact}"} if contact else dict(who)
