"""The shapes of the API's answers, as its description tells them."""

from __future__ import annotations

from marshmallow import Schema, fields


class Page(Schema):
    """What a list can be asked for."""

    cursor = fields.String(metadata={"description": "Where to go on: `next` of the page before has it."})
    limit = fields.String(metadata={"description": "How many at most: 1 to 100.", "example": "50"})


class Policy(Schema):
    """The policy in force; empty text means 'not stated'."""

    title = fields.String()
    url = fields.String()
    since = fields.String(allow_none=True)


class TechnologyShape(Schema):
    """What the registry says of a technology. Empty text means 'not stated'."""

    slug = fields.String(required=True)
    type = fields.String(required=True)
    is_named = fields.Boolean(required=True)
    retired_on = fields.String(allow_none=True)
    name = fields.String(required=True)
    local_name = fields.String()
    summary = fields.String()
    items = fields.Dict(
        keys=fields.String(), values=fields.String(), metadata={"description": "Seven of the eight items."}
    )
    units_count = fields.Integer(allow_none=True)
    policy = fields.Nested(Policy)
    retention_days = fields.Integer(allow_none=True)
    retention = fields.String()
    area = fields.String()
    source = fields.String()
    version = fields.Integer()
    changed_at = fields.String()


class TechnologyYear(Schema):
    """What one published release says of a technology. The counts are null in a report without numbers."""

    release = fields.Integer(required=True)
    period = fields.String(required=True)
    starts_on = fields.String(required=True)
    ends_on = fields.String(required=True)
    had_complaints = fields.Boolean(required=True)
    received = fields.Integer(required=True, allow_none=True)
    decided = fields.Integer(required=True, allow_none=True)
    open = fields.Integer(required=True, allow_none=True)


class TechnologyWithHistory(TechnologyShape):
    """The same with its counts over the years."""

    history = fields.List(fields.Nested(TechnologyYear), required=True)


class Technologies(Schema):
    """A page of technologies, in the registry's order."""

    items = fields.List(fields.Nested(TechnologyShape), required=True)
    next = fields.String(allow_none=True, required=True)


class ReleaseSummary(Schema):
    """A published release and where its parts are."""

    number = fields.Integer(required=True)
    period = fields.String(required=True)
    starts_on = fields.String(required=True)
    ends_on = fields.String(required=True)
    frozen_at = fields.String(required=True)
    published_at = fields.String(required=True)
    is_demonstration = fields.Boolean(required=True)
    signature = fields.String(required=True, metadata={"description": "Ed25519 over manifest.json, in hexadecimal."})
    tables = fields.Dict(keys=fields.String(), values=fields.String(), metadata={"description": "Table to address."})
    page = fields.String()
    pdf = fields.String()


class Correction(Schema):
    """A published number and what it should have been; `id` is the cell's in disclosure.json."""

    id = fields.String(required=True)
    published = fields.Integer(required=True)
    corrected = fields.Integer(required=True)


class ErratumShape(Schema):
    """What was found wrong with a release after it was published; `text` by language."""

    number = fields.Integer(required=True)
    published_at = fields.String(required=True, allow_none=True)
    text = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    cells = fields.List(fields.Nested(Correction), required=True)


class Licence(Schema):
    """Under which terms the data may be used."""

    name = fields.String(required=True)
    url = fields.String(required=True)


class ReleaseShape(ReleaseSummary):
    """The same with its manifest, the number of complaints, and its errata."""

    measure = fields.String(
        required=True,
        metadata={"description": "How much it says: `yes_no`, `count`, `narrative` or `cross_table`."},
    )
    licence = fields.Nested(Licence, allow_none=True, required=True)
    errata = fields.List(fields.Nested(ErratumShape), required=True)

    complaints = fields.Dict(
        keys=fields.String(),
        values=fields.Raw(),
        metadata={"description": "How many were `received`, `decided`, `open`: a number, or [least, greatest]."},
    )
    manifest = fields.Dict(required=True)


class Releases(Schema):
    """A page of releases, the newest first."""

    items = fields.List(fields.Nested(ReleaseSummary), required=True)
    next = fields.String(allow_none=True, required=True)


class CellShape(Schema):
    """One count. `*` stands for all technologies, or for all categories together."""

    technology = fields.String(required=True)
    technology_name = fields.String(required=True)
    category = fields.String()
    category_name = fields.String()
    value = fields.Integer(allow_none=True)
    low = fields.Integer()
    high = fields.Integer(allow_none=True)
    had_complaints = fields.Boolean(metadata={"description": "In the table `answers` alone, instead of the counts."})


class TableShape(Schema):
    """A published table."""

    release = fields.Integer(required=True, allow_none=True)
    period = fields.Dict(required=True)
    is_demonstration = fields.Boolean(required=True)
    table = fields.String(required=True)
    title = fields.String()
    note = fields.String()
    cells = fields.List(fields.Nested(CellShape), required=True)


class Format(Schema):
    """How a table is wanted; without it, `Accept` decides."""

    format = fields.String(metadata={"description": "`json` or `csv`."})


class Aggregates(Schema):
    """The protected counts of a period."""

    status = fields.String(required=True, metadata={"description": "`preview`, `frozen` or `published`."})
    release = fields.Integer(required=True, allow_none=True)
    report = fields.Dict(required=True, metadata={"description": "Everything the report says; as in report.json."})
    tables = fields.List(fields.Nested(TableShape), required=True)


class WantedPeriod(Schema):
    """Which period."""

    period = fields.String(metadata={"description": "For example 2025.", "example": "2025"})
