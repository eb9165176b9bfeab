"""What DCAT-US 3 asks of a catalogue, written down from its documentation: as a JSON Schema and as SHACL shapes.

The standard's own schema is on the web alone and no package carries it, so its mandatory properties, and the types of
those that we use, are restated here (https://resources.data.gov, DCAT-US 3.0).
"""

from __future__ import annotations

from typing import Any, Final

IRI: Final = {"type": "string", "format": "uri"}
MOMENT: Final = {"type": "string", "format": "date-time"}
TEXT: Final = {"type": "string", "minLength": 1}
LANGUAGES: Final = {"type": "array", "items": {"type": "string", "pattern": "^[a-z]{2}$"}, "minItems": 1}

CATALOGUE: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/Catalog",
    "$defs": {
        "Catalog": {
            "type": "object",
            "required": ["dataset"],
            "properties": {
                "@id": IRI,
                "@type": {"const": "Catalog"},
                "title": TEXT,
                "description": TEXT,
                "language": LANGUAGES,
                "publisher": {"$ref": "#/$defs/Organization"},
                "homepage": {"$ref": "#/$defs/Document"},
                "contactPoint": {"type": "array", "items": {"$ref": "#/$defs/Kind"}},
                "dataset": {"type": "array", "items": {"$ref": "#/$defs/Dataset"}},
                "conformsTo": {"type": "object", "properties": {"title": TEXT}},
            },
        },
        "Dataset": {
            "type": "object",
            "required": ["title", "description", "identifier", "publisher", "contactPoint"],
            "properties": {
                "@id": IRI,
                "@type": {"const": "Dataset"},
                "identifier": TEXT,
                "title": TEXT,
                "description": TEXT,
                "publisher": {"$ref": "#/$defs/Organization"},
                "contactPoint": {"type": "array", "items": {"$ref": "#/$defs/Kind"}, "minItems": 1},
                "keyword": {"type": "array", "items": TEXT},
                "language": LANGUAGES,
                "created": MOMENT,
                "issued": MOMENT,
                "version": TEXT,
                "accessRights": TEXT,
                "landingPage": {"$ref": "#/$defs/Document"},
                "temporal": {"type": "array", "items": {"$ref": "#/$defs/PeriodOfTime"}},
                "spatial": {"type": "array", "items": {"type": "object", "properties": {"prefLabel": TEXT}}},
                "distribution": {"type": "array", "items": {"$ref": "#/$defs/Distribution"}, "minItems": 1},
            },
        },
        "Distribution": {
            "type": "object",
            "required": ["title", "downloadURL", "mediaType"],
            "properties": {
                "@type": {"const": "Distribution"},
                "downloadURL": IRI,
                "mediaType": {"type": "string", "pattern": "^[a-z]+/[a-z0-9.+-]+$"},
                "byteSize": {"type": "string", "pattern": "^[0-9]+$"},
                "license": IRI,
                "language": LANGUAGES,
                "checksum": {
                    "type": "object",
                    "required": ["algorithm", "checksumValue"],
                    "properties": {"checksumValue": {"type": "string", "pattern": "^[0-9a-f]{64}$"}},
                },
            },
        },
        "Document": {"type": "object", "required": ["title"], "properties": {"title": TEXT, "accessURL": IRI}},
        "Kind": {
            "type": "object",
            "required": ["fn", "hasEmail"],
            "properties": {"fn": TEXT, "hasEmail": {"type": "string", "pattern": "^mailto:[^@ ]+@[^@ ]+$"}},
        },
        "Organization": {"type": "object", "required": ["name"], "properties": {"name": TEXT}},
        "PeriodOfTime": {
            "type": "object",
            "required": ["startDate", "endDate"],
            "properties": {
                "startDate": {"type": "string", "format": "date"},
                "endDate": {"type": "string", "format": "date"},
            },
        },
    },
}

SHAPES: Final = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<urn:dataset> a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:nodeKind sh:IRI ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:minLength 1 ] ,
    [ sh:path dct:description ; sh:minCount 1 ; sh:minLength 1 ] ,
    [ sh:path dct:identifier ; sh:minCount 1 ] ,
    [ sh:path dct:created ; sh:minCount 1 ; sh:datatype xsd:dateTime ] ,
    [ sh:path dct:publisher ; sh:minCount 1 ; sh:class foaf:Agent ] ,
    [ sh:path dcat:contactPoint ; sh:minCount 1 ; sh:class vcard:Kind ] ,
    [ sh:path ( dct:temporal dcat:startDate ) ; sh:minCount 1 ; sh:datatype xsd:date ] ,
    [ sh:path ( dct:temporal dcat:endDate ) ; sh:minCount 1 ; sh:datatype xsd:date ] ,
    [ sh:path dcat:distribution ; sh:minCount 1 ; sh:class dcat:Distribution ] .

<urn:distribution> a sh:NodeShape ; sh:targetClass dcat:Distribution ;
  sh:property [ sh:path dcat:downloadURL ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ;
      sh:pattern "^https://example.gov/reports/[0-9]+/" ] ,
    [ sh:path dct:license ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcat:byteSize ; sh:minCount 1 ; sh:datatype xsd:nonNegativeInteger ] ,
    [ sh:path ( spdx:checksum spdx:checksumValue ) ; sh:minCount 1 ; sh:datatype xsd:hexBinary ] .

<urn:contact> a sh:NodeShape ; sh:targetClass vcard:Kind ; sh:property [ sh:path vcard:fn ; sh:minCount 1 ] .
"""
