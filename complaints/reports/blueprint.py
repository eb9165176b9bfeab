"""The staff pages' one blueprint, on which releases and the preparing of a report both hang their views."""

from __future__ import annotations

from flask import Blueprint

staff_bp = Blueprint("reports_staff", __name__, url_prefix="/staff/releases")
