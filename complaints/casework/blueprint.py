"""Where the staff pages of casework hang, and what each of them begins with: who asks, and for which case."""

from __future__ import annotations

from typing import NoReturn

from flask import Blueprint, abort, current_app
from flask_login import current_user

from complaints.casework.cases import NoSuchCase, find_case
from complaints.casework.models import Case
from complaints.casework.sight import Viewer
from complaints.intake.number import BadNumber, parse
from complaints.platform.accounts.models import Staff
from complaints.platform.extensions import db
from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.vault import KeyRing
from complaints.platform.web.locale import current_locale

bp = Blueprint("casework", __name__, url_prefix="/staff")


def me() -> Staff:
    """Who is signed in."""
    person: Staff = current_user._get_current_object()
    return person


def profile() -> Profile:
    """The city's profile."""
    found: Profile = current_app.extensions["profile"]
    return found


def ring() -> KeyRing:
    """The key ring of this site."""
    found: KeyRing = current_app.extensions["key_ring"]
    return found


def unit_name(code: str) -> str:
    """A unit by the name of its desk; as it is written where no desk is that unit."""
    found = (desk.names.text(current_locale()) for desk in profile().desks if desk.unit == code)
    return next(found, code)


def case_or_404(number: str, *, to_change: bool = False) -> Case:
    """The case of that number if the person signed in may see it; "not found" otherwise, whatever the reason."""
    try:
        return find_case(db.session, parse(number), Viewer.of(me()), to_change=to_change)
    except (BadNumber, NoSuchCase):
        _not_found()


def _not_found() -> NoReturn:
    abort(404)
