"""The steward's pages: what the registry says, changed in one place and remembered."""

from __future__ import annotations

from flask_babel import lazy_gettext

from complaints.platform.accounts.permissions import Permission
from complaints.platform.web.navigation import NavItem
from complaints.registry import editing, importing
from complaints.registry.blueprint import staff_bp as bp

PAGES = (editing, importing)
"""Importing them has hung their views on `bp`."""
NAV = (NavItem(lazy_gettext("Technologies"), "registry_staff.technologies", Permission.TECHNOLOGY_EDIT, 60),)

__all__ = ["NAV", "PAGES", "bp"]
