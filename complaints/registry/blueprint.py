"""Where the steward's pages hang."""

from __future__ import annotations

from flask import Blueprint

from complaints.registry.words import translated_name

staff_bp = Blueprint("registry_staff", __name__)
# For pages of other rooms, which know a technology by its stored name.
staff_bp.add_app_template_filter(translated_name, "technology_name")
