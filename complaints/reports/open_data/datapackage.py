"""The data package of a release (Data Package 2): its tables with their columns, digests, terms and sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, Final

from complaints.reports.document import table_of
from complaints.reports.editions import names, words
from complaints.reports.open_data import provenance
from complaints.reports.open_data.columns import Column, Kind, columns_of, key_of
from complaints.reports.verifying.manifest import BuiltFile

PROFILES: Final = "https://datapackage.org/profiles/2.0"
NUMBERS: Final = "1.0.0"
"""The version of a release's data: it never changes."""


def make_package(document: Mapping[str, Any], tables: Sequence[BuiltFile]) -> dict[str, Any]:
    """The descriptor, with a resource for each CSV file in `tables`."""
    terms = _terms(document)
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": f"complaints-release-{document['number']}",
        "id": provenance.lasting_id(document),
        "title": provenance.title(document),
        "description": provenance.description(document),
        "version": NUMBERS,
        "created": document["frozen_at"],
        **terms,
        "sources": [{"title": provenance.source(document)}],
        "contributors": [{"title": provenance.city(document), "roles": ["publisher"]}],
        "keywords": provenance.keywords(),
        "resources": [_resource(document, file, terms) for file in tables],
    }


def _terms(document: Mapping[str, Any]) -> dict[str, Any]:
    terms = provenance.licence(document)
    return {} if terms is None else {"licenses": [{"title": terms[0], "path": terms[1]}]}


def _resource(document: Mapping[str, Any], file: BuiltFile, terms: Mapping[str, Any]) -> dict[str, Any]:
    table = PurePosixPath(file.name).stem
    return {
        "$schema": f"{PROFILES}/dataresource.json",
        "name": table,
        "type": "table",
        "path": file.name,
        "title": names.title(table),
        "description": names.note(table),
        "format": "csv",
        "mediatype": file.media_type,
        "encoding": "utf-8",
        "bytes": len(file.content),
        "hash": f"sha256:{file.digest.hex()}",
        **terms,
        "sources": [{"title": provenance.source(document)}],
        "schema": {
            "$schema": f"{PROFILES}/tableschema.json",
            "fields": [_field(document, table, column) for column in columns_of(table)],
            "missingValues": [""],
            "primaryKey": list(key_of(table)),
        },
    }


def _field(document: Mapping[str, Any], table: str, column: Column) -> dict[str, Any]:
    limits: dict[str, Any] = {} if column.may_be_empty else {"required": True}
    if column.kind is Kind.COUNT:
        limits["minimum"] = 0
    field: dict[str, Any] = {
        "name": column.name,
        "title": str(column.title),
        "description": str(column.meaning),
        "type": column.kind.value,
        "constraints": limits,
    }
    codes = _codes(document, table, column)
    if codes:
        limits["enum"] = list(codes)
        field["categories"] = [{"value": code, "label": label} for code, label in codes.items()]
    return field


def _codes(document: Mapping[str, Any], table: str, column: Column) -> dict[str, str]:
    """What a column of short names can hold, with the words for each."""
    if column.name == "technology":
        named = {each["slug"]: words.technology_name(each) for each in document["technologies"]}
        return {**named, "*": "*"}
    if column.name == "category":
        found = table_of(document, table)
        named = {code: words.category_name(table, code) for code in found["categories"]}
        return named if found["all"]["total"] is None else {**named, "*": "*"}
    return {}
