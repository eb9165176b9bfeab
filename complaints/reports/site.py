"""The public pages' one blueprint, and what its views begin with: the published release, and where this site stands."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, url_for

from complaints.platform.extensions import db
from complaints.platform.jurisdiction.profile import Profile
from complaints.reports import archive
from complaints.reports.editions import words
from complaints.reports.models import Release
from complaints.reports.rules import NoSuchRelease

bp = Blueprint("reports", __name__)


@bp.app_template_filter("period_name")
def name_of_period(release: Release) -> str:
    """What the period of a release is called."""
    return words.period_name(release.period, (release.starts_on, release.ends_on))


def published(number: int) -> Release:
    """The published release, or 404."""
    try:
        return archive.release_by_number(db.session, number, published_only=True)
    except NoSuchRelease:
        abort(404)


def base() -> str:
    """Where this site stands, as its setting says: a request can name any host."""
    return str(current_app.config["BASE_URL"]).rstrip("/")


def absolute(endpoint: str, **values: object) -> str:
    """The whole address of a page, in the language of the request."""
    return base() + url_for(endpoint, **values)  # type: ignore[arg-type]  # url_for takes any value that has a text


def profile() -> Profile:
    """The city's profile."""
    found: Profile = current_app.extensions["profile"]
    return found


def counts_demonstration() -> bool:
    """Whether this site speaks of invented complaints: only of those, or only of real ones."""
    return bool(current_app.config["DEMONSTRATION"])
