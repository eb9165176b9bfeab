"""The shapes of what the report job sends to freeze a period, and of the release it gets back."""

from __future__ import annotations

from marshmallow import Schema, fields


class FrozenRelease(Schema):
    """A release as the report job sees it, published or not."""

    number = fields.Integer(required=True)
    period = fields.String(required=True)
    starts_on = fields.String(required=True)
    ends_on = fields.String(required=True)
    frozen_at = fields.String(required=True)
    published_at = fields.String(required=True, allow_none=True)
    is_demonstration = fields.Boolean(required=True)
    manifest_sha256 = fields.String(required=True, metadata={"description": "The digest of what was signed."})
    signature = fields.String(required=True, metadata={"description": "Ed25519, in hexadecimal digits."})


FREEZE = {
    "type": "object",
    "required": ["period"],
    "additionalProperties": False,
    "properties": {"period": {"type": "string", "example": "2025"}},
}
"""What asks for a freeze."""
