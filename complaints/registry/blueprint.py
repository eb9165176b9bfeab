"""Where the steward's pages hang."""

from __future__ import annotations

from flask import Blueprint

staff_bp = Blueprint("registry_staff", __name__)
