"""The tables of a release as CSV on the Web describes them (W3C, Metadata Vocabulary for Tabular Data)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, Final

from complaints.reports.editions import names
from complaints.reports.open_data import provenance
from complaints.reports.open_data.columns import Column, Kind, columns_of, key_of
from complaints.reports.verifying.manifest import BuiltFile

CONTEXT: Final = "http://www.w3.org/ns/csvw"


def make_metadata(document: Mapping[str, Any], tables: Sequence[BuiltFile]) -> dict[str, Any]:
    """A table group: one table for each CSV file in `tables`, all with the same schema."""
    terms = provenance.licence(document)
    return {
        "@context": [CONTEXT, {"@language": document["language"]}],
        "@type": "TableGroup",
        "dc:identifier": provenance.lasting_id(document),
        "dc:title": provenance.title(document),
        "dc:description": provenance.description(document),
        "dc:publisher": {"schema:name": provenance.city(document)},
        "dc:created": {"@value": document["frozen_at"], "@type": "xsd:dateTime"},
        "dc:source": provenance.source(document),
        "dcat:keyword": provenance.keywords(),
        **({} if terms is None else {"dc:license": {"@id": terms[1]}}),
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "lineTerminators": ["\r\n", "\n"]},
        "tables": [_table(document, file) for file in tables],
    }


def _table(document: Mapping[str, Any], file: BuiltFile) -> dict[str, Any]:
    table = PurePosixPath(file.name).stem
    return {
        "@type": "Table",
        "url": file.name,
        "dc:title": names.title(table),
        "dc:description": names.note(table),
        "tableSchema": {
            "@type": "Schema",
            "columns": [_column(document["language"], column) for column in columns_of(table)],
            "primaryKey": list(key_of(table)),
        },
    }


def _column(language: str, column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "Column",
        "name": column.name,
        # The first is what stands in the file; the second is for who reads.
        "titles": [column.name, str(column.title)],
        "dc:description": str(column.meaning),
        "datatype": {"base": "integer", "minimum": 0} if column.kind is Kind.COUNT else column.kind.value,
        "required": not column.may_be_empty,
    }
    if column.may_be_empty:
        found["null"] = [""]
    if column.is_local:
        found["lang"] = language
    return found
