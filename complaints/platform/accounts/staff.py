"""Everything of accounts that the staff site serves."""

from __future__ import annotations

from flask_babel import lazy_gettext

from complaints.platform.accounts import machines, managing, own, signing_in
from complaints.platform.accounts.blueprint import bp
from complaints.platform.accounts.permissions import Permission
from complaints.platform.web.navigation import NavItem

PAGES = (signing_in, own, managing, machines)
"""Importing them has hung their views on `bp`."""
NAV = (
    NavItem(lazy_gettext("Accounts"), "accounts.people", Permission.ACCOUNT_MANAGE, 90),
    NavItem(lazy_gettext("Your account"), "accounts.own", Permission.OWN_ACCOUNT, 95),
)

__all__ = ["NAV", "PAGES", "bp"]
